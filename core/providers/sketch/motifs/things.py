"""Things of stories and adventure: chests and lanterns, crowns and keys, doors and statues."""

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Pen, Point


def _chest(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("8a5a34"))
    pen.glow((0, 0.66), 0.9, "ffd060")
    pen.blob(darker(wood, 0.2), [(-0.66, 0.6), (-0.6, 0.98), (0, 1.06), (0.6, 0.98), (0.66, 0.6)])
    pen.blob("3a2418", [(-0.6, 0.58), (-0.52, 0.88), (0, 0.94), (0.52, 0.88), (0.6, 0.58)])
    for x, y in (
        (-0.4, 0.58),
        (-0.2, 0.66),
        (0.02, 0.6),
        (0.2, 0.67),
        (0.4, 0.58),
        (-0.3, 0.54),
        (0.3, 0.54),
        (0.1, 0.54),
    ):
        pen.oval("f0c850", (x, y), 0.12, 0.08)
        pen.oval("fff0a8", (x - 0.02, y + 0.02), 0.05, 0.03)
    pen.box(wood, -0.66, 0.0, 0.66, 0.54)
    for y in (0.18, 0.36):
        pen.line(darker(wood, 0.3), [(-0.66, y), (0.66, y)], 0.016)
    for x in (-0.54, 0.54):
        pen.box("c8983c", x - 0.07, 0.0, x + 0.07, 0.54)
    pen.box("d8b048", -0.1, 0.3, 0.1, 0.56)
    pen.oval("3a2418", (0, 0.42), 0.036)


def _fire(pen: Pen, _look: Look) -> None:
    pen.glow((0, 0.4), 2.0, "ff9a40")
    for x0, x1 in ((-0.46, 0.4), (0.46, -0.4)):
        pen.limb("5a3a28", [(x0, 0.05), (x1, 0.16)], 0.14)
    for tone, size in (("e8602c", 1.0), ("f8a038", 0.72), ("fff0a0", 0.42)):
        flame: list[Point] = [
            (-0.3, 0.1),
            (-0.36, 0.4),
            (-0.2, 0.56),
            (-0.18, 0.8),
            (0.02, 1.0),
            (0.08, 0.74),
            (0.22, 0.66),
            (0.34, 0.34),
            (0.24, 0.1),
        ]
        pen.blob(tone, [(x * size, 0.1 + (y - 0.1) * size) for x, y in flame])
    for x, y in ((-0.3, 0.95), (0.3, 1.0), (0.12, 1.2), (-0.12, 1.25)):
        pen.oval("ffc860", (x, y), 0.025)
    for x in (-0.5, -0.2, 0.14, 0.48):
        pen.oval("6a6460", (x, 0.03), 0.12, 0.07)


def _lantern(pen: Pen, look: Look) -> None:
    metal = look.colour(rgb("4a4044"))
    pen.glow((0, 0.4), 1.8, "ffb850")
    pen.limb(metal, [(-0.2, 0.74), (-0.14, 0.94), (0, 1.0), (0.14, 0.94), (0.2, 0.74)], 0.036)
    pen.box("ffe09a", -0.2, 0.14, 0.2, 0.64)
    pen.blob("fff8d8", [(-0.08, 0.2), (-0.1, 0.36), (0, 0.58), (0.1, 0.36), (0.08, 0.2)])
    for x in (-0.2, 0.2):
        pen.limb(metal, [(x, 0.12), (x, 0.66)], 0.045)
    pen.blob(metal, [(-0.3, 0.14), (-0.24, 0.0), (0.24, 0.0), (0.3, 0.14)])
    pen.poly(metal, [(-0.28, 0.64), (-0.1, 0.82), (0.1, 0.82), (0.28, 0.64)])


