"""Shot sizes and camera moves: no two neighbours share a shot, and the last picture rhymes with the first."""

import random
from collections.abc import Sequence
from typing import Final

from core.planning.beats import Beat
from core.terms import Motion
from core.vocabulary.reading import Shot

_SHOTS: Final = {
    Beat.OPEN: (Shot.WIDE, Shot.AERIAL),
    Beat.SUBJECT: (Shot.MEDIUM, Shot.CLOSE_UP, Shot.OVER_SHOULDER),
    Beat.WANT: (Shot.CLOSE_UP, Shot.OVER_SHOULDER, Shot.MEDIUM),
    Beat.SEARCH: (Shot.OVER_SHOULDER, Shot.WIDE, Shot.MEDIUM, Shot.AERIAL),
    Beat.TURN: (Shot.MEDIUM, Shot.CLOSE_UP),
    Beat.ALSO: (Shot.MEDIUM, Shot.WIDE),
    Beat.RESOLVE: (Shot.CLOSE_UP, Shot.MEDIUM),
    Beat.AFTER: (Shot.WIDE, Shot.AERIAL),
    Beat.DETAIL: (Shot.DETAIL, Shot.CLOSE_UP),
}
# Moves that suit a shot; a detail and a face bear a camera that stands still, a landscape does not.
_MOTIONS: Final = {
    Shot.WIDE: (Motion.IN, Motion.LEFT, Motion.RIGHT),
    Shot.MEDIUM: (Motion.IN, Motion.RIGHT, Motion.LEFT),
    Shot.CLOSE_UP: (Motion.IN, Motion.OUT),
    Shot.OVER_SHOULDER: (Motion.IN, Motion.LEFT),
    Shot.AERIAL: (Motion.DOWN, Motion.OUT, Motion.UP),
    Shot.DETAIL: (Motion.RIGHT, Motion.UP, Motion.LEFT),
}
_SELDOM: Final = 9


def shots_for(
    beats: Sequence[Beat], told: Sequence[Shot | None], chance: random.Random, *, living: bool, figure: bool
) -> tuple[Shot, ...]:
    """A shot for each beat; `told` holds the shot that the person's own words ask for, if they do.

    Only over the shoulder of somebody `living` can one look; a film without a `figure` turns on a wider view.
    """
    shots: list[Shot] = []
    for place, beat in enumerate(beats):
        before = shots[-1] if shots else None
        choices = _suited(beat, living=living, figure=figure)
        if beat is Beat.AFTER and place == len(beats) - 1 and shots:
            choices = [shots[0]]
        elif len(choices) > 2 and chance.random() < 0.4:
            choices = choices[1:] + choices[:1]
        wanted = told[place]
        order = [*([wanted] if wanted else []), *choices, *Shot]
        shots.append(next(shot for shot in order if shot is not before))
    return tuple(shots)


def _suited(beat: Beat, *, living: bool, figure: bool) -> list[Shot]:
    if beat is Beat.TURN and not figure:
        return [Shot.AERIAL, Shot.WIDE]
    return [shot for shot in _SHOTS[beat] if living or shot is not Shot.OVER_SHOULDER]


def motions_for(shots: Sequence[Shot], chance: random.Random) -> tuple[Motion, ...]:
    """A move for each shot; the film goes in at the start and lets go at the end."""
    motions: list[Motion] = []
    for place, shot in enumerate(shots):
        if place == len(shots) - 1 and place > 0:
            motions.append(Motion.OUT)
        elif place == 0:
            motions.append(Motion.IN)
        elif shot in (Shot.DETAIL, Shot.CLOSE_UP) and chance.randrange(_SELDOM) == 0:
            motions.append(Motion.STILL)
        else:
            free = [motion for motion in _MOTIONS[shot] if motion is not motions[-1]]
            motions.append(chance.choice(free))
    return tuple(motions)
