"""The finish that makes a manner: grade, grain, paper, bloom, rain; one function for each of the eight."""

from collections.abc import Callable
from functools import cache
from typing import Final

import cv2
import numpy as np

from core.providers.sketch.colours import RGB
from core.providers.sketch.noise import grain
from core.providers.sketch.pencil import pencil
from core.providers.sketch.pixels import (
    Pixels,
    add_light,
    paint,
    product,
    radial,
    scaled,
    screen,
    soft,
    spread,
    stretched,
)
from core.providers.sketch.places.catalog import ROOMS, SHELTERED
from core.providers.sketch.scene import Scene
from core.providers.sketch.sky import sun_spot
from core.providers.sketch.watercolor import watercolor
from core.providers.sketch.weather import rain
from core.vocabulary.reading import Shot, Weather

# In these the manners that live on rain bring their own; in rain and storm it falls already.
_DRY: Final = frozenset({Weather.CLEAR, Weather.CLOUDS, Weather.FOG})


def finish(scene: Scene) -> None:
    """Turn the painted canvas into a picture of the scene's style, in place."""
    _FINISHES[scene.style.name](scene)


@cache
def _curve(points: tuple[tuple[int, int], ...]) -> Pixels:
    """A tone curve through (in, out) points as a table of 256 bytes."""
    at = [point[0] for point in points]
    return np.rint(np.interp(np.arange(256), at, [point[1] for point in points])).astype(np.uint8)


def graded(
    canvas: Pixels,
    red: tuple[tuple[int, int], ...],
    green: tuple[tuple[int, int], ...],
    blue: tuple[tuple[int, int], ...],
) -> Pixels:
    """Each channel through a curve of its own."""
    table = np.stack([_curve(red), _curve(green), _curve(blue)], axis=-1)[None]
    return np.asarray(cv2.LUT(canvas, np.ascontiguousarray(table)), np.uint8)


def saturated(canvas: Pixels, share: float) -> Pixels:
    """`share` 0 takes all colour away, 1 leaves it, above 1 adds to it."""
    grey = np.asarray(
        cv2.cvtColor(np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY), np.uint8), cv2.COLOR_GRAY2RGB),
        np.uint8,
    )
    if share <= 1:
        kept = round(share * 256)
        return (
            (canvas.astype(np.uint16) * np.uint16(kept) + grey.astype(np.uint16) * np.uint16(256 - kept)) >> 8
        ).astype(np.uint8)
    more = np.int16(round((share - 1) * 64))
    wide = canvas.astype(np.int16)
    return (wide + ((wide - grey) * more >> 6)).clip(0, 255).astype(np.uint8)


