"""Heads: face, hair and hat, drawn in head units so that a close-up holds."""

from collections.abc import Callable
from typing import Final, TypeAlias

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.motifs.costumes import Costume
from core.providers.sketch.motifs.skeleton import Skeleton
from core.providers.sketch.pen import Pen

Piece: TypeAlias = Callable[[Pen, Costume], None]

# A head unit is the height of the face; storybook heads are a fifth of the body, so that faces read when small.
HEAD: Final = 0.2
# Below this many pixels a face is two dots; whites and lids would only smear.
_FINE: Final = 70.0


def head(pen: Pen, joints: Skeleton, costume: Costume, *, back: bool) -> None:
    """The head on its neck, turned three quarters to the right, or seen from behind."""
    # Children keep large heads on small bodies.
    size = HEAD * (1.25 if costume.size < 0.8 else 1.0)
    part = pen.part(joints.head, size, tilt=-joints.lean * 0.4)
    if costume.hat == "robot":
        _robot(part, costume, back)
        return
    if costume.hat == "helmet":
        _helmet(part, costume, back)
        return
    _HAIR_BACK.get(costume.hair_cut, _nothing)(part, costume)
    part.oval(costume.skin, (0.02, 0.0), 0.42, 0.5)
    if back:
        part.blob(
            costume.hair,
            [(-0.46, 0.1), (-0.4, 0.45), (0, 0.58), (0.42, 0.42), (0.46, 0.05), (0.3, -0.34), (-0.3, -0.34)],
        )
    else:
        _face(part, costume)
        _HAIR_FRONT.get(costume.hair_cut, _nothing)(part, costume)
    HATS.get(costume.hat, _nothing)(part, costume)


def _nothing(pen: Pen, costume: Costume) -> None:
    """Bald, or bare-headed."""


def _face(pen: Pen, costume: Costume) -> None:
    skin, shade = costume.skin, darker(costume.skin, 0.2)
    pen.blob(
        mix(skin, shade, 0.5),
        [(-0.38, 0.1), (-0.36, -0.22), (-0.1, -0.48), (0.16, -0.5), (-0.08, -0.34), (-0.2, 0.0)],
    )
    pen.oval(mix(skin, (214, 90, 70), 0.3), (0.26, -0.12), 0.1, 0.075)
    pen.oval(mix(skin, (214, 90, 70), 0.22), (-0.14, -0.13), 0.1, 0.075)
    pen.oval(mix(skin, shade, 0.6), (-0.36, 0.0), 0.08, 0.12)
    for x, width in ((-0.06, 0.085), (0.28, 0.07)):
        _eye(pen, costume, x, width)
    pen.limb(shade, [(0.17, 0.06), (0.23, -0.07), (0.15, -0.09)], 0.028, 0.04)
    pen.limb(
        mix(darker(skin, 0.45), (170, 50, 50), 0.45),
        [(0.03, -0.235), (0.14, -0.265), (0.25, -0.225)],
        0.036,
        0.03,
    )
    _BEARDS.get(costume.beard, _nothing)(pen, costume)
    if costume.glasses:
        _glasses(pen)


def _eye(pen: Pen, costume: Costume, x: float, width: float) -> None:
    if pen.scale < _FINE:
        pen.oval("231c22", (x + 0.01, 0.06), 0.052, 0.07)
    else:
        pen.oval("fbf8f2", (x, 0.06), width * 1.05, 0.085)
        pen.oval("4a3426", (x + 0.018, 0.058), 0.056, 0.072)
        pen.oval("17121a", (x + 0.02, 0.058), 0.034, 0.048)
        pen.oval("ffffff", (x + 0.036, 0.086), 0.017)
        pen.limb("231c22", [(x - width, 0.09), (x, 0.148), (x + width, 0.105)], 0.026, 0.02)
        pen.limb(
            darker(costume.skin, 0.22),
            [(x - width * 0.8, -0.025), (x, -0.043), (x + width * 0.8, -0.02)],
            0.012,
        )
    brow = mix(costume.hair, darker(costume.skin, 0.5), 0.3)
    pen.limb(brow, [(x - 0.09, 0.2), (x + 0.01, 0.24), (x + 0.09, 0.21)], 0.03, 0.042)


def _glasses(pen: Pen) -> None:
    for x, wide in ((-0.06, 0.13), (0.28, 0.11)):
        ring = [(x - wide, 0.06), (x, 0.06 + wide), (x + wide, 0.06), (x, 0.06 - wide), (x - wide, 0.06)]
        pen.limb("2c2a34", ring, 0.026)
    pen.limb("2c2a34", [(-0.19, 0.07), (-0.4, 0.1)], 0.024)
    pen.limb("2c2a34", [(0.07, 0.07), (0.17, 0.07)], 0.024)


