"""Plants, stones and the great things of land and sky."""

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Pen, Point


def tree(pen: Pen, look: Look) -> None:
    """A broad old tree; also used to fill forests and gardens."""
    leaf = look.colour(rgb("5a8444"))
    bark = rgb("5e432f")
    pen.limb(bark, [(0.0, 0.0), (0.01, 0.24), (-0.02, 0.5)], 0.13, 0.07)
    pen.limb(bark, [(0.0, 0.3), (0.18, 0.52)], 0.055, 0.03)
    pen.limb(bark, [(0.0, 0.26), (-0.2, 0.46)], 0.05, 0.03)
    for x in (-0.1, 0.1):
        pen.limb(bark, [(0, 0.06), (x, 0.0)], 0.07, 0.03)
    for x, y, size in (
        (-0.26, 0.52, 0.19),
        (0.28, 0.54, 0.2),
        (0.02, 0.56, 0.24),
        (-0.2, 0.7, 0.2),
        (0.2, 0.74, 0.2),
        (0.0, 0.82, 0.18),
    ):
        pen.oval(darker(leaf, 0.2), (x + 0.02, y - 0.03), size)
    for x, y, size in (
        (-0.28, 0.56, 0.15),
        (0.22, 0.58, 0.16),
        (-0.06, 0.64, 0.18),
        (-0.2, 0.76, 0.14),
        (0.14, 0.79, 0.15),
        (-0.02, 0.86, 0.13),
    ):
        pen.oval(leaf, (x, y), size)
    for x, y, size in (
        (-0.3, 0.62, 0.07),
        (-0.1, 0.72, 0.08),
        (0.16, 0.66, 0.07),
        (-0.06, 0.9, 0.07),
        (0.1, 0.84, 0.06),
    ):
        pen.oval(lighter(leaf, 0.2), (x, y), size)


def palm(pen: Pen, look: Look) -> None:
    """A leaning palm with coconuts."""
    leaf = look.colour(rgb("4f8a4a"))
    pen.limb("8a6a48", [(-0.16, 0.0), (-0.1, 0.36), (0.02, 0.76)], 0.08, 0.045)
    for y in (0.1, 0.22, 0.34, 0.46, 0.58):
        pen.line("6a4e34", [(-0.18 + y * 0.2, y), (-0.1 + y * 0.2, y + 0.02)], 0.012)
    for index, (x, y) in enumerate(
        ((-0.42, 0.66), (-0.36, 0.9), (-0.06, 1.0), (0.34, 0.96), (0.46, 0.72), (0.2, 0.56), (-0.22, 0.56))
    ):
        tone = darker(leaf, 0.22) if index % 2 else leaf
        bend = (x * 0.5 + 0.02, 0.76 + (y - 0.76) * 0.5 + 0.1)
        pen.limb(tone, [(0.02, 0.77), bend, (x, y)], 0.09, 0.015)
    for x, y in ((-0.02, 0.73), (0.06, 0.735)):
        pen.oval("5a3c28", (x, y), 0.035)


def _cactus(pen: Pen, look: Look) -> None:
    skin = look.colour(rgb("5a8a5c"))
    for points in (
        ((0, 0.0), (0, 0.92)),
        ((0, 0.36), (0.26, 0.38), (0.27, 0.66)),
        ((0, 0.5), (-0.24, 0.52), (-0.25, 0.78)),
    ):
        pen.limb(skin, points, 0.17 if len(points) == 2 else 0.12)
        pen.limb(lighter(skin, 0.25), [(x - 0.03, y) for x, y in points], 0.02)
    pen.oval("e87a8a", (0.0, 1.0), 0.06, 0.05)
    pen.oval("e87a8a", (0.27, 0.73), 0.045)


def _flower(pen: Pen, look: Look) -> None:
    petal = look.colour(look.accent)
    pen.limb("4f7a3c", [(0.02, 0.0), (-0.03, 0.34), (0.0, 0.66)], 0.045)
    for side in (-1, 1):
        pen.blob("5f8f48", [(0, 0.14), (side * 0.2, 0.36), (side * 0.34, 0.4), (side * 0.2, 0.2)])
    for index, (x, y) in enumerate(
        ((0, 0.26), (0.19, 0.17), (0.25, -0.03), (0.14, -0.2), (-0.14, -0.2), (-0.25, -0.03), (-0.19, 0.17))
    ):
        pen.oval(darker(petal, 0.12) if index % 2 else petal, (x * 0.8, 0.74 + y * 0.8), 0.13)
    pen.oval("f0c048", (0, 0.74), 0.12)
    pen.oval("d89830", (0.02, 0.72), 0.06)


