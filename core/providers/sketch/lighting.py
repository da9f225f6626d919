"""Light on subjects: form shadow, bright edge, haze, and the shadow that puts them on the ground."""

import cv2
import numpy as np

from core.providers.sketch.colours import RGB, mix
from core.providers.sketch.pixels import Pixels, add_light, paint, product, radial, scaled, soft, spread
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Weather


def shade(scene: Scene, layer: Pixels, size: float, depth: float, *, dim: float = 0.0) -> None:
    """Light a premultiplied (height, width, 4) layer in place: `size` is the subject's height in pixels.

    The difference of the outline shifted left and right stands in for the roundness that a flat shape has not.
    """
    alpha = np.ascontiguousarray(layer[..., 3])
    tones = scene.palette
    _tint(layer, mix(tones.ambient, (255, 255, 255), max(dim, 0.42 if tones.night else 0.36)))
    _form_shadow(scene, layer, alpha, size)
    _bright_edge(scene, layer, alpha, size)
    if depth > 0:
        veil = np.ascontiguousarray(layer[..., :3])
        share = spread(scaled(alpha, depth))
        haze: Pixels = np.empty_like(veil)
        haze[:] = tones.haze
        kept = spread(np.full(alpha.shape, round(255 * (1 - depth)), np.uint8))
        layer[..., :3] = cv2.add(product(veil, kept), product(haze, share))


def _tint(layer: Pixels, light: RGB) -> None:
    colour = np.ascontiguousarray(layer[..., :3])
    filter_ = np.empty_like(colour)
    filter_[:] = light
    layer[..., :3] = product(colour, filter_)


def _form_shadow(scene: Scene, layer: Pixels, alpha: Pixels, size: float) -> None:
    reach = max(2, round(size * 0.075))
    blurred = soft(alpha, reach)
    side = scene.palette.light_from
    turned_away = cv2.subtract(shifted(blurred, -side * reach, 0), shifted(blurred, side * reach, -reach // 2))
    if scene.style.cel:
        turned_away = np.where(turned_away > 46, np.uint8(120), np.uint8(0))
    dark = np.uint8(255) - scaled(np.asarray(turned_away, np.uint8), 0.62)
    colour = np.ascontiguousarray(layer[..., :3])
    cool = np.stack([dark, dark, np.minimum(dark, np.uint8(237)) + np.uint8(18)], axis=-1)
    layer[..., :3] = product(colour, np.asarray(cool, np.uint8))


def _bright_edge(scene: Scene, layer: Pixels, alpha: Pixels, size: float) -> None:
    # A light edge is as wide as the light is large, not as the subject: near figures must not get a halo.
    width = max(1, min(round(size * 0.014), round(scene.short * 0.0055)))
    side = scene.palette.light_from
    strength = scene.style.rim * (0.55 if scene.palette.sun_height > 0.5 and not scene.palette.night else 0.95)
    edge = np.asarray(cv2.subtract(alpha, shifted(alpha, -side * width, width)), np.uint8)
    light = mix(scene.palette.light, (255, 255, 255), 0.1)
    if scene.style.neon:
        other = np.asarray(cv2.subtract(alpha, shifted(alpha, side * width, width)), np.uint8)
        _screen_edge(layer, scaled(other, strength), (60, 220, 255))
        light = (255, 70, 190)
    _screen_edge(layer, scaled(edge, min(1.0, strength)), light)


def _screen_edge(layer: Pixels, edge: Pixels, light: RGB) -> None:
    colour = np.ascontiguousarray(layer[..., :3])
    add_light(colour, edge, light)
    layer[..., :3] = np.minimum(colour, layer[..., 3:])


def shifted(mask: Pixels, right: int, down: int) -> Pixels:
    """The mask moved by whole pixels, its border repeated where nothing comes in (a layer cut by the frame goes on outside)."""
    height, width = mask.shape
    rows = (np.arange(height) - down).clip(0, height - 1)
    columns = (np.arange(width) - right).clip(0, width - 1)
    return np.asarray(mask[rows][:, columns], np.uint8)


def outlined(scene: Scene, layer: Pixels) -> Pixels:
    """The layer with a dark contour under it, for the manners that draw lines."""
    width = max(1, round(scene.style.outline * scene.short))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    grown = np.asarray(cv2.dilate(np.ascontiguousarray(layer[..., 3]), kernel), np.uint8)
    ink = np.zeros_like(layer)
    ink[..., 3] = grown
    ink[..., :3] = product(spread(grown), np.full((*grown.shape, 3), 38, np.uint8))
    clear = np.repeat(np.asarray(cv2.bitwise_not(np.ascontiguousarray(layer[..., 3])), np.uint8)[..., None], 4, axis=2)
    return np.asarray(cv2.add(np.asarray(cv2.multiply(ink, clear, scale=1 / 255), np.uint8), layer), np.uint8)


def ground_shadow(scene: Scene, layer: Pixels, left: int, foot: float, size: float) -> None:
    """A dark contact under the subject and a long shadow away from the light, on the canvas."""
    height, width = layer.shape[:2]
    alpha = np.ascontiguousarray(layer[..., 3])
    low = np.flatnonzero(alpha[max(0, height - max(4, round(size * 0.3))) :].max(axis=0) > 60)
    if low.size == 0:
        return
    x0, x1 = left + int(low[0]), left + int(low[-1])
    mask = scene.mask()
    _cast(scene, mask, alpha, left, foot)
    wide = max(4, round((x1 - x0) * 0.56))
    cv2.ellipse(mask, ((x0 + x1) * 8, round(foot * 16)), (wide * 16, max(24, round(size * 0.028 * 16))), 0, 0, 360, (215,), -1, cv2.LINE_AA, 4)
    strength = 0.36 if scene.palette.night else 0.5
    dark = mix(scene.palette.zenith, (10, 8, 24), 0.72)
    paint(scene.canvas, scaled(soft(mask, max(1, round(size * 0.008))), strength), dark)


def _cast(scene: Scene, mask: Pixels, alpha: Pixels, left: int, foot: float) -> None:
    long = 0.62 if scene.palette.sun_height < 0.3 else 0.26
    lean = -scene.palette.light_from * (1.5 if scene.palette.sun_height < 0.3 else 0.7)
    # Each row of the outline falls on the ground: flattened, and pushed aside by how high it was.
    height = float(alpha.shape[0])
    flat = np.array([[1.0, -lean * long, left + lean * long * height], [0.0, -long * 0.5, foot + long * 0.5 * height]])
    fallen = cv2.warpAffine(alpha, flat, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_LINEAR)
    np.maximum(mask, scaled(np.asarray(fallen, np.uint8), 0.55), out=mask)


def backlight(scene: Scene, x: float, foot: float, size: float) -> None:
    """Air that glows behind the lead, so that a dark figure stands off from a dark place."""
    dim = scene.palette.night or scene.palette.sun_height < 0.1 or scene.weather in {Weather.RAIN, Weather.STORM}
    reach = round(min(size * 1.0, scene.height * 0.8))
    if reach > 4:
        glow = scaled(radial(reach), 0.42 if dim else 0.2)
        add_light(scene.canvas, glow, scene.palette.haze, round(x) - reach, round(foot - size * 0.6) - reach)


def shine(scene: Scene) -> None:
    """Let every lamp of the subjects shine into the finished picture."""
    for lamp in scene.glows:
        reach = min(round(lamp.radius), scene.height)
        if reach >= 2:
            strength = 0.75 if scene.palette.night or scene.style.neon else 0.42
            add_light(scene.canvas, scaled(radial(reach), strength), lamp.colour, round(lamp.x) - reach, round(lamp.y) - reach)
