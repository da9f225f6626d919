"""What figures carry: in the hand or on the back."""

from collections.abc import Callable
from typing import Final

from core.providers.sketch.colours import darker, lighter, rgb
from core.providers.sketch.motifs.costumes import Costume
from core.providers.sketch.motifs.skeleton import Skeleton
from core.providers.sketch.pen import Pen


def _stick(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.far_arm[2]
    pen.limb(
        "6b4a30",
        [(x - 0.03, y + 0.03), (x + 0.01, y + 0.06), (x + 0.03, y + 0.02), (x + 0.07, 0.0)],
        0.024,
        0.016,
    )


def _staff(pen: Pen, joints: Skeleton, costume: Costume) -> None:
    x, y = joints.far_arm[2]
    pen.limb("5d4128", [(x + 0.05, 0.0), (x + 0.01, y), (x - 0.02, y + 0.5)], 0.026, 0.03)
    pen.oval(lighter(costume.main, 0.5), (x - 0.02, y + 0.53), 0.036)
    pen.glow((x - 0.02, y + 0.53), 0.2, lighter(costume.main, 0.3))


def _broom(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.near_arm[2]
    pen.limb("6b4a30", [(x + 0.02, y - 0.3), (x, y), (x - 0.02, y + 0.36)], 0.022)
    pen.blob(
        "b88a48",
        [
            (x - 0.02, y + 0.34),
            (x - 0.08, y + 0.5),
            (x - 0.05, y + 0.62),
            (x + 0.03, y + 0.6),
            (x + 0.03, y + 0.46),
        ],
    )


def _sword(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.near_arm[2]
    elbow = joints.near_arm[1]
    up = 1.0 if y >= elbow[1] - 0.1 else -1.0
    pen.poly("dfe6ee", [(x - 0.016, y), (x + 0.016, y), (x + 0.1, y + up * 0.42), (x + 0.07, y + up * 0.4)])
    pen.limb("c89a3c", [(x - 0.05, y + up * 0.03), (x + 0.06, y + up * 0.01)], 0.022)
    pen.limb("5a3a2a", [(x, y), (x - 0.012, y - up * 0.06)], 0.026)


def _guitar(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.hips
    pen.limb("4a3022", [(x + 0.06, y + 0.1), (x + 0.36, y + 0.3)], 0.026)
    pen.oval("b8702e", (x - 0.02, y + 0.02), 0.1, 0.085, tilt=34)
    pen.oval("b8702e", (x + 0.08, y + 0.1), 0.075, 0.066, tilt=34)
    pen.oval("3a241a", (x + 0.05, y + 0.07), 0.03)
    pen.limb("e8d8b0", [(x - 0.03, y + 0.01), (x + 0.34, y + 0.285)], 0.006)


def _fork(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.far_arm[2]
    pen.limb("7a5636", [(x + 0.05, 0.0), (x - 0.01, y + 0.34)], 0.02)
    for aside in (-0.045, 0.0, 0.045):
        pen.limb(
            "8a929c",
            [(x - 0.01, y + 0.34), (x - 0.012 + aside, y + 0.38), (x - 0.02 + aside, y + 0.5)],
            0.013,
        )


def _brush(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.near_arm[2]
    pen.limb("8a5a34", [(x - 0.02, y - 0.03), (x + 0.05, y + 0.09)], 0.013)
    pen.limb("c83f55", [(x + 0.05, y + 0.09), (x + 0.07, y + 0.125)], 0.022, 0.008)
    x, y = joints.far_arm[2]
    pen.oval("caa26c", (x + 0.07, y + 0.01), 0.1, 0.05, tilt=12)
    for aside, paint in ((0.02, "c83f3f"), (0.06, "3f74b8"), (0.1, "e0b040"), (0.13, "5f9a50")):
        pen.oval(paint, (x + aside, y + 0.025), 0.016, 0.012)


def _case(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    x, y = joints.near_arm[2]
    pen.blob("6a4430", [(x - 0.1, y - 0.04), (x + 0.1, y - 0.04), (x + 0.1, y - 0.16), (x - 0.1, y - 0.16)])
    pen.limb("4c3022", [(x - 0.03, y - 0.03), (x, y), (x + 0.03, y - 0.03)], 0.014)
    pen.oval("d8b860", (x, y - 0.07), 0.012)


HELD: Final[dict[str, Callable[[Pen, Skeleton, Costume], None]]] = {
    "stick": _stick, "staff": _staff, "broom": _broom, "sword": _sword, "guitar": _guitar, "fork": _fork,
    "brush": _brush, "case": _case,
}  # fmt: skip


def pack(pen: Pen, joints: Skeleton, _costume: Costume) -> None:
    """A rucksack behind the shoulders with a bed roll on top."""
    x, y = joints.chest
    cloth = rgb("7a6a48")
    pen.blob(
        cloth,
        [
            (x - 0.06, y + 0.03),
            (x - 0.19, y + 0.02),
            (x - 0.22, y - 0.12),
            (x - 0.18, y - 0.22),
            (x - 0.05, y - 0.22),
        ],
    )
    pen.blob(
        darker(cloth, 0.25), [(x - 0.1, y - 0.1), (x - 0.21, y - 0.1), (x - 0.2, y - 0.2), (x - 0.1, y - 0.2)]
    )
    pen.limb("b06a4a", [(x - 0.2, y + 0.045), (x - 0.05, y + 0.06)], 0.06)
