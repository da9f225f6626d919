"""Buildings, each in front view with a little depth on the side away from the light."""

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Pen


def _windows(pen: Pen, look: Look, spots: list[tuple[float, float]], wide: float, tall: float) -> None:
    for x, y in spots:
        pen.box("4a3c3c", x - wide * 0.62, y - tall * 0.58, x + wide * 0.62, y + tall * 0.58)
        pen.box("ffcf78" if look.night else "8fb4c8", x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        pen.line("4a3c3c", [(x, y - tall / 2), (x, y + tall / 2)], wide * 0.1)
        if look.night:
            pen.glow((x, y), tall * 1.6, "e8a048")


def _house(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("e6d6b8"))
    roof = rgb("a8543c")
    pen.box("8a5a48", 0.24, 0.72, 0.36, 1.0)
    pen.box(wall, -0.5, 0.0, 0.5, 0.56)
    pen.box(darker(wall, 0.2), 0.2, 0.0, 0.5, 0.56)
    pen.poly(roof, [(-0.6, 0.52), (-0.3, 0.92), (0.36, 0.92), (0.62, 0.52)])
    pen.poly(darker(roof, 0.25), [(0.12, 0.52), (0.36, 0.92), (0.62, 0.52)])
    for y in (0.62, 0.72, 0.82):
        pen.line(darker(roof, 0.18), [(-0.55 + (y - 0.52) * 0.7, y), (0.14 + (y - 0.52) * 0.55, y)], 0.008)
    pen.box("6a4030", -0.14, 0.0, 0.06, 0.34)
    pen.oval("d8b048", (0.03, 0.16), 0.014)
    _windows(pen, look, [(-0.33, 0.3), (0.35, 0.3)], 0.14, 0.17)


def _cabin(pen: Pen, look: Look) -> None:
    log = look.colour(rgb("7c5638"))
    for index in range(6):
        y = 0.05 + index * 0.09
        pen.limb(darker(log, 0.08 * (index % 2)), [(-0.56, y), (0.56, y)], 0.096)
        for x in (-0.57, 0.57):
            pen.oval(lighter(log, 0.35), (x, y), 0.042)
    pen.box("6e6660", -0.38, 0.74, -0.24, 1.0)
    pen.poly(
        rgb("5c4436"),
        [(-0.72, 0.5), (-0.02, 0.98), (0.02, 0.98), (0.72, 0.5), (0.6, 0.5), (0, 0.86), (-0.6, 0.5)],
    )
    pen.poly(darker(log, 0.1), [(-0.58, 0.5), (0, 0.88), (0.58, 0.5)])
    pen.box("4a3024", -0.06, 0.0, 0.16, 0.36)
    _windows(pen, look, [(-0.32, 0.28), (0.36, 0.28)], 0.16, 0.16)
    _windows(pen, look, [(0.0, 0.62)], 0.12, 0.12)


def _merlons(pen: Pen, ink: RGB, x0: float, x1: float, y: float) -> None:
    count = max(2, round((x1 - x0) / 0.07))
    step = (x1 - x0) / (count * 2 - 1)
    for index in range(count):
        pen.box(ink, x0 + index * 2 * step, y - 0.002, x0 + (index * 2 + 1) * step, y + 0.04)


def _castle(pen: Pen, look: Look) -> None:
    stone = look.colour(rgb("a8a294"))
    roof = look.accent
    for x, top, wide in ((-0.2, 0.72, 0.09), (0.24, 0.8, 0.1), (0.0, 0.62, 0.2)):
        pen.box(darker(stone, 0.16), x - wide, 0.2, x + wide, top)
        _merlons(pen, darker(stone, 0.16), x - wide, x + wide, top)
    for x, top in ((-0.2, 0.74), (0.24, 0.82)):
        pen.poly(roof, [(x - 0.12, top), (x, top + 0.2), (x + 0.12, top)])
        pen.poly(darker(roof, 0.25), [(x + 0.02, top), (x, top + 0.2), (x + 0.12, top)])
        pen.poly(roof, [(x, top + 0.25), (x + 0.12, top + 0.225), (x, top + 0.2)])
    pen.box(stone, -0.5, 0.0, 0.5, 0.36)
    _merlons(pen, stone, -0.5, 0.5, 0.36)
    for x in (-0.54, 0.54):
        pen.box(lighter(stone, 0.1) if x < 0 else darker(stone, 0.16), x - 0.11, 0.0, x + 0.11, 0.5)
        _merlons(pen, stone, x - 0.12, x + 0.12, 0.5)
        pen.poly(roof, [(x - 0.13, 0.54), (x, 0.74), (x + 0.13, 0.54)])
    pen.blob("3a2c28", [(-0.1, 0.0), (-0.1, 0.16), (0, 0.26), (0.1, 0.16), (0.1, 0.0)])
    _windows(
        pen,
        look,
        [(-0.28, 0.24), (0.28, 0.24), (-0.54, 0.4), (0.54, 0.4), (-0.2, 0.6), (0.24, 0.66)],
        0.036,
        0.07,
    )


def _lighthouse(pen: Pen, look: Look) -> None:
    white = look.colour(rgb("f0ece4"))
    band = rgb("b8402f") if look.main is None else darker(white, 0.4)
    pen.blob("6e665e", [(-0.3, 0.0), (-0.18, 0.07), (0.02, 0.05), (0.2, 0.08), (0.32, 0.0), (0.0, -0.03)])

    def wide(y: float) -> float:
        return 0.125 - 0.055 * y / 0.78

    pen.poly(white, [(-wide(0.04), 0.04), (-wide(0.76), 0.76), (wide(0.76), 0.76), (wide(0.04), 0.04)])
    for low in (0.14, 0.38, 0.62):
        high = low + 0.11
        pen.poly(band, [(-wide(low), low), (-wide(high), high), (wide(high), high), (wide(low), low)])
    pen.poly(darker(white, 0.28), [(0.045, 0.04), (0.03, 0.76), (wide(0.76), 0.76), (wide(0.04), 0.04)])
    for low in (0.14, 0.38, 0.62):
        high = low + 0.11
        pen.poly(
            darker(band, 0.3),
            [(0.045 - low * 0.019, low), (0.045 - high * 0.019, high), (wide(high), high), (wide(low), low)],
        )
    pen.limb("3a3436", [(-0.11, 0.77), (0.11, 0.77)], 0.022)
    pen.box("fff0b8", -0.06, 0.78, 0.06, 0.89)
    for x in (-0.06, 0.0, 0.06):
        pen.line("3a3436", [(x, 0.78), (x, 0.89)], 0.01)
    pen.blob(band, [(-0.085, 0.885), (-0.05, 0.95), (0, 0.98), (0.05, 0.95), (0.085, 0.885)])
    pen.limb(band, [(0, 0.96), (0, 1.0)], 0.014)
    _windows(pen, look, [(-0.02, 0.3), (-0.01, 0.54)], 0.03, 0.05)
    pen.glow((0, 0.835), 0.75 if look.night else 0.3, "ffe6a0")


def _tower(pen: Pen, look: Look) -> None:
    stone = look.colour(rgb("98918a"))
    pen.poly(stone, [(-0.17, 0.0), (-0.13, 0.7), (0.13, 0.7), (0.17, 0.0)])
    pen.poly(darker(stone, 0.25), [(0.05, 0.0), (0.04, 0.7), (0.13, 0.7), (0.17, 0.0)])
    for x, y in ((-0.1, 0.16), (-0.06, 0.34), (-0.1, 0.5), (0.0, 0.24), (-0.02, 0.58)):
        pen.box(darker(stone, 0.12), x - 0.03, y, x + 0.03, y + 0.025)
    pen.box(lighter(stone, 0.08), -0.18, 0.68, 0.18, 0.78)
    _merlons(pen, lighter(stone, 0.08), -0.18, 0.18, 0.78)
    pen.poly(look.accent, [(-0.15, 0.8), (0, 1.0), (0.15, 0.8)])
    pen.poly(darker(look.accent, 0.3), [(0.03, 0.8), (0, 1.0), (0.15, 0.8)])
    _windows(pen, look, [(-0.02, 0.44), (-0.02, 0.61)], 0.05, 0.08)
    pen.blob("3a2c28", [(-0.07, 0.0), (-0.07, 0.1), (-0.01, 0.15), (0.05, 0.1), (0.05, 0.0)])


def _bridge(pen: Pen, look: Look) -> None:
    stone = look.colour(rgb("9a8e80"))
    pen.blob(stone, [(-1.5, 0.5), (-0.8, 0.82), (0, 0.95), (0.8, 0.82), (1.5, 0.5), (1.4, 0.0), (-1.4, 0.0)])
    for x, wide, tall in ((-0.84, 0.3, 0.5), (0.0, 0.38, 0.66), (0.84, 0.3, 0.5)):
        pen.blob(
            darker(stone, 0.55),
            [
                (x - wide, -0.02),
                (x - wide * 0.94, tall * 0.5),
                (x, tall),
                (x + wide * 0.94, tall * 0.5),
                (x + wide, -0.02),
            ],
        )
    pen.limb(lighter(stone, 0.25), [(-1.5, 0.54), (-0.8, 0.85), (0, 0.98), (0.8, 0.85), (1.5, 0.54)], 0.07)
    for x in (-1.0, -0.4, 0.4, 1.0):
        pen.limb("3c3434", [(x, 0.84), (x, 1.14)], 0.03)
        pen.oval("ffe2a0", (x, 1.16), 0.05)
        if look.night:
            pen.glow((x, 1.16), 0.4, "f0b050")


def _temple(pen: Pen, look: Look) -> None:
    stone = look.colour(rgb("d8ccb4"))
    for step in range(3):
        pen.box(
            darker(stone, 0.08 * step),
            -0.66 + step * 0.05,
            step * 0.05,
            0.66 - step * 0.05,
            step * 0.05 + 0.055,
        )
    pen.box(darker(stone, 0.5), -0.48, 0.15, 0.48, 0.66)
    for index in range(6):
        x = -0.46 + index * 0.184
        pen.box(stone, x - 0.045, 0.15, x + 0.045, 0.66)
        pen.box(darker(stone, 0.22), x + 0.012, 0.15, x + 0.045, 0.66)
        pen.box(lighter(stone, 0.2), x - 0.06, 0.62, x + 0.06, 0.67)
    pen.box(stone, -0.6, 0.66, 0.6, 0.75)
    pen.poly(darker(stone, 0.06), [(-0.62, 0.75), (0, 1.0), (0.62, 0.75)])
    pen.poly(darker(stone, 0.22), [(-0.44, 0.775), (0, 0.94), (0.44, 0.775)])
    if look.night:
        pen.glow((0, 0.3), 0.5, "ffb060")


def _windmill(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("ece2cc"))
    pen.poly(wall, [(-0.2, 0.0), (-0.12, 0.58), (0.12, 0.58), (0.2, 0.0)])
    pen.poly(darker(wall, 0.22), [(0.05, 0.0), (0.035, 0.58), (0.12, 0.58), (0.2, 0.0)])
    pen.blob("7a4434", [(-0.16, 0.57), (-0.08, 0.7), (0, 0.75), (0.08, 0.7), (0.16, 0.57)])
    for turn in (28, 118, 208, 298):
        vane = pen.part((0, 0.62), 1.0, tilt=turn)
        vane.limb("5a4030", [(0, 0), (0, 0.42)], 0.02)
        vane.poly("f6eee0", [(0.015, 0.08), (0.1, 0.1), (0.1, 0.41), (0.015, 0.41)])
        for y in (0.16, 0.24, 0.32):
            vane.line("b0a080", [(0.015, y), (0.1, y)], 0.008)
    pen.oval("5a4030", (0, 0.62), 0.03)
    pen.blob("6a4432", [(-0.06, 0.0), (-0.06, 0.13), (0, 0.17), (0.06, 0.13), (0.06, 0.0)])
    _windows(pen, look, [(0.0, 0.36)], 0.06, 0.08)


def _tent(pen: Pen, look: Look) -> None:
    cloth = look.colour(rgb("c8783c"))
    pen.poly(cloth, [(-0.7, 0.0), (-0.06, 1.0), (0.34, 0.0)])
    pen.poly(darker(cloth, 0.3), [(-0.06, 1.0), (0.34, 0.0), (0.86, 0.06)])
    pen.poly("ffd890" if look.night else "4a3024", [(-0.3, 0.0), (-0.08, 0.78), (0.08, 0.0)])
    pen.poly(lighter(cloth, 0.15), [(-0.3, 0.0), (-0.08, 0.78), (-0.22, 0.0)])
    pen.limb("5a4030", [(-0.06, 0.98), (-0.04, 1.06)], 0.03)
    pen.line("e8dcc0", [(-0.5, 0.34), (-0.92, 0.0)], 0.012)
    if look.night:
        pen.glow((-0.1, 0.3), 0.9, "f0a040")


def _skyscraper(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("6a7c92"))
    pen.box(wall, -0.17, 0.0, 0.17, 0.84)
    pen.box(darker(wall, 0.3), 0.07, 0.0, 0.17, 0.84)
    pen.box(lighter(wall, 0.06), -0.11, 0.84, 0.11, 0.92)
    pen.limb("4a5262", [(0, 0.9), (0, 1.0)], 0.012)
    pen.oval("f05040", (0, 1.0), 0.012)
    for row in range(15):
        for column in range(6):
            lit = look.night and (row * 7 + column * 5) % 3 != 0
            x, y = -0.15 + column * 0.052, 0.04 + row * 0.053
            pen.box(
                "ffd488" if lit else mix(wall, rgb("c8e0ee"), 0.5 if column < 4 else 0.2),
                x,
                y,
                x + 0.034,
                y + 0.034,
            )


def _church(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("e4dccc"))
    roof = rgb("6a5450")
    pen.box(wall, -0.12, 0.0, 0.5, 0.34)
    pen.poly(roof, [(-0.14, 0.33), (0.0, 0.54), (0.42, 0.54), (0.54, 0.33)])
    pen.box(lighter(wall, 0.1), -0.36, 0.0, -0.08, 0.58)
    pen.box(darker(wall, 0.2), -0.16, 0.0, -0.08, 0.58)
    pen.poly(darker(roof, 0.1), [(-0.4, 0.57), (-0.22, 0.9), (-0.04, 0.57)])
    pen.limb("d8b048", [(-0.22, 0.88), (-0.22, 1.0)], 0.016)
    pen.limb("d8b048", [(-0.255, 0.96), (-0.185, 0.96)], 0.016)
    pen.blob("5a3c2c", [(-0.28, 0.0), (-0.28, 0.13), (-0.22, 0.19), (-0.16, 0.13), (-0.16, 0.0)])
    _windows(pen, look, [(0.06, 0.18), (0.22, 0.18), (0.38, 0.18), (-0.23, 0.42)], 0.055, 0.13)


def _factory(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("8f6250"))
    for x, top in ((-0.46, 1.0), (-0.26, 0.86)):
        pen.poly(darker(wall, 0.25), [(x - 0.06, 0.3), (x - 0.045, top), (x + 0.045, top), (x + 0.06, 0.3)])
        pen.limb("e8e0d4", [(x - 0.045, top - 0.08), (x + 0.045, top - 0.08)], 0.04)
        for index in range(3):
            pen.oval("c8c4c4", (x + 0.06 + index * 0.11, top + 0.07 + index * 0.07), 0.06 + index * 0.025)
    pen.box(wall, -0.7, 0.0, 0.7, 0.36)
    for index in range(4):
        x = -0.14 + index * 0.21
        pen.poly(darker(wall, 0.15), [(x, 0.35), (x, 0.56), (x + 0.21, 0.35)])
    _windows(pen, look, [(-0.5, 0.2), (-0.24, 0.2), (0.02, 0.2), (0.28, 0.2), (0.54, 0.2)], 0.13, 0.14)


def _shop(pen: Pen, look: Look) -> None:
    wall = look.colour(rgb("8a5c48"))
    pen.box(wall, -0.56, 0.0, 0.56, 1.0)
    pen.limb(lighter(wall, 0.25), [(-0.58, 0.98), (0.58, 0.98)], 0.06)
    _windows(pen, look, [(-0.3, 0.78), (0.0, 0.78), (0.3, 0.78)], 0.13, 0.18)
    pen.box("ffd890" if look.night else "b4d0d4", -0.46, 0.1, 0.16, 0.44)
    pen.box("4a3028", 0.24, 0.0, 0.46, 0.46)
    for index in range(8):
        x = -0.54 + index * 0.135
        pen.poly(
            look.accent if index % 2 else rgb("f4ead2"),
            [(x, 0.6), (x + 0.135, 0.6), (x + 0.15, 0.46), (x + 0.015, 0.46)],
        )
    for x, tone in ((-0.36, "c8643c"), (-0.2, "d8a848"), (-0.04, "7a8f4a"), (0.08, "b8443a")):
        pen.oval(tone, (x, 0.15), 0.06, 0.05)
    if look.night:
        pen.glow((-0.14, 0.3), 0.6, "f0b050")


def _ground(draw: object, height: float, reach: float) -> Motif:
    return Motif(draw=draw, height=height, habitat=Habitat.BACKGROUND, reach=reach)  # type: ignore[arg-type]


def building_motifs() -> dict[str, Motif]:
    """Every building by its name; heights are understated so that a person beside it can still be read."""
    return {
        "house": _ground(_house, 2.1, 0.75), "cabin": _ground(_cabin, 1.7, 0.8), "castle": _ground(_castle, 3.4, 0.8),
        "lighthouse": _ground(_lighthouse, 3.6, 0.5), "tower": _ground(_tower, 3.4, 0.4),
        "bridge": _ground(_bridge, 1.5, 1.7), "temple": _ground(_temple, 2.4, 0.8),
        "windmill": _ground(_windmill, 2.9, 0.6), "tent": _ground(_tent, 1.15, 1.0),
        "skyscraper": _ground(_skyscraper, 4.4, 0.3), "church": _ground(_church, 2.9, 0.65),
        "factory": _ground(_factory, 2.6, 0.85), "shop": _ground(_shop, 2.0, 0.7),
    }  # fmt: skip
