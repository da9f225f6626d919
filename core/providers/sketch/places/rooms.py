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


def _box(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def _dim(scene: Scene, colour: RGB, share: float = 0.0) -> RGB:
    """Rooms take half of their light from lamps, so night does not swallow them."""
    return mix(mix(colour, scene.palette.lit(colour), 0.6), (20, 18, 32), share)


def window_frame(scene: Scene) -> tuple[float, float, float, float]:
    """Where the window of a room is: left, top, right, bottom in pixels, on the side of the film's light."""
    low, tall = _floor(scene), min(scene.short * 0.42, _floor(scene) * 0.62)
    wide = min(tall * 0.9, scene.width * 0.34)
    middle = scene.width * (0.5 + scene.palette.light_from * 0.25)
    return (middle - wide / 2, low * 0.82 - tall, middle + wide / 2, low * 0.82)


def _floor(scene: Scene) -> float:
    return scene.height * min(0.76, scene.camera.horizon + 0.12)


def _shell(scene: Scene, wall: RGB, boards: RGB) -> None:
    """Sky, wall, window hole and floor boards that run to the vanishing point."""
    low = _floor(scene)
    paint_sky(scene, round(low))
    left, top, right, foot = window_frame(scene)
    mask = scene.mask()
    mask[: round(low)] = 255
    mask[round(top) : round(foot), round(left) : round(right)] = 0
    paper = _dim(scene, wall, 0.12)
    scene.wash(mask, darker(paper, 0.32), lighter(paper, 0.02))
    scene.fill([_box(0, low, scene.width, scene.height)], _dim(scene, boards, 0.3), _dim(scene, boards, 0.05))
    aim = scene.width * 0.5
    seams = []
    for index in range(-12, 13):
        far, near = aim + index * scene.width * 0.09, aim + index * scene.width * 0.17
        seams.append(np.array([(far - 0.6, low), (far + 0.6, low), (near + 1.6, scene.height), (near - 1.6, scene.height)]))
    scene.fill(seams, _dim(scene, boards, 0.45))
    skirting = scene.short * 0.022
    scene.fill([_box(0, low - skirting, scene.width, low)], _dim(scene, lighter(wall, 0.35), 0.15))


def _window(scene: Scene, blinds: bool = False) -> None:
    left, top, right, foot = window_frame(scene)
    frame = _dim(scene, rgb("d8ccb8"), 0.1)
    bar = scene.short * 0.011
    middle, half = (left + right) / 2, (top + foot) / 2
    bars = [_box(left - bar, top - bar, right + bar, top + bar), _box(left - bar, top, left + bar, foot), _box(right - bar, top, right + bar, foot)]
    bars += [_box(middle - bar / 2, top, middle + bar / 2, foot), _box(left, half - bar / 2, right, half + bar / 2)]
    bars.append(_box(left - bar * 3, foot - bar, right + bar * 3, foot + bar * 1.6))
    if blinds:
        bars += [_box(left, top + i * (foot - top) / 12, right, top + (i + 0.45) * (foot - top) / 12) for i in range(7)]
    scene.fill(bars, lighter(frame, 0.1), darker(frame, 0.1))


def _shaft(scene: Scene) -> None:
    """Light through the window: a beam in the dust and a bright patch with bars on the floor."""
    left, top, right, foot = window_frame(scene)
    low, away = _floor(scene), -scene.palette.light_from
    mask = scene.mask()
    push = away * scene.width * 0.34
    patch = np.array([(left + push * 0.8, low + scene.short * 0.05), (right + push * 0.8, low + scene.short * 0.05), (right + push * 1.5, low + scene.short * 0.24), (left + push * 1.5, low + scene.short * 0.24)])
    cv2.fillPoly(mask, [np.rint(patch * 16).astype(np.int32)], (130,), cv2.LINE_AA, 4)
    cut = (patch[0] + patch[1]) / 2, (patch[2] + patch[3]) / 2
    cv2.line(mask, tuple(int(v) for v in cut[0]), tuple(int(v) for v in cut[1]), (30,), max(2, scene.short // 90), cv2.LINE_AA)
    beam = scene.mask()
    outline = np.array([(left, top), (right, top), (right, foot), patch[1], patch[2], patch[3], (left, foot)])
    hull = np.asarray(cv2.convexHull(outline.astype(np.float32)), np.float64)
    cv2.fillPoly(beam, [np.rint(hull * 16).astype(np.int32)], (44,), cv2.LINE_AA, 4)
    add_light(scene.canvas, soft(mask, max(1, scene.short // 240)), scene.palette.light)
    add_light(scene.canvas, soft(beam, max(2, scene.short // 40)), scene.palette.light)


def _lamp_light(scene: Scene, x: float, y: float, reach: float, strength: float = 0.6) -> None:
    size = max(4, round(reach))
    add_light(scene.canvas, scaled(radial(size), strength), (255, 196, 116), round(x) - size, round(y) - size)


def _dark_outside(scene: Scene) -> bool:
    return scene.day_time in {DayTime.NIGHT, DayTime.DUSK}


def interior(scene: Scene) -> None:
    """A living room: window, pictures, shelf of books, rug and a standing lamp."""
    rng = generator("room", scene.job_seed)
    wall = rgb(_PAPERS[int(rng.integers(len(_PAPERS)))])
    _shell(scene, wall, rgb("8a6444"))
    _window(scene)
    _curtains(scene)
    low, unit, away = _floor(scene), scene.short, -scene.palette.light_from
    _bookcase(scene, scene.width * (0.5 + away * 0.33), low, unit * 0.42)
    _pictures(scene, scene.width * (0.5 + away * 0.06), low - unit * 0.42)
    rug = scene.mask()
    cv2.ellipse(rug, (round(scene.width * 0.5), round(low + (scene.height - low) * 0.55)), (round(unit * 0.62), round((scene.height - low) * 0.3)), 0, 0, 360, (255,), -1, cv2.LINE_AA)
    paint(scene.canvas, rug, _dim(scene, mix(scene.palette.accent, (120, 90, 80), 0.45), 0.12))
    _standing_lamp(scene, scene.width * (0.5 + away * 0.14), low + unit * 0.02, unit * 0.44)
    if not _dark_outside(scene):
        _shaft(scene)


def _curtains(scene: Scene) -> None:
    left, top, right, foot = window_frame(scene)
    cloth = _dim(scene, mix(scene.palette.accent, (160, 140, 120), 0.35), 0.1)
    wide = (right - left) * 0.26
    for side, x in ((-1, left), (1, right)):
        for fold in range(3):
            edge = x + side * wide * (0.55 - fold * 0.36)
            tone = darker(cloth, 0.1 * fold)
            scene.fill([np.array([(edge - wide * 0.2, top - scene.short * 0.03), (edge + wide * 0.2, top - scene.short * 0.03), (edge + wide * 0.26, foot + scene.short * 0.07), (edge - wide * 0.26, foot + scene.short * 0.07)])], tone, darker(tone, 0.2))
    rod = scene.short * 0.006
    scene.fill([_box(left - wide, top - scene.short * 0.036 - rod, right + wide, top - scene.short * 0.036 + rod)], _dim(scene, rgb("5a4030")))


def _bookcase(scene: Scene, x: float, foot: float, tall: float) -> None:
    wood = _dim(scene, rgb("6a4a34"), 0.15)
    wide = tall * 0.72
    scene.fill([_box(x - wide / 2, foot - tall, x + wide / 2, foot)], wood, darker(wood, 0.25))
    for shelf in range(4):
        base = foot - tall * (0.04 + 0.24 * shelf)
        scene.fill([_box(x - wide * 0.46, base - tall * 0.2, x + wide * 0.46, base)], darker(wood, 0.5))
        left = x - wide * 0.44
        while left < x + wide * 0.36:
            book = wide * float(scene.rng.uniform(0.04, 0.085))
            tone = _dim(scene, rgb(("a8443a", "c89a4a", "4a6a80", "6a7a4c", "d8c8a8", "7a4a66")[int(scene.rng.integers(6))]), 0.16)
            scene.fill([_box(left, base - tall * float(scene.rng.uniform(0.11, 0.18)), left + book, base)], tone, darker(tone, 0.15))
            left += book * float(scene.rng.uniform(1.02, 1.5))


def _pictures(scene: Scene, x: float, y: float) -> None:
    for dx, dy, wide, tall in ((0.0, 0.0, 0.15, 0.11), (0.13, 0.05, 0.08, 0.1)):
        left, top = x + (dx - wide / 2) * scene.short, y + (dy - tall / 2) * scene.short
        right, foot = left + wide * scene.short, top + tall * scene.short
        edge = scene.short * 0.008
        scene.fill([_box(left - edge, top - edge, right + edge, foot + edge)], _dim(scene, rgb("6a4a30"), 0.1))
        scene.fill([_box(left, top, right, foot)], _dim(scene, rgb("c8d4cc"), 0.1), _dim(scene, rgb("e4c494"), 0.1))
        scene.fill([np.array([(left, foot), (left, foot - tall * scene.short * 0.3), (left + wide * scene.short * 0.4, foot - tall * scene.short * 0.6), (right, foot - tall * scene.short * 0.2), (right, foot)])], _dim(scene, rgb("6a8478"), 0.1))


def _standing_lamp(scene: Scene, x: float, foot: float, tall: float) -> None:
    scene.fill([_box(x - tall * 0.01, foot - tall * 0.9, x + tall * 0.01, foot), _box(x - tall * 0.09, foot - tall * 0.02, x + tall * 0.09, foot)], _dim(scene, rgb("4a3a30"), 0.1))
    scene.fill([np.array([(x - tall * 0.09, foot - tall), (x + tall * 0.09, foot - tall), (x + tall * 0.15, foot - tall * 0.8), (x - tall * 0.15, foot - tall * 0.8)])], rgb("ffe8b8"), rgb("f0c078"))
    _lamp_light(scene, x, foot - tall * 0.86, tall * (1.1 if _dark_outside(scene) else 0.6), 0.7 if _dark_outside(scene) else 0.35)


def kitchen(scene: Scene) -> None:
    """Tiles, a counter with pots, hanging pans and a shelf of jars."""
    _shell(scene, rgb("d8d0bc"), rgb("a88868"))
    low, unit = _floor(scene), scene.short
    _tiles(scene, low)
    _window(scene)
    _shelf_of_jars(scene)
    counter = _dim(scene, rgb("6c8478"), 0.1)
    scene.fill([_box(0, low - unit * 0.2, scene.width, low)], lighter(counter, 0.06), darker(counter, 0.2))
    scene.fill([_box(0, low - unit * 0.225, scene.width, low - unit * 0.19)], _dim(scene, rgb("e4dccc")), _dim(scene, rgb("b4a894")))
    doors = []
    for index in range(round(scene.width / (unit * 0.2)) + 1):
        x = index * unit * 0.2
        doors += [_box(x - 1, low - unit * 0.185, x + 1, low), _box(x + unit * 0.08, low - unit * 0.165, x + unit * 0.12, low - unit * 0.157)]
    scene.fill(doors, darker(counter, 0.4))
    _pans(scene)
    _pots(scene, low - unit * 0.222)
    if not _dark_outside(scene):
        _shaft(scene)
    _lamp_light(scene, scene.width * 0.5, scene.height * 0.12, unit * 0.62, 0.45 if _dark_outside(scene) else 0.2)


def _tiles(scene: Scene, low: float) -> None:
    unit = scene.short
    top, foot, step = low - unit * 0.42, low - unit * 0.2, unit * 0.055
    left, _, right, _ = window_frame(scene)
    lines = [_box(0, top + row * step - 0.8, scene.width, top + row * step + 0.8) for row in range(int((foot - top) / step) + 1)]
    lines += [_box(column * step - 0.8, top, column * step + 0.8, foot) for column in range(int(scene.width / step) + 1)]
    lines = [line for line in lines if line[1][0] - line[0][0] > 10 or not left < line[0][0] < right]
    mask = scene.mask()
    cv2.fillPoly(mask, [np.rint(line * 16).astype(np.int32) for line in lines], (90,), cv2.LINE_AA, 4)
    mask[:, round(left) : round(right)] = 0
    paint(scene.canvas, mask, _dim(scene, rgb("8c9a94"), 0.2))


def _shelf_of_jars(scene: Scene) -> None:
    unit, away = scene.short, -scene.palette.light_from
    x, y = scene.width * (0.5 + away * 0.28), _floor(scene) - unit * 0.5
    wide = min(unit * 0.5, scene.width * 0.42)
    for row in range(2):
        base = y - row * unit * 0.17
        scene.fill([_box(x - wide / 2, base, x + wide / 2, base + unit * 0.016)], _dim(scene, rgb("8a6444"), 0.1))
        left = x - wide * 0.46
        while left < x + wide * 0.4:
            jar, tall = unit * float(scene.rng.uniform(0.035, 0.07)), unit * float(scene.rng.uniform(0.05, 0.12))
            tone = _dim(scene, rgb(("c87048", "d8b060", "7a9a70", "e8e0d0", "8a5a48", "6c90a0")[int(scene.rng.integers(6))]), 0.1)
            scene.fill([_box(left, base - tall, left + jar, base)], lighter(tone, 0.1), darker(tone, 0.15))
            scene.fill([_box(left - 1, base - tall - unit * 0.01, left + jar + 1, base - tall)], _dim(scene, rgb("6a4a34"), 0.1))
            left += jar * float(scene.rng.uniform(1.15, 1.7))


def _pans(scene: Scene) -> None:
    unit, away = scene.short, -scene.palette.light_from
    iron = _dim(scene, rgb("b07848"), 0.1)
    for index in range(4):
        x, y = scene.width * (0.5 + away * 0.02) + (index - 1.5) * unit * 0.1, scene.height * 0.1
        size = unit * (0.034 - 0.004 * index)
        scene.fill([_box(x - 1.5, 0, x + 1.5, y)], darker(iron, 0.4))
        cv2.circle(scene.canvas, (round(x), round(y + size)), round(size), iron, -1, cv2.LINE_AA)
        cv2.circle(scene.canvas, (round(x - away * size * 0.3), round(y + size * 0.7)), round(size * 0.4), lighter(iron, 0.35), -1, cv2.LINE_AA)


def _pots(scene: Scene, base: float) -> None:
    unit = scene.short
    for share, tone in ((0.12, "a8443a"), (0.62, "4a6478"), (0.9, "c8a05a")):
        x, size = scene.width * share, unit * 0.045
        pot = _dim(scene, rgb(tone), 0.08)
        scene.fill([_box(x - size, base - size * 1.3, x + size, base)], lighter(pot, 0.15), darker(pot, 0.2))
        scene.fill([_box(x - size * 1.2, base - size * 1.45, x + size * 1.2, base - size * 1.25)], darker(pot, 0.25))


def office(scene: Scene) -> None:
    """Blinds before the city, desks with screens, a board with notes and a plant."""
    _shell(scene, rgb("a4acb4"), rgb("7c7a78"))
    _window(scene, blinds=True)
    low, unit, away = _floor(scene), scene.short, -scene.palette.light_from
    x, y = scene.width * (0.5 + away * 0.24), low - unit * 0.4
    board = min(unit * 0.3, scene.width * 0.24)
    scene.fill([_box(x - board * 1.06, y - board * 0.62, x + board * 1.06, y + board * 0.62)], _dim(scene, rgb("5c6068")))
    scene.fill([_box(x - board, y - board * 0.56, x + board, y + board * 0.56)], _dim(scene, rgb("f2f0ea")), _dim(scene, rgb("d8d8d6")))
    for index in range(9):
        left, top = x + board * (-0.85 + 0.44 * (index % 4)), y + board * (-0.42 + 0.34 * (index // 4))
        tone = _dim(scene, rgb(("f0c850", "e8847a", "7ac0d8", "a8d080")[(index * 5) % 4]))
        scene.fill([_box(left, top, left + board * 0.26, top + board * 0.24)], tone)
    for share, size in ((0.1, 0.3), (0.88, 0.34), (0.5, 0.26)):
        _desk(scene, scene.width * share, low + unit * (size - 0.22), unit * size)
    if not _dark_outside(scene):
        _shaft(scene)
    _lamp_light(scene, scene.width * 0.4, 0, unit * 0.7, 0.3)


def _desk(scene: Scene, x: float, foot: float, wide: float) -> None:
    wood = _dim(scene, rgb("a88a68"), 0.08)
    top = foot - wide * 0.42
    scene.fill([_box(x - wide * 0.46, top, x - wide * 0.42, foot), _box(x + wide * 0.42, top, x + wide * 0.46, foot)], darker(wood, 0.4))
    scene.fill([_box(x - wide * 0.5, top - wide * 0.03, x + wide * 0.5, top + wide * 0.04)], lighter(wood, 0.1), darker(wood, 0.2))
    screen = _dim(scene, rgb("30343c"))
    scene.fill([_box(x - wide * 0.2, top - wide * 0.34, x + wide * 0.2, top - wide * 0.08), _box(x - wide * 0.02, top - wide * 0.1, x + wide * 0.02, top - wide * 0.03)], screen)
    scene.fill([_box(x - wide * 0.18, top - wide * 0.32, x + wide * 0.18, top - wide * 0.1)], rgb("8cc8e0"), rgb("5c98b8"))


def stage(scene: Scene) -> None:
    """Boards, velvet and three beams of light over a dark hall."""
    low, unit = scene.height * min(0.74, scene.camera.horizon + 0.12), scene.short
    back = mix(mix(scene.palette.accent, (40, 30, 60), 0.75), scene.palette.zenith, 0.25)
    scene.fill([_box(0, 0, scene.width, low)], darker(back, 0.5), lighter(back, 0.06))
    boards = rgb("7a5234")
    scene.fill([_box(0, low, scene.width, scene.height)], darker(boards, 0.45), darker(boards, 0.1))
    seams = [_box(0, low + (scene.height - low) * share - 1, scene.width, low + (scene.height - low) * share + 1) for share in (0.08, 0.2, 0.36, 0.56, 0.8)]
    scene.fill(seams, darker(boards, 0.6))
    _beams(scene, low)
    velvet = mix(rgb("8a2430"), scene.palette.accent, 0.3)
    for side in (-1, 1):
        for fold in range(6):
            edge = (0 if side < 0 else scene.width) - side * scene.width * 0.028 * (fold - 0.5)
            wide = scene.width * 0.02
            tone = (darker(velvet, 0.4), lighter(velvet, 0.02), darker(velvet, 0.2))[fold % 3]
            scene.fill([_box(edge - wide, 0, edge + wide, low + unit * 0.07)], tone, darker(tone, 0.35))
    swags = []
    for index in range(5):
        turn = np.linspace(0, np.pi, 16)
        x = scene.width * (index + 0.5) / 5
        swags.append(np.stack([x - np.cos(turn) * scene.width * 0.108, np.sin(turn) * unit * 0.13], 1))
    scene.fill(swags, lighter(velvet, 0.05), darker(velvet, 0.35))


def _beams(scene: Scene, low: float) -> None:
    for share, aim, tone in ((0.2, 0.42, (255, 226, 170)), (0.5, 0.5, (255, 244, 214)), (0.8, 0.58, (210, 222, 255))):
        mask = scene.mask()
        x, foot = scene.width * share, low + (scene.height - low) * 0.5
        spot, wide = scene.width * aim, scene.short * 0.22
        beam = np.array([(x - 6, 0), (x + 6, 0), (spot + wide, foot), (spot - wide, foot)])
        cv2.fillPoly(mask, [np.rint(beam * 16).astype(np.int32)], (64,), cv2.LINE_AA, 4)
        cv2.ellipse(mask, (round(spot), round(foot)), (round(wide), round(wide * 0.26)), 0, 0, 360, (120,), -1, cv2.LINE_AA)
        add_light(scene.canvas, soft(mask, max(2, scene.short // 70)), tone)
