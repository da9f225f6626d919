"""Mountains, forests, meadows and wastes."""

import numpy as np

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.land import conifers, ground, hills, leafy, mist, path, peaks, ridge, stones, tufts
from core.providers.sketch.scene import Scene
from core.providers.sketch.sky import paint_sky
from core.providers.sketch.water import still_water
from core.vocabulary.reading import Shot

PINE = rgb("3f5f50")
LEAF = rgb("567a3e")
GRASS = rgb("7d9a4e")
EARTH = rgb("8c7654")
ROCK = rgb("6f747c")
SNOW_WHITE = rgb("e8eef5")
PETALS = (rgb("e8c050"), rgb("d8607a"), rgb("f2ece0"), rgb("8a78c8"))


def mountains(scene: Scene) -> None:
    """Three ranges, a line of firs and a stony alp."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low - unit * 0.08, unit * 0.16, mix(ROCK, (110, 130, 170), 0.4), 0.72, rough=0.55)
    peaks(scene, low + unit * 0.02, unit * 0.34, ROCK, 0.42)
    mist(scene, low + unit * 0.01, unit * 0.07, 0.6)
    line = ridge(scene, low + unit * 0.06, unit * 0.05, darker(PINE, 0.1), 0.26, first=2)
    conifers(scene, line, unit * 0.075, PINE, 0.22, 1.1)
    ground(scene, low + unit * 0.09, GRASS)
    aerial_rows(scene, low + unit * 0.14, PINE, pointed=True)
    stones(scene, low + unit * 0.12, ROCK, 16, unit * 0.03)
    tufts(scene, low + unit * 0.1, LEAF, 70, unit * 0.035, flowers=PETALS)


def forest(scene: Scene) -> None:
    """Trunk behind trunk in the haze, with a clearing where the light falls."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low - unit * 0.02, unit * 0.1, PINE, 0.62)
    if scene.camera.shot is Shot.AERIAL:
        ground(scene, low, LEAF)
        aerial_rows(scene, low, PINE, pointed=True, dense=1.5)
        return
    conifers(scene, float(low + unit * 0.02), unit * 0.46, PINE, 0.55, 0.9)
    mist(scene, low, unit * 0.12, 0.7)
    conifers(scene, float(low + unit * 0.05), unit * 0.62, darker(PINE, 0.1), 0.32, 0.55)
    ground(scene, low + unit * 0.05, mix(LEAF, EARTH, 0.45))
    mist(scene, low + unit * 0.05, unit * 0.07, 0.45)
    path(scene, low + unit * 0.06, lighter(EARTH, 0.15), 0.25, scene.width * 0.34)
    _trunks(scene, low)
    tufts(scene, low + unit * 0.08, LEAF, 110, unit * 0.05)


def _trunks(scene: Scene, low: int) -> None:
    """Tall near trunks that run out of the picture at the top, fewer in the middle where the subject stands."""
    outlines = []
    for index in range(7):
        side = -1 if index % 2 else 1
        x = scene.width * (0.5 + side * float(scene.rng.uniform(0.26, 0.52)))
        wide = scene.short * float(scene.rng.uniform(0.016, 0.034))
        foot = low + scene.short * float(scene.rng.uniform(0.1, 0.24))
        lean = scene.short * float(scene.rng.uniform(-0.03, 0.03))
        outlines.append(np.array([(x - wide * 0.7 + lean, 0), (x + wide * 0.7 + lean, 0), (x + wide, foot - wide * 2),
                                  (x + wide * 2.1, foot), (x - wide * 2.1, foot), (x - wide, foot - wide * 2)]))  # fmt: skip
    bark = scene.palette.lit(rgb("54443a"), 0.16)
    scene.fill(outlines, mix(bark, scene.palette.haze, 0.4), darker(bark, 0.15))


