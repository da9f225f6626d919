"""Rooms where something is made or shown: a kitchen, an office and a stage."""

import cv2
import numpy as np

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.pixels import add_light, paint, soft
from core.providers.sketch.places.rooms import (
    box,
    dark_outside,
    dim,
    floor_row,
    lamp_light,
    shaft,
    shell,
    window,
    window_frame,
)
from core.providers.sketch.scene import Scene


def kitchen(scene: Scene) -> None:
    """Tiles, a counter with pots, hanging pans and a shelf of jars."""
    shell(scene, rgb("d8d0bc"), rgb("a88868"))
    low, unit = floor_row(scene), scene.short
    _tiles(scene, low)
    window(scene)
    _shelf_of_jars(scene)
    counter = dim(scene, rgb("6c8478"), 0.1)
    scene.fill([box(0, low - unit * 0.2, scene.width, low)], lighter(counter, 0.06), darker(counter, 0.2))
    scene.fill(
        [box(0, low - unit * 0.225, scene.width, low - unit * 0.19)],
        dim(scene, rgb("e4dccc")),
        dim(scene, rgb("b4a894")),
    )
    doors = []
    for index in range(round(scene.width / (unit * 0.2)) + 1):
        x = index * unit * 0.2
        doors += [
            box(x - 1, low - unit * 0.185, x + 1, low),
            box(x + unit * 0.08, low - unit * 0.165, x + unit * 0.12, low - unit * 0.157),
        ]
    scene.fill(doors, darker(counter, 0.4))
    _pans(scene)
    _pots(scene, low - unit * 0.222)
    if not dark_outside(scene):
        shaft(scene)
    lamp_light(
        scene, scene.width * 0.5, scene.height * 0.12, unit * 0.62, 0.45 if dark_outside(scene) else 0.2
    )


def _tiles(scene: Scene, low: float) -> None:
    unit = scene.short
    top, foot, step = low - unit * 0.42, low - unit * 0.2, unit * 0.055
    left, _, right, _ = window_frame(scene)
    lines = [
        box(0, top + row * step - 0.8, scene.width, top + row * step + 0.8)
        for row in range(int((foot - top) / step) + 1)
    ]
    lines += [
        box(column * step - 0.8, top, column * step + 0.8, foot)
        for column in range(int(scene.width / step) + 1)
    ]
    lines = [line for line in lines if line[1][0] - line[0][0] > 10 or not left < line[0][0] < right]
    mask = scene.mask()
    cv2.fillPoly(mask, [np.rint(line * 16).astype(np.int32) for line in lines], (90,), cv2.LINE_AA, 4)
    mask[:, round(left) : round(right)] = 0
    paint(scene.canvas, mask, dim(scene, rgb("8c9a94"), 0.2))


def _shelf_of_jars(scene: Scene) -> None:
    unit, away = scene.short, -scene.palette.light_from
    x, y = scene.width * (0.5 + away * 0.28), floor_row(scene) - unit * 0.5
    wide = min(unit * 0.5, scene.width * 0.42)
    for row in range(2):
        base = y - row * unit * 0.17
        scene.fill(
            [box(x - wide / 2, base, x + wide / 2, base + unit * 0.016)], dim(scene, rgb("8a6444"), 0.1)
        )
        left = x - wide * 0.46
        while left < x + wide * 0.4:
            jar, tall = (
                unit * float(scene.rng.uniform(0.035, 0.07)),
                unit * float(scene.rng.uniform(0.05, 0.12)),
            )
            tone = dim(
                scene,
                rgb(("c87048", "d8b060", "7a9a70", "e8e0d0", "8a5a48", "6c90a0")[int(scene.rng.integers(6))]),
                0.1,
            )
            scene.fill([box(left, base - tall, left + jar, base)], lighter(tone, 0.1), darker(tone, 0.15))
            scene.fill(
                [box(left - 1, base - tall - unit * 0.01, left + jar + 1, base - tall)],
                dim(scene, rgb("6a4a34"), 0.1),
            )
            left += jar * float(scene.rng.uniform(1.15, 1.7))


def _pans(scene: Scene) -> None:
    unit, away = scene.short, -scene.palette.light_from
    iron = dim(scene, rgb("b07848"), 0.1)
    for index in range(4):
        x, y = scene.width * (0.5 + away * 0.02) + (index - 1.5) * unit * 0.1, scene.height * 0.1
        size = unit * (0.034 - 0.004 * index)
        scene.fill([box(x - 1.5, 0, x + 1.5, y)], darker(iron, 0.4))
        cv2.circle(scene.canvas, (round(x), round(y + size)), round(size), iron, -1, cv2.LINE_AA)
        cv2.circle(
            scene.canvas,
            (round(x - away * size * 0.3), round(y + size * 0.7)),
            round(size * 0.4),
            lighter(iron, 0.35),
            -1,
            cv2.LINE_AA,
        )


def _pots(scene: Scene, base: float) -> None:
    unit = scene.short
    for share, tone in ((0.12, "a8443a"), (0.62, "4a6478"), (0.9, "c8a05a")):
        x, size = scene.width * share, unit * 0.045
        pot = dim(scene, rgb(tone), 0.08)
        scene.fill([box(x - size, base - size * 1.3, x + size, base)], lighter(pot, 0.15), darker(pot, 0.2))
        scene.fill(
            [box(x - size * 1.2, base - size * 1.45, x + size * 1.2, base - size * 1.25)], darker(pot, 0.25)
        )


