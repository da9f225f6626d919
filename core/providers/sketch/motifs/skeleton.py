"""The joints of a figure in each pose, in heights of the figure."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from core.providers.sketch.pen import Point
from core.vocabulary.reading import Pose

THIGH: Final = 0.225
SHIN: Final = 0.225
UPPER_ARM: Final = 0.165
FOREARM: Final = 0.155


@dataclass(frozen=True)
class Stance:
    """Angles in degrees from hanging straight down, forward positive, and how far the hips are lowered.

    Each limb is (first bone, second bone); `near` is the side of the viewer. `turn` tips the whole figure.
    """

    near_leg: tuple[float, float]
    far_leg: tuple[float, float]
    near_arm: tuple[float, float]
    far_arm: tuple[float, float]
    lean: float = 0.0
    hips: float = 0.45
    turn: float = 0.0
    lift: float = 0.0


STANCES: Final[dict[Pose, Stance]] = {
    Pose.STANDING: Stance((-7, -4), (8, 4), (-12, 6), (14, 34), lean=1),
    Pose.WALKING: Stance((24, 8), (-16, -38), (-26, -6), (26, 44), lean=5, hips=0.44),
    Pose.RUNNING: Stance((52, -8), (-22, -84), (-52, 38), (46, 118), lean=17, hips=0.44, lift=0.03),
    Pose.SITTING: Stance((98, 20), (104, 28), (16, 52), (26, 60), lean=-4, hips=0.2),
    Pose.REACHING: Stance((12, 4), (-12, -8), (88, 112), (74, 100), lean=7),
    Pose.FLYING: Stance((-6, -14), (4, -6), (148, 160), (-24, -8), turn=-58, lift=0.42),
    Pose.FIGHTING: Stance((40, 2), (-34, -40), (66, 132), (-62, -128), lean=8, hips=0.41),
    Pose.DANCING: Stance((4, 0), (-44, -74), (128, 162), (-104, -138), lean=-5, hips=0.46),
    Pose.LYING: Stance((6, 0), (12, -22), (30, 60), (10, 26), turn=86, lift=0.06),
    Pose.RIDING: Stance((52, -12), (34, -24), (46, 86), (54, 94), lean=6, hips=0.36),
}


@dataclass(frozen=True)
class Skeleton:
    """Where the joints are; limbs as (root, middle, end)."""

    hips: Point
    chest: Point
    neck: Point
    head: Point
    near_leg: tuple[Point, Point, Point]
    far_leg: tuple[Point, Point, Point]
    near_arm: tuple[Point, Point, Point]
    far_arm: tuple[Point, Point, Point]
    lean: float


def skeleton(stance: Stance) -> Skeleton:
    """The joints of a stance, feet on y = 0 for the lower foot."""
    hips = (0.0, stance.hips)
    near_leg = _limb((0.022, hips[1]), stance.near_leg, THIGH, SHIN)
    far_leg = _limb((-0.028, hips[1]), stance.far_leg, THIGH, SHIN)
    sunk = min(near_leg[2][1], far_leg[2][1], hips[1] - 0.06) - 0.012
    up = (0.0, stance.lift - sunk)
    back = radians(stance.lean)
    spine = (sin(back), cos(back))
    chest = (spine[0] * 0.27, hips[1] + spine[1] * 0.27)
    neck = (spine[0] * 0.325, hips[1] + spine[1] * 0.325)
    head = (spine[0] * 0.425 + 0.008, hips[1] + spine[1] * 0.425)
    near_arm = _limb((chest[0] - 0.07, chest[1] + 0.01), stance.near_arm, UPPER_ARM, FOREARM)
    far_arm = _limb((chest[0] + 0.078, chest[1] + 0.01), stance.far_arm, UPPER_ARM, FOREARM)
    return Skeleton(
        _moved(hips, up), _moved(chest, up), _moved(neck, up), _moved(head, up),
        _moved_limb(near_leg, up), _moved_limb(far_leg, up), _moved_limb(near_arm, up), _moved_limb(far_arm, up),
        stance.lean,
    )  # fmt: skip


def _limb(
    root: Point, angles: tuple[float, float], first: float, second: float
) -> tuple[Point, Point, Point]:
    middle = _hang(root, angles[0], first)
    return (root, middle, _hang(middle, angles[1], second))


def _hang(point: Point, angle: float, length: float) -> Point:
    return (point[0] + sin(radians(angle)) * length, point[1] - cos(radians(angle)) * length)


def _moved(point: Point, by: Point) -> Point:
    return (point[0] + by[0], point[1] + by[1])


def _moved_limb(limb: tuple[Point, Point, Point], by: Point) -> tuple[Point, Point, Point]:
    return (_moved(limb[0], by), _moved(limb[1], by), _moved(limb[2], by))