def _candle(pen: Pen, look: Look) -> None:
    wax = look.colour(rgb("f0e4c8"))
    pen.glow((0, 0.84), 1.4, "ffc060")
    pen.oval("a8803c", (0, 0.05), 0.34, 0.07)
    pen.box(wax, -0.12, 0.06, 0.12, 0.62)
    pen.box(darker(wax, 0.15), 0.05, 0.06, 0.12, 0.62)
    pen.limb(wax, [(-0.1, 0.6), (-0.11, 0.42)], 0.05)
    pen.line("3a3030", [(0, 0.6), (0, 0.7)], 0.016)
    pen.blob("f8a838", [(-0.07, 0.74), (0, 1.0), (0.07, 0.74), (0, 0.66)])
    pen.blob("fff4c0", [(-0.035, 0.74), (0, 0.9), (0.035, 0.74), (0, 0.69)])


def _book(pen: Pen, look: Look) -> None:
    cover = look.colour(look.accent)
    pen.poly(darker(cover, 0.2), [(-1.0, 0.1), (-0.86, 0.92), (0, 0.8), (0.86, 0.92), (1.0, 0.1), (0, 0.0)])
    for side in (-1, 1):
        page = rgb("f6ecd2") if side < 0 else rgb("e8dcbc")
        pen.blob(
            page,
            [
                (0, 0.08),
                (side * 0.5, 0.22),
                (side * 0.92, 0.16),
                (side * 0.8, 0.94),
                (side * 0.42, 0.98),
                (0, 0.84),
            ],
        )
        for row in range(6):
            y = 0.32 + row * 0.09
            pen.line("a89c88", [(side * 0.14, y), (side * (0.74 - row * 0.01), y + 0.05)], 0.018)
    pen.limb(cover, [(0, 0.84), (0.03, 0.4), (0.0, 0.02), (0.06, -0.1)], 0.05, 0.04)


def _sword(pen: Pen, look: Look) -> None:
    pen.glow((0, 0.6), 0.45, "c0d8ff")
    pen.blob("6e6a66", [(-0.3, 0.0), (-0.2, 0.14), (0, 0.18), (0.22, 0.13), (0.32, 0.0)])
    pen.poly("e4eaf0", [(-0.05, 0.14), (-0.05, 0.7), (0.0, 0.7), (0.0, 0.12)])
    pen.poly("a4b0be", [(0.05, 0.14), (0.05, 0.7), (0.0, 0.7), (0.0, 0.12)])
    pen.limb("d0a040", [(-0.2, 0.73), (0, 0.7), (0.2, 0.73)], 0.055)
    pen.limb(look.colour(look.accent), [(0, 0.74), (0, 0.92)], 0.06)
    pen.oval("d0a040", (0, 0.96), 0.05)


def _key(pen: Pen, look: Look) -> None:
    gold = look.colour(rgb("d8ac44"))
    shade = darker(gold, 0.35)
    for tone, dx in ((shade, 0.02), (gold, 0.0)):
        ring: list[Point] = [(-0.16, 0.82), (0, 0.97), (0.16, 0.82), (0, 0.67), (-0.15, 0.8)]
        pen.limb(tone, [(x + dx, y) for x, y in ring], 0.09)
        pen.limb(tone, [(dx, 0.66), (dx, 0.04)], 0.085)
        for y, reach in ((0.08, 0.2), (0.22, 0.15)):
            pen.limb(tone, [(dx, y), (reach + dx, y)], 0.09)
    pen.limb(lighter(gold, 0.5), [(-0.02, 0.62), (-0.02, 0.14)], 0.02)


def _map(pen: Pen, look: Look) -> None:
    paper = look.colour(rgb("e4d0a0"))
    pen.poly(
        paper,
        [
            (-0.9, 0.06),
            (-0.84, 0.96),
            (-0.3, 0.86),
            (0.3, 0.97),
            (0.88, 0.88),
            (0.92, 0.02),
            (0.3, 0.12),
            (-0.3, 0.0),
        ],
    )
    for x in (-0.3, 0.3):
        pen.line(darker(paper, 0.25), [(x, 0.06), (x, 0.92)], 0.02)
    pen.blob(
        mix(paper, (110, 140, 90), 0.5), [(-0.7, 0.4), (-0.5, 0.7), (-0.1, 0.66), (-0.16, 0.34), (-0.5, 0.24)]
    )
    pen.blob(
        mix(paper, (110, 140, 90), 0.4), [(0.2, 0.6), (0.44, 0.82), (0.7, 0.7), (0.6, 0.4), (0.34, 0.36)]
    )
    for x, y in (
        (-0.5, 0.5),
        (-0.36, 0.42),
        (-0.2, 0.38),
        (-0.03, 0.4),
        (0.12, 0.46),
        (0.25, 0.54),
        (0.38, 0.6),
    ):
        pen.oval("a8342c", (x, y), 0.03)
    pen.limb("a8342c", [(0.46, 0.56), (0.6, 0.74)], 0.05)
    pen.limb("a8342c", [(0.46, 0.74), (0.6, 0.56)], 0.05)