def meadow(scene: Scene) -> None:
    """Rolling hills with groves, and flowers at our feet."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low, unit * 0.1, mix(PINE, (120, 140, 170), 0.4), 0.68, rough=0.4)
    line = hills(scene, low + unit * 0.02, unit * 0.07, mix(GRASS, LEAF, 0.4), 0.42)
    leafy(scene, line + unit * 0.012, unit * 0.055, LEAF, 0.42, 0.7)
    hills(scene, low + unit * 0.07, unit * 0.05, GRASS, 0.22)
    ground(scene, low + unit * 0.12, lighter(GRASS, 0.06), rough=0.7)
    aerial_rows(scene, low + unit * 0.16, LEAF, pointed=False, dense=0.4)
    tufts(scene, low + unit * 0.13, LEAF, 190, unit * 0.045, flowers=PETALS)


def garden(scene: Scene) -> None:
    """Clipped hedges, a row of trees and beds of flowers along a gravel walk."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    leafy(scene, float(low + unit * 0.03), unit * 0.26, LEAF, 0.5, 0.9)
    leafy(scene, float(low + unit * 0.07), unit * 0.12, darker(LEAF, 0.12), 0.22, 1.7)
    ground(scene, low + unit * 0.06, lighter(GRASS, 0.05), rough=0.6, wave=0.004)
    path(scene, low + unit * 0.07, rgb("d8c8a4"), 0.12, scene.width * 0.36)
    aerial_rows(scene, low + unit * 0.12, LEAF, pointed=False, dense=0.6)
    tufts(scene, low + unit * 0.1, LEAF, 240, unit * 0.05, flowers=PETALS)


def desert(scene: Scene) -> None:
    """Dunes with a sharp crest between the lit and the shaded side, and a far mesa."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    sand = rgb("dcb276")
    ridge(scene, low, unit * 0.07, rgb("b07a58"), 0.62, first=2, rough=0.35)
    for depth, drop, height in ((0.46, 0.0, 0.06), (0.28, 0.07, 0.07), (0.1, 0.17, 0.07)):
        line = hills(scene, low + unit * (drop + 0.03), unit * height, sand, depth, first=2)
        _dune_shade(scene, line, mix(scene.palette.lit(darker(sand, 0.3), depth), scene.palette.zenith, 0.15))
    ground(scene, low + unit * 0.26, sand, rough=0.5, wave=0.03)
    stones(scene, low + unit * 0.24, rgb("a88a64"), 9, unit * 0.022)


def _dune_shade(scene: Scene, line: np.ndarray[tuple[int, ...], np.dtype[np.float64]], tone: RGB) -> None:
    across = np.linspace(0, scene.width, len(line))
    for top in [i for i in range(10, len(line) - 10) if line[i] <= line[i - 10 : i + 11].min()]:
        away = -scene.palette.light_from
        end = int(np.clip(top + away * 44, 0, len(line) - 1))
        columns = np.arange(min(top, end), max(top, end) + 1)
        slope = np.stack([across[columns], line[columns] + 1], 1)
        if away < 0:
            slope = slope[::-1]
        # The slip face hangs from the crest like a sail: back to the summit in one long curve.
        share = np.linspace(0, 1, 14)[1:-1]
        drop = scene.short * 0.11
        belly = slope[-1] + (slope[0] - slope[-1]) * share[:, None]
        belly[:, 1] += drop * np.sin(share * np.pi) ** 1.3
        belly[:, 0] += away * drop * 0.5 * np.sin(share * np.pi)
        scene.fill([np.vstack([slope, belly])], tone, mix(tone, scene.palette.lit(rgb("dcb276"), 0.2), 0.7))


def snow(scene: Scene) -> None:
    """White hills under snow-laden firs."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    peaks(scene, low + unit * 0.02, unit * 0.24, ROCK, 0.56, 0.75)
    mist(scene, low, unit * 0.06, 0.6)
    line = hills(scene, low + unit * 0.04, unit * 0.04, SNOW_WHITE, 0.34)
    conifers(scene, line, unit * 0.12, PINE, 0.3, 0.7)
    hills(scene, low + unit * 0.1, unit * 0.05, SNOW_WHITE, 0.16)
    ground(scene, low + unit * 0.16, SNOW_WHITE, rough=0.45, wave=0.02)
    aerial_rows(scene, low + unit * 0.2, PINE, pointed=True, dense=0.4)
    stones(scene, low + unit * 0.2, lighter(SNOW_WHITE, 0.2), 12, unit * 0.035)


