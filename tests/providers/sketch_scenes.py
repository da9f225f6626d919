"""Readings and small pictures that the tests of the built-in artist share."""

import numpy as np
from numpy.typing import NDArray

from core.providers.base import PictureBrief
from core.providers.sketch.drawing import draw
from core.providers.sketch.motif_names import FIGURES
from core.terms import AspectRatio
from core.vocabulary.reading import DayTime, Place, Reading, Shot, Subject, Weather

# A third of the real width: large enough for every layer, small enough to draw hundreds of them.
SMALL = (448, 256)


def subject(name: str, **more: object) -> Subject:
    return Subject(motif=name, word=name, figure=name in FIGURES, **more)  # type: ignore[arg-type]


def scene(*names: str, **more: object) -> Reading:
    """A reading with these subjects; a clear day on a meadow in a wide shot unless told otherwise."""
    usual: dict[str, object] = {
        "place": Place.MEADOW,
        "day_time": DayTime.DAY,
        "weather": Weather.CLEAR,
        "shot": Shot.WIDE,
    }
    return Reading(subjects=tuple(subject(name) for name in names), **{**usual, **more})  # type: ignore[arg-type]


def brief(**more: object) -> PictureBrief:
    usual: dict[str, object] = {
        "prompt": "a picture", "style": "cinematic", "aspect_ratio": AspectRatio.WIDE, "size": SMALL, "seed": 1, "job_seed": 7,
    }  # fmt: skip
    return PictureBrief(**{**usual, **more})  # type: ignore[arg-type]


def pixels(reading: Reading, **more: object) -> NDArray[np.int16]:
    """The drawn picture as signed (height, width, 3) numbers, ready for differences."""
    return np.asarray(draw(brief(**more), reading)).astype(np.int16)