def _beard_full(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.36, 0.0), (-0.2, -0.16), (0.1, -0.16), (0.32, -0.14), (0.4, 0.0), (0.38, -0.3),
                            (0.2, -0.62), (0.0, -0.68), (-0.24, -0.52)])  # fmt: skip
    pen.limb(darker(costume.skin, 0.4), [(0.06, -0.25), (0.14, -0.275), (0.22, -0.25)], 0.034)


def _beard_long(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.34, 0.0), (-0.16, -0.16), (0.1, -0.14), (0.34, -0.14), (0.4, 0.0), (0.36, -0.5),
                            (0.16, -1.25), (0.06, -1.4), (-0.1, -1.1), (-0.28, -0.5)])  # fmt: skip
    pen.limb(darker(costume.hair, 0.18), [(0.06, -0.4), (0.1, -0.8), (0.08, -1.15)], 0.05, 0.02)
    pen.limb(darker(costume.skin, 0.4), [(0.06, -0.24), (0.14, -0.265), (0.22, -0.24)], 0.034)


def _beard_short(pen: Pen, costume: Costume) -> None:
    pen.blob(mix(costume.hair, costume.skin, 0.15), [(-0.38, 0.0), (-0.24, -0.2), (0.02, -0.16), (0.24, -0.15),
                                                     (0.38, -0.06), (0.34, -0.36), (0.14, -0.52), (-0.14, -0.46)])  # fmt: skip
    pen.limb(darker(costume.skin, 0.45), [(0.04, -0.25), (0.14, -0.28), (0.24, -0.25)], 0.034)


_BEARDS: Final[dict[str, Piece]] = {"full": _beard_full, "long": _beard_long, "short": _beard_short}


def _short(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.46, -0.05), (-0.44, 0.34), (-0.1, 0.6), (0.3, 0.52), (0.46, 0.24), (0.3, 0.3),
                            (0.02, 0.3), (-0.22, 0.22), (-0.3, 0.06), (-0.36, -0.12)])  # fmt: skip
    pen.limb(lighter(costume.hair, 0.18), [(-0.3, 0.36), (-0.05, 0.5), (0.22, 0.46)], 0.03, 0.05)


def _tousled(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.48, 0.02), (-0.52, 0.3), (-0.34, 0.4), (-0.32, 0.62), (-0.1, 0.56), (0.06, 0.7),
                            (0.2, 0.56), (0.42, 0.58), (0.4, 0.4), (0.52, 0.26), (0.34, 0.26), (0.2, 0.34),
                            (0.04, 0.24), (-0.12, 0.32), (-0.26, 0.12), (-0.38, -0.08)])  # fmt: skip


def _fringe(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.46, -0.3), (-0.47, 0.3), (-0.12, 0.6), (0.3, 0.53), (0.47, 0.2), (0.46, -0.02),
                            (0.36, 0.22), (0.14, 0.34), (-0.14, 0.26), (-0.26, 0.02), (-0.32, -0.34)])  # fmt: skip
    pen.limb(lighter(costume.hair, 0.2), [(-0.34, 0.3), (-0.06, 0.48), (0.24, 0.44)], 0.03, 0.05)


def _bald(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hair, [(-0.47, 0.2), (-0.36, 0.24), (-0.28, 0.06), (-0.34, -0.16), (-0.46, -0.12)])


def _long_back(pen: Pen, costume: Costume) -> None:
    pen.blob(darker(costume.hair, 0.15), [(-0.3, 0.5), (0.3, 0.5), (0.42, 0.0), (0.26, -0.4), (0.1, -0.8), (-0.3, -1.0),
                                          (-0.6, -0.92), (-0.56, -0.3), (-0.52, 0.2)])  # fmt: skip


def _bob_back(pen: Pen, costume: Costume) -> None:
    pen.blob(darker(costume.hair, 0.15), [(-0.3, 0.5), (0.3, 0.5), (0.46, 0.0), (0.42, -0.4), (0.1, -0.5), (-0.4, -0.52),
                                          (-0.58, -0.42), (-0.52, 0.2)])  # fmt: skip


def _bun_back(pen: Pen, costume: Costume) -> None:
    pen.oval(darker(costume.hair, 0.1), (-0.36, 0.46), 0.22)


_HAIR_BACK: Final[dict[str, Piece]] = {"long": _long_back, "bob": _bob_back, "bun": _bun_back}
_HAIR_FRONT: Final[dict[str, Piece]] = {
    "short": _short, "tousled": _tousled, "long": _fringe, "bob": _fringe, "bun": _fringe, "bald": _bald,
}  # fmt: skip


