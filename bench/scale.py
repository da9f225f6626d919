"""How much is measured: everything at full length, or the same in under three minutes."""

from dataclasses import dataclass
from typing import Final

ALL_FORMS: Final = tuple(
    (form, quality) for form in ("mp4", "mov", "webm") for quality in ("low", "medium", "high")
)
COPIED: Final = (("mp4", "high"), ("mov", "high"))


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Lengths in seconds; `rounds` is of how many measurements the median is taken.

    `long_rounds` is the same for what takes minutes a round: MoviePy, the long film and the transcodes.
    """

    name: str
    rounds: int
    long_rounds: int
    scenes: int
    scene_seconds: float
    long_scenes: int
    long_scene_seconds: float
    rival_scenes: int
    rival_scene_seconds: float
    quality_seconds: float
    export_scenes: int
    export_forms: tuple[tuple[str, str], ...]
    polling_seconds: float
    changes: int


FULL: Final = Scale(
    name="full",
    rounds=5,
    long_rounds=5,
    scenes=6,
    scene_seconds=5.0,
    long_scenes=30,
    long_scene_seconds=10.0,
    rival_scenes=6,
    rival_scene_seconds=5.0,
    quality_seconds=2.0,
    export_scenes=6,
    export_forms=tuple(form for form in ALL_FORMS if form not in COPIED),
    polling_seconds=20.0,
    changes=10,
)
# MoviePy needs ten seconds for one of film, so it gets a film of one and a half.
QUICK: Final = Scale(
    name="quick",
    rounds=1,
    long_rounds=1,
    scenes=6,
    scene_seconds=2.0,
    long_scenes=6,
    long_scene_seconds=3.0,
    rival_scenes=2,
    rival_scene_seconds=0.75,
    quality_seconds=0.4,
    export_scenes=2,
    export_forms=(("mp4", "medium"), ("webm", "medium")),
    polling_seconds=6.0,
    changes=3,
)
