"""People who are carried: on a horse's back, in a boat, or out of sight in a car."""

from dataclasses import dataclass, replace
from typing import Final

from core.providers.sketch.motifs.kinds import Motif
from core.providers.sketch.motifs.registry import motif
from core.providers.sketch.motifs.skeleton import STANCES, skeleton
from core.providers.sketch.roles import Role, stature
from core.vocabulary.reading import Pose, Subject


@dataclass(frozen=True)
class Seat:
    """Where hips rest on a carrier, in its heights from its middle and its foot; `inside` hides the legs behind it."""

    across: float
    up: float
    inside: bool = False


SEATS: Final = {
    "horse": Seat(-0.04, 0.66),
    "elephant": Seat(0.1, 0.86),
    "dragon": Seat(-0.1, 0.5),
    "cow": Seat(-0.06, 0.84),
    "deer": Seat(-0.04, 0.56),
    "dolphin": Seat(-0.1, 0.76),
    "whale": Seat(0.1, 0.84),
    "bicycle": Seat(-0.24, 0.92),
    "rowboat": Seat(-0.2, 0.52, inside=True),
    "sailboat": Seat(0.38, 0.2, inside=True),
}
# In these nobody is seen from outside.
CABINS: Final = frozenset({
    "car", "truck", "bus", "train", "plane", "rocket", "spaceship", "balloon", "submarine", "ship",
})  # fmt: skip
# From hips to hair, in heights of the figure.
_TORSO: Final = 0.6


def rider_height(carrier: Subject) -> float:
    """How high the rider's head is above the ground, in heights of a grown person."""
    return SEATS[carrier.motif].up * motif(carrier.motif).height + _TORSO


def seated(rider: Subject, carrier: Role) -> list[Role]:
    """A carrier on its mark and its rider, whose size goes with the carrier's."""
    seat, person = SEATS[carrier.subject.motif], carrier.size / carrier.motif.height
    pose = Pose.SITTING if seat.inside else Pose.RIDING
    drawn: Motif = motif(rider.motif)
    hips = skeleton(STANCES[pose]).hips[1] * stature(rider)
    figure = Role(
        motif=drawn,
        subject=rider,
        x=carrier.x + carrier.facing * seat.across * carrier.size,
        foot=carrier.foot - seat.up * carrier.size + hips * person,
        size=person,
        facing=carrier.facing,
        depth=carrier.depth,
        grounded=False,
        main=True,
        pose=pose,
    )
    return [figure, replace(carrier, main=False, before=seat.inside, pose=Pose.WALKING)]
