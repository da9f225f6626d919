"""Where the camera stands: horizon, ground and sizes for each kind of shot and shape of picture."""

from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from core.vocabulary.reading import Shot


@dataclass(frozen=True, kw_only=True)
class Camera:
    """Heights as shares of the picture's height, sizes as shares of its `span`.

    `person` is how tall a grown person is, `ground` where feet stand (below 1 when they are in the picture),
    `zoom` and `blur` what happens to the background when the subject is near.
    """

    shot: Shot
    horizon: float
    ground: float
    person: float
    zoom: float = 1.0
    blur: float = 0.0


# horizon from, to; ground from, to; person; zoom; blur (share of the short side)
_SHOTS: Final[dict[Shot, tuple[float, ...]]] = {
    Shot.WIDE: (0.5, 0.68, 0.85, 0.91, 0.36, 1.0, 0.0),
    Shot.MEDIUM: (0.46, 0.6, 0.93, 0.97, 1.2, 1.3, 0.004),
    Shot.CLOSE_UP: (0.5, 0.62, 0.94, 0.98, 2.5, 1.9, 0.014),
    Shot.OVER_SHOULDER: (0.48, 0.6, 0.86, 0.9, 0.5, 1.15, 0.002),
    Shot.AERIAL: (0.13, 0.2, 0.62, 0.74, 0.24, 1.0, 0.0),
    Shot.DETAIL: (0.48, 0.58, 0.93, 0.97, 3.3, 2.3, 0.018),
}


def camera_for(shot: Shot, rng: Generator) -> Camera:
    """A camera for this shot, never twice at quite the same height."""
    low, high, near, far, person, zoom, blur = _SHOTS[shot]
    return Camera(
        shot=shot,
        horizon=float(rng.uniform(low, high)),
        ground=float(rng.uniform(near, far)),
        person=person * float(rng.uniform(0.92, 1.1)),
        zoom=zoom,
        blur=blur,
    )
