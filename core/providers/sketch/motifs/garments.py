"""What figures wear between neck and feet, cut along the joints of the body."""

from collections.abc import Callable
from typing import Final, TypeAlias

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.motifs.costumes import Costume
from core.providers.sketch.motifs.skeleton import Skeleton
from core.providers.sketch.pen import Pen, Point

Garment: TypeAlias = Callable[[Pen, Skeleton, Costume], None]


def sleeve(costume: Costume) -> RGB:
    """The colour of the arm nearer to the viewer."""
    if costume.garment in {"overalls", "vest", "apron"}:
        return mix(costume.trim, (160, 150, 150), 0.2)
    if costume.garment == "tutu":
        return costume.skin
    return lighter(costume.main, 0.08)


def _between(first: Point, second: Point, share: float, aside: float = 0.0) -> Point:
    return (first[0] + (second[0] - first[0]) * share + aside, first[1] + (second[1] - first[1]) * share)


def _trunk(pen: Pen, joints: Skeleton, colour: RGB, waist: float = 0.088, shoulder: float = 0.112) -> None:
    hips, chest, neck = joints.hips, joints.chest, joints.neck
    middle = _between(hips, chest, 0.45)
    pen.blob(colour, [
        (neck[0] - 0.035, neck[1] + 0.004), (neck[0] + 0.035, neck[1] + 0.004),
        (chest[0] + shoulder, chest[1] + 0.012), (chest[0] + shoulder * 0.92, chest[1] - 0.07),
        (middle[0] + waist, middle[1]), (hips[0] + 0.092, hips[1] - 0.02), (hips[0], hips[1] - 0.045),
        (hips[0] - 0.092, hips[1] - 0.02), (middle[0] - waist, middle[1]),
        (chest[0] - shoulder * 0.92, chest[1] - 0.07), (chest[0] - shoulder, chest[1] + 0.012),
    ])  # fmt: skip


def _skirt(pen: Pen, joints: Skeleton, colour: RGB, share: float, flare: float) -> None:
    """Cloth from the waist down to `share` of the legs (1 = the feet), as wide as the stride needs."""
    near, far, hips = joints.near_leg, joints.far_leg, joints.hips
    spots = [_between(leg[0], leg[1], share * 2) if share <= 0.5 else _between(leg[1], leg[2], share * 2 - 1)
             for leg in (near, far)]  # fmt: skip
    front = max(spots[0][0], spots[1][0], hips[0]) + flare
    back = min(spots[0][0], spots[1][0], hips[0]) - flare
    low = min(spots[0][1], spots[1][1])
    waist = _between(hips, joints.chest, 0.4)
    sides = [(waist[0] - 0.085, waist[1]), (waist[0] + 0.085, waist[1])]
    pen.blob(colour, [sides[0], (waist[0], waist[1] + 0.02), sides[1], (hips[0] + 0.1, hips[1] - 0.02),
                      (front, low + 0.02), (front - 0.02, low - 0.012), ((front + back) / 2, low - 0.022),
                      (back + 0.02, low - 0.012), (back, low + 0.02), (hips[0] - 0.1, hips[1] - 0.02)])  # fmt: skip
    fold = darker(colour, 0.2)
    pen.limb(fold, [(waist[0] - 0.05, waist[1] - 0.02), (back + 0.05, low + 0.03)], 0.012, 0.045)
    pen.limb(fold, [(waist[0] + 0.02, waist[1] - 0.06), ((front + back) / 2 + 0.03, low + 0.02)], 0.008, 0.03)


def _collar(pen: Pen, joints: Skeleton, colour: RGB) -> None:
    neck, chest = joints.neck, joints.chest
    pen.poly(
        colour, [(neck[0] - 0.03, neck[1]), (neck[0] + 0.055, neck[1]), (chest[0] + 0.04, chest[1] - 0.07)]
    )


def _belt(pen: Pen, joints: Skeleton, colour: RGB) -> None:
    at = _between(joints.hips, joints.chest, 0.2)
    pen.limb(colour, [(at[0] - 0.086, at[1]), (at[0], at[1] - 0.012), (at[0] + 0.086, at[1])], 0.026)
    pen.oval("d8b860", (at[0] + 0.035, at[1] - 0.01), 0.017)


