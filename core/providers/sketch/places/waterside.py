"""The sea, its shores and harbours, and the world below."""

import cv2
import numpy as np

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.land import hills, ridge, stones
from core.providers.sketch.noise import skyline
from core.providers.sketch.pixels import add_light, paint, soft, vertical
from core.providers.sketch.places.towns import houses
from core.providers.sketch.scene import Scene
from core.providers.sketch.sky import paint_sky
from core.providers.sketch.water import still_water, waves
from core.vocabulary.reading import Weather

DEEP = rgb("2c6480")


def sea(scene: Scene) -> None:
    """Open water to the horizon: a mirror when it is calm, rows of swell in wind and storm."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low + unit * 0.01, unit * 0.035, rgb("5a7080"), 0.7, first=2)
    if scene.weather in {Weather.STORM, Weather.RAIN}:
        waves(
            scene,
            low,
            scene.height,
            darker(DEEP, 0.2),
            unit * (0.16 if scene.weather is Weather.STORM else 0.07),
            6,
        )
        return
    still_water(scene, low, scene.height, DEEP)
    waves(scene, low + (scene.height - low) * 0.55, scene.height, DEEP, unit * 0.03, 3)


def beach(scene: Scene) -> None:
    """A headland, the sea, a line of foam and sand."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    hills(scene, low + unit * 0.005, unit * 0.06, rgb("5f7f5c"), 0.52, first=2)
    shore = low + (scene.height - low) * 0.38
    still_water(scene, low, round(shore + unit * 0.08), rgb("3a8a98"))
    line = shore + skyline(scene.rng, 160, 2, 3, 0.5) * unit * 0.05
    sand = rgb("e4cc9a")
    for drop, tone in (
        (0.0, mix(scene.palette.lit(rgb("f4f4ee"), 0.1), scene.palette.light, 0.2)),
        (0.016, scene.palette.lit(darker(sand, 0.25), 0.05)),
    ):
        scene.fill([scene.below(line + unit * drop)], tone)
    scene.fill(
        [scene.below(line + unit * 0.05)],
        scene.palette.lit(sand, 0.12),
        scene.palette.lit(darker(sand, 0.18), 0.0),
    )
    stones(scene, shore + unit * 0.14, rgb("b8a488"), 12, unit * 0.016)