def vignette(canvas: Pixels, strength: float, colour: RGB = (0, 0, 0)) -> None:
    """Darken the corners, in place."""
    height, width = canvas.shape[:2]
    small = radial(64)
    glow = stretched(small, width * 3 // 2, height * 3 // 2)
    top, left = (glow.shape[0] - height) // 2, (glow.shape[1] - width) // 2
    centre = np.ascontiguousarray(glow[top : top + height, left : left + width]).astype(np.uint16)
    corners = (255 - np.minimum(centre * 2, 255)).astype(np.uint8)
    paint(canvas, scaled(corners, strength), colour)


def grained(scene: Scene, amount: int) -> None:
    """Film grain over the picture, in place."""
    height, width = scene.canvas.shape[:2]
    noise = grain(scene.rng, width, height, amount)
    up, down = np.maximum(noise, 128) - np.uint8(128), np.uint8(128) - np.minimum(noise, 128)
    brighter = cv2.add(scene.canvas, spread(up.astype(np.uint8)))
    scene.canvas[:] = cv2.subtract(np.asarray(brighter, np.uint8), spread(down.astype(np.uint8)))


def bloom(scene: Scene, threshold: int, strength: float) -> None:
    """Let the bright parts bleed light, in place."""
    small = cv2.resize(scene.canvas, (scene.width // 4, scene.height // 4), interpolation=cv2.INTER_LINEAR)
    bright = np.asarray(cv2.subtract(np.asarray(small, np.uint8), np.full_like(small, threshold)), np.uint8)
    glow = stretched(soft(bright, max(3, scene.short // 64)), scene.width, scene.height)
    factor = np.asarray(cv2.multiply(glow, np.full_like(glow, 255), scale=strength * 2 / 255), np.uint8)
    scene.canvas[:] = screen(scene.canvas, factor)


def _cinematic(scene: Scene) -> None:
    """Teal in the shadows, amber in the lights, a flat streak of flare, fine grain."""
    scene.canvas[:] = graded(
        scene.canvas,
        ((0, 6), (64, 56), (140, 156), (255, 255)),
        ((0, 10), (64, 66), (140, 150), (255, 252)),
        ((0, 24), (64, 80), (150, 148), (255, 234)),
    )
    bloom(scene, 190, 0.7)
    _streak(scene)
    vignette(scene.canvas, 0.34, (4, 10, 18))
    grained(scene, 6)


def _streak(scene: Scene) -> None:
    """The long horizontal flare of an anamorphic lens, at the brightest lamp or at the sun."""
    x, y = sun_spot(scene)
    if scene.glows:
        lamp = max(scene.glows, key=lambda glow: glow.radius)
        x, y = round(lamp.x), round(lamp.y)
    elif scene.weather not in {Weather.CLEAR, Weather.CLOUDS}:
        return
    reach = round(scene.width * 0.36)
    tall = max(3, scene.short // 110) | 1
    line = np.asarray(cv2.resize(radial(64), (2 * reach + 1, tall), interpolation=cv2.INTER_LINEAR), np.uint8)
    add_light(scene.canvas, scaled(line, 0.5), (150, 200, 255), x - reach, y - tall // 2)


def _anime(scene: Scene) -> None:
    """Clear saturated colour, lifted shadows, a soft glow from above."""
    scene.canvas[:] = saturated(scene.canvas, 1.32)
    scene.canvas[:] = graded(
        scene.canvas,
        ((0, 14), (128, 138), (255, 255)),
        ((0, 16), (128, 138), (255, 255)),
        ((0, 34), (128, 146), (255, 255)),
    )
    bloom(scene, 205, 0.5)


def _noir(scene: Scene) -> None:
    """Black and white, hard light through blinds, rain outside, deep corners."""
    grey = np.asarray(cv2.cvtColor(scene.canvas, cv2.COLOR_RGB2GRAY), np.uint8)
    contrast = _curve(((0, 0), (40, 16), (100, 96), (160, 190), (255, 252)))[grey]
    scene.canvas[:] = spread(np.asarray(contrast, np.uint8))
    if scene.place in ROOMS or scene.camera.shot in {Shot.MEDIUM, Shot.CLOSE_UP, Shot.DETAIL}:
        _blinds(scene)
    if scene.weather in _DRY and scene.place not in SHELTERED:
        rain(scene, 110)
    bloom(scene, 200, 0.5)
    vignette(scene.canvas, 0.7)
    grained(scene, 11)
    scene.canvas[:] = spread(np.asarray(cv2.cvtColor(scene.canvas, cv2.COLOR_RGB2GRAY), np.uint8))


def _blinds(scene: Scene) -> None:
    """Slats of shadow that fall aslant over one side of the picture."""
    mask = scene.mask()
    side = -scene.palette.light_from
    step = scene.short * 0.058
    for index in range(-4, 22):
        y = index * step
        slat = np.array(
            [
                (0, y),
                (scene.width, y - side * scene.short * 0.34),
                (scene.width, y + step * 0.44 - side * scene.short * 0.34),
                (0, y + step * 0.44),
            ]
        )
        cv2.fillPoly(mask, [np.rint(slat * 16).astype(np.int32)], (255,), cv2.LINE_AA, 4)
    fade = np.linspace(0, 1, scene.width) if side > 0 else np.linspace(1, 0, scene.width)
    strip = ((fade - 0.3).clip(0, 0.7) / 0.7 * 150).astype(np.uint8)
    falloff = np.ascontiguousarray(np.repeat(strip[None, :], scene.height, axis=0))
    paint(scene.canvas, product(soft(mask, max(1, scene.short // 300)), falloff), (6, 6, 6))


def _documentary(scene: Scene) -> None:
    """Natural, slightly faded colour, a camera held in the hand, one edge out of focus."""
    scene.canvas[:] = saturated(scene.canvas, 0.72)
    scene.canvas[:] = graded(
        scene.canvas,
        ((0, 22), (128, 130), (255, 240)),
        ((0, 22), (128, 128), (255, 238)),
        ((0, 20), (128, 120), (255, 226)),
    )
    lean = float(scene.rng.uniform(0.9, 1.7)) * (1 if scene.rng.random() < 0.5 else -1)
    turn = cv2.getRotationMatrix2D((scene.width / 2, scene.height / 2), lean, 1.06)
    scene.canvas[:] = cv2.warpAffine(
        scene.canvas, turn, (scene.width, scene.height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    _near_blur(scene)
    vignette(scene.canvas, 0.3, (16, 14, 12))
    grained(scene, 9)


def _near_blur(scene: Scene) -> None:
    """The out-of-focus edge of something close to the lens."""
    side = scene.palette.light_from
    mask = scene.mask()
    x = scene.width if side < 0 else 0
    for lean, tall in ((0.0, 0.5), (0.07, 0.36), (0.15, 0.24)):
        tip = (x + side * round(scene.short * (lean + 0.04)), round(scene.height - scene.short * tall))
        cv2.line(
            mask,
            (x + side * round(scene.short * lean * 0.6), scene.height),
            tip,
            (200,),
            max(3, scene.short // 26),
            cv2.LINE_AA,
        )
    near = tuple(int(value) // 2 for value in scene.canvas[-4:].reshape(-1, 3).mean(axis=0))
    paint(scene.canvas, soft(mask, max(4, scene.short // 36)), (near[0], near[1], near[2]))


def _fantasy(scene: Scene) -> None:
    """Rays, a warm glow over violet shadows, and dust that shines."""
    scene.canvas[:] = saturated(scene.canvas, 1.16)
    scene.canvas[:] = graded(
        scene.canvas,
        ((0, 22), (96, 96), (190, 206), (255, 255)),
        ((0, 10), (96, 86), (190, 190), (255, 250)),
        ((0, 44), (96, 116), (190, 184), (255, 236)),
    )
    _rays(scene)
    bloom(scene, 150, 0.85)
    _dust(scene)
    vignette(scene.canvas, 0.45, (26, 10, 44))


def _rays(scene: Scene) -> None:
    x, y = sun_spot(scene)
    y = min(y, round(scene.height * 0.2))
    mask = scene.mask()
    for turn in scene.rng.uniform(0.15, 2.99, 11):
        wide = float(scene.rng.uniform(0.014, 0.05))
        far = scene.width + scene.height
        beam = np.array(
            [
                (x, y),
                (x + np.cos(turn - wide) * far, y + np.sin(turn - wide) * far),
                (x + np.cos(turn + wide) * far, y + np.sin(turn + wide) * far),
            ]
        )
        cv2.fillPoly(
            mask, [np.rint(beam * 4).astype(np.int32)], (int(scene.rng.integers(26, 62)),), cv2.LINE_AA, 2
        )
    add_light(scene.canvas, soft(mask, max(3, scene.short // 44)), (255, 226, 160))


def _dust(scene: Scene) -> None:
    mask = scene.mask()
    for x, y, near in scene.rng.random((90, 3)):
        size = scene.short * (0.0014 + 0.0052 * float(near) ** 4)
        at = (round(float(x) * scene.width * 16), round(float(y) ** 0.8 * scene.height * 16))
        cv2.circle(mask, at, max(14, round(size * 16)), (round(90 + 160 * float(near)),), -1, cv2.LINE_AA, 4)
    add_light(scene.canvas, soft(mask, max(2, scene.short // 130)), (255, 216, 120))
    add_light(scene.canvas, mask, (255, 240, 190))


def _cyberpunk(scene: Scene) -> None:
    """Night in magenta and cyan: the light of the picture is laid on a neon scale, with scan lines and haze."""
    grey = np.asarray(cv2.cvtColor(scene.canvas, cv2.COLOR_RGB2GRAY), np.uint8)
    toned = graded(
        spread(grey),
        ((0, 8), (80, 44), (150, 150), (215, 255), (255, 255)),
        ((0, 6), (80, 18), (150, 60), (215, 150), (255, 236)),
        ((0, 26), (80, 84), (150, 160), (215, 214), (255, 250)),
    )
    kept = saturated(scene.canvas, 1.5)
    dark = product(kept, np.full_like(kept, 205))
    scene.canvas[:] = ((toned.astype(np.uint16) * 116 + dark.astype(np.uint16) * 140) >> 8).astype(np.uint8)
    _neon_wash(scene)
    bloom(scene, 150, 0.9)
    if scene.weather in _DRY and scene.place not in SHELTERED:
        rain(scene, 90)
    scene.canvas[::3] = product(np.ascontiguousarray(scene.canvas[::3]), np.full_like(scene.canvas[::3], 232))
    vignette(scene.canvas, 0.62, (6, 2, 24))


def _neon_wash(scene: Scene) -> None:
    """Magenta from the film's light side, cyan from the other, low over the ground."""
    reach = round(scene.width * 0.5)
    side = scene.palette.light_from
    for where, tone in ((0.5 + side * 0.44, (190, 20, 130)), (0.5 - side * 0.44, (0, 110, 150))):
        add_light(
            scene.canvas,
            scaled(radial(reach), 0.7),
            tone,
            round(where * scene.width) - reach,
            round(scene.height * 0.58) - reach,
        )


def _watercolor(scene: Scene) -> None:
    scene.canvas[:] = watercolor(scene.canvas, scene.rng)


def _pencil(scene: Scene) -> None:
    scene.canvas[:] = pencil(scene.canvas, scene.rng)


_FINISHES: Final[dict[str, Callable[[Scene], None]]] = {
    "cinematic": _cinematic, "anime": _anime, "watercolor": _watercolor, "noir": _noir, "documentary": _documentary,
    "fantasy": _fantasy, "cyberpunk": _cyberpunk, "pencil": _pencil,
}  # fmt: skip