def _jacket(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _trunk(pen, joints, costume.main)
    _collar(pen, joints, costume.trim)
    chest, hips = joints.chest, joints.hips
    pen.limb(
        darker(costume.main, 0.3),
        [(chest[0] + 0.045, chest[1] - 0.05), (hips[0] + 0.035, hips[1] - 0.02)],
        0.01,
    )
    _belt(pen, joints, darker(costume.boots, 0.1))


def _shirt(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _trunk(pen, joints, costume.main, 0.084, 0.106)
    stripe = lighter(costume.main, 0.45)
    for share in (0.3, 0.55, 0.8):
        at = _between(joints.hips, joints.chest, share)
        pen.limb(stripe, [(at[0] - 0.078, at[1]), (at[0], at[1] - 0.012), (at[0] + 0.078, at[1])], 0.022)


def _coat(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, darker(costume.main, 0.08), 0.52, 0.062)
    _trunk(pen, joints, costume.main, 0.096, 0.118)
    _collar(pen, joints, costume.trim)
    chest, hips = joints.chest, joints.hips
    pen.limb(
        darker(costume.main, 0.3),
        [(chest[0] + 0.04, chest[1] - 0.06), (hips[0] + 0.05, hips[1] - 0.1)],
        0.011,
    )
    for share in (0.25, 0.5, 0.75):
        pen.oval(costume.trim, _between(hips, chest, share, 0.066), 0.01)


def _dress(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, costume.main, 0.62, 0.085)
    _trunk(pen, joints, costume.main, 0.07, 0.1)
    _belt(pen, joints, costume.trim)


def _robe(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, costume.main, 1.0, 0.1)
    _trunk(pen, joints, costume.main, 0.1, 0.122)
    near, far = joints.near_leg[2], joints.far_leg[2]
    low = min(near[1], far[1])
    pen.limb(costume.trim, [(min(near[0], far[0]) - 0.08, low + 0.02), ((near[0] + far[0]) / 2, low - 0.005),
                            (max(near[0], far[0]) + 0.08, low + 0.02)], 0.024)  # fmt: skip
    _belt(pen, joints, costume.trim)


def _gown(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, costume.main, 1.0, 0.17)
    _skirt(pen, joints, lighter(costume.main, 0.18), 0.8, 0.05)
    _trunk(pen, joints, costume.main, 0.066, 0.1)
    _belt(pen, joints, costume.trim)


def _tutu(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    hips = joints.hips
    for tier, tint in ((0.0, 0.1), (0.018, 0.35), (0.034, 0.55)):
        pen.oval(
            lighter(costume.main, tint),
            (hips[0], hips[1] + tier),
            0.24 - tier * 2.2,
            0.045,
            tilt=-joints.lean * 2,
        )
    _trunk(pen, joints, costume.main, 0.064, 0.09)


def _apron(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _trunk(pen, joints, mix(costume.main, (170, 170, 180), 0.25), 0.1, 0.116)
    _skirt(pen, joints, costume.main, 0.46, 0.02)
    chest, hips = joints.chest, joints.hips
    pen.poly(costume.main, [(chest[0] - 0.04, chest[1]), (chest[0] + 0.09, chest[1]), (hips[0] + 0.1, hips[1]),
                            (hips[0] - 0.07, hips[1])])  # fmt: skip
    pen.limb(
        "b8443a",
        [(joints.neck[0] - 0.03, joints.neck[1] + 0.005), (joints.neck[0] + 0.05, joints.neck[1])],
        0.036,
    )


def _overalls(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _trunk(pen, joints, mix(costume.trim, (200, 120, 90), 0.35))
    chest, hips = joints.chest, joints.hips
    pen.poly(costume.main, [(hips[0] - 0.092, hips[1] - 0.03), (hips[0] + 0.092, hips[1] - 0.03),
                            (chest[0] + 0.075, chest[1] - 0.06), (chest[0] - 0.05, chest[1] - 0.06)])  # fmt: skip
    for aside in (-0.04, 0.062):
        pen.limb(
            costume.main, [(chest[0] + aside, chest[1] - 0.05), (chest[0] + aside, chest[1] + 0.04)], 0.024
        )


def _vest(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _trunk(pen, joints, costume.main)
    for share in (0.25, 0.6):
        at = _between(joints.hips, joints.chest, share)
        pen.limb("f4ecb8", [(at[0] - 0.085, at[1]), (at[0], at[1] - 0.01), (at[0] + 0.085, at[1])], 0.024)
    chest, hips = joints.chest, joints.hips
    pen.limb(darker(costume.main, 0.4), [(chest[0] + 0.04, chest[1]), (hips[0] + 0.035, hips[1])], 0.01)


def _suit(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, costume.main, 0.16, 0.03)
    _trunk(pen, joints, costume.main, 0.09, 0.12)
    _collar(pen, joints, rgb("f2f0ea"))
    neck, chest = joints.neck, joints.chest
    pen.limb("a8343a", [(neck[0] + 0.02, neck[1] - 0.01), (chest[0] + 0.036, chest[1] - 0.07)], 0.016, 0.022)


def _spacesuit(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    chest, hips = joints.chest, joints.hips
    pen.blob(darker(costume.main, 0.3), [(chest[0] - 0.2, chest[1] - 0.2), (chest[0] - 0.2, chest[1] + 0.06),
                                         (chest[0] - 0.04, chest[1] + 0.07), (chest[0] - 0.04, chest[1] - 0.2)])  # fmt: skip
    _trunk(pen, joints, costume.main, 0.118, 0.135)
    pen.limb(
        darker(costume.main, 0.25), [(hips[0] - 0.1, hips[1] + 0.02), (hips[0] + 0.1, hips[1] + 0.02)], 0.026
    )
    pen.box(rgb("8a96a6"), chest[0] + 0.0, chest[1] - 0.13, chest[0] + 0.09, chest[1] - 0.055)
    for aside, light in ((0.02, "e0583a"), (0.045, "4cc0d0"), (0.07, "e8c04a")):
        pen.oval(light, (chest[0] + aside, chest[1] - 0.09), 0.009)


def _armour(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    _skirt(pen, joints, darker(costume.main, 0.3), 0.3, 0.03)
    _trunk(pen, joints, costume.main, 0.088, 0.13)
    chest, hips = joints.chest, joints.hips
    pen.limb(
        lighter(costume.main, 0.5),
        [(chest[0] + 0.05, chest[1]), (chest[0] + 0.055, chest[1] - 0.12)],
        0.03,
        0.01,
    )
    pen.oval(lighter(costume.main, 0.2), (chest[0] + 0.085, chest[1] + 0.02), 0.06, 0.05)
    pen.oval(darker(costume.main, 0.2), (chest[0] - 0.09, chest[1] + 0.02), 0.056, 0.05)
    _belt(pen, joints, darker(costume.main, 0.5))
    pen.limb("a8343a", [(chest[0] - 0.01, chest[1] - 0.02), (hips[0] + 0.0, hips[1] - 0.08)], 0.03)


def _plates(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    chest, hips = joints.chest, joints.hips
    pen.limb(darker(costume.main, 0.4), [hips, chest], 0.1)
    pen.blob(costume.main, [(chest[0] - 0.14, chest[1] + 0.05), (chest[0] + 0.14, chest[1] + 0.05),
                            (chest[0] + 0.11, chest[1] - 0.16), (chest[0] - 0.11, chest[1] - 0.16)])  # fmt: skip
    pen.oval(darker(costume.main, 0.1), (hips[0], hips[1]), 0.1, 0.05)
    pen.oval("243240", (chest[0] + 0.03, chest[1] - 0.05), 0.048)
    pen.oval("6ce0ea", (chest[0] + 0.03, chest[1] - 0.05), 0.03)
    pen.glow((chest[0] + 0.03, chest[1] - 0.05), 0.12, "50d0e0")


GARMENTS: Final[dict[str, Garment]] = {
    "jacket": _jacket, "shirt": _shirt, "coat": _coat, "dress": _dress, "robe": _robe, "gown": _gown,
    "tutu": _tutu, "apron": _apron, "overalls": _overalls, "vest": _vest, "suit": _suit,
    "spacesuit": _spacesuit, "armour": _armour, "plates": _plates,
}  # fmt: skip


def cape(pen: Pen, joints: Skeleton, colour: RGB) -> None:
    """A cape behind the body that the wind of the stride lifts away from the back."""
    neck, hips = joints.neck, joints.hips
    away = 0.1 + abs(joints.lean) * 0.012
    pen.blob(darker(colour, 0.12), [
        (neck[0] + 0.04, neck[1]), (neck[0] - 0.07, neck[1] + 0.005), (neck[0] - 0.15, neck[1] - 0.1),
        (hips[0] - 0.15 - away, hips[1] - 0.02), (hips[0] - 0.2 - away * 1.6, hips[1] - 0.24),
        (hips[0] - 0.12 - away, hips[1] - 0.22), (hips[0] - 0.05 - away * 0.6, hips[1] - 0.27), (hips[0] + 0.04, hips[1] - 0.2),
    ])  # fmt: skip
    pen.limb(lighter(colour, 0.12), [(neck[0] - 0.08, neck[1] - 0.03), (hips[0] - 0.12 - away, hips[1] + 0.02),
                                     (hips[0] - 0.15 - away * 1.4, hips[1] - 0.2)], 0.02, 0.05)  # fmt: skip


def back_cape(pen: Pen, joints: Skeleton, colour: RGB) -> None:
    """A cape seen from behind, which covers the back."""
    neck, hips = joints.neck, joints.hips
    pen.blob(colour, [(neck[0], neck[1] + 0.02), (neck[0] + 0.12, neck[1] - 0.04), (hips[0] + 0.14, hips[1]),
                      (hips[0] + 0.17, hips[1] - 0.26), (hips[0], hips[1] - 0.29), (hips[0] - 0.17, hips[1] - 0.26),
                      (hips[0] - 0.14, hips[1]), (neck[0] - 0.12, neck[1] - 0.04)])  # fmt: skip
    for aside in (-0.06, 0.05):
        pen.limb(
            darker(colour, 0.22),
            [(neck[0] + aside * 0.6, neck[1] - 0.08), (hips[0] + aside * 1.6, hips[1] - 0.24)],
            0.01,
            0.03,
        )


def scarf(pen: Pen, joints: Skeleton, colour: RGB) -> None:
    """A scarf round the neck with one end in the wind."""
    neck = joints.neck
    tail: list[Point] = [
        (neck[0] - 0.04, neck[1]),
        (neck[0] - 0.14, neck[1] - 0.03),
        (neck[0] - 0.24, neck[1] + 0.01),
    ]
    pen.limb(darker(colour, 0.15), tail, 0.05, 0.06)
    pen.limb(
        colour,
        [
            (neck[0] - 0.055, neck[1] + 0.008),
            (neck[0] + 0.01, neck[1] - 0.012),
            (neck[0] + 0.06, neck[1] + 0.01),
        ],
        0.056,
    )
