"""Things of every day: devices, instruments, furniture and food."""

from core.providers.sketch.colours import darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Habitat, Look, Motif
from core.providers.sketch.pen import Pen, Point


def _cup(pen: Pen, look: Look) -> None:
    clay = look.colour(look.accent)
    pen.oval(darker(clay, 0.35), (0, 0.05), 0.6, 0.07)
    pen.limb(darker(clay, 0.12), [(0.34, 0.56), (0.6, 0.5), (0.54, 0.26), (0.3, 0.22)], 0.08)
    pen.blob(clay, [(-0.42, 0.66), (-0.38, 0.2), (-0.2, 0.06), (0.2, 0.06), (0.38, 0.2), (0.42, 0.66)])
    pen.oval(darker(clay, 0.2), (0, 0.66), 0.42, 0.09)
    pen.oval("4a2c1e", (0, 0.65), 0.36, 0.065)
    pen.limb(lighter(clay, 0.4), [(-0.3, 0.52), (-0.26, 0.24)], 0.05)
    for x in (-0.12, 0.12):
        pen.limb("eeeae8", [(x, 0.76), (x + 0.07, 0.85), (x - 0.03, 0.93), (x + 0.05, 1.02)], 0.03, 0.012)


def _phone(pen: Pen, look: Look) -> None:
    pen.blob(
        look.colour(rgb("24262e")),
        [
            (-0.27, 0.04),
            (-0.28, 0.5),
            (-0.27, 0.97),
            (0, 1.0),
            (0.27, 0.97),
            (0.28, 0.5),
            (0.27, 0.04),
            (0, 0.0),
        ],
    )
    pen.box("8fd8ee", -0.225, 0.1, 0.225, 0.9)
    pen.poly("c4f0f8", [(-0.225, 0.5), (-0.225, 0.9), (0.1, 0.9)])
    for index, tone in enumerate(("f0a848", "e0605a", "5ab078", "7a68c8", "f4f0e8", "4a88c8")):
        x, y = -0.13 + (index % 3) * 0.13, 0.34 - (index // 3) * 0.14
        pen.box(tone, x - 0.045, y - 0.045, x + 0.045, y + 0.045)
    pen.glow((0, 0.5), 0.9, "70c8e8")


def _laptop(pen: Pen, look: Look) -> None:
    shell = look.colour(rgb("a4aab4"))
    pen.poly(darker(shell, 0.3), [(-0.68, 0.16), (-0.6, 1.0), (0.6, 1.0), (0.68, 0.16)])
    pen.poly("78c8e8", [(-0.6, 0.24), (-0.54, 0.93), (0.54, 0.93), (0.6, 0.24)])
    pen.poly("a8e4f4", [(-0.57, 0.5), (-0.54, 0.93), (-0.1, 0.93)])
    for row in range(4):
        pen.limb(
            ("f8f4e8", "ffd078", "f8f4e8", "e8f0f4")[row],
            [(-0.4, 0.78 - row * 0.12), (0.0 + (row * 37 % 5) * 0.07, 0.78 - row * 0.12)],
            0.04,
        )
    pen.poly(shell, [(-0.72, 0.16), (0.72, 0.16), (0.92, 0.0), (-0.92, 0.0)])
    pen.poly(darker(shell, 0.4), [(-0.58, 0.13), (0.58, 0.13), (0.64, 0.07), (-0.64, 0.07)])
    pen.glow((0, 0.6), 1.3, "60b8e0")


def _screen(pen: Pen, look: Look) -> None:
    pen.limb("3a3c46", [(0, 0.2), (0, 0.04)], 0.12)
    pen.oval("3a3c46", (0, 0.03), 0.32, 0.05)
    pen.box(look.colour(rgb("2a2c36")), -0.78, 0.18, 0.78, 1.0)
    pen.box("6ac0e0", -0.72, 0.24, 0.72, 0.94)
    pen.blob("f0d090", [(-0.72, 0.24), (-0.4, 0.5), (-0.1, 0.36), (0.3, 0.62), (0.72, 0.3), (0.72, 0.24)])
    pen.oval("fff4d0", (0.4, 0.76), 0.09)
    pen.glow((0, 0.6), 1.3, "60b0e0")


def _clock(pen: Pen, look: Look) -> None:
    rim = look.colour(rgb("a8743c"))
    for x in (-0.26, 0.26):
        pen.limb(darker(rim, 0.3), [(x * 0.8, 0.16), (x, 0.0)], 0.07)
        pen.oval(rim, (x, 0.93), 0.12, 0.09, tilt=-30 if x > 0 else 30)
    pen.oval(rim, (0, 0.5), 0.45)
    pen.oval("f6efdc", (0, 0.5), 0.37)
    for x, y in ((0, 0.3), (0.3, 0), (0, -0.3), (-0.3, 0)):
        pen.oval("3a3030", (x, 0.5 + y), 0.03)
    pen.limb("3a3030", [(0, 0.5), (0.14, 0.62)], 0.05, 0.03)
    pen.limb("3a3030", [(0, 0.5), (-0.06, 0.78)], 0.035, 0.02)
    pen.oval("b8343a", (0, 0.5), 0.035)


def _bottle(pen: Pen, look: Look) -> None:
    glass = look.colour(rgb("4a8a74"))
    pen.blob(
        glass,
        [
            (-0.18, 0.0),
            (-0.2, 0.4),
            (-0.17, 0.58),
            (-0.07, 0.72),
            (-0.065, 0.92),
            (0.065, 0.92),
            (0.07, 0.72),
            (0.17, 0.58),
            (0.2, 0.4),
            (0.18, 0.0),
            (0, -0.01),
        ],
    )
    pen.box("f0e4c8", -0.17, 0.16, 0.17, 0.42)
    pen.line("a87848", [(-0.1, 0.32), (0.1, 0.32)], 0.03)
    pen.limb(lighter(glass, 0.5), [(-0.12, 0.52), (-0.14, 0.1)], 0.035)
    pen.limb("b08850", [(0, 0.9), (0, 0.99)], 0.1)


def _guitar(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("c07a34"))
    lean = pen.part((0.06, 0.0), 1.0, tilt=-8)
    lean.limb("4a3022", [(0, 0.4), (0, 0.9)], 0.06)
    lean.blob("3a261c", [(-0.05, 0.88), (-0.06, 1.0), (0.06, 1.0), (0.05, 0.88)])
    lean.blob(
        darker(wood, 0.3),
        [
            (-0.22, 0.16),
            (-0.14, 0.34),
            (-0.18, 0.5),
            (0, 0.58),
            (0.2, 0.5),
            (0.16, 0.34),
            (0.25, 0.15),
            (0, 0.0),
        ],
    )
    lean.blob(
        wood,
        [
            (-0.24, 0.17),
            (-0.15, 0.34),
            (-0.19, 0.5),
            (0, 0.57),
            (0.17, 0.5),
            (0.13, 0.34),
            (0.22, 0.16),
            (0, 0.02),
        ],
    )
    lean.oval("3a241a", (-0.01, 0.36), 0.07)
    lean.box("3a241a", -0.1, 0.16, 0.08, 0.19)
    for x in (-0.016, 0.0, 0.016):
        lean.line("f0e4c8", [(x, 0.17), (x, 0.94)], 0.005)


def _piano(pen: Pen, look: Look) -> None:
    body = look.colour(rgb("2e2a32"))
    for x in (-0.62, 0.62):
        pen.limb(darker(body, 0.2), [(x, 0.4), (x * 0.98, 0.02)], 0.09, 0.06)
    pen.blob(darker(body, 0.1), [(-0.74, 0.6), (-0.6, 1.0), (0.1, 1.06), (0.7, 0.74), (0.76, 0.6)])
    pen.blob(
        mix(body, rgb("b07a3c"), 0.55), [(-0.66, 0.62), (-0.54, 0.92), (0.08, 0.98), (0.6, 0.7), (0.66, 0.62)]
    )
    pen.box(body, -0.78, 0.4, 0.78, 0.64)
    pen.box("f6f2e8", -0.7, 0.34, 0.7, 0.45)
    for index in range(13):
        if index % 7 not in {2, 6}:
            x = -0.6 + index * 0.1
            pen.box("1e1a20", x - 0.025, 0.385, x + 0.025, 0.45)
    pen.limb(lighter(body, 0.3), [(-0.74, 0.61), (0.74, 0.61)], 0.02)


def _camera(pen: Pen, look: Look) -> None:
    body = look.colour(rgb("33343c"))
    pen.blob(lighter(body, 0.12), [(-0.22, 0.74), (-0.16, 0.98), (0.2, 0.98), (0.26, 0.74)])
    pen.oval(look.accent, (0.48, 0.84), 0.1, 0.05)
    pen.blob(
        body,
        [
            (-0.76, 0.06),
            (-0.78, 0.5),
            (-0.7, 0.82),
            (0, 0.84),
            (0.7, 0.82),
            (0.78, 0.5),
            (0.76, 0.06),
            (0, 0.02),
        ],
    )
    pen.box("8a5c40", -0.76, 0.2, 0.76, 0.56)
    for size, tone in ((0.36, "1c1d24"), (0.29, "4a4e5a"), (0.22, "1a2030"), (0.13, "3c6488")):
        pen.oval(tone, (0.04, 0.42), size)
    pen.oval("dcecf8", (-0.05, 0.51), 0.055)
    pen.oval("f0e0b0", (-0.54, 0.7), 0.08, 0.06)


def _ball(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    pen.oval(paint, (0, 0.5), 0.5)
    pen.blob("f6eedc", [(-0.46, 0.3), (-0.1, 0.5), (0.3, 0.94), (0.42, 0.78), (0.1, 0.34), (-0.34, 0.14)])
    pen.blob(
        darker(paint, 0.3),
        [(0.44, 0.64), (0.5, 0.44), (0.34, 0.12), (0.0, 0.0), (-0.3, 0.12), (0.1, 0.16), (0.36, 0.4)],
    )
    pen.oval(lighter(paint, 0.6), (-0.22, 0.74), 0.1, 0.06, tilt=40)


def _box(pen: Pen, look: Look) -> None:
    card = look.colour(rgb("c09058"))
    pen.poly(card, [(-0.6, 0.02), (-0.6, 0.72), (0.2, 0.66), (0.2, -0.02)])
    pen.poly(darker(card, 0.25), [(0.2, -0.02), (0.2, 0.66), (0.62, 0.78), (0.62, 0.12)])
    pen.poly(lighter(card, 0.25), [(-0.6, 0.72), (-0.16, 0.84), (0.62, 0.78), (0.2, 0.66)])
    pen.poly(darker(card, 0.5), [(-0.5, 0.72), (-0.14, 0.81), (0.5, 0.77), (0.18, 0.685)])
    pen.poly(lighter(card, 0.1), [(-0.6, 0.72), (-0.86, 0.9), (-0.5, 1.0), (-0.16, 0.84)])
    pen.poly(look.accent, [(-0.26, 0.0), (-0.26, 0.695), (-0.14, 0.69), (-0.14, 0.0)])


def _shoe(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    pen.blob(
        paint,
        [
            (-0.8, 0.2),
            (-0.8, 0.7),
            (-0.66, 0.98),
            (-0.3, 0.94),
            (-0.1, 0.66),
            (0.4, 0.5),
            (0.86, 0.38),
            (0.92, 0.16),
            (0, 0.14),
        ],
    )
    pen.limb("f6f2e8", [(-0.84, 0.12), (0.0, 0.09), (0.92, 0.12)], 0.18)
    pen.blob(darker(paint, 0.5), [(-0.68, 0.88), (-0.5, 0.98), (-0.3, 0.92), (-0.44, 0.84)])
    for index in range(4):
        x, y = -0.2 + index * 0.15, 0.74 - index * 0.07
        pen.limb("f6f2e8", [(x - 0.08, y - 0.06), (x + 0.07, y + 0.02)], 0.045)
    pen.limb("f6f2e8", [(-0.6, 0.3), (-0.2, 0.5), (0.1, 0.28)], 0.07, 0.04)


def _robot_arm(pen: Pen, look: Look) -> None:
    paint = look.colour(rgb("e0902c"))
    pen.blob("4a4e58", [(-0.36, 0.0), (-0.28, 0.14), (0.12, 0.14), (0.2, 0.0)])
    pen.limb(paint, [(-0.08, 0.12), (-0.26, 0.58)], 0.18, 0.15)
    pen.limb(lighter(paint, 0.12), [(-0.26, 0.6), (0.3, 0.9)], 0.14, 0.1)
    pen.limb("8a92a0", [(0.3, 0.9), (0.46, 0.62)], 0.08, 0.07)
    for x, y, size in ((-0.08, 0.14, 0.11), (-0.26, 0.6, 0.1), (0.3, 0.9, 0.075)):
        pen.oval("3a3e48", (x, y), size)
        pen.oval("9aa2b0", (x, y), size * 0.5)
    for dx in (-0.08, 0.08):
        pen.limb("4a4e58", [(0.46, 0.62), (0.46 + dx * 1.2, 0.54), (0.46 + dx * 0.7, 0.44)], 0.05, 0.035)
    pen.oval("70e0f0", (0.46, 0.62), 0.035)


def _table(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("8c5e3c"))
    for x, tone in ((-0.62, 0.35), (0.74, 0.35), (-0.78, 0.1), (0.6, 0.1)):
        pen.limb(darker(wood, tone), [(x, 0.84), (x * 1.02, 0.02)], 0.09, 0.06)
    pen.poly(lighter(wood, 0.1), [(-0.94, 0.86), (-0.74, 1.0), (0.92, 1.0), (0.98, 0.86)])
    pen.box(darker(wood, 0.15), -0.94, 0.78, 0.98, 0.87)


def _chair(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("8c5e3c"))
    for x in (-0.24, 0.3):
        pen.limb(darker(wood, 0.35), [(x + 0.06, 0.46), (x + 0.06, 0.06)], 0.06)
    for x in (-0.3, 0.22):
        pen.limb(wood, [(x, 0.46), (x, 0.0)], 0.065)
    for x in (-0.3, 0.0):
        pen.limb(wood, [(x, 0.46), (x - 0.06, 0.98)], 0.06)
    for y in (0.66, 0.8, 0.94):
        pen.limb(lighter(wood, 0.1), [(-0.34, y), (-0.04, y)], 0.06)
    pen.poly(look.accent, [(-0.36, 0.44), (-0.28, 0.52), (0.36, 0.52), (0.3, 0.44)])


def _bread(pen: Pen, look: Look) -> None:
    crust = look.colour(rgb("c8843c"))
    pen.oval("8a6a48", (0, 0.08), 1.0, 0.1)
    pen.blob(
        crust,
        [
            (-0.85, 0.14),
            (-0.86, 0.5),
            (-0.5, 0.86),
            (0, 0.96),
            (0.5, 0.86),
            (0.86, 0.5),
            (0.85, 0.14),
            (0, 0.06),
        ],
    )
    for x in (-0.46, -0.1, 0.26):
        pen.limb("f0d8a8", [(x, 0.5), (x + 0.1, 0.7), (x + 0.26, 0.82)], 0.06, 0.08)
    pen.limb(lighter(crust, 0.3), [(-0.68, 0.5), (-0.4, 0.76)], 0.05)


def _cake(pen: Pen, look: Look) -> None:
    icing = look.colour(rgb("f0b8c0"))
    pen.oval("c8c4cc", (0, 0.05), 0.86, 0.08)
    pen.box("d8a468", -0.66, 0.08, 0.66, 0.46)
    pen.limb("fbf2e2", [(-0.66, 0.27), (0.66, 0.27)], 0.06)
    pen.blob(
        icing,
        [
            (-0.7, 0.5),
            (-0.66, 0.64),
            (0, 0.7),
            (0.66, 0.64),
            (0.7, 0.5),
            (0.56, 0.36),
            (0.4, 0.48),
            (0.2, 0.34),
            (0, 0.46),
            (-0.24, 0.34),
            (-0.44, 0.48),
            (-0.6, 0.38),
        ],
    )
    for x in (-0.4, 0.0, 0.4):
        pen.limb("fbf2e2", [(x, 0.66), (x, 0.84)], 0.06)
        pen.blob("f8b040", [(x - 0.04, 0.88), (x, 1.02), (x + 0.04, 0.88)])
        pen.glow((x, 0.92), 0.4, "ffc060")
    for x in (-0.2, 0.2):
        pen.oval("b8303a", (x, 0.7), 0.08)


def _bowl(pen: Pen, look: Look) -> None:
    clay = look.colour(rgb("4a7494"))
    for x, y, tone in (
        (-0.4, 0.6, "c8503a"),
        (0.0, 0.68, "e0a83c"),
        (0.4, 0.6, "7a9a48"),
        (-0.2, 0.72, "d8743c"),
        (0.22, 0.72, "b8404a"),
    ):
        pen.oval(tone, (x, y), 0.24)
        pen.oval(lighter(rgb(tone), 0.4), (x - 0.07, y + 0.1), 0.06)
    pen.blob(
        clay, [(-0.8, 0.56), (-0.6, 0.2), (-0.26, 0.04), (0.26, 0.04), (0.6, 0.2), (0.8, 0.56), (0, 0.5)]
    )
    pen.limb(lighter(clay, 0.35), [(-0.78, 0.54), (0, 0.48), (0.78, 0.54)], 0.06)


def _kite(pen: Pen, look: Look) -> None:
    paint = look.colour(look.accent)
    pen.poly(paint, [(0, 1.0), (-0.36, 0.66), (0, 0.2)])
    pen.poly(lighter(paint, 0.35), [(0, 1.0), (0.36, 0.66), (0, 0.2)])
    pen.limb("6a4a34", [(0, 1.0), (0, 0.2)], 0.02)
    pen.limb("6a4a34", [(-0.36, 0.66), (0.36, 0.66)], 0.02)
    tail: list[Point] = [(0, 0.2), (-0.14, 0.08), (0.0, -0.06), (-0.16, -0.2), (-0.06, -0.34)]
    pen.limb("f0e4c8", tail, 0.016)
    for x, y in tail[1:]:
        pen.poly(
            paint, [(x - 0.07, y + 0.04), (x + 0.07, y - 0.04), (x + 0.07, y + 0.04), (x - 0.07, y - 0.04)]
        )


def _sign(pen: Pen, look: Look) -> None:
    wood = look.colour(rgb("9a6a40"))
    pen.limb(darker(wood, 0.25), [(0, 0.0), (0, 1.0)], 0.08)
    pen.poly(wood, [(-0.4, 0.66), (-0.4, 0.9), (0.36, 0.9), (0.52, 0.78), (0.36, 0.66)])
    pen.poly(darker(wood, 0.12), [(0.34, 0.38), (0.34, 0.58), (-0.32, 0.58), (-0.46, 0.48), (-0.32, 0.38)])
    for y, x in ((0.8, -0.26), (0.74, -0.26), (0.5, -0.24)):
        pen.limb("f0e0bc", [(x, y), (x + 0.42, y)], 0.025)


def _bag(pen: Pen, look: Look) -> None:
    cloth = look.colour(rgb("8a5c38"))
    pen.limb(darker(cloth, 0.3), [(-0.22, 0.66), (-0.2, 0.94), (0, 1.02), (0.2, 0.94), (0.22, 0.66)], 0.06)
    pen.blob(
        cloth,
        [(-0.44, 0.06), (-0.5, 0.4), (-0.4, 0.7), (0, 0.76), (0.4, 0.7), (0.5, 0.4), (0.44, 0.06), (0, 0.0)],
    )
    pen.blob(
        darker(cloth, 0.2), [(-0.42, 0.7), (-0.44, 0.46), (0, 0.34), (0.44, 0.46), (0.42, 0.7), (0, 0.77)]
    )
    pen.oval("d8b048", (0, 0.38), 0.06)


def _on_table(draw: object, height: float, reach: float = 0.8) -> Motif:
    return Motif(draw=draw, height=height, habitat=Habitat.TABLE, reach=reach)  # type: ignore[arg-type]


def _on_floor(draw: object, height: float, reach: float = 0.7) -> Motif:
    return Motif(draw=draw, height=height, reach=reach)  # type: ignore[arg-type]


def goods_motifs() -> dict[str, Motif]:
    """Every thing of daily life by its name."""
    return {
        "cup": _on_table(_cup, 0.3), "phone": _on_table(_phone, 0.4, 0.5), "laptop": _on_table(_laptop, 0.42, 1.0),
        "screen": _on_table(_screen, 0.6, 0.9), "clock": _on_table(_clock, 0.42, 0.6), "bottle": _on_table(_bottle, 0.44, 0.4),
        "guitar": _on_floor(_guitar, 0.75, 0.5), "piano": _on_floor(_piano, 0.85, 0.9), "camera": _on_table(_camera, 0.36, 0.9),
        "ball": _on_floor(_ball, 0.3, 0.6), "box": _on_floor(_box, 0.45, 1.0), "shoe": _on_floor(_shoe, 0.28, 1.0),
        "robot_arm": _on_floor(_robot_arm, 1.3, 0.7), "table": _on_floor(_table, 0.5, 1.1), "chair": _on_floor(_chair, 0.62, 0.5),
        "bread": _on_table(_bread, 0.28, 1.1), "cake": _on_table(_cake, 0.38, 1.0), "bowl": _on_table(_bowl, 0.32, 1.0),
        "kite": Motif(draw=_kite, height=0.8, habitat=Habitat.AIR, reach=0.6), "sign": _on_floor(_sign, 0.95, 0.6),
        "bag": _on_floor(_bag, 0.45, 0.6),
    }  # fmt: skip
