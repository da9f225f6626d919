"""The pencil finish: contours and three layers of hatching on paper, as in an animatic."""

import cv2
import numpy as np
from numpy.random import Generator

from core.providers.sketch.noise import grain, plane
from core.providers.sketch.pixels import Pixels, soft, spread, stretched


def pencil(canvas: Pixels, rng: Generator) -> Pixels:
    """The (height, width, 3) picture as graphite on paper, with a breath of its colour left."""
    height, width = canvas.shape[:2]
    short = min(width, height)
    grey = np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY), np.uint8)
    smooth = np.asarray(cv2.medianBlur(grey, 5), np.uint8)
    lines = _contours(smooth, short)
    hatching = _hatching(_levelled(smooth), rng, short)
    graphite = np.minimum(lines, hatching)
    texture = grain(rng, width, height, 7).astype(np.int16) - 128
    drawn = (graphite.astype(np.int16) + texture * (280 - graphite.astype(np.int16)) // 200).clip(0, 255)
    sheet = spread(drawn.astype(np.uint8)).astype(np.uint16)
    paper = np.array([250, 247, 239], np.uint16)
    return (sheet * paper // 255).astype(np.uint8)


def _contours(grey: Pixels, short: int) -> Pixels:
    """Dark where tones meet: the picture divided by its own blur, on two widths."""
    result = np.full(grey.shape, 255, np.int16)
    for reach, gain in ((max(1, short // 400), 5), (max(2, short // 200), 3)):
        near = soft(grey, reach)
        dip = np.abs(near.astype(np.int16) - grey.astype(np.int16)) - 4
        result = np.minimum(result, 255 - dip.clip(0, 60) * gain)
    return result.clip(40, 255).astype(np.uint8)


def _levelled(grey: Pixels) -> Pixels:
    """Tones spread over the whole scale, so that dark scenes do not turn into one black hatch."""
    small = np.sort(grey[::8, ::8], axis=None)
    low, high = int(small[small.size // 50]), int(small[small.size - 1 - small.size // 50])
    span = max(40, high - low)
    return ((grey.astype(np.int32) - low) * 255 // span).clip(0, 255).astype(np.uint8)


def _hatching(grey: Pixels, rng: Generator, short: int) -> Pixels:
    """Strokes in three directions, each laid where the tone falls below a limit."""
    height, width = grey.shape
    tone = soft(grey, max(1, short // 250)).astype(np.int16)
    wobble = stretched(plane(rng, width // 8, height // 8, (7, 5), 2), width, height).astype(np.int32) // 12
    columns, rows = np.arange(width, dtype=np.int32)[None, :], np.arange(height, dtype=np.int32)[:, None]
    step = max(4, short // 110)
    sheet = np.full(grey.shape, 255, np.int16)
    for limit, along, strength in ((172, columns + rows, 92), (112, columns - rows + 4096, 112), (58, columns * 2 + rows, 130)):
        phase = ((along + wobble) % step).astype(np.int16)
        stroke = np.abs(phase * 2 - step) * 255 // step
        dark = (limit - tone).clip(0, 60) * strength // 60
        sheet -= dark * stroke // 255
    return sheet.clip(52, 255).astype(np.uint8)
