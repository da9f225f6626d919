"""Animals of air and water, and those that walk on two legs or none."""

from typing import Final

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Pen
from core.vocabulary.reading import Pose


def _eye(pen: Pen, x: float, y: float, size: float) -> None:
    pen.oval("18141a", (x, y), size, size * 1.15)
    pen.oval("ffffff", (x + size * 0.35, y + size * 0.4), size * 0.36)


def _bird(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("4a78a0"))
    pen.poly(darker(coat, 0.3), [(-0.25, 0.36), (-0.72, 0.24), (-0.7, 0.38), (-0.2, 0.5)])
    pen.blob(darker(coat, 0.2), [(0.0, 0.56), (-0.05, 0.95), (-0.35, 1.0), (-0.42, 0.9), (-0.22, 0.5)])
    pen.blob(
        coat, [(-0.3, 0.4), (-0.1, 0.28), (0.2, 0.3), (0.42, 0.46), (0.4, 0.62), (0.26, 0.66), (0.0, 0.56)]
    )
    pen.blob("f0d8b0", [(-0.05, 0.3), (0.2, 0.3), (0.42, 0.46), (0.24, 0.46)])
    pen.poly("e89c34", [(0.42, 0.58), (0.56, 0.52), (0.42, 0.49)])
    pen.blob(lighter(coat, 0.14), [(0.12, 0.52), (-0.02, 0.86), (-0.2, 1.02), (-0.24, 0.84), (-0.16, 0.5)])
    _eye(pen, 0.34, 0.56, 0.03)


def _owl(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("8a6844"))
    for aside in (-0.1, 0.1):
        pen.limb("d8a040", [(aside - 0.03, 0.02), (aside + 0.05, 0.02)], 0.06)
    pen.blob(
        coat,
        [
            (-0.3, 0.3),
            (-0.26, 0.78),
            (-0.34, 1.0),
            (-0.12, 0.92),
            (0.12, 0.92),
            (0.34, 1.0),
            (0.26, 0.78),
            (0.3, 0.3),
            (0, 0.02),
        ],
    )
    pen.blob(lighter(coat, 0.45), [(-0.16, 0.2), (-0.16, 0.5), (0.16, 0.5), (0.16, 0.2), (0, 0.1)])
    for y in (0.2, 0.3, 0.4):
        for x in (-0.09, 0.0, 0.09):
            pen.limb(coat, [(x - 0.03, y + 0.02), (x, y), (x + 0.03, y + 0.02)], 0.014)
    for aside in (-1, 1):
        pen.blob(
            darker(coat, 0.25),
            [(aside * 0.27, 0.62), (aside * 0.34, 0.36), (aside * 0.22, 0.12), (aside * 0.18, 0.4)],
        )
        pen.oval(lighter(coat, 0.55), (aside * 0.12, 0.72), 0.135)
        pen.oval("f0b83c", (aside * 0.12, 0.72), 0.085)
        _eye(pen, aside * 0.12, 0.72, 0.05)
    pen.poly("d89838", [(-0.04, 0.66), (0.04, 0.66), (0, 0.57)])


def _eagle(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("5c4230"))
    for side, tone in ((1, darker(coat, 0.2)), (-1, coat)):
        pen.blob(tone, [(0.0, 0.5), (side * 0.34, 0.86), (side * 0.74, 1.0), (side * 1.0, 0.86), (side * 0.92, 0.76),
                        (side * 0.86, 0.72), (side * 0.74, 0.6), (side * 0.6, 0.56), (side * 0.4, 0.44), (side * 0.1, 0.34)])  # fmt: skip
        for reach in (0.95, 0.82, 0.66):
            pen.limb(darker(tone, 0.3), [(side * reach * 0.7, 0.66), (side * reach, 0.7)], 0.02)
    pen.blob(darker(coat, 0.1), [(-0.1, 0.5), (0.02, 0.58), (0.14, 0.46), (0.06, 0.24), (-0.06, 0.2)])
    pen.poly("f2eee4", [(-0.1, 0.24), (0.1, 0.24), (0.14, 0.02), (-0.14, 0.02)])
    pen.oval("f4f0e6", (0.1, 0.56), 0.1, 0.09)
    pen.blob("e8a830", [(0.17, 0.58), (0.27, 0.54), (0.26, 0.47), (0.18, 0.5)])
    _eye(pen, 0.13, 0.58, 0.02)