def harbor(scene: Scene) -> None:
    """Houses along the far quay, masts, still water, and the planks we stand on."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    hills(scene, low, unit * 0.1, rgb("5f7f6c"), 0.6)
    houses(scene, low + unit * 0.02, unit * 0.13, 0.36, spread=1.0)
    scene.fill(
        [
            np.array(
                [
                    (0, low + unit * 0.015),
                    (scene.width, low + unit * 0.015),
                    (scene.width, low + unit * 0.04),
                    (0, low + unit * 0.04),
                ]
            )
        ],
        scene.palette.lit(rgb("8a7c6c"), 0.3),
    )
    _masts(scene, low + unit * 0.04)
    still_water(scene, round(low + unit * 0.035), scene.height, rgb("35687a"))
    _quay(scene, low + (scene.height - low) * 0.52)


def _masts(scene: Scene, foot: float) -> None:
    outlines = []
    for _ in range(8):
        x = float(scene.rng.uniform(0, scene.width))
        tall = scene.short * float(scene.rng.uniform(0.1, 0.2))
        wide = scene.short * 0.0022
        outlines.append(
            np.array(
                [
                    (x - wide, foot),
                    (x - wide * 0.6, foot - tall),
                    (x + wide * 0.6, foot - tall),
                    (x + wide, foot),
                ]
            )
        )
        outlines.append(
            np.array(
                [
                    (x - tall * 0.3, foot - tall * 0.14),
                    (x + tall * 0.3, foot - tall * 0.14),
                    (x + tall * 0.22, foot),
                    (x - tall * 0.22, foot),
                ]
            )
        )
    scene.fill(outlines, scene.palette.lit(rgb("6a4e40"), 0.26))


def _quay(scene: Scene, top: float) -> None:
    """Weathered planks that run towards a vanishing point, with bollards at the edge."""
    wood = scene.palette.lit(rgb("92745a"), 0.02)
    foot = float(scene.height)
    scene.fill(
        [np.array([(0, top), (scene.width, top), (scene.width, foot), (0, foot)])],
        lighter(wood, 0.1),
        darker(wood, 0.25),
    )
    scene.fill(
        [
            np.array(
                [
                    (0, top),
                    (scene.width, top),
                    (scene.width, top + scene.short * 0.014),
                    (0, top + scene.short * 0.014),
                ]
            )
        ],
        darker(wood, 0.35),
    )
    middle = scene.width / 2
    seams = []
    for index in range(-9, 10):
        near, far = middle + index * scene.width * 0.13, middle + index * scene.width * 0.075
        seams.append(np.array([(far - 1, top), (far + 1, top), (near + 2.5, foot), (near - 2.5, foot)]))
    scene.fill(seams, darker(wood, 0.4))
    for x in (0.1, 0.42, 0.86):
        post = scene.short * 0.022
        at = scene.width * x
        scene.fill(
            [
                np.array(
                    [
                        (at - post, top + post),
                        (at - post, top - post * 2),
                        (at + post, top - post * 2),
                        (at + post, top + post),
                    ]
                )
            ],
            lighter(wood, 0.04),
            darker(wood, 0.45),
        )


def underwater(scene: Scene) -> None:
    """Shafts of light from the surface, weed and coral on the sea bed."""
    height, unit = scene.height, scene.short
    tint = mix(scene.palette.middle, rgb("3fb0b8"), 0.62)
    top, bottom = (
        mix(tint, (226, 252, 244), 0.4),
        mix(mix(scene.palette.zenith, rgb("0c3450"), 0.7), tint, 0.1),
    )
    if scene.palette.night:
        top, bottom = mix(top, (10, 24, 60), 0.55), mix(bottom, (6, 10, 30), 0.5)
    scene.canvas[:] = vertical(
        scene.width, height, [(0.0, top), (0.45, mix(top, bottom, 0.6)), (1.0, bottom)]
    )
    _shafts(scene)
    bed = round(height * max(0.6, scene.camera.horizon + 0.14))
    for depth, lift, tone in ((0.7, 0.12, "4a8088"), (0.45, 0.05, "3c6c74")):
        line = bed - unit * lift - (skyline(scene.rng, 200, 3, 4, 0.5) + 0.4) * unit * 0.09
        colour = mix(rgb(tone), mix(top, bottom, 0.5), depth)
        scene.fill([scene.below(line)], colour, mix(colour, bottom, 0.5))
    sand = mix(rgb("c8b88a"), mix(top, bottom, 0.4), 0.42)
    line = bed + skyline(scene.rng, 160, 3, 3, 0.5) * unit * 0.02
    scene.fill([scene.below(line)], lighter(sand, 0.06), mix(sand, bottom, 0.45))
    _weeds(scene, bed)
    _bubbles(scene)


def _shafts(scene: Scene) -> None:
    mask = scene.mask()
    lean = -scene.palette.light_from * scene.width * 0.18
    for index in range(7):
        x = scene.width * (index / 6) + float(scene.rng.uniform(-0.06, 0.06)) * scene.width
        wide = scene.short * float(scene.rng.uniform(0.03, 0.09))
        foot = scene.height * float(scene.rng.uniform(0.6, 0.95))
        beam = np.array(
            [
                (x - wide * 0.4, -2),
                (x + wide * 0.4, -2),
                (x + lean + wide * 1.5, foot),
                (x + lean - wide * 1.5, foot),
            ]
        )
        cv2.fillPoly(
            mask, [np.rint(beam * 16).astype(np.int32)], (int(scene.rng.integers(50, 110)),), cv2.LINE_AA, 4
        )
    fade = vertical(scene.width, scene.height, [(0.0, (255, 255, 255)), (0.9, (0, 0, 0)), (1.0, (0, 0, 0))])[
        ..., 0
    ]
    shafts = cv2.multiply(soft(mask, max(2, scene.short // 60)), np.ascontiguousarray(fade), scale=1 / 255)
    add_light(scene.canvas, np.asarray(shafts, np.uint8), (214, 255, 246))


def _weeds(scene: Scene, bed: int) -> None:
    blades, corals = [], []
    for _ in range(26):
        x = float(scene.rng.uniform(0, scene.width))
        foot = bed + float(scene.rng.uniform(0.0, 0.9)) * (scene.height - bed)
        tall = scene.short * float(scene.rng.uniform(0.08, 0.24))
        up = np.linspace(0, 1, 12)
        bend = np.sin(up * 5 + x) * tall * 0.1 * up
        wide = scene.short * 0.012 * (1 - up) + 0.6
        blades.append(
            np.vstack(
                [
                    np.stack([x + bend - wide, foot - up * tall], 1),
                    np.stack([x + bend + wide, foot - up * tall], 1)[::-1],
                ]
            )
        )
    tone = mix(rgb("3f8a62"), rgb("0c3450"), 0.25)
    scene.fill(blades, lighter(tone, 0.2), darker(tone, 0.25))
    for index in range(9):
        x, y = (
            float(scene.rng.uniform(0, scene.width)),
            bed + float(scene.rng.uniform(0.05, 0.9)) * (scene.height - bed),
        )
        turn = np.linspace(0, 2 * np.pi, 17)[:16]
        size = scene.short * float(scene.rng.uniform(0.02, 0.05))
        bumps = 1 + 0.25 * np.cos(turn * 5 + index)
        corals.append(
            (
                np.stack([x + np.cos(turn) * size * bumps, y - np.sin(turn) * size * bumps * 0.8], 1),
                ("d8747a", "e0a060", "a878b8")[index % 3],
            )
        )
    for outline, code in corals:
        scene.fill([outline], mix(rgb(code), rgb("1c5468"), 0.3), mix(rgb(code), rgb("0c3450"), 0.6))


def _bubbles(scene: Scene) -> None:
    mask = scene.mask()
    for _ in range(26):
        x, y = float(scene.rng.uniform(0, scene.width)), float(scene.rng.uniform(0, scene.height * 0.8))
        size = scene.short * float(scene.rng.uniform(0.002, 0.008))
        cv2.circle(
            mask,
            (round(x * 16), round(y * 16)),
            round(size * 16),
            (170,),
            max(1, round(size * 0.3)),
            cv2.LINE_AA,
            4,
        )
    paint(scene.canvas, mask, (226, 252, 250))


def footing(scene: Scene, x: float, foot: float, width: float) -> None:
    """A spit of rock for those who stand where there is only water."""
    width *= 1.25
    across = np.linspace(-1, 1, 60)
    steep = np.maximum(np.abs(across) - 0.42, 0)
    top = (
        foot
        - scene.short * 0.004
        + steep**1.6 * width * 0.55
        + np.abs(skyline(scene.rng, 60, 5, 4, 0.65)) * scene.short * (0.004 + 0.05 * steep)
    )
    outline = np.vstack(
        [
            np.stack([x + across * width, top], 1),
            [[x + width * 1.25, scene.height + 4], [x - width * 1.25, scene.height + 4]],
        ]
    )
    stone = scene.palette.lit(rgb("6c665f"), 0.04)
    scene.fill([outline], lighter(stone, 0.14), darker(stone, 0.3))