def _mushroom(pen: Pen, look: Look) -> None:
    cap = look.colour(rgb("c84a38"))
    pen.blob("f0e4cc", [(-0.14, 0.0), (-0.12, 0.3), (-0.14, 0.5), (0.14, 0.5), (0.12, 0.3), (0.18, 0.0)])
    pen.oval("d8c8a8", (0, 0.5), 0.46, 0.08)
    pen.blob(cap, [(-0.54, 0.5), (-0.42, 0.82), (0, 1.0), (0.42, 0.82), (0.54, 0.5), (0, 0.45)])
    for x, y, size in (
        (-0.24, 0.7, 0.08),
        (0.06, 0.84, 0.09),
        (0.28, 0.66, 0.075),
        (0.02, 0.6, 0.055),
        (-0.4, 0.56, 0.04),
    ):
        pen.oval("fbf4e4", (x, y), size, size * 0.85)


def rock(pen: Pen, look: Look) -> None:
    """A weathered boulder."""
    stone = look.colour(rgb("86827c"))
    pen.poly(
        stone, [(-0.7, 0.0), (-0.62, 0.44), (-0.3, 0.86), (0.1, 1.0), (0.46, 0.7), (0.7, 0.3), (0.74, 0.0)]
    )
    pen.poly(lighter(stone, 0.2), [(-0.62, 0.44), (-0.3, 0.86), (0.1, 1.0), (-0.06, 0.6), (-0.36, 0.4)])
    pen.poly(darker(stone, 0.25), [(0.1, 1.0), (0.46, 0.7), (0.7, 0.3), (0.74, 0.0), (0.2, 0.0), (0.14, 0.5)])
    pen.limb(mix(stone, rgb("6a8a48"), 0.6), [(-0.28, 0.82), (0.0, 0.92), (0.1, 0.97)], 0.06)


def _island(pen: Pen, look: Look) -> None:
    pen.blob("d8c088", [(-1.3, 0.02), (-0.8, 0.14), (0, 0.18), (0.9, 0.12), (1.3, 0.02), (0, -0.04)])
    pen.blob("6a8a4c", [(-1.0, 0.1), (-0.6, 0.34), (-0.1, 0.5), (0.3, 0.36), (0.9, 0.12), (0, 0.1)])
    pen.blob("567a44", [(-0.3, 0.12), (-0.06, 0.48), (0.3, 0.36), (0.8, 0.12)])
    palm(pen.part((-0.3, 0.26), 0.7), look)
    palm(pen.part((0.36, 0.2), 0.56, flip=True), look)


def _moon(pen: Pen, look: Look) -> None:
    face = look.colour(rgb("f4ecd4"))
    pen.glow((0, 0.5), 1.5, "d0dcff")
    pen.oval(face, (0, 0.5), 0.5)
    for x, y, size in (
        (-0.16, 0.62, 0.12),
        (0.16, 0.4, 0.16),
        (0.06, 0.74, 0.07),
        (-0.22, 0.3, 0.09),
        (0.3, 0.66, 0.06),
    ):
        pen.oval(mix(face, (150, 150, 165), 0.28), (x, y), size, size * 0.9)


def _sun(pen: Pen, look: Look) -> None:
    pen.glow((0, 0.5), 2.2, "ffd070")
    pen.oval(look.colour(rgb("ffe49a")), (0, 0.5), 0.5)
    pen.oval("fff6d0", (0, 0.5), 0.4)


def _star(pen: Pen, look: Look) -> None:
    tone = look.colour(rgb("fff0b4"))
    pen.glow((0, 0.5), 1.4, tone)
    spikes: list[Point] = [
        (0, 1.0),
        (0.1, 0.6),
        (0.5, 0.5),
        (0.1, 0.4),
        (0, 0.0),
        (-0.1, 0.4),
        (-0.5, 0.5),
        (-0.1, 0.6),
    ]
    pen.poly(tone, spikes)
    pen.oval("ffffff", (0, 0.5), 0.12)


def _planet(pen: Pen, look: Look) -> None:
    body = look.colour(rgb("d08a5a"))
    pen.glow((0, 0.5), 0.85, lighter(body, 0.2))
    pen.limb(mix(body, (250, 230, 200), 0.4), [(-0.78, 0.34), (0, 0.66), (0.78, 0.66)], 0.05)
    pen.oval(body, (0, 0.5), 0.44)
    for y, wide, tone in ((0.7, 0.34, 0.2), (0.54, 0.42, 0.1), (0.36, 0.38, 0.25)):
        pen.limb(lighter(body, tone), [(-wide, y), (0, y - 0.03), (wide, y)], 0.06)
    pen.limb(mix(body, (250, 236, 210), 0.6), [(-0.8, 0.34), (-0.3, 0.3), (0.3, 0.44), (0.8, 0.66)], 0.06)