def _crown(pen: Pen, look: Look) -> None:
    gold = look.colour(rgb("e0b448"))
    pen.glow((0, 0.5), 0.8, "ffd870")
    pen.oval(darker(gold, 0.5), (0, 0.2), 0.6, 0.14)
    pen.poly(
        gold,
        [
            (-0.6, 0.12),
            (-0.74, 0.78),
            (-0.38, 0.46),
            (-0.3, 0.9),
            (-0.1, 0.5),
            (0, 1.0),
            (0.1, 0.5),
            (0.3, 0.9),
            (0.38, 0.46),
            (0.74, 0.78),
            (0.6, 0.12),
        ],
    )
    pen.limb(darker(gold, 0.2), [(-0.6, 0.16), (0, 0.06), (0.6, 0.16)], 0.16)
    for x, y, tone in (
        (-0.74, 0.8, "b8343a"),
        (-0.3, 0.92, "3f74b8"),
        (0, 1.02, "b8343a"),
        (0.3, 0.92, "3f74b8"),
        (0.74, 0.8, "b8343a"),
        (0, 0.08, "4fa878"),
    ):
        pen.oval(tone, (x, y), 0.07)


def _gem(pen: Pen, look: Look) -> None:
    hue = look.colour(rgb("4cb8d8"))
    pen.glow((0, 0.5), 1.2, lighter(hue, 0.2))
    top: list[Point] = [(-0.6, 0.66), (-0.34, 1.0), (0.34, 1.0), (0.6, 0.66)]
    pen.poly(hue, [*top, (0, 0.0)])
    pen.poly(lighter(hue, 0.5), [(-0.6, 0.66), (-0.34, 1.0), (-0.2, 0.66)])
    pen.poly(lighter(hue, 0.3), [(-0.34, 1.0), (0.34, 1.0), (0.2, 0.66), (-0.2, 0.66)])
    pen.poly(darker(hue, 0.15), [(0.34, 1.0), (0.6, 0.66), (0.2, 0.66)])
    pen.poly(lighter(hue, 0.2), [(-0.2, 0.66), (0.2, 0.66), (0, 0.0)])
    pen.poly(darker(hue, 0.3), [(0.6, 0.66), (0.2, 0.66), (0, 0.0)])


def _umbrella(pen: Pen, look: Look) -> None:
    cloth = look.colour(look.accent)
    pen.limb("5a4034", [(0, 0.94), (0, 0.1), (0.07, 0.02), (0.14, 0.08)], 0.036)
    pen.blob(
        cloth,
        [
            (-0.64, 0.52),
            (-0.5, 0.8),
            (0, 0.97),
            (0.5, 0.8),
            (0.64, 0.52),
            (0.42, 0.57),
            (0.2, 0.52),
            (0, 0.57),
            (-0.2, 0.52),
            (-0.42, 0.57),
        ],
    )
    pen.blob(
        darker(cloth, 0.2), [(0.2, 0.53), (0.16, 0.8), (0, 0.96), (0.5, 0.8), (0.64, 0.52), (0.42, 0.57)]
    )
    pen.blob(
        lighter(cloth, 0.15), [(-0.2, 0.53), (-0.18, 0.78), (0, 0.96), (0.14, 0.78), (0.2, 0.53), (0, 0.57)]
    )
    pen.limb("5a4034", [(0, 0.95), (0, 1.02)], 0.03)


