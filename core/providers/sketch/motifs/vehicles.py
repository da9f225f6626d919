"""Ships, carriages and flying machines, all heading to the right."""

from typing import Final

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Ink, Pen, Point


def _wheel(pen: Pen, x: float, y: float, size: float) -> None:
    pen.oval("26242c", (x, y), size)
    pen.oval("b4b8c0", (x, y), size * 0.52)
    pen.oval("5a5c66", (x, y), size * 0.2)


def _pane(pen: Pen, look: Look, points: list[Point]) -> None:
    pen.blob("ffd98a" if look.night else "a8cfe0", points)
    if look.night:
        pen.glow(points[0], 0.25, "e0a040")


def _ship(pen: Pen, look: Look) -> None:
    hull = look.colour(rgb("7a4c30"))
    sail = rgb("f2e8d2")
    for x, top in ((-0.34, 0.9), (0.06, 1.0), (0.44, 0.84)):
        pen.limb("5a4030", [(x, 0.2), (x, top)], 0.026, 0.016)
        for low, high, wide in ((0.32, 0.56, 0.2), (0.6, 0.8, 0.155)):
            if high < top:
                pen.blob(
                    sail,
                    [
                        (x - wide * 0.85, low),
                        (x - wide * 0.6, high),
                        (x + wide * 0.7, high),
                        (x + wide * 1.2, (low + high) / 2),
                        (x + wide, low),
                    ],
                )
                pen.limb(
                    mix(sail, (150, 120, 100), 0.35),
                    [(x - wide * 0.6, low + 0.02), (x - wide * 0.45, high - 0.02)],
                    0.03,
                )
                pen.limb("5a4030", [(x - wide * 0.8, high), (x + wide * 0.9, high)], 0.014)
    pen.poly(look.accent, [(0.06, 1.0), (-0.12, 1.03), (0.06, 1.06)])
    pen.limb("5a4030", [(0.6, 0.22), (0.94, 0.4)], 0.024, 0.012)
    pen.poly(mix(sail, (180, 150, 120), 0.2), [(0.5, 0.78), (0.9, 0.38), (0.56, 0.3)])
    pen.blob(
        hull,
        [
            (-0.72, 0.32),
            (-0.62, 0.3),
            (-0.5, 0.2),
            (0.4, 0.18),
            (0.74, 0.28),
            (0.62, 0.06),
            (0.42, -0.03),
            (-0.44, -0.03),
            (-0.62, 0.08),
        ],
    )
    pen.limb(lighter(hull, 0.3), [(-0.66, 0.2), (-0.4, 0.13), (0.4, 0.12), (0.68, 0.2)], 0.026)
    for index in range(6):
        pen.oval("ffd080" if look.night else "2c2220", (-0.42 + index * 0.16, 0.055), 0.026)


def _sailboat(pen: Pen, look: Look) -> None:
    hull = look.colour(look.accent)
    pen.limb("6a4a34", [(0.0, 0.08), (0.0, 1.0)], 0.024, 0.016)
    pen.blob("f6f0e2", [(-0.03, 0.96), (-0.05, 0.2), (-0.5, 0.2), (-0.3, 0.5)])
    pen.blob("e8dcc2", [(0.04, 0.9), (0.05, 0.2), (0.42, 0.22), (0.26, 0.5)])
    pen.limb(mix(hull, (250, 240, 220), 0.2), [(-0.36, 0.36), (-0.05, 0.36)], 0.05)
    pen.blob(hull, [(-0.56, 0.16), (0.6, 0.17), (0.4, -0.03), (-0.4, -0.03)])
    pen.limb(lighter(hull, 0.5), [(-0.54, 0.15), (0.0, 0.12), (0.58, 0.16)], 0.035)


def _rowboat(pen: Pen, look: Look) -> None:
    hull = look.colour(rgb("8a5a38"))
    pen.limb("6a4a30", [(-0.2, 0.9), (0.5, -0.1)], 0.06, 0.1)
    pen.blob(darker(hull, 0.4), [(-1.3, 0.86), (0, 0.6), (1.3, 0.86), (0, 0.7)])
    pen.blob(
        hull,
        [
            (-1.4, 0.9),
            (-0.7, 0.62),
            (0.7, 0.62),
            (1.4, 0.9),
            (1.0, 0.2),
            (0.6, -0.04),
            (-0.6, -0.04),
            (-1.0, 0.2),
        ],
    )
    for y in (0.42, 0.22):
        pen.limb(darker(hull, 0.25), [(-1.16 + y * -0.2, y), (0, y - 0.1), (1.16 + y * 0.2, y)], 0.03)
    pen.limb(lighter(hull, 0.3), [(-1.38, 0.88), (-0.7, 0.6), (0.7, 0.6), (1.38, 0.88)], 0.09)


