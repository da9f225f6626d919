"""How many scenes a film has and how long each lasts, exact to the millisecond."""

from collections.abc import Sequence
from typing import Final

from core.planning.own_words import own_scenes
from core.terms import MAX_SCENES, MIN_PLANNED_SCENE_MS, MIN_SCENE_MS

# A still that is moved over gently holds the eye for about five seconds.
_SCENE_MS: Final = 5_000
_FEWEST: Final = 3
# More than twelve pictures of the planner's own accord cost more than they tell.
_MOST: Final = 12


def scene_count_for(duration_ms: int, wanted: int | None = None) -> int:
    """One scene per five seconds, at least 3 when each gets 1.5 s, at most 12; `wanted` is kept within 1..30.

    A film too short for `wanted` scenes of half a second gets as many as fit.
    """
    if wanted is not None:
        return max(1, min(wanted, MAX_SCENES, max(1, duration_ms // MIN_SCENE_MS)))
    fitting = max(1, duration_ms // MIN_PLANNED_SCENE_MS)
    return max(min(_FEWEST, fitting), min(_MOST, duration_ms // _SCENE_MS))


def scene_count_for_prompt(prompt: str, duration_ms: int, wanted: int | None = None) -> int:
    """As `scene_count_for`, but a text that a person cut into scenes keeps their number where the time allows."""
    own = len(own_scenes(prompt))
    if wanted is not None or not own:
        return scene_count_for(duration_ms, wanted)
    fitting = max(1, duration_ms // MIN_PLANNED_SCENE_MS)
    if own > min(fitting, MAX_SCENES):
        return min(fitting, _MOST)
    return max(min(_FEWEST, fitting), own)


def share_out(total_ms: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Parts in proportion to `weights` that sum to `total_ms` exactly.

    No part is shorter than 1.5 s where the total allows it, else than an equal share; negative weights count as 0.
    """
    count = len(weights)
    if not count:
        return ()
    floor = min(MIN_PLANNED_SCENE_MS, total_ms // count)
    parts = _in_proportion(total_ms, weights)
    if min(parts) >= floor:
        return parts
    rest = _in_proportion(total_ms - floor * count, weights)
    return tuple(floor + part for part in rest)


def _in_proportion(total: int, weights: Sequence[float]) -> tuple[int, ...]:
    """Largest remainder method; the earlier part wins a tie."""
    kept = [max(0.0, weight) for weight in weights]
    whole = sum(kept)
    if whole <= 0:
        kept, whole = [1.0] * len(weights), float(len(weights))
    exact = [total * weight / whole for weight in kept]
    parts = [int(part) for part in exact]
    missing = total - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[:missing]:
        parts[place] += 1
    return tuple(parts)