def _brimmed(pen: Pen, colour: RGB, band: RGB, brim: float, crown: float) -> None:
    pen.blob(
        colour,
        [
            (-0.42, 0.2),
            (-0.38, crown),
            (-0.1, crown + 0.06),
            (0.0, crown),
            (0.2, crown + 0.04),
            (0.36, crown - 0.05),
            (0.42, 0.2),
        ],
    )
    pen.limb(band, [(-0.42, 0.3), (0.0, 0.24), (0.42, 0.3)], 0.12)
    pen.oval(darker(colour, 0.12), (0.0, 0.2), brim, 0.11, tilt=3)
    pen.oval(colour, (0.0, 0.225), brim, 0.09, tilt=3)


def _wide(pen: Pen, costume: Costume) -> None:
    _brimmed(pen, costume.hat_colour, darker(costume.main, 0.2), 0.84, 0.68)


def _fedora(pen: Pen, costume: Costume) -> None:
    _brimmed(pen, costume.hat_colour, darker(costume.hat_colour, 0.5), 0.68, 0.74)


def _straw(pen: Pen, costume: Costume) -> None:
    _brimmed(pen, costume.hat_colour, rgb("a8443a"), 0.86, 0.56)


def _cap(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hat_colour, [(-0.46, 0.28), (-0.52, 0.5), (-0.1, 0.68), (0.42, 0.6), (0.46, 0.3)])
    pen.limb(rgb("2a3450"), [(-0.44, 0.26), (0.0, 0.22), (0.44, 0.28)], 0.13)
    pen.limb(rgb("1c2234"), [(0.14, 0.2), (0.56, 0.2)], 0.07, 0.05)
    pen.oval("d8b860", (0.2, 0.3), 0.06)


def _beanie(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hat_colour, [(-0.47, 0.2), (-0.42, 0.52), (-0.05, 0.7), (0.34, 0.56), (0.46, 0.22)])
    pen.limb(lighter(costume.hat_colour, 0.25), [(-0.45, 0.22), (0.0, 0.17), (0.45, 0.24)], 0.16)
    pen.oval(lighter(costume.hat_colour, 0.45), (-0.06, 0.74), 0.12)


def _hood(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hat_colour, [(-0.3, -0.52), (-0.56, -0.2), (-0.58, 0.3), (-0.3, 0.66), (0.12, 0.72), (0.42, 0.46),
                                  (0.46, 0.26), (0.2, 0.4), (-0.12, 0.34), (-0.3, 0.08), (-0.26, -0.3)])  # fmt: skip
    pen.limb(
        lighter(costume.hat_colour, 0.2),
        [(0.44, 0.3), (0.14, 0.42), (-0.16, 0.32), (-0.31, 0.02), (-0.24, -0.36)],
        0.05,
    )


def _pointed(pen: Pen, costume: Costume) -> None:
    colour = costume.main if costume.hat_colour == Costume().hat_colour else costume.hat_colour
    pen.blob(
        colour,
        [(-0.44, 0.22), (-0.32, 0.6), (-0.24, 1.0), (-0.42, 1.36), (-0.04, 1.12), (0.18, 0.7), (0.44, 0.24)],
    )
    pen.limb(costume.trim, [(-0.42, 0.32), (0.0, 0.26), (0.42, 0.34)], 0.1)
    pen.oval(darker(colour, 0.15), (0.0, 0.22), 0.86, 0.12, tilt=3)


def _tricorn(pen: Pen, costume: Costume) -> None:
    pen.blob(
        costume.hat_colour,
        [(-0.74, 0.36), (-0.4, 0.66), (0.0, 0.76), (0.4, 0.62), (0.74, 0.32), (0.3, 0.24), (-0.3, 0.24)],
    )
    pen.limb("d8b860", [(-0.7, 0.35), (-0.3, 0.25), (0.3, 0.25), (0.7, 0.32)], 0.05)
    pen.oval("efe9dc", (0.04, 0.46), 0.1)


def _crown(pen: Pen, costume: Costume) -> None:
    pen.poly(
        "dcb048",
        [(-0.38, 0.3), (-0.44, 0.72), (-0.2, 0.52), (0.0, 0.82), (0.2, 0.52), (0.44, 0.72), (0.38, 0.3)],
    )
    pen.limb("b8862c", [(-0.38, 0.32), (0.0, 0.28), (0.38, 0.34)], 0.09)
    for x, y in ((-0.43, 0.73), (0.0, 0.84), (0.43, 0.73)):
        pen.oval(costume.main, (x, y), 0.055)


