"""How one shot gives way to the next: two finished frames and a share of the way, mixed into a third."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from core.media.color import BLACK, Pixels
from core.media.frames import Screen
from core.terms import Transition

Mix = Callable[[Screen, Screen, Screen, float], None]
# The wipe's edge is soft over this share of the width, since a hard one crawls along the pixels.
_EDGE: Final = 0.12


def mix(transition: Transition, before: Screen, after: Screen, out: Screen, passed: float) -> None:
    """Draw into `out` what is seen when `passed` (between 0 and 1) of the transition has gone by.

    A cut takes no time, so there is nothing to mix.
    """
    _MIXES[transition](before, after, out, passed)


def _crossfade(before: Screen, after: Screen, out: Screen, passed: float) -> None:
    cv2.addWeighted(before.buffer, 1 - passed, after.buffer, passed, 0.0, dst=out.buffer)


def _fade_black(before: Screen, after: Screen, out: Screen, passed: float) -> None:
    shown = before if passed < 0.5 else after
    light = abs(1 - 2 * passed)
    pairs = zip(_three(shown), _three(out), BLACK, strict=True)
    for source, target, black in pairs:
        cv2.addWeighted(source, light, source, 0.0, black * (1 - light), dst=target)


def _slide(before: Screen, after: Screen, out: Screen, passed: float) -> None:
    """The next shot pushes the last one out to the left."""
    width = out.size[0]
    # An even number of pixels, so that the colour planes move exactly as far.
    gone = round(width * _soft(passed) / 2) * 2
    for old, new, target in zip(_three(before), _three(after), _three(out), strict=True):
        edge = gone * target.shape[1] // width
        target[:, : target.shape[1] - edge] = old[:, edge:]
        target[:, target.shape[1] - edge :] = new[:, :edge]


def _wipe(before: Screen, after: Screen, out: Screen, passed: float) -> None:
    """The next shot is uncovered from left to right behind a soft edge."""
    for old, new, target in zip(_three(before), _three(after), _three(out), strict=True):
        width = target.shape[1]
        places = (np.arange(width, dtype=np.float32) + 0.5) / width
        front = passed * (1 + _EDGE)
        uncovered = np.clip((front - places) / _EDGE, 0, 1)
        hard = np.flatnonzero((uncovered > 0) & (uncovered < 1))
        first, last = (int(hard[0]), int(hard[-1]) + 1) if hard.size else (0, 0)
        np.copyto(target, old)
        target[:, uncovered >= 1] = new[:, uncovered >= 1]
        share = uncovered[first:last]
        target[:, first:last] = np.rint(old[:, first:last] * (1 - share) + new[:, first:last] * share)


def _soft(passed: float) -> float:
    return passed * passed * (3 - 2 * passed)


def _three(screen: Screen) -> tuple[Pixels, Pixels, Pixels]:
    return (screen.planes.luma, screen.planes.blue, screen.planes.red)


_MIXES: Final[dict[Transition, Mix]] = {
    Transition.CROSSFADE: _crossfade,
    Transition.FADE_BLACK: _fade_black,
    Transition.SLIDE: _slide,
    Transition.WIPE: _wipe,
}
