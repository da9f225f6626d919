"""Skies: gradient, stars, sun or moon, and clouds from fractal noise."""

import cv2
import numpy as np

from core.providers.sketch.colours import RGB, WHITE, mix
from core.providers.sketch.noise import plane
from core.providers.sketch.pixels import Pixels, add_light, paint, radial, scaled, soft, vertical
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import DayTime, Weather

_COVER = {
    Weather.CLEAR: 0.2, Weather.CLOUDS: 0.46, Weather.FOG: 0.3, Weather.RAIN: 0.66, Weather.STORM: 0.78,
    Weather.SNOWFALL: 0.5,
}  # fmt: skip


def paint_sky(scene: Scene, horizon: int | None = None) -> None:
    """Everything above `horizon` (a row; the camera's own if left out), and haze below it."""
    foot = max(8, scene.horizon if horizon is None else horizon)
    tones = scene.palette
    stops = [(0.0, tones.zenith), (0.55, tones.middle), (1.0, tones.horizon)]
    scene.canvas[:foot] = vertical(scene.width, foot, stops)
    scene.canvas[foot:] = tones.haze
    if tones.night and scene.weather in {Weather.CLEAR, Weather.CLOUDS, Weather.SNOWFALL}:
        stars(scene, foot, 0.00022)
    if scene.weather not in {Weather.RAIN, Weather.STORM} and not scene.names & {"sun", "moon"}:
        _luminary(scene, foot)
    _clouds(scene, foot)
    if scene.style.name == "anime" and scene.day_time in {DayTime.DAY, DayTime.DAWN, DayTime.GOLDEN}:
        _cumulus(scene, foot)


def sun_spot(scene: Scene, foot: int | None = None) -> tuple[int, int]:
    """Where sun or moon stands, in pixels; the side belongs to the film, the exact place to the picture."""
    base = scene.horizon if foot is None else foot
    aside = 0.5 + scene.palette.light_from * (0.16 + 0.2 * ((scene.job_seed % 97) / 97))
    return (round(aside * scene.width), round(base * (1 - scene.palette.sun_height)))


