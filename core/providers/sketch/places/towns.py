"""Villages and cities."""

import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.land import ground, hills, leafy, path, ridge, tufts
from core.providers.sketch.pixels import add_light, radial, scaled
from core.providers.sketch.scene import Scene
from core.providers.sketch.sky import paint_sky
from core.vocabulary.reading import DayTime, Shot

_WALLS = ("e6d6b4", "d8b894", "e8e0d0", "c8a488", "d0c8b4", "dcc0a4")
_ROOFS = ("a8543c", "8a4a3c", "7a5a4c", "b0664a")


def village(scene: Scene) -> None:
    """Gabled houses along a lane below wooded hills."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    ridge(scene, low, unit * 0.13, rgb("5c7060"), 0.66)
    hills(scene, low + unit * 0.02, unit * 0.06, rgb("7d9a4e"), 0.44)
    leafy(scene, float(low + unit * 0.03), unit * 0.08, rgb("567a3e"), 0.46, 0.8)
    houses(scene, low + unit * 0.06, unit * 0.13, 0.34, spread=0.8)
    ground(scene, low + unit * 0.055, rgb("92965c"), wave=0.004)
    path(scene, low + unit * 0.06, rgb("cbb48a"), 0.2, scene.width * 0.42)
    houses(scene, low + unit * 0.13, unit * 0.27, 0.14, spread=0.5, gap=True)
    if scene.camera.shot is Shot.AERIAL:
        for share in (0.2, 0.42, 0.7):
            houses(
                scene,
                low + (scene.height - low) * share,
                unit * (0.12 + 0.12 * share),
                0.2 * (1 - share),
                spread=0.45,
            )
    tufts(scene, low + unit * 0.16, rgb("567a3e"), 70, unit * 0.04)


def houses(scene: Scene, foot: float, size: float, depth: float, *, spread: float, gap: bool = False) -> None:
    """A row of gabled houses `size` pixels high; `gap` leaves the middle of the picture free."""
    x = -size * float(scene.rng.uniform(0.1, 0.6))
    while x < scene.width:
        wide = size * float(scene.rng.uniform(0.6, 1.0))
        tall = size * float(scene.rng.uniform(0.75, 1.1))
        free = gap and scene.width * 0.24 < x + wide / 2 < scene.width * 0.76
        if not free:
            drop = size * float(scene.rng.uniform(-0.05, 0.08))
            _house(scene, x, foot + drop, wide, tall, depth)
        x += wide * float(scene.rng.uniform(0.9, 1.1 + (1 - spread)))


def _house(scene: Scene, x: float, foot: float, wide: float, tall: float, depth: float) -> None:
    wall = scene.palette.lit(rgb(_WALLS[int(scene.rng.integers(len(_WALLS)))]), depth)
    roof = scene.palette.lit(rgb(_ROOFS[int(scene.rng.integers(len(_ROOFS)))]), depth)
    eaves = foot - tall * 0.58
    scene.fill([_box(x, eaves, x + wide, foot)], lighter(wall, 0.06), darker(wall, 0.14))
    shaded = x + wide * 0.62 if scene.palette.light_from < 0 else x
    scene.fill([_box(shaded, eaves, shaded + wide * 0.38, foot)], darker(wall, 0.2))
    scene.fill(
        [
            np.array(
                [
                    (x - wide * 0.09, eaves),
                    (x + wide * 0.2, foot - tall),
                    (x + wide * 0.8, foot - tall),
                    (x + wide * 1.09, eaves),
                ]
            )
        ],
        lighter(roof, 0.06),
        darker(roof, 0.12),
    )
    scene.fill(
        [_box(x + wide * 0.68, foot - tall * 1.12, x + wide * 0.78, foot - tall * 0.86)], darker(roof, 0.2)
    )
    _lit_panes(
        scene,
        [(x + wide * share, eaves + tall * 0.2) for share in (0.22, 0.5, 0.78)],
        wide * 0.13,
        tall * 0.14,
        depth,
    )


def _lit_panes(
    scene: Scene, spots: list[tuple[float, float]], wide: float, tall: float, depth: float
) -> None:
    glowing = scene.day_time in {DayTime.NIGHT, DayTime.DUSK, DayTime.DAWN}
    for x, y in spots:
        warm = glowing and scene.rng.random() < 0.75
        tone = (
            mix(rgb("ffcf7c"), scene.palette.haze, depth * 0.3)
            if warm
            else scene.palette.lit(rgb("5c6c7c"), depth)
        )
        scene.fill([_box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)], tone)
        if warm:
            reach = max(2, round(tall * 1.7))
            add_light(
                scene.canvas, scaled(radial(reach), 0.4), (240, 160, 70), round(x) - reach, round(y) - reach
            )


def _box(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def city(scene: Scene) -> None:
    """Towers behind towers, a street between them and lamps along it."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    _blocks(scene, low + unit * 0.02, (0.16, 0.42), rgb("7c8aa0"), 0.66, 0.055)
    _blocks(scene, low + unit * 0.04, (0.12, 0.4), rgb("66707e"), 0.42, 0.075)
    if scene.camera.shot is Shot.AERIAL:
        _roofs_from_above(scene, low + unit * 0.05)
        return
    street = scene.palette.lit(rgb("5c5e66"), 0.0)
    top = low + unit * 0.04
    scene.fill(
        [_box(0, top, scene.width, scene.height)], mix(street, scene.palette.haze, 0.4), darker(street, 0.15)
    )
    _canyon(scene, top)
    if scene.style.neon:
        _neon_signs(scene, top)
    _kerbs(scene, top)