def _penguin(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("2c3444"))
    for aside in (-0.12, 0.1):
        pen.limb("e89a34", [(aside, 0.03), (aside + 0.1, 0.02)], 0.07)
    pen.blob(
        coat,
        [
            (-0.28, 0.2),
            (-0.26, 0.6),
            (-0.18, 0.9),
            (0.02, 1.0),
            (0.2, 0.88),
            (0.24, 0.6),
            (0.26, 0.2),
            (0, 0.02),
        ],
    )
    pen.blob(
        "f6f4ee",
        [(-0.1, 0.16), (-0.08, 0.6), (0.04, 0.82), (0.2, 0.78), (0.22, 0.5), (0.2, 0.16), (0.06, 0.06)],
    )
    pen.blob(darker(coat, 0.2), [(-0.22, 0.62), (-0.4, 0.34), (-0.34, 0.28), (-0.16, 0.44)])
    pen.poly("e89a34", [(0.16, 0.86), (0.34, 0.8), (0.16, 0.77)])
    _eye(pen, 0.1, 0.85, 0.03)


def _whale(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("3c5c80"))
    pen.blob(coat, [(-0.85, 0.44), (-1.12, 0.72), (-1.3, 0.7), (-1.24, 0.9), (-1.05, 0.86), (-0.98, 1.0), (-0.84, 0.9),
                    (-0.84, 0.72), (-0.66, 0.6), (-0.2, 0.78), (0.5, 0.8), (0.95, 0.55), (1.0, 0.3), (0.6, 0.08), (-0.1, 0.06), (-0.6, 0.26)])  # fmt: skip
    pen.blob("dce6ea", [(0.98, 0.3), (0.6, 0.08), (0.0, 0.06), (-0.3, 0.14), (0.2, 0.22), (0.7, 0.3)])
    for index in range(4):
        pen.limb(
            mix(rgb("dce6ea"), coat, 0.35),
            [(0.86 - index * 0.1, 0.24 - index * 0.02), (0.3 - index * 0.12, 0.13)],
            0.016,
        )
    pen.blob(darker(coat, 0.25), [(0.3, 0.22), (0.16, -0.1), (0.02, -0.16), (0.06, 0.2)])
    _eye(pen, 0.68, 0.42, 0.035)
    pen.limb(darker(coat, 0.4), [(0.98, 0.34), (0.78, 0.33), (0.62, 0.36)], 0.018)


def _fish(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("e8853c"))
    pen.poly(darker(coat, 0.15), [(-0.4, 0.5), (-0.86, 0.9), (-0.74, 0.5), (-0.86, 0.1)])
    pen.blob(darker(coat, 0.1), [(-0.2, 0.76), (0.0, 1.04), (0.3, 0.86), (0.2, 0.7)])
    pen.blob(coat, [(-0.5, 0.5), (-0.2, 0.76), (0.24, 0.82), (0.62, 0.5), (0.24, 0.18), (-0.2, 0.24)])
    for x in (-0.16, 0.16):
        pen.limb("fbf1dc", [(x + 0.04, 0.76), (x - 0.02, 0.5), (x + 0.04, 0.24)], 0.09)
    pen.blob(darker(coat, 0.2), [(0.1, 0.42), (-0.14, 0.26), (-0.1, 0.4)])
    _eye(pen, 0.4, 0.58, 0.055)


def _dolphin(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("6c8ca8"))
    pen.blob(darker(coat, 0.15), [(-0.02, 0.72), (-0.24, 1.0), (0.14, 0.84)])
    pen.blob(coat, [(-0.78, 0.1), (-1.0, 0.0), (-1.02, -0.06), (-0.8, 0.0), (-0.72, -0.16), (-0.64, -0.12), (-0.66, 0.1), (-0.4, 0.5),
                    (0.0, 0.76), (0.44, 0.76), (0.62, 0.64), (0.86, 0.54), (0.84, 0.47), (0.6, 0.48), (0.2, 0.46), (-0.3, 0.28)])  # fmt: skip
    pen.blob("e8eef0", [(0.62, 0.49), (0.2, 0.46), (-0.3, 0.28), (0.0, 0.48), (0.4, 0.56)])
    pen.blob(darker(coat, 0.2), [(0.2, 0.5), (0.04, 0.22), (0.0, 0.46)])
    _eye(pen, 0.53, 0.63, 0.026)