def road(scene: Scene) -> None:
    """A road that runs to the horizon between fields, with posts along it."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low, unit * 0.1, ROCK, 0.66)
    hills(scene, low + unit * 0.015, unit * 0.03, mix(GRASS, EARTH, 0.3), 0.4)
    ground(scene, low + unit * 0.03, mix(GRASS, EARTH, 0.45), wave=0.004)
    _carriageway(scene, low + unit * 0.03)
    tufts(scene, low + unit * 0.06, mix(LEAF, EARTH, 0.4), 60, unit * 0.04)


def _carriageway(scene: Scene, top: float) -> None:
    aim = scene.width * float(scene.rng.uniform(0.4, 0.6))
    left, right, foot = -scene.width * 0.12, scene.width * 0.94, float(scene.height)
    asphalt = scene.palette.lit(rgb("5c5c62"), 0.05)
    scene.fill(
        [np.array([(aim - 2, top), (aim + 2, top), (right, foot), (left, foot)])],
        mix(asphalt, scene.palette.haze, 0.45),
        asphalt,
    )
    dashes, posts = [], []
    for index in range(9):
        near, far = (0.1 + 0.9 * ((index + part) / 9) ** 2.2 for part in (0.55, 0.0))
        spots = [
            (
                aim + ((left + right) / 2 - aim) * share,
                top + (foot - top) * share,
                scene.width * 0.012 * share,
            )
            for share in (far, near)
        ]
        dashes.append(np.array([(x - w, y) for x, y, w in spots] + [(x + w, y) for x, y, w in spots[::-1]]))
        x, y = aim + (right + scene.width * 0.1 - aim) * far, top + (foot - top) * far
        posts.append(
            np.array(
                [
                    (x - 5 * far, y),
                    (x + 5 * far, y),
                    (x + 5 * far, y - scene.short * 0.13 * far),
                    (x - 5 * far, y - scene.short * 0.13 * far),
                ]
            )
        )
    scene.fill(dashes, scene.palette.lit(rgb("e8dcb8"), 0.15))
    scene.fill(posts, scene.palette.lit(rgb("d8d2c8"), 0.1))


def river(scene: Scene) -> None:
    """A bend of water between wooded banks."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    peaks(scene, low, unit * 0.2, ROCK, 0.62, 0.25)
    line = hills(scene, low + unit * 0.02, unit * 0.05, mix(GRASS, LEAF, 0.5), 0.42)
    leafy(scene, line + unit * 0.012, unit * 0.09, LEAF, 0.4, 1.0)
    still_water(scene, round(low + unit * 0.05), scene.height, rgb("3f7480"))
    _banks(scene, low + unit * 0.05)
    tufts(scene, low + (scene.height - low) * 0.55, LEAF, 70, unit * 0.055)


def _banks(scene: Scene, top: float) -> None:
    """Two spits of land that reach in from the sides; the nearer one carries the subject."""
    side = -scene.palette.light_from
    edge = np.linspace(0, 1, 30)
    deep = scene.height - top
    for aside, start, reach in ((side, 0.1, 0.62), (-side, 0.4, 1.25)):
        rim = top + deep * (start + 0.2 * edge**2 + 0.012 * np.cos(edge * 19))
        x = (0 if aside < 0 else scene.width) - aside * (1 - edge) * scene.width * reach
        shore = np.stack([x, rim[::-1]], 1)
        corner = -scene.width * 0.02 if aside < 0 else scene.width * 1.02
        foot = float(scene.height) if start > 0.3 else top + deep * 0.42
        outline = np.vstack(
            [
                shore,
                [
                    [corner, rim[0]],
                    [corner, foot],
                    [scene.width * (0.5 - aside * (0.75 if start > 0.3 else -0.1)), foot],
                ],
            ]
        )
        tone = scene.palette.lit(mix(GRASS, EARTH, 0.25), 0.3 - start * 0.5)
        scene.fill([outline], lighter(tone, 0.12), darker(tone, 0.2))


