"""Water: it mirrors what stands above it, darkens towards the viewer and glitters under the sun."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, WHITE, mix
from core.providers.sketch.noise import plane, skyline
from core.providers.sketch.pixels import Pixels, blended, paint, scaled, spread, stretched, vertical
from core.providers.sketch.scene import Scene
from core.providers.sketch.sky import sun_spot
from core.vocabulary.reading import Weather

Line: TypeAlias = NDArray[np.float64]


def still_water(scene: Scene, top: int, foot: int, deep: RGB) -> None:
    """A mirroring surface between two rows, with ripples that widen towards the viewer."""
    foot = min(foot, scene.height)
    rows = foot - top
    if rows < 6 or top < 6:
        return
    mirrored = _mirrored(scene, top, rows)
    colour = scene.palette.lit(deep, 0.0)
    body = vertical(
        scene.width,
        rows,
        [(0.0, mix(colour, scene.palette.horizon, 0.55)), (1.0, mix(colour, (8, 18, 34), 0.25))],
    )
    clarity = vertical(1, rows, [(0.0, (190, 190, 190)), (1.0, (90, 90, 90))])[:, :1, 0]
    mask = np.ascontiguousarray(np.repeat(clarity, scene.width, axis=1))
    scene.canvas[top:foot] = blended(body, mirrored, mask)
    _glints(scene, top, foot)


def _mirrored(scene: Scene, top: int, rows: int) -> Pixels:
    above = np.ascontiguousarray(scene.canvas[max(0, top - round(rows * 1.15)) : top][::-1])
    flipped = stretched(above, scene.width, rows)
    # Ripples push each row sideways, more and more towards the viewer.
    push = (
        skyline(scene.rng, rows, max(6, rows // 14), 3, 0.7) * np.linspace(1, scene.short * 0.016, rows)
    ).astype(np.int64)
    columns = np.arange(scene.width)
    rippled = np.stack([flipped[row, (columns + push[row]).clip(0, scene.width - 1)] for row in range(rows)])
    return np.asarray(cv2.blur(rippled, (9, 3)), np.uint8)


def _glints(scene: Scene, top: int, foot: int) -> None:
    """Dashes of light, thick in the sun's street and few elsewhere."""
    sun, _ = sun_spot(scene)
    mask = scene.mask()
    rows = foot - top
    bright = scene.weather in {Weather.CLEAR, Weather.CLOUDS}
    for index in range(230):
        near = float(scene.rng.random()) ** 1.5
        y = top + near * rows
        street = index % 3 > 0 and bright
        swing = scene.width * (0.02 + 0.07 * near) if street else scene.width
        x = sun + float(scene.rng.uniform(-1, 1)) * swing
        length = scene.short * (0.006 + 0.045 * near) * float(scene.rng.uniform(0.4, 1.2))
        thick = max(1, round(scene.short * (0.0012 + 0.004 * near)))
        power = int(scene.rng.integers(90, 235)) if street else int(scene.rng.integers(25, 80))
        cv2.line(
            mask,
            (round((x - length) * 16), round(y * 16)),
            (round((x + length) * 16), round(y * 16)),
            (power,),
            thick,
            cv2.LINE_AA,
            4,
        )
    mask[:top] = 0
    mask[foot:] = 0
    paint(scene.canvas, mask, mix(scene.palette.light, WHITE, 0.3))


def waves(scene: Scene, top: float, foot: float, deep: RGB, swell: float, count: int = 5) -> None:
    """Rows of swell, each larger and darker than the one behind, with light in the crest; `swell` in pixels."""
    for index in range(count):
        share = (index + 0.6) / count
        row = top + (foot - top) * share**1.4
        height = swell * (0.15 + 0.85 * share)
        line = row - skyline(scene.rng, 200, max(3, round(16 * (1.2 - share))), 4, 0.5) * height
        tone = scene.palette.lit(deep, 0.5 * (1 - share))
        crest = mix(tone, scene.palette.horizon, 0.4)
        scene.fill(
            [scene.below(line, foot if index < count - 1 else scene.height)],
            crest,
            mix(tone, (6, 14, 28), 0.22 * share),
        )
        _foam(scene, line, height)


def _foam(scene: Scene, line: Line, height: float) -> None:
    """White water that lies on the crests and runs down the front of each wave in tapering strips."""
    across = np.linspace(0, scene.width, len(line))
    crests = [
        i for i in range(3, len(line) - 3) if line[i] <= line[i - 3 : i + 4].min() and line[i] < line.mean()
    ]
    strips = []
    for top in crests:
        reach = int(scene.rng.integers(5, 13))
        columns = np.arange(max(0, top - reach), min(len(line), top + reach + 1))
        thick = height * 0.075 * (1 - np.abs(columns - top) / (reach + 1))
        upper = np.stack([across[columns], line[columns]], 1)
        strips.append(np.vstack([upper, np.stack([across[columns], line[columns] + thick], 1)[::-1]]))
    scene.fill(strips, mix(scene.palette.lit((232, 240, 244), 0.1), scene.palette.horizon, 0.25))


def wet_sheen(scene: Scene, top: int, strength: float) -> None:
    """Let the ground from the row `top` on mirror what stands above it, broken into puddles by noise."""
    rows = scene.height - top
    if rows < 8 or top < 8 or strength <= 0:
        return
    mirrored = _mirrored(scene, top, rows)
    small = plane(scene.rng, scene.width // 4, max(4, rows // 4), (4, 5), 3).astype(np.int16)
    puddles = stretched(((small - 96) * 5).clip(50, 255).astype(np.uint8), scene.width, rows)
    part = np.ascontiguousarray(scene.canvas[top:])
    scene.canvas[top:] = blended(part, mirrored, scaled(puddles, strength))


def reflect_layer(scene: Scene, layer: Pixels, left: int, foot: int, strength: float) -> None:
    """Mirror a premultiplied layer below the row `foot`, shortened and rippled, where the canvas has room."""
    rows = min(round(layer.shape[0] * 0.7), scene.height - foot)
    if rows < 4 or foot < 0:
        return
    flipped = stretched(
        np.ascontiguousarray(layer[::-1]), layer.shape[1], max(4, round(layer.shape[0] * 0.7))
    )[:rows]
    push = (
        skyline(scene.rng, rows, max(4, rows // 8), 2, 0.7) * np.linspace(0, scene.short * 0.012, rows)
    ).astype(np.int64)
    columns = np.arange(layer.shape[1])
    rippled = np.stack(
        [flipped[row, (columns + push[row]).clip(0, layer.shape[1] - 1)] for row in range(rows)]
    )
    fade = np.linspace(strength, strength * 0.25, rows)[:, None]
    share = (rippled[..., 3] * fade).astype(np.uint8)
    spot = scene.canvas[foot : foot + rows, left : left + layer.shape[1]]
    faded = np.asarray(
        cv2.multiply(
            rippled[..., :3], spread((np.ones_like(share) * fade * 255).astype(np.uint8)), scale=1 / 255
        ),
        np.uint8,
    )
    clear = spread(np.asarray(cv2.bitwise_not(share), np.uint8))
    spot[:] = cv2.add(
        np.asarray(cv2.multiply(np.ascontiguousarray(spot), clear, scale=1 / 255), np.uint8), faded
    )