def _car(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    pen.blob(darker(paint, 0.1), [(-0.64, 0.52), (-0.46, 0.94), (-0.1, 1.0), (0.28, 0.94), (0.56, 0.54)])
    _pane(pen, look, [(-0.5, 0.56), (-0.38, 0.86), (-0.08, 0.9), (-0.06, 0.56)])
    _pane(pen, look, [(0.02, 0.56), (0.02, 0.9), (0.24, 0.86), (0.44, 0.56)])
    pen.blob(
        paint,
        [
            (-1.08, 0.5),
            (-0.6, 0.6),
            (0.5, 0.58),
            (1.02, 0.48),
            (1.12, 0.3),
            (1.04, 0.16),
            (-1.06, 0.16),
            (-1.14, 0.34),
        ],
    )
    pen.limb(lighter(paint, 0.4), [(-0.98, 0.46), (0.0, 0.5), (0.96, 0.42)], 0.03)
    pen.limb("c8ccd2", [(-1.1, 0.2), (0, 0.17), (1.1, 0.2)], 0.05)
    pen.oval("fff2c0", (1.04, 0.38), 0.07, 0.08)
    pen.glow((1.1, 0.38), 0.9 if look.night else 0.3, "ffe0a0")
    pen.oval("e04838", (-1.09, 0.4), 0.05, 0.07)
    for x in (-0.64, 0.64):
        _wheel(pen, x, 0.19, 0.21)


def _truck(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    pen.box("d9d2c2", -0.98, 0.24, 0.34, 1.0)
    pen.box("c2baa8", -0.98, 0.24, 0.34, 0.36)
    pen.limb(paint, [(-0.96, 0.7), (0.32, 0.7)], 0.1)
    pen.blob(paint, [(0.36, 0.2), (0.36, 0.84), (0.7, 0.84), (0.86, 0.54), (1.02, 0.48), (1.04, 0.2)])
    _pane(pen, look, [(0.5, 0.52), (0.5, 0.76), (0.68, 0.76), (0.8, 0.52)])
    pen.oval("fff2c0", (1.0, 0.36), 0.05)
    pen.glow((1.05, 0.36), 0.6 if look.night else 0.2, "ffe0a0")
    for x in (-0.66, -0.34, 0.72):
        _wheel(pen, x, 0.16, 0.17)


def _bus(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("d8a032"))
    pen.blob(
        paint, [(-1.1, 0.16), (-1.14, 0.6), (-1.08, 0.96), (0, 1.0), (1.0, 0.96), (1.12, 0.6), (1.12, 0.16)]
    )
    for index in range(6):
        x = -0.98 + index * 0.33
        _pane(pen, look, [(x, 0.56), (x, 0.84), (x + 0.25, 0.84), (x + 0.25, 0.56)])
    pen.limb("f6eedc", [(-1.12, 0.44), (1.12, 0.44)], 0.05)
    pen.oval("fff2c0", (1.1, 0.28), 0.05)
    pen.glow((1.12, 0.28), 0.6 if look.night else 0.2, "ffe0a0")
    for x in (-0.66, 0.66):
        _wheel(pen, x, 0.17, 0.17)


def _train(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("34586a"))
    for shift in (-2.42, -1.36):
        pen.box(darker(rgb("9a4038"), 0.05), shift, 0.2, shift + 0.96, 0.84)
        pen.limb("3a3038", [(shift - 0.02, 0.86), (shift + 0.98, 0.86)], 0.07)
        for index in range(3):
            x = shift + 0.1 + index * 0.29
            _pane(pen, look, [(x, 0.48), (x, 0.74), (x + 0.18, 0.74), (x + 0.18, 0.48)])
        for x in (0.2, 0.76):
            _wheel(pen, shift + x, 0.13, 0.13)
    pen.box(paint, -0.34, 0.2, 0.1, 0.94)
    pen.limb("2a2a34", [(-0.42, 0.96), (0.18, 0.96)], 0.08)
    _pane(pen, look, [(-0.24, 0.56), (-0.24, 0.84), (0.0, 0.84), (0.0, 0.56)])
    pen.blob(paint, [(0.1, 0.26), (0.1, 0.7), (0.8, 0.7), (0.9, 0.48), (0.8, 0.26)])
    pen.poly("2a2a34", [(0.58, 0.66), (0.54, 0.96), (0.78, 0.96), (0.74, 0.66)])
    for size, x, y in ((0.1, 0.6, 1.06), (0.15, 0.42, 1.18), (0.19, 0.12, 1.28), (0.22, -0.26, 1.34)):
        pen.oval("dcdce0", (x, y), size)
    pen.oval("d8b048", (0.3, 0.72), 0.08)
    pen.oval("fff0b8", (0.88, 0.56), 0.07)
    pen.glow((0.96, 0.56), 0.8 if look.night else 0.3, "ffe0a0")
    pen.poly("a83a32", [(0.78, 0.24), (1.06, 0.02), (0.66, 0.02)])
    for x, size in ((-0.16, 0.19), (0.24, 0.15), (0.58, 0.15)):
        _wheel(pen, x, size, size)
    pen.limb("c8ccd2", [(-0.16, 0.17), (0.58, 0.14)], 0.03)


def _plane(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("e8e6e2"))
    pen.blob(darker(paint, 0.25), [(-0.2, 0.5), (-0.5, 0.86), (-0.36, 0.88), (0.16, 0.54)])
    pen.poly(look.accent, [(-1.0, 0.5), (-1.16, 1.0), (-0.94, 1.0), (-0.62, 0.52)])
    pen.blob(
        paint,
        [
            (-1.06, 0.52),
            (-0.6, 0.6),
            (0.6, 0.64),
            (1.0, 0.52),
            (1.12, 0.42),
            (0.9, 0.32),
            (0.4, 0.28),
            (-0.5, 0.34),
        ],
    )
    pen.limb(look.accent, [(-0.9, 0.46), (0.0, 0.42), (1.0, 0.42)], 0.05, 0.03)
    for index in range(7):
        pen.oval("ffdf9a" if look.night else "4a6a88", (-0.46 + index * 0.17, 0.52), 0.034)
    pen.blob("4a6a88", [(0.78, 0.56), (0.96, 0.52), (0.9, 0.47), (0.74, 0.48)])
    pen.blob(lighter(paint, 0.3), [(0.22, 0.4), (-0.4, 0.02), (-0.62, 0.04), (-0.24, 0.4)])
    pen.blob(darker(paint, 0.3), [(-0.02, 0.2), (0.14, 0.16), (0.14, 0.08), (-0.12, 0.1)])


def _rocket(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("ece8e2"))
    trim = look.accent
    pen.glow((0, 0.05), 0.7, "ffb050")
    pen.blob("f8a030", [(-0.09, 0.16), (-0.12, 0.0), (0, -0.26), (0.12, 0.0), (0.09, 0.16)])
    pen.blob("fff0b0", [(-0.05, 0.16), (-0.05, 0.02), (0, -0.1), (0.05, 0.02), (0.05, 0.16)])
    for side in (-1, 1):
        pen.blob(
            darker(trim, 0.15),
            [(side * 0.12, 0.42), (side * 0.28, 0.24), (side * 0.28, 0.08), (side * 0.1, 0.2)],
        )
    pen.blob(
        paint, [(-0.1, 0.16), (-0.17, 0.4), (-0.15, 0.7), (0, 1.0), (0.15, 0.7), (0.17, 0.4), (0.1, 0.16)]
    )
    pen.blob(trim, [(-0.115, 0.8), (0, 1.02), (0.115, 0.8), (0, 0.77)])
    pen.limb(trim, [(-0.145, 0.28), (0, 0.26), (0.145, 0.28)], 0.05)
    pen.oval("5a6270", (0, 0.6), 0.085)
    pen.oval("8cd4ec", (0, 0.6), 0.06)
    pen.limb(trim, [(0, 0.38), (0, 0.1)], 0.05, 0.03)


def _spaceship(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("a8b0bc"))
    pen.glow((-0.95, 0.42), 0.7, "50c0ff")
    pen.blob("9ae4ff", [(-0.8, 0.54), (-1.3, 0.43), (-0.8, 0.34)])
    pen.blob("6acce8", [(-0.1, 0.62), (0.16, 0.92), (0.5, 0.78), (0.6, 0.6)])
    pen.blob(
        paint, [(-0.9, 0.56), (-0.3, 0.72), (0.5, 0.64), (1.1, 0.42), (0.5, 0.26), (-0.4, 0.2), (-0.9, 0.32)]
    )
    pen.poly(darker(paint, 0.2), [(-0.2, 0.46), (-0.9, 1.0), (-0.98, 0.98), (-0.76, 0.46)])
    pen.poly(lighter(paint, 0.1), [(0.1, 0.36), (-0.9, -0.02), (-1.0, 0.02), (-0.5, 0.38)])
    pen.limb(look.accent, [(-0.84, 0.45), (0.0, 0.45), (0.96, 0.42)], 0.045)
    for index in range(4):
        pen.oval("ffe0a0", (0.3 + index * 0.13, 0.53 - index * 0.012), 0.028)


def _bicycle(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    for x in (-0.5, 0.5):
        ring: list[Point] = [(x - 0.3, 0.32), (x, 0.62), (x + 0.3, 0.32), (x, 0.02), (x - 0.3, 0.32)]
        pen.limb(
            "2c2a32",
            [
                *ring[:1],
                (x - 0.21, 0.53),
                ring[1],
                (x + 0.21, 0.53),
                ring[2],
                (x + 0.21, 0.11),
                ring[3],
                (x - 0.21, 0.11),
                ring[4],
            ],
            0.05,
        )
        for dx, dy in ((0.28, 0.0), (0.0, 0.28), (0.2, 0.2), (0.2, -0.2)):
            pen.line("9a9ea8", [(x - dx, 0.32 - dy), (x + dx, 0.32 + dy)], 0.012)
    frame: Ink = paint
    for start, end in (((-0.5, 0.32), (-0.06, 0.3)), ((-0.5, 0.32), (-0.18, 0.74)), ((-0.06, 0.3), (-0.2, 0.82)),
                       ((-0.06, 0.3), (0.34, 0.76)), ((-0.18, 0.74), (0.34, 0.76)), ((0.5, 0.32), (0.32, 0.92))):  # fmt: skip
        pen.limb(frame, [start, end], 0.05)
    pen.limb("4a3026", [(-0.34, 0.86), (-0.1, 0.85)], 0.08, 0.05)
    pen.limb("4a3026", [(0.32, 0.92), (0.42, 0.98), (0.3, 1.0)], 0.05)
    pen.oval("7a7e88", (-0.06, 0.3), 0.07)


def _balloon(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    stripes = (darker(paint, 0.2), rgb("f4e6c4"), paint, rgb("f4e6c4"), lighter(paint, 0.1))
    outer: list[Point] = [
        (-0.09, 0.24),
        (-0.3, 0.5),
        (-0.34, 0.74),
        (-0.2, 0.95),
        (0, 1.0),
        (0.2, 0.95),
        (0.34, 0.74),
        (0.3, 0.5),
        (0.09, 0.24),
    ]
    pen.blob(stripes[0], outer)
    for index, width in enumerate((0.8, 0.52, 0.3, 0.1)):
        pen.blob(stripes[index + 1], [(x * width, y) for x, y in outer])
    for x in (-0.08, 0.08):
        pen.line("4a3a2c", [(x, 0.24), (x * 0.9, 0.13)], 0.01)
    pen.blob("8a5c34", [(-0.085, 0.14), (0.085, 0.14), (0.07, 0.0), (-0.07, 0.0)])
    pen.limb("b0804c", [(-0.085, 0.135), (0.085, 0.135)], 0.025)
    pen.glow((0, 0.26), 0.3 if look.night else 0.12, "ffb050")


def _submarine(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("d8a03a"))
    pen.limb(darker(paint, 0.2), [(0.0, 0.6), (0.0, 1.0), (0.14, 1.0)], 0.06)
    pen.blob(darker(paint, 0.1), [(-0.26, 0.56), (-0.2, 0.82), (0.2, 0.82), (0.26, 0.56)])
    pen.poly(darker(paint, 0.3), [(-0.9, 0.38), (-1.16, 0.68), (-1.16, 0.08)])
    pen.blob(
        paint, [(-1.0, 0.36), (-0.6, 0.6), (0.4, 0.66), (0.98, 0.42), (0.9, 0.16), (0.4, 0.0), (-0.6, 0.06)]
    )
    pen.limb(lighter(paint, 0.3), [(-0.7, 0.5), (0.0, 0.58), (0.6, 0.5)], 0.04)
    for x in (-0.4, 0.0, 0.4):
        pen.oval(darker(paint, 0.4), (x, 0.34), 0.12)
        pen.oval("a8ecf4", (x, 0.34), 0.085)
    pen.glow((1.0, 0.3), 0.8, "fff0b0")


VEHICLES: Final[dict[str, Motif]] = {
    "ship": Motif(draw=_ship, height=2.6, habitat=Habitat.WATER, reach=1.0),
    "sailboat": Motif(draw=_sailboat, height=1.7, habitat=Habitat.WATER, reach=0.7),
    "rowboat": Motif(draw=_rowboat, height=0.42, habitat=Habitat.WATER, reach=1.5),
    "car": Motif(draw=_car, height=0.75, reach=1.25),
    "truck": Motif(draw=_truck, height=1.2, reach=1.15),
    "bus": Motif(draw=_bus, height=1.3, reach=1.25),
    "train": Motif(draw=_train, height=1.35, reach=2.5),
    "plane": Motif(draw=_plane, height=0.9, habitat=Habitat.AIR, reach=1.3),
    "rocket": Motif(draw=_rocket, height=2.4, reach=0.5),
    "spaceship": Motif(draw=_spaceship, height=0.9, habitat=Habitat.AIR, reach=1.4),
    "bicycle": Motif(draw=_bicycle, height=0.68, reach=0.9),
    "balloon": Motif(draw=_balloon, height=1.8, habitat=Habitat.AIR, reach=0.5),
    "submarine": Motif(draw=_submarine, height=1.0, habitat=Habitat.DEEP, reach=1.3),
}