def ruins(scene: Scene) -> None:
    """Broken columns and an arch overgrown with grass."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low - unit * 0.01, unit * 0.12, ROCK, 0.64)
    hills(scene, low + unit * 0.03, unit * 0.05, GRASS, 0.36)
    leafy(scene, float(low + unit * 0.05), unit * 0.1, LEAF, 0.42, 0.6)
    ground(scene, low + unit * 0.06, mix(GRASS, rgb("a89a7c"), 0.5))
    _arch(scene, scene.width * (0.5 - scene.palette.light_from * 0.27), low + unit * 0.13, unit * 0.42)
    for index in range(5):
        x = scene.width * (0.08 + 0.21 * index + float(scene.rng.uniform(-0.03, 0.03)))
        _column(
            scene,
            x,
            low + unit * (0.07 + 0.09 * (index % 2)),
            unit * float(scene.rng.uniform(0.14, 0.4)),
            0.3 - 0.14 * (index % 2),
        )
    stones(scene, low + unit * 0.12, rgb("b4a88e"), 14, unit * 0.035)
    tufts(scene, low + unit * 0.1, LEAF, 110, unit * 0.045)


def _column(scene: Scene, x: float, foot: float, height: float, depth: float) -> None:
    stone = scene.palette.lit(rgb("c4b898"), depth)
    wide = scene.short * 0.028
    broken = height * 0.08
    scene.fill([np.array([(x - wide, foot), (x - wide, foot - height), (x - wide * 0.3, foot - height - broken), (x + wide * 0.3, foot - height + broken * 0.4),
                          (x + wide, foot - height - broken * 0.4), (x + wide, foot)])], lighter(stone, 0.1), darker(stone, 0.1))  # fmt: skip
    shaded = -scene.palette.light_from
    scene.fill(
        [
            np.array(
                [
                    (x + shaded * wide * 0.35, foot),
                    (x + shaded * wide * 0.35, foot - height),
                    (x + shaded * wide, foot - height),
                    (x + shaded * wide, foot),
                ]
            )
        ],
        darker(stone, 0.28),
    )
    scene.fill(
        [
            np.array(
                [
                    (x - wide * 1.5, foot),
                    (x - wide * 1.5, foot - wide * 0.7),
                    (x + wide * 1.5, foot - wide * 0.7),
                    (x + wide * 1.5, foot),
                ]
            )
        ],
        darker(stone, 0.06),
    )


def _arch(scene: Scene, x: float, foot: float, height: float) -> None:
    stone = scene.palette.lit(rgb("b8ac90"), 0.24)
    turn = np.linspace(0, np.pi, 24)
    for wide, tall, tone in ((0.42, 1.0, stone), (0.27, 0.8, None)):
        curve = np.stack(
            [x + np.cos(turn) * height * wide, foot - height * (tall - wide) - np.sin(turn) * height * wide],
            1,
        )
        outline = np.vstack([[[x + height * wide, foot]], curve, [[x - height * wide, foot]]])
        if tone is None:
            scene.fill(
                [outline], mix(scene.palette.horizon, scene.palette.haze, 0.5), scene.palette.lit(GRASS, 0.36)
            )
        else:
            scene.fill([outline], lighter(tone, 0.12), darker(tone, 0.16))


def aerial_rows(scene: Scene, top: float, colour: RGB, *, pointed: bool, dense: float = 0.6) -> None:
    """Seen from above, woods spread over the land in rows that grow towards the viewer; else nothing."""
    if scene.camera.shot is not Shot.AERIAL:
        return
    for share in (0.02, 0.1, 0.22, 0.38, 0.62, 0.9):
        if dense < 1 and share in {0.38, 0.62}:
            continue
        row = float(top + (scene.height - top) * share)
        paint = conifers if pointed else leafy
        paint(scene, row, scene.short * (0.05 + 0.14 * share), colour, 0.45 * (1 - share), dense)