def _blocks(
    scene: Scene, foot: float, rise: tuple[float, float], colour: RGB, depth: float, width: float
) -> None:
    x = -scene.short * width
    tone = scene.palette.lit(colour, depth)
    glowing = scene.day_time in {DayTime.NIGHT, DayTime.DUSK, DayTime.DAWN}
    panes: list[NDArray[np.float64]] = []
    towers: list[NDArray[np.float64]] = []
    while x < scene.width:
        wide = scene.short * width * float(scene.rng.uniform(0.7, 1.6))
        top = foot - scene.short * float(scene.rng.uniform(*rise))
        towers.append(_box(x, top, x + wide, foot + 4))
        if scene.rng.random() < 0.4:
            towers.append(_box(x + wide * 0.25, top - scene.short * 0.025, x + wide * 0.75, top + 2))
        panes += _window_grid(scene, x, top, wide, foot)
        x += wide * float(scene.rng.uniform(0.95, 1.2))
    scene.fill(towers, tone, mix(tone, scene.palette.haze, 0.5))
    scene.fill(
        panes, mix(rgb("ffd48a"), tone, depth * 0.6) if glowing else mix(tone, scene.palette.horizon, 0.35)
    )


def _window_grid(scene: Scene, x: float, top: float, wide: float, foot: float) -> list[NDArray[np.float64]]:
    size = scene.short * 0.0075
    columns = max(1, int(wide / (size * 2.2)) - 1)
    panes = []
    for row in range(int((foot - top) / (size * 2.6))):
        lit = scene.rng.random(columns) < 0.36
        for column in np.flatnonzero(lit):
            left, up = x + size * (1.3 + 2.2 * int(column)), top + size * (1.4 + 2.6 * row)
            panes.append(_box(left, up, left + size, up + size * 1.3))
    return panes


def _canyon(scene: Scene, top: float) -> None:
    """House fronts on both sides that run towards the vanishing point."""
    aim = scene.width * 0.5
    for side in (-1, 1):
        tone = scene.palette.lit(rgb(("8a6a5c", "6c6672")[side > 0]), 0.1)
        tone = darker(tone, 0.25) if side == scene.palette.light_from else lighter(tone, 0.04)
        for index, (near, far) in enumerate(((1.16, 0.72), (0.72, 0.5), (0.5, 0.36))):
            x0, x1 = aim + side * scene.width * near * 0.56, aim + side * scene.width * far * 0.56
            rise = scene.short * (0.62, 0.46, 0.5)[index] * float(scene.rng.uniform(0.9, 1.15))
            shade = mix(tone, scene.palette.haze, index * 0.2)
            tops = (top - rise * near * 1.25, top - rise * far * 1.25)
            feet = (top + (scene.height - top) * near * 0.42, top + (scene.height - top) * far * 0.42)
            scene.fill(
                [np.array([(x0, tops[0]), (x1, tops[1]), (x1, feet[1]), (x0, feet[0])])],
                lighter(shade, 0.05),
                darker(shade, 0.15),
            )
            _front_windows(scene, (x0, x1), tops, feet, shade)


def _front_windows(
    scene: Scene, x: tuple[float, float], tops: tuple[float, float], feet: tuple[float, float], wall: RGB
) -> None:
    glowing = scene.day_time in {DayTime.NIGHT, DayTime.DUSK, DayTime.DAWN} or scene.style.neon
    warm: list[NDArray[np.float64]] = []
    cool: list[NDArray[np.float64]] = []
    for row in range(5):
        for column in range(4):
            corners = []
            for u, v in ((0.1, 0.14), (0.19, 0.14), (0.19, 0.26), (0.1, 0.26)):
                along, down = u + column * 0.22, v + row * 0.165
                high, foot = tops[0] + (tops[1] - tops[0]) * along, feet[0] + (feet[1] - feet[0]) * along
                corners.append((x[0] + (x[1] - x[0]) * along, high + (foot - high) * down))
            (warm if glowing and scene.rng.random() < 0.55 else cool).append(np.array(corners))
    scene.fill(cool, mix(wall, scene.palette.middle, 0.4))
    tones = (rgb("ff5ac8"), rgb("50d8f0")) if scene.style.neon else (rgb("ffd084"), rgb("ffc070"))
    scene.fill(warm[::2], tones[0])
    scene.fill(warm[1::2], tones[1])


