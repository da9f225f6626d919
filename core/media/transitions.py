"""How one shot gives way to the next: two finished frames and a share of the way, mixed into the first of them."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from core.media.color import BLACK
from core.media.frames import Screen
from core.terms import Transition

Mix = Callable[[Screen, Screen, float], None]
# The wipe's edge is soft over this share of the width, since a hard one crawls along the pixels.
_EDGE: Final = 0.12


def mix(transition: Transition, before: Screen, after: Screen, passed: float) -> None:
    """Draw over `before` what is seen when `passed` (between 0 and 1) of the transition has gone by.

    A cut takes no time, so there is nothing to mix.
    """
    _MIXES[transition](before, after, passed)


def _crossfade(before: Screen, after: Screen, passed: float) -> None:
    cv2.addWeighted(before.buffer, 1 - passed, after.buffer, passed, 0.0, dst=before.buffer)


def _fade_black(before: Screen, after: Screen, passed: float) -> None:
    shown = before if passed < 0.5 else after
    light = abs(1 - 2 * passed)
    pairs = zip(shown.planes, before.planes, BLACK, strict=True)
    for source, target, black in pairs:
        cv2.addWeighted(source, light, source, 0.0, black * (1 - light), dst=target)


def _slide(before: Screen, after: Screen, passed: float) -> None:
    """The next shot pushes the last one out to the left."""
    width = before.size[0]
    # An even number of pixels, so that the colours move exactly as far.
    gone = round(width * _soft(passed) / 2) * 2
    for old, new in zip(before.planes, after.planes, strict=True):
        edge = gone * old.shape[1] // width
        old[:, : old.shape[1] - edge] = old[:, edge:]
        old[:, old.shape[1] - edge :] = new[:, :edge]


def _wipe(before: Screen, after: Screen, passed: float) -> None:
    """The next shot is uncovered from left to right behind a soft edge."""
    for old, new in zip(before.planes, after.planes, strict=True):
        width = old.shape[1]
        places = (np.arange(width, dtype=np.float32) + 0.5) / width
        front = passed * (1 + _EDGE)
        uncovered = np.clip((front - places) / _EDGE, 0, 1)
        hard = np.flatnonzero((uncovered > 0) & (uncovered < 1))
        first, last = (int(hard[0]), int(hard[-1]) + 1) if hard.size else (0, 0)
        old[:, uncovered >= 1] = new[:, uncovered >= 1]
        share = uncovered[first:last].reshape(-1, *(1,) * (old.ndim - 2))
        old[:, first:last] = np.rint(old[:, first:last] * (1 - share) + new[:, first:last] * share)


def _soft(passed: float) -> float:
    return passed * passed * (3 - 2 * passed)


_MIXES: Final[dict[Transition, Mix]] = {
    Transition.CROSSFADE: _crossfade,
    Transition.FADE_BLACK: _fade_black,
    Transition.SLIDE: _slide,
    Transition.WIPE: _wipe,
}