def _letter(pen: Pen, look: Look) -> None:
    paper = look.colour(rgb("f2e8d0"))
    pen.poly(paper, [(-0.75, 0.04), (-0.75, 0.96), (0.75, 0.96), (0.75, 0.04)])
    pen.poly(darker(paper, 0.1), [(-0.75, 0.04), (0, 0.56), (0.75, 0.04)])
    pen.poly(darker(paper, 0.18), [(-0.75, 0.96), (0, 0.38), (0.75, 0.96)])
    pen.poly(lighter(paper, 0.2), [(-0.72, 0.96), (0, 0.42), (0.72, 0.96)])
    pen.oval("a8303a", (0, 0.45), 0.13)
    pen.oval("c8485a", (-0.02, 0.47), 0.07)


def _mirror(pen: Pen, look: Look) -> None:
    frame = look.colour(rgb("b08a44"))
    for x in (-0.2, 0.2):
        pen.limb(darker(frame, 0.3), [(x, 0.2), (x * 1.4, 0.0)], 0.05)
    pen.oval(frame, (0, 0.58), 0.33, 0.43)
    pen.oval("b4d0dc", (0, 0.58), 0.27, 0.37)
    pen.blob("dcecf0", [(-0.2, 0.5), (0.02, 0.9), (0.14, 0.86), (-0.14, 0.38)])
    pen.oval(lighter(frame, 0.3), (0, 1.0), 0.06)


def _door(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("7c4c34"))
    pen.blob(
        "8a8278",
        [
            (-0.36, 0.0),
            (-0.36, 0.7),
            (-0.2, 0.95),
            (0, 1.02),
            (0.2, 0.95),
            (0.36, 0.7),
            (0.36, 0.0),
            (0, -0.02),
        ],
    )
    pen.blob(wood, [(-0.28, 0.02), (-0.28, 0.68), (0, 0.93), (0.28, 0.68), (0.28, 0.02), (0, 0.0)])
    for x in (-0.14, 0.0, 0.14):
        pen.line(darker(wood, 0.3), [(x, 0.02), (x, 0.84)], 0.012)
    for y in (0.2, 0.62):
        pen.limb("3a3436", [(-0.27, y), (0.14, y)], 0.03)
    pen.oval("d8b048", (0.2, 0.42), 0.03)
    pen.glow((0.0, 0.1), 0.3, "ffd080")


def _window(pen: Pen, look: Look) -> None:
    frame = look.colour(rgb("e8dcc8"))
    pane = rgb("ffd890") if look.night else rgb("a4cce0")
    pen.box(frame, -0.42, 0.06, 0.42, 1.0)
    for x in (-0.19, 0.19):
        for y in (0.32, 0.74):
            pen.box(pane, x - 0.16, y - 0.18, x + 0.16, y + 0.18)
            pen.poly(
                lighter(pane, 0.4),
                [(x - 0.14, y - 0.16), (x + 0.06, y + 0.17), (x + 0.13, y + 0.17), (x - 0.06, y - 0.16)],
            )
    pen.box(darker(frame, 0.15), -0.5, 0.0, 0.5, 0.07)
    for side in (-1, 1):
        pen.blob(
            look.accent,
            [
                (side * 0.46, 1.02),
                (side * 0.2, 0.98),
                (side * 0.3, 0.5),
                (side * 0.42, 0.1),
                (side * 0.54, 0.1),
                (side * 0.54, 0.9),
            ],
        )
    pen.glow((0, 0.55), 1.0, "ffdf9a")


def _telescope(pen: Pen, look: Look) -> None:
    brass = look.colour(rgb("c09040"))
    for x in (-0.32, 0.0, 0.3):
        pen.limb("5a4034", [(0, 0.5), (x, 0.02)], 0.045, 0.03)
    pen.limb(darker(brass, 0.2), [(-0.42, 0.42), (-0.1, 0.56)], 0.11)
    pen.limb(brass, [(-0.14, 0.54), (0.3, 0.74)], 0.16)
    pen.limb(lighter(brass, 0.2), [(0.26, 0.72), (0.56, 0.86)], 0.21)
    pen.limb(lighter(brass, 0.55), [(-0.1, 0.6), (0.5, 0.88)], 0.03)
    pen.oval("9cd0e8", (0.62, 0.89), 0.05, 0.1, tilt=25)
    pen.oval("3a3436", (0, 0.52), 0.06)


