"""The order of a story: which beats a film of so many scenes has, and how long each weighs."""

from enum import StrEnum
from typing import Final


class Beat(StrEnum):
    """What a scene does for the story."""

    OPEN = "open"
    SUBJECT = "subject"
    WANT = "want"
    SEARCH = "search"
    TURN = "turn"
    RESOLVE = "resolve"
    AFTER = "after"
    DETAIL = "detail"
    ALSO = "also"


# The beats that a short film keeps, by its number of scenes.
_SHORT: Final = {
    1: (Beat.TURN,),
    2: (Beat.SUBJECT, Beat.TURN),
    3: (Beat.SUBJECT, Beat.TURN, Beat.RESOLVE),
    4: (Beat.OPEN, Beat.SUBJECT, Beat.TURN, Beat.AFTER),
    5: (Beat.OPEN, Beat.SUBJECT, Beat.SEARCH, Beat.TURN, Beat.AFTER),
    6: (Beat.OPEN, Beat.SUBJECT, Beat.WANT, Beat.SEARCH, Beat.TURN, Beat.AFTER),
}
_FULL: Final = (Beat.OPEN, Beat.SUBJECT, Beat.WANT, Beat.SEARCH, Beat.TURN, Beat.RESOLVE, Beat.AFTER)
# What a longer film gains, in this order: looks at the place, more of the way, more of the hero.
_MORE: Final = (
    Beat.SEARCH, Beat.DETAIL, Beat.SUBJECT, Beat.SEARCH, Beat.DETAIL, Beat.RESOLVE, Beat.WANT, Beat.SEARCH,
    Beat.DETAIL, Beat.SUBJECT, Beat.SEARCH, Beat.DETAIL, Beat.RESOLVE, Beat.SEARCH, Beat.DETAIL, Beat.WANT,
    Beat.SEARCH, Beat.DETAIL, Beat.SUBJECT, Beat.DETAIL, Beat.SEARCH, Beat.RESOLVE, Beat.DETAIL,
)  # fmt: skip
# The first look, the turn and the last look need time; a detail is understood at a glance.
_WEIGHTS: Final = {Beat.OPEN: 1.15, Beat.TURN: 1.2, Beat.AFTER: 1.2, Beat.DETAIL: 0.75, Beat.RESOLVE: 1.1}


def beats_for(count: int, deeds: int) -> tuple[Beat, ...]:
    """The beats of a film with `count` scenes; further deeds of the hero follow the turn where there is room."""
    if count in _SHORT:
        return _SHORT[count]
    further = min(max(0, deeds - 1), count - len(_FULL))
    gained = _MORE[: count - len(_FULL) - further]
    ordered: list[Beat] = []
    details = gained.count(Beat.DETAIL)
    for beat in _FULL:
        ordered += [beat] * (1 + gained.count(beat))
        if beat is Beat.TURN:
            ordered += [Beat.ALSO] * further
    return tuple(_strewn(ordered, details))


def weight_of(beat: Beat) -> float:
    """How long a beat wants to last, 1 being the average."""
    return _WEIGHTS.get(beat, 1.0)


def _strewn(beats: list[Beat], details: int) -> list[Beat]:
    """Details laid between the other beats at even distances, never first or last."""
    for number in range(details, 0, -1):
        place = 1 + round((len(beats) - 2) * number / (details + 1))
        beats = [*beats[:place], Beat.DETAIL, *beats[place:]]
    return beats
