"""Light on subjects: form shadow, bright edge, haze, and the shadow that puts them on the ground."""

import cv2
import numpy as np

from core.providers.sketch.colours import mix
from core.providers.sketch.pen import Glow
from core.providers.sketch.pixels import (
    Pixels,
    add_light,
    alpha_of,
    colour_of,
    filled,
    paint,
    product,
    radial,
    recolour,
    scaled,
    soft,
    spread,
)
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Weather


def shade(scene: Scene, layer: Pixels, size: float, depth: float, *, dim: float = 0.0) -> None:
    """Light a premultiplied (height, width, 4) layer in place: `size` is the subject's height in pixels.

    The difference of the outline shifted left and right stands in for the roundness that a flat shape has not.
    """
    alpha, colour = alpha_of(layer), colour_of(layer)
    tones = scene.palette
    ambient = mix(tones.ambient, (255, 255, 255), max(dim, 0.42 if tones.night else 0.36))
    colour = product(colour, filled(layer.shape[1], layer.shape[0], ambient))
    colour = product(colour, _form_shadow(scene, alpha, size))
    _bright_edges(scene, colour, alpha, size)
    if depth > 0:
        haze = filled(layer.shape[1], layer.shape[0], tones.haze)
        kept = np.full_like(colour, round(255 * (1 - depth)))
        colour = np.asarray(
            cv2.add(product(colour, kept), product(haze, spread(scaled(alpha, depth)))), np.uint8
        )
    recolour(layer, colour)


def _form_shadow(scene: Scene, alpha: Pixels, size: float) -> Pixels:
    """A cool filter that darkens the side away from the light."""
    reach = max(2, round(size * 0.075))
    blurred = soft(alpha, reach)
    side = scene.palette.light_from
    turned_away = np.asarray(
        cv2.subtract(shifted(blurred, -side * reach, 0), shifted(blurred, side * reach, -reach // 2)),
        np.uint8,
    )
    if scene.style.cel:
        turned_away = np.where(turned_away > 46, np.uint8(120), np.uint8(0))
    dark = 255 - scaled(turned_away, 0.62)
    return np.asarray(cv2.merge([dark, dark, np.minimum(dark, 237) + np.uint8(18)]), np.uint8)


def _bright_edges(scene: Scene, colour: Pixels, alpha: Pixels, size: float) -> None:
    """Light along the edge that faces the sun, or from both sides in neon; in place."""
    # A light edge is as wide as the light is large, not as the subject: near figures must not get a halo.
    width = max(1, min(round(size * 0.014), round(scene.short * 0.0055)))
    side = scene.palette.light_from
    strength = scene.style.rim * (
        0.55 if scene.palette.sun_height > 0.5 and not scene.palette.night else 0.95
    )
    lights = [(side, mix(scene.palette.light, (255, 255, 255), 0.1))]
    if scene.style.neon:
        lights = [(side, (255, 70, 190)), (-side, (60, 220, 255))]
    for where, light in lights:
        edge = np.asarray(cv2.subtract(alpha, shifted(alpha, -where * width, width)), np.uint8)
        add_light(colour, scaled(edge, min(1.0, strength)), light)
    np.minimum(colour, spread(alpha), out=colour)


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
    alpha = alpha_of(layer)
    grown = np.asarray(cv2.dilate(alpha, kernel), np.uint8)
    # Under the opaque parts nothing of the ink is seen, at soft edges the rest of it.
    ring = product(grown, 255 - alpha)
    tone = scaled(ring, 38 / 255)
    ink = np.asarray(cv2.merge([tone, tone, tone, ring]), np.uint8)
    return np.asarray(cv2.add(ink, layer), np.uint8)


def ground_shadow(scene: Scene, layer: Pixels, left: int, foot: float, size: float) -> None:
    """A dark contact under the subject and a long shadow away from the light, on the canvas."""
    height = layer.shape[0]
    alpha = alpha_of(layer)
    low = np.flatnonzero(alpha[max(0, height - max(4, round(size * 0.3))) :].max(axis=0) > 60)
    if low.size == 0:
        return
    x0, x1 = left + int(low[0]), left + int(low[-1])
    mask = scene.mask()
    _cast(scene, mask, alpha, left, foot)
    wide = max(4, round((x1 - x0) * 0.56))
    cv2.ellipse(
        mask,
        ((x0 + x1) * 8, round(foot * 16)),
        (wide * 16, max(24, round(size * 0.028 * 16))),
        0,
        0,
        360,
        (215,),
        -1,
        cv2.LINE_AA,
        4,
    )
    strength = 0.36 if scene.palette.night else 0.5
    dark = mix(scene.palette.zenith, (10, 8, 24), 0.72)
    paint(scene.canvas, scaled(soft(mask, max(1, round(size * 0.008))), strength), dark)


def _cast(scene: Scene, mask: Pixels, alpha: Pixels, left: int, foot: float) -> None:
    long = 0.62 if scene.palette.sun_height < 0.3 else 0.26
    lean = -scene.palette.light_from * (1.5 if scene.palette.sun_height < 0.3 else 0.7)
    # Each row of the outline falls on the ground: flattened, and pushed aside by how high it was.
    height = float(alpha.shape[0])
    flat = np.array(
        [[1.0, -lean * long, left + lean * long * height], [0.0, -long * 0.5, foot + long * 0.5 * height]]
    )
    fallen = cv2.warpAffine(alpha, flat, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_LINEAR)
    np.maximum(mask, scaled(np.asarray(fallen, np.uint8), 0.55), out=mask)


def backlight(scene: Scene, x: float, foot: float, size: float) -> None:
    """Air that glows behind the lead, so that a dark figure stands off from a dark place."""
    dim = (
        scene.palette.night
        or scene.palette.sun_height < 0.1
        or scene.weather in {Weather.RAIN, Weather.STORM}
    )
    reach = round(min(size * 1.0, scene.height * 0.8))
    if reach > 4:
        glow = scaled(radial(reach), 0.42 if dim else 0.2)
        add_light(scene.canvas, glow, scene.palette.haze, round(x) - reach, round(foot - size * 0.6) - reach)


def shine(scene: Scene, lamps: list[Glow]) -> None:
    """Let the lamps of a subject shine over what is painted so far; whoever comes in front stays dark."""
    for lamp in lamps:
        reach = min(round(lamp.radius), scene.height)
        if reach >= 2:
            strength = 0.75 if scene.palette.night or scene.style.neon else 0.42
            add_light(
                scene.canvas,
                scaled(radial(reach), strength),
                lamp.colour,
                round(lamp.x) - reach,
                round(lamp.y) - reach,
            )