def _waterfall(pen: Pen, look: Look) -> None:
    stone = rgb("6c6a68")
    pen.poly(
        stone,
        [
            (-0.75, 0.0),
            (-0.7, 0.6),
            (-0.52, 0.94),
            (-0.16, 1.0),
            (0.2, 0.98),
            (0.56, 0.9),
            (0.72, 0.5),
            (0.78, 0.0),
        ],
    )
    pen.poly(darker(stone, 0.25), [(0.2, 0.98), (0.56, 0.9), (0.72, 0.5), (0.78, 0.0), (0.26, 0.0)])
    pen.poly(look.colour(rgb("b8dce8")), [(-0.2, 0.98), (0.16, 0.98), (0.24, 0.04), (-0.28, 0.04)])
    for x in (-0.16, -0.06, 0.04, 0.13):
        pen.limb("f4fbff", [(x, 0.97), (x * 1.3, 0.5), (x * 1.5, 0.08)], 0.02, 0.035)
    for x, size in ((-0.34, 0.12), (-0.16, 0.14), (0.04, 0.13), (0.22, 0.14), (0.38, 0.1)):
        pen.oval("eef6fa", (x, 0.05), size, size * 0.6)
    for x, y in ((-0.5, 0.94), (0.4, 0.94), (-0.66, 0.62)):
        pen.oval("5c8048", (x, y), 0.15, 0.08)


def _volcano(pen: Pen, look: Look) -> None:
    stone = rgb("5a4a4c")
    pen.glow((0, 0.74), 0.7, "ff7030")
    for x, y, size in ((0.04, 0.84, 0.1), (-0.08, 0.92, 0.13), (0.1, 1.0, 0.15), (-0.04, 1.1, 0.18)):
        pen.oval(mix(stone, (190, 170, 170), 0.25), (x, y), size)
    pen.poly(stone, [(-0.95, 0.0), (-0.5, 0.36), (-0.16, 0.76), (0.16, 0.76), (0.46, 0.38), (0.95, 0.0)])
    pen.poly(darker(stone, 0.3), [(0.02, 0.74), (0.16, 0.76), (0.46, 0.38), (0.95, 0.0), (0.2, 0.0)])
    lava = look.colour(rgb("f07030"))
    pen.limb(lava, [(-0.1, 0.76), (0.1, 0.76)], 0.05)
    pen.limb(lava, [(0, 0.76), (-0.06, 0.56), (0.06, 0.4), (0.0, 0.16)], 0.05, 0.07)
    pen.limb(lava, [(-0.08, 0.74), (-0.2, 0.5), (-0.26, 0.36)], 0.04, 0.02)
    pen.limb("ffe080", [(0, 0.76), (-0.06, 0.56), (0.05, 0.42)], 0.02)


def _rainbow(pen: Pen, _look: Look) -> None:
    for index, tone in enumerate(("d8605a", "e89a4c", "f0d060", "6ab078", "5a90c8", "8a6ab8")):
        size = 1.0 - index * 0.05
        arc: list[Point] = [(-1.1 * size, 0.0), (-1.02 * size, 0.45 * size), (-0.66 * size, 0.84 * size), (0, size),
                            (0.66 * size, 0.84 * size), (1.02 * size, 0.45 * size), (1.1 * size, 0.0)]  # fmt: skip
        pen.limb(tone, arc, 0.055)


def _cloud(pen: Pen, look: Look) -> None:
    tone = look.colour(rgb("f2f2f4"))
    for x, y, size in ((-0.7, 0.3, 0.26), (0.7, 0.3, 0.28), (0.0, 0.3, 0.36)):
        pen.oval(darker(tone, 0.14), (x, y), size, size * 0.8)
    for x, y, size in ((-0.66, 0.4, 0.26), (-0.26, 0.58, 0.36), (0.2, 0.62, 0.38), (0.62, 0.42, 0.27)):
        pen.oval(tone, (x, y), size)


def _near(draw: object, height: float, reach: float = 0.7) -> Motif:
    return Motif(draw=draw, height=height, reach=reach)  # type: ignore[arg-type]


def _far(draw: object, height: float, reach: float) -> Motif:
    return Motif(draw=draw, height=height, habitat=Habitat.BACKGROUND, reach=reach)  # type: ignore[arg-type]


def _heavenly(draw: object, height: float, reach: float) -> Motif:
    return Motif(draw=draw, height=height, habitat=Habitat.HEAVENS, reach=reach)  # type: ignore[arg-type]


def nature_motifs() -> dict[str, Motif]:
    """Every plant, stone and heavenly body by its name."""
    return {
        "tree": _far(tree, 2.4, 0.6), "palm": _far(palm, 2.2, 0.6), "cactus": _near(_cactus, 1.2, 0.5),
        "flower": _near(_flower, 0.42, 0.5), "mushroom": _near(_mushroom, 0.5, 0.7), "rock": _near(rock, 0.7, 0.9),
        "island": _far(_island, 1.6, 1.4), "moon": _heavenly(_moon, 1.0, 0.6), "sun": _heavenly(_sun, 0.9, 0.6),
        "star": _heavenly(_star, 0.5, 0.6), "planet": _heavenly(_planet, 1.3, 0.9), "waterfall": _far(_waterfall, 3.0, 0.85),
        "volcano": _far(_volcano, 3.0, 1.05), "rainbow": _heavenly(_rainbow, 2.4, 1.2), "cloud": _heavenly(_cloud, 0.8, 1.0),
    }  # fmt: skip