def _octopus(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("c0587a"))
    for index, x in enumerate((-0.36, -0.22, -0.08, 0.08, 0.22, 0.36)):
        tone = darker(coat, 0.2) if index % 2 else coat
        away = x * 1.6
        pen.limb(
            tone,
            [(x * 0.6, 0.5), (x * 1.2, 0.22), (away, 0.1), (away + 0.12 * (1 if x > 0 else -1), 0.16)],
            0.14,
            0.04,
        )
    pen.blob(
        coat, [(-0.3, 0.46), (-0.36, 0.78), (-0.16, 1.0), (0.16, 1.0), (0.36, 0.78), (0.3, 0.46), (0, 0.36)]
    )
    for x in (-0.08, 0.18):
        pen.oval("fbf6ee", (x, 0.6), 0.075, 0.09)
        _eye(pen, x + 0.015, 0.59, 0.042)
    pen.oval(lighter(coat, 0.3), (-0.16, 0.84), 0.07, 0.05)


def _turtle(pen: Pen, look: Look) -> None:
    shell = look.colour(rgb("5a7a46"))
    skin = mix(shell, rgb("c8b878"), 0.6)
    for x, lean in ((-0.42, -0.1), (0.38, 0.1)):
        pen.limb(skin, [(x, 0.3), (x + lean, 0.06)], 0.22, 0.16)
    pen.limb(skin, [(0.4, 0.36), (0.68, 0.5), (0.78, 0.56)], 0.2, 0.24)
    pen.blob(shell, [(-0.66, 0.26), (-0.5, 0.7), (-0.1, 0.98), (0.3, 0.84), (0.58, 0.28), (0, 0.2)])
    for x, y in ((-0.34, 0.5), (-0.04, 0.66), (0.26, 0.5), (-0.1, 0.38)):
        pen.oval(lighter(shell, 0.22), (x, y), 0.12, 0.1)
    pen.limb(lighter(skin, 0.2), [(-0.64, 0.25), (0, 0.19), (0.58, 0.27)], 0.08)
    _eye(pen, 0.82, 0.6, 0.035)


def _butterfly(pen: Pen, look: Look) -> None:
    wing = look.colour(rgb("e0803c"))
    for side, tone in ((1, darker(wing, 0.16)), (-1, wing)):
        pen.blob(
            darker(tone, 0.6),
            [
                (0, 0.5),
                (side * 0.3, 0.98),
                (side * 0.68, 0.9),
                (side * 0.6, 0.56),
                (side * 0.46, 0.12),
                (side * 0.14, 0.2),
            ],
        )
        pen.blob(
            tone,
            [
                (side * 0.04, 0.52),
                (side * 0.3, 0.9),
                (side * 0.58, 0.84),
                (side * 0.5, 0.58),
                (side * 0.12, 0.48),
            ],
        )
        pen.blob(
            lighter(tone, 0.2),
            [(side * 0.06, 0.44), (side * 0.46, 0.5), (side * 0.4, 0.22), (side * 0.16, 0.26)],
        )
        pen.oval("fbf0d4", (side * 0.46, 0.76), 0.05)
        pen.limb("2a2024", [(0, 0.7), (side * 0.1, 0.94), (side * 0.16, 0.98)], 0.018)
    pen.limb("2a2024", [(0, 0.22), (0, 0.72)], 0.06, 0.08)


