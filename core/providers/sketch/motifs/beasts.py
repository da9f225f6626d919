"""Four-legged animals: one body with legs, neck, head and tail, shaped by a few proportions."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.motifs.kinds import Look, Motif
from core.providers.sketch.pen import Pen, Point
from core.vocabulary.reading import Pose


@dataclass(frozen=True, kw_only=True)
class Beast:
    """Proportions in heights of the whole animal, looking to the right; `head` is where the head's middle lies."""

    coat: str
    belly: str
    height: float
    length: float
    back: float
    depth: float
    leg: float
    head: Point
    skull: float
    muzzle: float
    neck: float
    ears: str = "pointed"
    tail: str = "thin"
    extra: str = ""


_BEASTS: Final[dict[str, Beast]] = {
    "dog": Beast(coat="b07a48", belly="ecd8b8", height=0.5, length=0.74, back=0.6, depth=0.25, leg=0.09, head=(0.42, 0.8), skull=0.155, muzzle=0.17, neck=0.17, ears="floppy", tail="up", extra="collar"),
    "cat": Beast(coat="6e6a72", belly="d8d4d6", height=0.36, length=0.78, back=0.56, depth=0.22, leg=0.075, head=(0.42, 0.76), skull=0.19, muzzle=0.06, neck=0.15, tail="curl"),
    "fox": Beast(coat="d8702c", belly="f6e6d0", height=0.44, length=0.8, back=0.58, depth=0.21, leg=0.07, head=(0.46, 0.76), skull=0.15, muzzle=0.19, neck=0.16, tail="bushy", extra="socks"),
    "wolf": Beast(coat="6c747e", belly="c8ccd0", height=0.62, length=0.86, back=0.64, depth=0.25, leg=0.085, head=(0.5, 0.78), skull=0.145, muzzle=0.19, neck=0.22, tail="bushy"),
    "horse": Beast(coat="8a5836", belly="a87450", height=1.15, length=0.72, back=0.6, depth=0.24, leg=0.075, head=(0.52, 0.88), skull=0.1, muzzle=0.2, neck=0.17, tail="flowing", extra="mane"),
    "deer": Beast(coat="a8723f", belly="e6cfa8", height=1.05, length=0.54, back=0.52, depth=0.19, leg=0.05, head=(0.38, 0.78), skull=0.085, muzzle=0.12, neck=0.11, ears="leaf", tail="stub", extra="antlers"),
    "bear": Beast(coat="6a4a38", belly="8a6a50", height=0.85, length=0.92, back=0.72, depth=0.4, leg=0.17, head=(0.56, 0.76), skull=0.2, muzzle=0.17, neck=0.32, ears="round", tail="stub"),
    "rabbit": Beast(coat="b8a48c", belly="f0e8dc", height=0.3, length=0.56, back=0.44, depth=0.28, leg=0.09, head=(0.32, 0.58), skull=0.17, muzzle=0.07, neck=0.16, ears="long", tail="stub"),
    "elephant": Beast(coat="8c9098", belly="a4a8ae", height=1.6, length=0.78, back=0.8, depth=0.42, leg=0.16, head=(0.48, 0.76), skull=0.21, muzzle=0.0, neck=0.34, ears="none", tail="thin", extra="trunk"),
    "lion": Beast(coat="d0a056", belly="ecd4a0", height=0.75, length=0.88, back=0.62, depth=0.26, leg=0.1, head=(0.5, 0.76), skull=0.16, muzzle=0.12, neck=0.2, ears="round", tail="tuft", extra="lion"),
    "cow": Beast(coat="f0ece4", belly="e4d8cc", height=0.85, length=0.92, back=0.74, depth=0.36, leg=0.1, head=(0.58, 0.8), skull=0.15, muzzle=0.18, neck=0.24, ears="leaf", tail="tuft", extra="cow"),
    "sheep": Beast(coat="f2ede2", belly="dcd4c6", height=0.55, length=0.86, back=0.72, depth=0.42, leg=0.08, head=(0.52, 0.76), skull=0.14, muzzle=0.12, neck=0.2, ears="leaf", tail="stub", extra="wool"),
    "mouse": Beast(coat="9a9098", belly="e6dcdc", height=0.22, length=0.62, back=0.5, depth=0.34, leg=0.07, head=(0.4, 0.5), skull=0.2, muzzle=0.14, neck=0.22, ears="mouse", tail="thin"),
}  # fmt: skip


