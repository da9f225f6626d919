"""A part in a picture: what is drawn of a subject, and where."""

from dataclasses import dataclass
from typing import Final

from core.providers.sketch.motifs.kinds import Motif
from core.vocabulary.reading import Pose, Subject

_CHILDREN: Final = frozenset({"boy", "girl"})
# Of a grown person's height.
_CHILD_STATURE: Final = 0.67


def is_child(subject: Subject) -> bool:
    """Whether a subject is drawn with a child's build."""
    return subject.motif in _CHILDREN


def stature(subject: Subject) -> float:
    """How tall a figure is drawn, as a share of a grown person's height."""
    return _CHILD_STATURE if is_child(subject) else 1.0


@dataclass(frozen=True, kw_only=True)
class Role:
    """One subject on its mark: (`x`, `foot`) in pixels, `size` its height in pixels, `depth` its share of haze.

    `before` puts it over the lead; `pose` is its own where it does not do what the words say.
    """

    motif: Motif
    subject: Subject
    x: float
    foot: float
    size: float
    facing: int = 1
    depth: float = 0.0
    grounded: bool = True
    afloat: bool = False
    main: bool = False
    stand: bool = False
    in_hand: bool = False
    before: bool = False
    pose: Pose | None = None