def _dragon(pen: Pen, look: Look) -> None:
    coat = look.colour(rgb("4f7a5c"))
    wing = mix(coat, rgb("c8643c"), 0.55)
    up = 1.0 if look.pose in {Pose.FLYING, Pose.FIGHTING, Pose.STANDING} else 0.8
    _wing(pen, darker(wing, 0.35), 0.1, up * 0.92)
    pen.limb(coat, [(-0.3, 0.36), (-0.7, 0.16), (-1.05, 0.2), (-1.2, 0.42)], 0.24, 0.03)
    pen.poly(wing, [(-1.14, 0.38), (-1.34, 0.5), (-1.2, 0.56), (-1.12, 0.52)])
    for x, far in ((-0.2, True), (0.28, True), (-0.3, False), (0.18, False)):
        tone = darker(coat, 0.3 if far else 0.05)
        pen.limb(tone, [(x, 0.34), (x - 0.06, 0.16), (x, 0.03), (x + 0.08, 0.02)], 0.16, 0.06)
    pen.blob(
        coat, [(-0.42, 0.4), (-0.2, 0.54), (0.2, 0.52), (0.42, 0.44), (0.34, 0.24), (0, 0.18), (-0.3, 0.24)]
    )
    pen.limb(coat, [(0.28, 0.4), (0.5, 0.56), (0.48, 0.76), (0.6, 0.86)], 0.25, 0.14)
    pen.limb(mix(coat, rgb("f0dca8"), 0.65), [(0.36, 0.3), (0.57, 0.54), (0.545, 0.74)], 0.1, 0.06)
    pen.limb(coat, [(0.6, 0.86), (0.8, 0.82)], 0.19, 0.11)
    for dx in (0.0, 0.08):
        pen.limb("e8dcb8", [(0.55 + dx, 0.93), (0.44 + dx, 1.04)], 0.045, 0.012)
    for x, y in ((0.36, 0.62), (0.36, 0.74), (0.44, 0.86), (0.1, 0.56), (-0.1, 0.56), (-0.3, 0.5)):
        pen.poly(wing, [(x - 0.06, y - 0.03), (x - 0.03, y + 0.09), (x + 0.05, y - 0.01)])
    _wing(pen, wing, -0.06, up)
    pen.oval("f4d24a", (0.66, 0.89), 0.028)
    pen.oval("18141a", (0.668, 0.89), 0.012, 0.022)


def _wing(pen: Pen, ink: tuple[int, int, int], x: float, top: float) -> None:
    pen.blob(ink, [(x + 0.14, 0.46), (x + 0.1, 0.8), (x - 0.1, top + 0.16), (x - 0.5, top + 0.1), (x - 0.95, top - 0.16),
                   (x - 0.72, 0.68), (x - 0.62, 0.56), (x - 0.42, 0.6), (x - 0.3, 0.44), (x - 0.12, 0.5)])  # fmt: skip
    bone = darker(ink, 0.3)
    for end in ((x - 0.9, top - 0.14), (x - 0.6, 0.58), (x - 0.28, 0.46)):
        pen.limb(bone, [(x - 0.1, top + 0.12), end], 0.035, 0.012)
    pen.limb(bone, [(x + 0.12, 0.48), (x + 0.08, 0.8), (x - 0.1, top + 0.13)], 0.07, 0.03)


CREATURES: Final[dict[str, Motif]] = {
    "bird": Motif(draw=_bird, height=0.3, habitat=Habitat.AIR, reach=0.8),
    "owl": Motif(draw=_owl, height=0.42, reach=0.5),
    "eagle": Motif(draw=_eagle, height=0.55, habitat=Habitat.AIR, reach=1.1),
    "penguin": Motif(draw=_penguin, height=0.55, reach=0.5),
    "whale": Motif(draw=_whale, height=1.1, habitat=Habitat.DEEP, reach=1.4),
    "fish": Motif(draw=_fish, height=0.4, habitat=Habitat.DEEP, reach=1.0),
    "dolphin": Motif(draw=_dolphin, height=0.75, habitat=Habitat.DEEP, reach=1.1),
    "octopus": Motif(draw=_octopus, height=0.8, habitat=Habitat.DEEP, reach=0.8),
    "turtle": Motif(draw=_turtle, height=0.35, reach=1.0),
    "butterfly": Motif(draw=_butterfly, height=0.26, habitat=Habitat.AIR, reach=0.8),
    "dragon": Motif(draw=_dragon, height=1.7, reach=1.45),
}