def office(scene: Scene) -> None:
    """Blinds before the city, desks with screens, a board with notes and a plant."""
    shell(scene, rgb("a4acb4"), rgb("7c7a78"))
    window(scene, blinds=True)
    low, unit, away = floor_row(scene), scene.short, -scene.palette.light_from
    x, y = scene.width * (0.5 + away * 0.24), low - unit * 0.4
    board = min(unit * 0.3, scene.width * 0.24)
    scene.fill(
        [box(x - board * 1.06, y - board * 0.62, x + board * 1.06, y + board * 0.62)],
        dim(scene, rgb("5c6068")),
    )
    scene.fill(
        [box(x - board, y - board * 0.56, x + board, y + board * 0.56)],
        dim(scene, rgb("f2f0ea")),
        dim(scene, rgb("d8d8d6")),
    )
    for index in range(9):
        left, top = x + board * (-0.85 + 0.44 * (index % 4)), y + board * (-0.42 + 0.34 * (index // 4))
        tone = dim(scene, rgb(("f0c850", "e8847a", "7ac0d8", "a8d080")[(index * 5) % 4]))
        scene.fill([box(left, top, left + board * 0.26, top + board * 0.24)], tone)
    for share, size in ((0.1, 0.3), (0.88, 0.34), (0.5, 0.26)):
        _desk(scene, scene.width * share, low + unit * (size - 0.22), unit * size)
    if not dark_outside(scene):
        shaft(scene)
    lamp_light(scene, scene.width * 0.4, 0, unit * 0.7, 0.3)


def _desk(scene: Scene, x: float, foot: float, wide: float) -> None:
    wood = dim(scene, rgb("a88a68"), 0.08)
    top = foot - wide * 0.42
    scene.fill(
        [
            box(x - wide * 0.46, top, x - wide * 0.42, foot),
            box(x + wide * 0.42, top, x + wide * 0.46, foot),
        ],
        darker(wood, 0.4),
    )
    scene.fill(
        [box(x - wide * 0.5, top - wide * 0.03, x + wide * 0.5, top + wide * 0.04)],
        lighter(wood, 0.1),
        darker(wood, 0.2),
    )
    screen = dim(scene, rgb("30343c"))
    scene.fill(
        [
            box(x - wide * 0.2, top - wide * 0.34, x + wide * 0.2, top - wide * 0.08),
            box(x - wide * 0.02, top - wide * 0.1, x + wide * 0.02, top - wide * 0.03),
        ],
        screen,
    )
    scene.fill(
        [box(x - wide * 0.18, top - wide * 0.32, x + wide * 0.18, top - wide * 0.1)],
        rgb("8cc8e0"),
        rgb("5c98b8"),
    )


def stage(scene: Scene) -> None:
    """Boards, velvet and three beams of light over a dark hall."""
    low, unit = scene.height * min(0.74, scene.camera.horizon + 0.12), scene.short
    back = mix(mix(scene.palette.accent, (40, 30, 60), 0.75), scene.palette.zenith, 0.25)
    scene.fill([box(0, 0, scene.width, low)], darker(back, 0.5), lighter(back, 0.06))
    boards = rgb("7a5234")
    scene.fill([box(0, low, scene.width, scene.height)], darker(boards, 0.45), darker(boards, 0.1))
    seams = [
        box(0, low + (scene.height - low) * share - 1, scene.width, low + (scene.height - low) * share + 1)
        for share in (0.08, 0.2, 0.36, 0.56, 0.8)
    ]
    scene.fill(seams, darker(boards, 0.6))
    _beams(scene, low)
    velvet = mix(rgb("8a2430"), scene.palette.accent, 0.3)
    for side in (-1, 1):
        for fold in range(6):
            edge = (0 if side < 0 else scene.width) - side * scene.width * 0.028 * (fold - 0.5)
            wide = scene.width * 0.02
            tone = (darker(velvet, 0.4), lighter(velvet, 0.02), darker(velvet, 0.2))[fold % 3]
            scene.fill([box(edge - wide, 0, edge + wide, low + unit * 0.07)], tone, darker(tone, 0.35))
    swags = []
    for index in range(5):
        turn = np.linspace(0, np.pi, 16)
        x = scene.width * (index + 0.5) / 5
        swags.append(np.stack([x - np.cos(turn) * scene.width * 0.108, np.sin(turn) * unit * 0.13], 1))
    scene.fill(swags, lighter(velvet, 0.05), darker(velvet, 0.35))


def _beams(scene: Scene, low: float) -> None:
    for share, aim, tone in (
        (0.2, 0.42, (255, 226, 170)),
        (0.5, 0.5, (255, 244, 214)),
        (0.8, 0.58, (210, 222, 255)),
    ):
        mask = scene.mask()
        x, foot = scene.width * share, low + (scene.height - low) * 0.5
        spot, wide = scene.width * aim, scene.short * 0.22
        beam = np.array([(x - 6, 0), (x + 6, 0), (spot + wide, foot), (spot - wide, foot)])
        cv2.fillPoly(mask, [np.rint(beam * 16).astype(np.int32)], (64,), cv2.LINE_AA, 4)
        cv2.ellipse(
            mask,
            (round(spot), round(foot)),
            (round(wide), round(wide * 0.26)),
            0,
            0,
            360,
            (120,),
            -1,
            cv2.LINE_AA,
        )
        add_light(scene.canvas, soft(mask, max(2, scene.short // 70)), tone)
