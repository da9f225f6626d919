"""Arithmetic on pictures: arrays of (height, width, 3) unsigned bytes in the order red, green, blue.

Everything stays in bytes and integers, where every machine rounds alike; masks are (height, width) bytes.
"""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB

Pixels: TypeAlias = NDArray[np.uint8]


def filled(width: int, height: int, colour: RGB) -> Pixels:
    """A picture of one colour."""
    # Repeating one row is thirty times as fast as numpy's broadcast over an axis of three.
    row = np.tile(np.array(colour, np.uint8), width).reshape(1, width, 3)
    return np.repeat(row, height, axis=0)


def colour_of(layer: Pixels) -> Pixels:
    """The premultiplied colours of a (height, width, 4) layer without its transparency."""
    return _bytes(cv2.cvtColor(layer, cv2.COLOR_RGBA2RGB))


def alpha_of(layer: Pixels) -> Pixels:
    """How much a layer covers, as a mask."""
    return _bytes(cv2.extractChannel(layer, 3))


def recolour(layer: Pixels, colour: Pixels) -> None:
    """Give a layer other colours, in place; its transparency stays."""
    cv2.mixChannels([colour], [layer], [0, 0, 1, 1, 2, 2])


def spread(mask: Pixels) -> Pixels:
    """A mask repeated for three channels."""
    return _bytes(cv2.cvtColor(mask, cv2.COLOR_GRAY2RGB))


def product(first: Pixels, second: Pixels) -> Pixels:
    """Multiplied as shares of 255: the look of one filter over another."""
    return _bytes(cv2.multiply(first, second, scale=1 / 255))


def screen(first: Pixels, second: Pixels) -> Pixels:
    """Light added to light, which never burns out."""
    return 255 - product(255 - first, 255 - second)


def blended(below: Pixels, above: Pixels, mask: Pixels) -> Pixels:
    """`above` where the mask is 255, `below` where it is 0."""
    share = spread(mask)
    return _bytes(cv2.add(product(above, share), product(below, _bytes(cv2.bitwise_not(share)))))


def paint(canvas: Pixels, mask: Pixels, colour: RGB | Pixels) -> None:
    """Lay a colour or a picture on the canvas through a mask, in place, touching only the rows that it covers."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return
    span = slice(int(rows[0]), int(rows[-1]) + 1)
    part = canvas[span]
    above = colour[span] if isinstance(colour, np.ndarray) else filled(part.shape[1], part.shape[0], colour)
    canvas[span] = blended(part, above, mask[span])


def over(canvas: Pixels, layer: Pixels, left: int, top: int) -> None:
    """Lay a premultiplied (height, width, 4) layer that fits inside the canvas on it, in place."""
    height, width = layer.shape[:2]
    part = canvas[top : top + height, left : left + width]
    clear = spread(255 - alpha_of(layer))
    part[:] = cv2.add(product(np.ascontiguousarray(part), clear), colour_of(layer))


def add_light(canvas: Pixels, mask: Pixels, colour: RGB, left: int = 0, top: int = 0) -> None:
    """Screen a colour on the canvas with the strength of a mask whose corner may lie outside; in place."""
    height, width = canvas.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + mask.shape[1], width), min(top + mask.shape[0], height)
    if x1 <= x0 or y1 <= y0:
        return
    part = np.ascontiguousarray(canvas[y0:y1, x0:x1])
    glow = spread(np.ascontiguousarray(mask[y0 - top : y1 - top, x0 - left : x1 - left]))
    light = product(glow, filled(x1 - x0, y1 - y0, colour))
    canvas[y0:y1, x0:x1] = screen(part, light)


def scaled(mask: Pixels, share: float) -> Pixels:
    """A picture or mask with every value times `share` (0 to 1)."""
    factor = np.uint16(round(share * 256))
    return (mask.astype(np.uint16) * factor >> 8).astype(np.uint8)


def soft(picture: Pixels, radius: int) -> Pixels:
    """Blurred by about `radius` pixels; large radii work on a smaller copy, which looks the same."""
    if radius < 1:
        return picture
    if radius > 12:
        height, width = picture.shape[:2]
        small = cv2.resize(picture, (max(2, width // 4), max(2, height // 4)), interpolation=cv2.INTER_LINEAR)
        return stretched(soft(_bytes(small), radius // 4), width, height)
    side = 2 * radius + 1
    return _bytes(cv2.blur(cv2.blur(picture, (side, side)), (side, side)))


def stretched(picture: Pixels, width: int, height: int) -> Pixels:
    """Scaled to a size with linear interpolation, which is exact for bytes."""
    return _bytes(cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR))


def radial(radius: int) -> Pixels:
    """A round glow of 2 * radius + 1 pixels a side that falls off to nothing at its edge."""
    if radius > 96:
        # Large glows are smooth: a smaller one, enlarged, is the same to the eye at a tenth of the time.
        return stretched(radial(64), 2 * radius + 1, 2 * radius + 1)
    line = (np.arange(-radius, radius + 1, dtype=np.float64) / (radius + 0.5)) ** 2
    fall = np.clip(1 - (line[:, None] + line[None, :]), 0, 1)
    return (fall * fall * fall * 255).astype(np.uint8)


def vertical(width: int, height: int, stops: list[tuple[float, RGB]]) -> Pixels:
    """A gradient from top to bottom through colour stops at shares of the height, dithered against banding."""
    places = np.linspace(0.0, 1.0, max(height, 2))[:height]
    at = [stop for stop, _ in stops]
    columns = [np.interp(places, at, [colour[channel] for _, colour in stops]) for channel in range(3)]
    rows = np.stack(columns, axis=-1)[:, None, :]
    # A two-by-four threshold pattern breaks up the steps between neighbouring bytes without any noise.
    pattern = np.array([[0.125, 0.625, 0.25, 0.75], [0.875, 0.375, 1.0, 0.5]])
    tiled = np.tile(pattern, (height // 2 + 1, 1))[:height, :, None]
    four = np.floor(rows + tiled * 0.999).clip(0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.tile(four, (1, width // 4 + 1, 1))[:, :width])


def _bytes(picture: object) -> Pixels:
    return np.asarray(picture, dtype=np.uint8)