def draw_beast(pen: Pen, look: Look, name: str) -> None:
    """One four-legged animal in the colour and pose of the look."""
    beast = _BEASTS[name]
    coat = look.colour(rgb(beast.coat))
    _legs(pen, beast, darker(coat, 0.28), look.pose, far=True)
    _tail(pen, beast, coat)
    _body(pen, beast, coat)
    _legs(pen, beast, darker(coat, 0.06), look.pose, far=False)
    if beast.extra in _BEHIND:
        _BEHIND[beast.extra](pen, beast, coat)
    _head(pen, beast, coat)
    if beast.extra in _BEFORE:
        _BEFORE[beast.extra](pen, beast, coat)


def _stride(pose: Pose, far: bool) -> tuple[float, float]:
    """How far the hind and the fore foot are set forward."""
    if pose in {Pose.RUNNING, Pose.FLYING, Pose.FIGHTING}:
        return (-0.2, 0.26) if far else (-0.26, 0.2)
    if pose in {Pose.WALKING, Pose.DANCING, Pose.REACHING}:
        return (0.09, -0.08) if far else (-0.1, 0.1)
    return (0.05, -0.04) if far else (-0.01, 0.02)


def _legs(pen: Pen, beast: Beast, coat: RGB, pose: Pose, *, far: bool) -> None:
    hind, fore = _stride(pose, far)
    half, top = beast.length / 2, beast.back - beast.depth * 0.62
    paw = rgb("2e2624") if beast.extra in {"socks", "cow", "mane"} else darker(coat, 0.3)
    for root, step, bend in ((-half + 0.1, hind, -0.05), (half - 0.12, fore, 0.025)):
        knee = (root + step * 0.5 + bend, top * 0.5)
        foot = (root + step, 0.02)
        pen.limb(coat, [(root, top + beast.depth * 0.2), knee, foot], beast.leg * 1.6, beast.leg * 0.72)
        pen.limb(paw, [foot, (foot[0] + beast.leg * 0.45, 0.018)], beast.leg * 0.78)


def _body(pen: Pen, beast: Beast, coat: RGB) -> None:
    half, back, depth = beast.length / 2, beast.back, beast.depth
    head = beast.head
    pen.limb(coat, [(half - 0.14, back - depth * 0.42), (half * 0.5 + head[0] * 0.5, back * 0.5 + head[1] * 0.5),
                    (head[0] - beast.skull * 0.2, head[1])], beast.neck * 1.35, beast.neck * 0.8)  # fmt: skip
    pen.blob(coat, [(-half, back - depth * 0.4), (-half + 0.1, back), (0, back - depth * 0.08), (half - 0.14, back + 0.02),
                    (half + 0.02, back - depth * 0.4), (half - 0.08, back - depth * 0.98), (0, back - depth * 0.94),
                    (-half + 0.14, back - depth * 0.84)])  # fmt: skip
    belly = mix(coat, rgb(beast.belly), 0.75)
    pen.blob(belly, [(half + 0.0, back - depth * 0.5), (half - 0.1, back - depth * 0.95), (0.02, back - depth * 0.92),
                     (-half * 0.5, back - depth * 0.84), (0.0, back - depth * 0.74), (half - 0.14, back - depth * 0.66)])  # fmt: skip


def _head(pen: Pen, beast: Beast, coat: RGB) -> None:
    (x, y), size = beast.head, beast.skull
    _ears(pen, beast, coat)
    face = rgb("3a3230") if beast.extra == "wool" else coat
    if beast.muzzle:
        tip = (x + size * 0.4 + beast.muzzle, y - size * 0.45 - beast.muzzle * 0.12)
        pale = mix(face, rgb(beast.belly), 0.75 if beast.extra != "wool" else 0.0)
        pen.limb(face, [(x, y), tip], size * 1.5, size * 0.72)
        pen.limb(
            pale,
            [(x + size * 0.3, y - size * 0.5), (tip[0] - 0.01, tip[1] - size * 0.1)],
            size * 0.6,
            size * 0.52,
        )
        pen.oval("241c20", (tip[0] + size * 0.22, tip[1] + size * 0.12), size * 0.17, size * 0.14)
    pen.oval(face, (x, y), size, size * 0.92)
    pen.oval("1c1618", (x + size * 0.42, y + size * 0.2), size * 0.13, size * 0.16)
    pen.oval("ffffff", (x + size * 0.47, y + size * 0.27), size * 0.05)