def _neon_signs(scene: Scene, top: float) -> None:
    """Upright signs on both house fronts: bars of light that read as writing without being any."""
    tones = ((255, 60, 170), (60, 230, 255), (255, 190, 60), (150, 90, 255))
    for index in range(8):
        side = -1 if index % 2 else 1
        near = 0.3 + 0.13 * (index // 2)
        x = scene.width * (0.5 + side * (0.16 + near * 0.36))
        tall, wide = scene.short * near * 0.44, scene.short * near * 0.085
        y = top - scene.short * near * float(scene.rng.uniform(0.35, 0.62))
        tone = tones[int(scene.rng.integers(4))]
        reach = max(4, round(tall * 0.9))
        add_light(
            scene.canvas, scaled(radial(reach), 0.75), tone, round(x) - reach, round(y + tall / 2) - reach
        )
        scene.fill([_box(x - wide / 2, y, x + wide / 2, y + tall)], (22, 14, 40))
        bars = [
            _box(
                x - wide * 0.3,
                y + tall * (0.06 + 0.18 * row),
                x + wide * float(scene.rng.uniform(-0.1, 0.32)),
                y + tall * (0.15 + 0.18 * row),
            )
            for row in range(5)
        ]
        scene.fill(bars, mix(tone, (255, 255, 255), 0.45))


def _kerbs(scene: Scene, top: float) -> None:
    aim = scene.width * 0.5
    stone = scene.palette.lit(rgb("a09a94"), 0.06)
    for side in (-1, 1):
        outer = aim + side * scene.width * 0.62
        scene.fill([np.array([(aim + side * scene.width * 0.12, top + 2), (aim + side * scene.width * 0.2, top + 2), (outer + side * scene.width * 0.5, scene.height), (outer, scene.height)])],
                   mix(stone, scene.palette.haze, 0.4), stone)  # fmt: skip
        for share in (0.12, 0.3, 0.62):
            _lamp(
                scene,
                aim + side * scene.width * (0.17 + 0.5 * share),
                top + (scene.height - top) * share * 0.9,
                scene.short * (0.14 + 0.36 * share),
            )


def _lamp(scene: Scene, x: float, foot: float, tall: float) -> None:
    iron = scene.palette.lit(rgb("34343c"), 0.1)
    wide = max(0.8, tall * 0.014)
    scene.fill([_box(x - wide, foot - tall, x + wide, foot)], iron)
    scene.fill(
        [
            np.array(
                [
                    (x - tall * 0.045, foot - tall),
                    (x + tall * 0.045, foot - tall),
                    (x + tall * 0.03, foot - tall * 1.09),
                    (x - tall * 0.03, foot - tall * 1.09),
                ]
            )
        ],
        rgb("fff0c4"),
    )
    if scene.day_time in {DayTime.NIGHT, DayTime.DUSK} or scene.style.neon:
        reach = max(3, round(tall * 0.55))
        add_light(
            scene.canvas,
            scaled(radial(reach), 0.7),
            (255, 196, 110),
            round(x) - reach,
            round(foot - tall * 1.04) - reach,
        )


def _roofs_from_above(scene: Scene, top: float) -> None:
    """Blocks seen at a slant from above: lit roof, shaded front, streets between."""
    street = scene.palette.lit(rgb("666870"), 0.1)
    scene.fill([_box(0, top, scene.width, scene.height)], mix(street, scene.palette.haze, 0.5), street)
    share = 0.02
    while share < 1.1:
        size = scene.short * (0.05 + 0.17 * share)
        foot = top + (scene.height - top) * share
        x = -size * float(scene.rng.random())
        while x < scene.width:
            wide, tall = size * float(scene.rng.uniform(0.8, 1.2)), size * float(scene.rng.uniform(0.5, 1.5))
            tone = scene.palette.lit(
                rgb(("8c8478", "9c7460", "747c88", "a89c8c")[int(scene.rng.integers(4))]), 0.45 * (1 - share)
            )
            if not (abs(x + wide / 2 - scene.width / 2) < size * 0.9 and share > 0.3):
                _slant_block(scene, x, foot, wide, tall, tone)
            x += wide * 1.28
        share += 0.07 + 0.16 * share


def _slant_block(scene: Scene, x: float, foot: float, wide: float, tall: float, tone: RGB) -> None:
    front, roof = foot - tall, foot - tall - wide * 0.4
    scene.fill([_box(x, front, x + wide, foot)], darker(tone, 0.12), darker(tone, 0.34))
    scene.fill(
        [np.array([(x, front), (x + wide, front), (x + wide * 0.94, roof), (x + wide * 0.06, roof)])],
        lighter(tone, 0.2),
    )
    panes = [
        _box(
            x + wide * (0.14 + 0.26 * i),
            front + tall * (0.12 + 0.24 * j),
            x + wide * (0.26 + 0.26 * i),
            front + tall * (0.24 + 0.24 * j),
        )
        for i in range(3)
        for j in range(3)
    ]
    lit = scene.day_time in {DayTime.NIGHT, DayTime.DUSK} or scene.style.neon
    scene.fill(panes, rgb("ffd084") if lit else mix(tone, scene.palette.zenith, 0.5))
