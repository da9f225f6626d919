"""Rooms: an interior, a kitchen, an office and a stage."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.pixels import add_light, paint, radial, scaled, soft
from core.providers.sketch.scene import Scene
from core.providers.sketch.seeds import generator
from core.providers.sketch.sky import paint_sky
from core.vocabulary.reading import DayTime

_PAPERS = ("8a9a8c", "b08a74", "7a8ca0", "a8946c", "94788c", "6c8c90")


def box(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    """An upright rectangle as an outline in pixels."""
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def dim(scene: Scene, colour: RGB, share: float = 0.0) -> RGB:
    """Rooms take half of their light from lamps, so night does not swallow them."""
    return mix(mix(colour, scene.palette.lit(colour), 0.6), (20, 18, 32), share)


def window_frame(scene: Scene) -> tuple[float, float, float, float]:
    """Where the window of a room is: left, top, right, bottom in pixels, on the side of the film's light."""
    low, tall = floor_row(scene), min(scene.short * 0.42, floor_row(scene) * 0.62)
    wide = min(tall * 0.9, scene.width * 0.34)
    middle = scene.width * (0.5 + scene.palette.light_from * 0.25)
    return (middle - wide / 2, low * 0.82 - tall, middle + wide / 2, low * 0.82)


def floor_row(scene: Scene) -> float:
    """The row where the back wall meets the floor."""
    return scene.height * min(0.76, scene.camera.horizon + 0.12)


def shell(scene: Scene, wall: RGB, boards: RGB) -> None:
    """Sky, wall, window hole and floor boards that run to the vanishing point."""
    low = floor_row(scene)
    paint_sky(scene, round(low))
    left, top, right, foot = window_frame(scene)
    mask = scene.mask()
    mask[: round(low)] = 255
    mask[round(top) : round(foot), round(left) : round(right)] = 0
    paper = dim(scene, wall, 0.12)
    scene.wash(mask, darker(paper, 0.32), lighter(paper, 0.02))
    scene.fill([box(0, low, scene.width, scene.height)], dim(scene, boards, 0.3), dim(scene, boards, 0.05))
    aim = scene.width * 0.5
    seams = []
    for index in range(-12, 13):
        far, near = aim + index * scene.width * 0.09, aim + index * scene.width * 0.17
        seams.append(
            np.array(
                [(far - 0.6, low), (far + 0.6, low), (near + 1.6, scene.height), (near - 1.6, scene.height)]
            )
        )
    scene.fill(seams, dim(scene, boards, 0.45))
    skirting = scene.short * 0.022
    scene.fill([box(0, low - skirting, scene.width, low)], dim(scene, lighter(wall, 0.35), 0.15))


def window(scene: Scene, blinds: bool = False) -> None:
    """The frame of the window, on request with blinds let half down."""
    left, top, right, foot = window_frame(scene)
    frame = dim(scene, rgb("d8ccb8"), 0.1)
    bar = scene.short * 0.011
    middle, half = (left + right) / 2, (top + foot) / 2
    bars = [
        box(left - bar, top - bar, right + bar, top + bar),
        box(left - bar, top, left + bar, foot),
        box(right - bar, top, right + bar, foot),
    ]
    bars += [
        box(middle - bar / 2, top, middle + bar / 2, foot),
        box(left, half - bar / 2, right, half + bar / 2),
    ]
    bars.append(box(left - bar * 3, foot - bar, right + bar * 3, foot + bar * 1.6))
    if blinds:
        bars += [
            box(left, top + i * (foot - top) / 12, right, top + (i + 0.45) * (foot - top) / 12)
            for i in range(7)
        ]
    scene.fill(bars, lighter(frame, 0.1), darker(frame, 0.1))