def _statue(pen: Pen, look: Look) -> None:
    stone = look.colour(rgb("b4b0a6"))
    pen.box(darker(stone, 0.15), -0.26, 0.0, 0.26, 0.08)
    pen.box(stone, -0.2, 0.08, 0.2, 0.26)
    pen.box(darker(stone, 0.1), -0.24, 0.25, 0.24, 0.29)
    pen.blob(
        stone,
        [(-0.14, 0.28), (-0.1, 0.56), (-0.13, 0.76), (0, 0.82), (0.13, 0.76), (0.1, 0.56), (0.16, 0.28)],
    )
    pen.limb(lighter(stone, 0.12), [(0.1, 0.75), (0.22, 0.88), (0.26, 1.04)], 0.07, 0.05)
    pen.limb(darker(stone, 0.15), [(-0.1, 0.75), (-0.17, 0.6), (-0.08, 0.52)], 0.07, 0.05)
    pen.oval(lighter(stone, 0.08), (0.0, 0.885), 0.065, 0.08)
    for x in (-0.05, 0.02, 0.08):
        pen.limb(darker(stone, 0.2), [(x * 0.7, 0.6), (x * 1.5, 0.3)], 0.014)


def _prop(pen: Pen, look: Look) -> None:
    """Something under a cloth on a plinth: a thing that waits to be seen."""
    cloth = look.colour(look.accent)
    pen.box("6a6058", -0.34, 0.0, 0.34, 0.08)
    pen.box("8a7e72", -0.28, 0.08, 0.28, 0.4)
    pen.box("6a6058", 0.12, 0.08, 0.28, 0.4)
    pen.box("9a8e80", -0.34, 0.38, 0.34, 0.44)
    pen.glow((0, 0.7), 0.6, "ffe0a0")
    pen.blob(
        cloth,
        [
            (-0.34, 0.3),
            (-0.3, 0.52),
            (-0.2, 0.8),
            (-0.06, 0.98),
            (0.1, 0.94),
            (0.22, 0.74),
            (0.32, 0.5),
            (0.38, 0.28),
            (0.24, 0.34),
            (0.1, 0.26),
            (-0.04, 0.34),
            (-0.2, 0.26),
        ],
    )
    for x, low in ((-0.14, 0.34), (0.06, 0.32), (0.2, 0.38)):
        pen.limb(darker(cloth, 0.25), [(x * 0.5, 0.86), (x * 1.1, 0.6), (x * 1.4, low)], 0.02, 0.05)
    pen.limb(lighter(cloth, 0.25), [(-0.06, 0.93), (-0.2, 0.66), (-0.26, 0.4)], 0.03, 0.05)


def _table_thing(draw: object, height: float, reach: float = 0.8) -> Motif:
    return Motif(draw=draw, height=height, habitat=Habitat.TABLE, reach=reach)  # type: ignore[arg-type]


def _standing(draw: object, height: float, reach: float = 0.7) -> Motif:
    return Motif(draw=draw, height=height, reach=reach)  # type: ignore[arg-type]


def thing_motifs() -> dict[str, Motif]:
    """Every thing of stories by its name."""
    return {
        "chest": _standing(_chest, 0.5, 0.8), "fire": _standing(_fire, 0.6), "lantern": _table_thing(_lantern, 0.42, 0.5),
        "candle": _table_thing(_candle, 0.34, 0.5), "book": _table_thing(_book, 0.3, 1.1), "sword": _standing(_sword, 0.8, 0.5),
        "key": _table_thing(_key, 0.4, 0.5), "map": _table_thing(_map, 0.4, 1.0), "crown": _table_thing(_crown, 0.34),
        "gem": _table_thing(_gem, 0.36), "umbrella": _standing(_umbrella, 0.85), "letter": _table_thing(_letter, 0.34),
        "mirror": _standing(_mirror, 1.0, 0.5), "door": _standing(_door, 1.4, 0.5), "window": _standing(_window, 1.2, 0.7),
        "telescope": _standing(_telescope, 0.85, 0.8), "statue": _standing(_statue, 1.7, 0.5), "prop": _standing(_prop, 0.75, 0.5),
    }  # fmt: skip