def _toque(pen: Pen, costume: Costume) -> None:
    colour = costume.hat_colour
    for x, y, size in ((-0.26, 0.72, 0.26), (0.26, 0.74, 0.26), (0.0, 0.84, 0.3)):
        pen.oval(colour, (x, y), size)
    pen.poly(darker(colour, 0.06), [(-0.38, 0.26), (-0.34, 0.7), (0.34, 0.7), (0.38, 0.28)])
    pen.limb(darker(colour, 0.16), [(-0.38, 0.3), (0.0, 0.25), (0.38, 0.32)], 0.08)


def _beret(pen: Pen, costume: Costume) -> None:
    pen.oval(costume.hat_colour, (-0.08, 0.48), 0.52, 0.2, tilt=10)
    pen.limb(costume.hat_colour, [(-0.1, 0.62), (-0.08, 0.76)], 0.05)


def _hard(pen: Pen, costume: Costume) -> None:
    pen.blob(costume.hat_colour, [(-0.46, 0.24), (-0.42, 0.56), (0.0, 0.74), (0.4, 0.56), (0.46, 0.26)])
    pen.limb(darker(costume.hat_colour, 0.2), [(-0.46, 0.24), (0.1, 0.2), (0.6, 0.22)], 0.07)
    pen.limb(lighter(costume.hat_colour, 0.4), [(-0.04, 0.74), (0.1, 0.5), (0.12, 0.28)], 0.09)


def _visor(pen: Pen, costume: Costume) -> None:
    steel = costume.main
    pen.blob(
        steel, [(-0.46, -0.4), (-0.5, 0.3), (-0.2, 0.62), (0.2, 0.62), (0.5, 0.3), (0.5, -0.1), (0.3, -0.5)]
    )
    pen.limb("1c2028", [(0.0, 0.1), (0.5, 0.08)], 0.1)
    for y in (-0.12, -0.24):
        pen.limb(darker(steel, 0.45), [(0.16, y), (0.4, y)], 0.03)
    pen.limb(lighter(steel, 0.5), [(-0.3, 0.3), (-0.1, 0.5)], 0.06)
    pen.limb("b8343a", [(0.0, 0.6), (-0.2, 0.86), (-0.56, 0.7), (-0.7, 0.4)], 0.16, 0.08)


HATS: Final[dict[str, Piece]] = {
    "wide": _wide, "fedora": _fedora, "straw": _straw, "cap": _cap, "beanie": _beanie, "hood": _hood,
    "pointed": _pointed, "tricorn": _tricorn, "crown": _crown, "toque": _toque, "beret": _beret, "hard": _hard,
    "visor": _visor,
}  # fmt: skip


def _robot(pen: Pen, costume: Costume, back: bool) -> None:
    shell = costume.skin
    pen.limb(darker(shell, 0.4), [(0, 0.4), (0, 0.78)], 0.06)
    pen.oval("f0603a", (0, 0.82), 0.09)
    pen.blob(
        shell, [(-0.5, -0.4), (-0.56, 0.3), (-0.3, 0.5), (0.3, 0.5), (0.56, 0.3), (0.5, -0.4), (0, -0.46)]
    )
    pen.oval(darker(shell, 0.25), (-0.54, 0.0), 0.1, 0.16)
    if back:
        return
    pen.blob("1e2834", [(-0.28, -0.2), (-0.3, 0.24), (0.0, 0.3), (0.46, 0.24), (0.46, -0.18), (0.1, -0.24)])
    for x in (-0.05, 0.3):
        pen.oval("7cecf4", (x, 0.04), 0.095, 0.11)
        pen.glow((x, 0.04), 0.42, "50c8e0")


def _helmet(pen: Pen, costume: Costume, back: bool) -> None:
    shell = costume.main
    pen.oval(shell, (0.0, 0.04), 0.66, 0.66)
    if back:
        pen.limb(darker(shell, 0.15), [(-0.4, 0.2), (0.0, 0.3), (0.4, 0.2)], 0.08)
        return
    pen.oval("2a4058", (0.12, 0.02), 0.5, 0.46)
    pen.oval(mix(costume.skin, (60, 80, 110), 0.35), (0.14, -0.05), 0.32, 0.36)
    for x in (0.06, 0.32):
        pen.oval("1c1a24", (x, 0.02), 0.045, 0.06)
    pen.limb(mix(costume.skin, (120, 40, 40), 0.5), [(0.1, -0.2), (0.2, -0.23), (0.3, -0.2)], 0.03)
    pen.blob("e09a3c", [(-0.34, 0.16), (-0.12, 0.42), (0.3, 0.44), (0.56, 0.2), (0.3, 0.3), (-0.1, 0.28)])
    pen.limb("ffffff", [(-0.22, 0.3), (-0.3, 0.08)], 0.05, 0.03)