def shaft(scene: Scene) -> None:
    """Light through the window: a beam in the dust and a bright patch with bars on the floor."""
    left, top, right, foot = window_frame(scene)
    low, away = floor_row(scene), -scene.palette.light_from
    mask = scene.mask()
    push = away * scene.width * 0.34
    patch = np.array(
        [
            (left + push * 0.8, low + scene.short * 0.05),
            (right + push * 0.8, low + scene.short * 0.05),
            (right + push * 1.5, low + scene.short * 0.24),
            (left + push * 1.5, low + scene.short * 0.24),
        ]
    )
    cv2.fillPoly(mask, [np.rint(patch * 16).astype(np.int32)], (130,), cv2.LINE_AA, 4)
    cut = (patch[0] + patch[1]) / 2, (patch[2] + patch[3]) / 2
    cv2.line(
        mask,
        tuple(int(v) for v in cut[0]),
        tuple(int(v) for v in cut[1]),
        (30,),
        max(2, scene.short // 90),
        cv2.LINE_AA,
    )
    beam = scene.mask()
    outline = np.array([(left, top), (right, top), (right, foot), patch[1], patch[2], patch[3], (left, foot)])
    hull = np.asarray(cv2.convexHull(outline.astype(np.float32)), np.float64)
    cv2.fillPoly(beam, [np.rint(hull * 16).astype(np.int32)], (44,), cv2.LINE_AA, 4)
    add_light(scene.canvas, soft(mask, max(1, scene.short // 240)), scene.palette.light)
    add_light(scene.canvas, soft(beam, max(2, scene.short // 40)), scene.palette.light)


def lamp_light(scene: Scene, x: float, y: float, reach: float, strength: float = 0.6) -> None:
    """Warm light of a lamp at a point, `reach` pixels wide."""
    size = max(4, round(reach))
    add_light(scene.canvas, scaled(radial(size), strength), (255, 196, 116), round(x) - size, round(y) - size)


def dark_outside(scene: Scene) -> bool:
    """Whether no daylight comes through the window."""
    return scene.day_time in {DayTime.NIGHT, DayTime.DUSK}


def interior(scene: Scene) -> None:
    """A living room: window, pictures, shelf of books, rug and a standing lamp."""
    rng = generator("room", scene.job_seed)
    wall = rgb(_PAPERS[int(rng.integers(len(_PAPERS)))])
    shell(scene, wall, rgb("8a6444"))
    window(scene)
    _curtains(scene)
    low, unit, away = floor_row(scene), scene.short, -scene.palette.light_from
    _bookcase(scene, scene.width * (0.5 + away * 0.33), low, unit * 0.42)
    _pictures(scene, scene.width * (0.5 + away * 0.06), low - unit * 0.42)
    rug = scene.mask()
    cv2.ellipse(
        rug,
        (round(scene.width * 0.5), round(low + (scene.height - low) * 0.55)),
        (round(unit * 0.62), round((scene.height - low) * 0.3)),
        0,
        0,
        360,
        (255,),
        -1,
        cv2.LINE_AA,
    )
    paint(scene.canvas, rug, dim(scene, mix(scene.palette.accent, (120, 90, 80), 0.45), 0.12))
    _standing_lamp(scene, scene.width * (0.5 + away * 0.14), low + unit * 0.02, unit * 0.44)
    if not dark_outside(scene):
        shaft(scene)


def _curtains(scene: Scene) -> None:
    left, top, right, foot = window_frame(scene)
    cloth = dim(scene, mix(scene.palette.accent, (160, 140, 120), 0.35), 0.1)
    wide = (right - left) * 0.26
    for side, x in ((-1, left), (1, right)):
        for fold in range(3):
            edge = x + side * wide * (0.55 - fold * 0.36)
            tone = darker(cloth, 0.1 * fold)
            scene.fill(
                [
                    np.array(
                        [
                            (edge - wide * 0.2, top - scene.short * 0.03),
                            (edge + wide * 0.2, top - scene.short * 0.03),
                            (edge + wide * 0.26, foot + scene.short * 0.07),
                            (edge - wide * 0.26, foot + scene.short * 0.07),
                        ]
                    )
                ],
                tone,
                darker(tone, 0.2),
            )
    rod = scene.short * 0.006
    scene.fill(
        [box(left - wide, top - scene.short * 0.036 - rod, right + wide, top - scene.short * 0.036 + rod)],
        dim(scene, rgb("5a4030")),
    )


def _bookcase(scene: Scene, x: float, foot: float, tall: float) -> None:
    wood = dim(scene, rgb("6a4a34"), 0.15)
    wide = tall * 0.72
    scene.fill([box(x - wide / 2, foot - tall, x + wide / 2, foot)], wood, darker(wood, 0.25))
    for shelf in range(4):
        base = foot - tall * (0.04 + 0.24 * shelf)
        scene.fill([box(x - wide * 0.46, base - tall * 0.2, x + wide * 0.46, base)], darker(wood, 0.5))
        left = x - wide * 0.44
        while left < x + wide * 0.36:
            book = wide * float(scene.rng.uniform(0.04, 0.085))
            tone = dim(
                scene,
                rgb(("a8443a", "c89a4a", "4a6a80", "6a7a4c", "d8c8a8", "7a4a66")[int(scene.rng.integers(6))]),
                0.16,
            )
            scene.fill(
                [box(left, base - tall * float(scene.rng.uniform(0.11, 0.18)), left + book, base)],
                tone,
                darker(tone, 0.15),
            )
            left += book * float(scene.rng.uniform(1.02, 1.5))


def _pictures(scene: Scene, x: float, y: float) -> None:
    for dx, dy, wide, tall in ((0.0, 0.0, 0.15, 0.11), (0.13, 0.05, 0.08, 0.1)):
        left, top = x + (dx - wide / 2) * scene.short, y + (dy - tall / 2) * scene.short
        right, foot = left + wide * scene.short, top + tall * scene.short
        edge = scene.short * 0.008
        scene.fill([box(left - edge, top - edge, right + edge, foot + edge)], dim(scene, rgb("6a4a30"), 0.1))
        scene.fill(
            [box(left, top, right, foot)], dim(scene, rgb("c8d4cc"), 0.1), dim(scene, rgb("e4c494"), 0.1)
        )
        scene.fill(
            [
                np.array(
                    [
                        (left, foot),
                        (left, foot - tall * scene.short * 0.3),
                        (left + wide * scene.short * 0.4, foot - tall * scene.short * 0.6),
                        (right, foot - tall * scene.short * 0.2),
                        (right, foot),
                    ]
                )
            ],
            dim(scene, rgb("6a8478"), 0.1),
        )


def _standing_lamp(scene: Scene, x: float, foot: float, tall: float) -> None:
    scene.fill(
        [
            box(x - tall * 0.01, foot - tall * 0.9, x + tall * 0.01, foot),
            box(x - tall * 0.09, foot - tall * 0.02, x + tall * 0.09, foot),
        ],
        dim(scene, rgb("4a3a30"), 0.1),
    )
    scene.fill(
        [
            np.array(
                [
                    (x - tall * 0.09, foot - tall),
                    (x + tall * 0.09, foot - tall),
                    (x + tall * 0.15, foot - tall * 0.8),
                    (x - tall * 0.15, foot - tall * 0.8),
                ]
            )
        ],
        rgb("ffe8b8"),
        rgb("f0c078"),
    )
    lamp_light(
        scene,
        x,
        foot - tall * 0.86,
        tall * (1.1 if dark_outside(scene) else 0.6),
        0.7 if dark_outside(scene) else 0.35,
    )