def _ears(pen: Pen, beast: Beast, coat: RGB) -> None:
    (x, y), s = beast.head, beast.skull
    inner = mix(coat, (236, 170, 150), 0.5)
    for aside, tone in ((0.3, darker(coat, 0.22)), (-0.3, coat)):
        left = x + aside * s
        match beast.ears:
            case "pointed":
                pen.poly(
                    tone,
                    [
                        (left - s * 0.38, y + s * 0.5),
                        (left - s * 0.12, y + s * 1.7),
                        (left + s * 0.36, y + s * 0.7),
                    ],
                )
            case "floppy":
                pen.limb(
                    darker(tone, 0.3),
                    [
                        (left - s * 0.1, y + s * 0.75),
                        (left - s * 0.5, y + s * 0.3),
                        (left - s * 0.5, y - s * 0.5),
                    ],
                    s * 0.5,
                    s * 0.62,
                )
            case "round":
                pen.oval(tone, (left - s * 0.1, y + s * 0.85), s * 0.34)
                pen.oval(inner, (left - s * 0.08, y + s * 0.85), s * 0.18)
            case "mouse":
                pen.oval(tone, (left - s * 0.3, y + s * 0.95), s * 0.62)
                pen.oval(inner, (left - s * 0.28, y + s * 0.95), s * 0.42)
            case "leaf":
                pen.limb(
                    tone, [(left - s * 0.2, y + s * 0.6), (left - s * 1.0, y + s * 1.0)], s * 0.5, s * 0.18
                )
            case "long":
                pen.limb(tone, [(left, y + s * 0.7), (left - s * 0.25, y + s * 2.2)], s * 0.44, s * 0.3)
                pen.limb(inner, [(left, y + s * 0.95), (left - s * 0.2, y + s * 2.0)], s * 0.2, s * 0.12)
            case _:
                return


def _tail(pen: Pen, beast: Beast, coat: RGB) -> None:
    x, y = -beast.length / 2 + 0.03, beast.back - beast.depth * 0.2
    match beast.tail:
        case "up":
            pen.limb(coat, [(x, y), (x - 0.12, y + 0.12), (x - 0.1, y + 0.28)], 0.09, 0.05)
        case "curl":
            pen.limb(
                coat,
                [(x, y), (x - 0.16, y + 0.02), (x - 0.2, y + 0.22), (x - 0.1, y + 0.34), (x - 0.2, y + 0.42)],
                0.085,
                0.06,
            )
        case "bushy":
            pen.limb(coat, [(x, y), (x - 0.16, y - 0.06), (x - 0.36, y - 0.12)], 0.09, 0.2)
            pen.limb(beast.belly, [(x - 0.36, y - 0.12), (x - 0.46, y - 0.12)], 0.19, 0.06)
        case "flowing":
            pen.limb(
                darker(rgb(beast.coat), 0.6), [(x, y), (x - 0.12, y - 0.06), (x - 0.13, y - 0.36)], 0.06, 0.1
            )
        case "tuft":
            pen.limb(coat, [(x, y), (x - 0.12, y - 0.1), (x - 0.13, y - 0.36)], 0.05, 0.035)
            pen.oval(darker(coat, 0.5), (x - 0.13, y - 0.4), 0.045, 0.07)
        case "stub":
            pen.oval(lighter(coat, 0.25), (x - 0.03, y), 0.07)
        case _:
            pen.limb(
                coat, [(x, y), (x - 0.12, y - 0.12), (x - 0.22, y - 0.14), (x - 0.32, y - 0.06)], 0.036, 0.02
            )


def _collar(pen: Pen, beast: Beast, _coat: RGB) -> None:
    x, y = beast.head
    pen.limb("b8343a", [(x - 0.2, y - 0.1), (x - 0.08, y - 0.2), (x + 0.03, y - 0.2)], 0.04)
    pen.oval("e0b848", (x - 0.03, y - 0.235), 0.03)


def _mane(pen: Pen, beast: Beast, _coat: RGB) -> None:
    x, y = beast.head
    pen.limb(
        darker(rgb(beast.coat), 0.6),
        [(x + 0.02, y + 0.1), (x - 0.14, y + 0.04), (x - 0.24, y - 0.1), (x - 0.3, y - 0.24)],
        0.07,
        0.1,
    )