def stars(scene: Scene, foot: int, density: float) -> None:
    """Small points of light, a few of them large enough to glow."""
    count = max(12, round(scene.width * foot * density * (1344 / scene.width) ** 2 * 0.55))
    xs = scene.rng.integers(0, scene.width, count)
    ys = (scene.rng.random(count) ** 1.4 * foot).astype(np.int64)
    power = scene.rng.integers(70, 255, count)
    mask = scene.mask()
    for x, y, strength in zip(xs, ys, power, strict=True):
        size = max(10, round(scene.short / 768 * (10 + strength // 16)))
        cv2.circle(mask, (int(x) * 16, int(y) * 16), size, (int(strength),), -1, cv2.LINE_AA, 4)
    paint(scene.canvas, mask, (240, 244, 255))


def _luminary(scene: Scene, foot: int) -> None:
    x, y = sun_spot(scene, foot)
    tones = scene.palette
    veiled = 0.45 if scene.weather in {Weather.FOG, Weather.SNOWFALL} else 1.0
    reach = round(scene.short * (0.55 if not tones.night else 0.4))
    add_light(scene.canvas, scaled(radial(reach), 0.6 * veiled), tones.light, x - reach, y - reach)
    disc = scene.mask()
    size = scene.short * (0.034 if scene.day_time is DayTime.DAY else 0.05)
    cv2.circle(disc, (x * 16, y * 16), round(size * 16), (255,), -1, cv2.LINE_AA, 4)
    paint(scene.canvas, scaled(disc, 0.95 * veiled), mix(tones.light, WHITE, 0.55))
    if tones.night:
        _craters(scene, x, y, size)


def _craters(scene: Scene, x: int, y: int, size: float) -> None:
    spots = scene.mask()
    for dx, dy, part in ((-0.35, -0.2, 0.24), (0.3, 0.2, 0.3), (0.1, -0.5, 0.14), (-0.2, 0.45, 0.16)):
        at = (round((x + dx * size) * 16), round((y + dy * size) * 16))
        cv2.circle(spots, at, round(part * size * 16), (70,), -1, cv2.LINE_AA, 4)
    paint(scene.canvas, spots, mix(scene.palette.light, scene.palette.zenith, 0.5))


def _clouds(scene: Scene, foot: int) -> None:
    """Strata that thin out towards the zenith; their upper edges catch the light, their bellies the shade."""
    cover = _COVER[scene.weather] + float(scene.rng.uniform(-0.05, 0.05))
    width, height = scene.width // 2, max(16, foot // 2)
    heavy = scene.weather in {Weather.RAIN, Weather.STORM}
    field = plane(scene.rng, width, height, (3, 5 if heavy else 7), 5).astype(np.int16)
    rise = np.linspace(-26, 22, height).astype(np.int16)[:, None]
    threshold = np.int16(round(168 - 84 * cover))
    dense = ((field + rise - threshold) * 6).clip(0, 235)
    shifted = np.roll(field, (3, -4 * scene.palette.light_from), axis=(0, 1))
    crest = ((field - shifted) * 16 + 40).clip(0, 255)
    body = _enlarged(dense.astype(np.uint8), scene, foot)
    edge = _enlarged((dense * crest // 255).astype(np.uint8), scene, foot)
    tones = scene.palette
    shade = mix(tones.middle, tones.haze, 0.5) if not heavy else mix(tones.zenith, (30, 34, 46), 0.35)
    sky = scene.canvas[:foot]
    paint(sky, scaled(body, 0.9 if heavy else 0.55), shade)
    paint(sky, scaled(edge, 0.5 if heavy else 0.85), _sunlit(scene))


def _sunlit(scene: Scene) -> RGB:
    tones = scene.palette
    if tones.night:
        return mix(tones.middle, tones.light, 0.3)
    return mix(mix(tones.light, tones.horizon, 0.35), WHITE, 0.35)


def _enlarged(mask: Pixels, scene: Scene, foot: int) -> Pixels:
    return np.asarray(cv2.resize(mask, (scene.width, foot), interpolation=cv2.INTER_LINEAR), np.uint8)


def _cumulus(scene: Scene, foot: int) -> None:
    """One towering heap of summer cloud, flat below, with a hard edge between light and shade."""
    centre = scene.width * (0.5 - scene.palette.light_from * float(scene.rng.uniform(0.12, 0.34)))
    light, shade = scene.mask(), scene.mask()
    for index in range(90):
        rise = float(scene.rng.random()) ** 1.2
        spread = scene.short * 0.5 * (1 - rise) ** 0.8 + scene.short * 0.05
        aside = float(scene.rng.uniform(-1, 1))
        x = centre + aside * spread
        y = foot - scene.short * 0.5 * rise * (1 - 0.5 * aside * aside)
        size = scene.short * float(scene.rng.uniform(0.02, 0.058)) * (1.25 - rise * 0.5)
        _puff(shade, x, y, size)
        if index % 3:
            _puff(light, x + scene.palette.light_from * size * 0.3, y - size * 0.3, size * 0.82)
    tones = scene.palette
    paint(scene.canvas[:foot], shade[:foot], mix(mix(tones.middle, tones.horizon, 0.45), WHITE, 0.3))
    lit = np.minimum(soft(light, max(1, scene.short // 200)), shade)
    paint(scene.canvas[:foot], np.ascontiguousarray(lit[:foot]), mix(tones.light, WHITE, 0.7))
    veil = vertical(scene.width, foot, [(0.0, (0, 0, 0)), (0.72, (0, 0, 0)), (1.0, (170, 170, 170))])[..., 0]
    paint(scene.canvas[:foot], np.ascontiguousarray(veil), tones.horizon)


def _puff(mask: Pixels, x: float, y: float, size: float) -> None:
    cv2.circle(mask, (round(x * 16), round(y * 16)), round(size * 16), (255,), -1, cv2.LINE_AA, 4)