def _lion_mane(pen: Pen, beast: Beast, coat: RGB) -> None:
    x, y = beast.head
    tone = darker(mix(coat, (150, 70, 30), 0.5), 0.1)
    for dx, dy, size in (
        (-0.12, 0.1, 0.14),
        (0.0, 0.16, 0.12),
        (-0.19, -0.04, 0.16),
        (-0.14, -0.2, 0.16),
        (0.0, -0.24, 0.13),
        (0.06, -0.14, 0.12),
    ):
        pen.oval(tone, (x + dx, y + dy), size)


def _wool(pen: Pen, beast: Beast, coat: RGB) -> None:
    half, back = beast.length / 2, beast.back
    for index in range(9):
        x = -half + beast.length * index / 8
        pen.oval(coat if index % 2 else darker(coat, 0.06), (x, back - 0.06 - (index % 3) * 0.05), 0.13)
        pen.oval(darker(coat, 0.1), (x * 0.92, back - 0.32), 0.11)
    pen.oval(coat, (beast.head[0] - 0.1, beast.head[1] + 0.08), 0.12)


def _antlers(pen: Pen, beast: Beast, coat: RGB) -> None:
    x, y = beast.head
    for aside, tone in ((0.06, "6a5236"), (-0.03, "8a6c46")):
        pen.limb(
            tone,
            [(x + aside, y + 0.07), (x + aside - 0.06, y + 0.15), (x + aside - 0.02, y + 0.25)],
            0.026,
            0.012,
        )
        pen.limb(tone, [(x + aside - 0.05, y + 0.14), (x + aside - 0.13, y + 0.2)], 0.018, 0.01)
        pen.limb(tone, [(x + aside - 0.045, y + 0.18), (x + aside + 0.05, y + 0.21)], 0.016, 0.01)
    pen.limb(darker(coat, 0.2), [(-0.1, beast.back - 0.03), (-0.2, beast.back - 0.05)], 0.012)


def _trunk(pen: Pen, beast: Beast, coat: RGB) -> None:
    x, y = beast.head
    pen.limb(
        coat,
        [(x + 0.12, y - 0.04), (x + 0.24, y - 0.26), (x + 0.22, y - 0.5), (x + 0.3, y - 0.6)],
        0.16,
        0.06,
    )
    pen.limb("f2ead8", [(x + 0.12, y - 0.16), (x + 0.26, y - 0.24), (x + 0.34, y - 0.18)], 0.045, 0.02)
    pen.blob(
        darker(coat, 0.14),
        [
            (x - 0.02, y + 0.16),
            (x - 0.24, y + 0.2),
            (x - 0.32, y - 0.02),
            (x - 0.22, y - 0.26),
            (x - 0.06, y - 0.18),
        ],
    )


def _cow_spots(pen: Pen, beast: Beast, _coat: RGB) -> None:
    spot = rgb("3a3030")
    for x, y, size in ((-0.24, 0.64, 0.11), (0.06, 0.6, 0.13), (0.24, 0.7, 0.07), (-0.06, 0.48, 0.06)):
        pen.blob(
            spot,
            [
                (x - size, y),
                (x - size * 0.3, y + size * 0.8),
                (x + size, y + size * 0.3),
                (x + size * 0.4, y - size * 0.8),
            ],
        )
    x, y = beast.head
    for aside in (-0.05, 0.1):
        pen.limb("e8dcc0", [(x + aside, y + 0.12), (x + aside + 0.01, y + 0.2)], 0.036, 0.014)


_BEHIND: Final = {"mane": _mane, "lion": _lion_mane, "wool": _wool}
_BEFORE: Final = {"collar": _collar, "antlers": _antlers, "trunk": _trunk, "cow": _cow_spots}


def beast_motifs() -> dict[str, Motif]:
    """Every four-legged animal by its name; close-ups frame the head."""
    return {name: _motif(name, beast) for name, beast in _BEASTS.items()}


def _motif(name: str, beast: Beast) -> Motif:
    focus = (beast.head[0] + 0.04, beast.head[1], beast.skull * 3.1)
    return Motif(draw=partial(draw_beast, name=name), height=beast.height, reach=1.0, focus=focus)
