"""How many scenes, and how long each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.planning.pacing import scene_count_for, scene_count_for_prompt, share_out
from core.terms import MAX_FILM_MS, MAX_SCENES, MIN_FILM_MS, MIN_PLANNED_SCENE_MS


@pytest.mark.parametrize(
    ("duration_ms", "wanted", "count"),
    [(30_000, None, 6), (5_000, None, 3), (10_000, None, 3), (24_999, None, 4), (60_000, None, 12),
     (300_000, None, 12), (4_000, None, 2), (1_000, None, 1), (30_000, 1, 1), (30_000, 30, 30), (5_000, 30, 10),
     (30_000, 99, 30), (30_000, 0, 1)],
)  # fmt: skip
def test_the_number_of_scenes(duration_ms: int, wanted: int | None, count: int) -> None:
    """One scene per five seconds, at least 3, at most 12, unless somebody wants another number that fits."""
    assert count == scene_count_for(duration_ms, wanted)


LINES = "\n".join(f"The traveller reaches town number {number}." for number in range(1, 9))


@pytest.mark.parametrize(
    ("prompt", "duration_ms", "wanted", "count"),
    [("A fox in the forest", 30_000, None, 6), (LINES, 30_000, None, 8), (LINES, 5_000, None, 3), (LINES, 30_000, 4, 4),
     ("First line here\nSecond line here", 30_000, None, 3), ("1. A fox wakes. 2. It runs. 3. It sleeps.", 60_000, None, 3),
     ("\n".join("abcdefghij" * 2 for _ in range(60)), 300_000, None, 12)],
)  # fmt: skip
def test_own_scenes_set_the_number(prompt: str, duration_ms: int, wanted: int | None, count: int) -> None:
    """A text that was cut into scenes keeps their number as long as each has time to be seen."""
    assert count == scene_count_for_prompt(prompt, duration_ms, wanted)


@given(st.integers(MIN_FILM_MS, MAX_FILM_MS), st.lists(st.floats(-1, 1e6), min_size=1, max_size=MAX_SCENES))
def test_parts_sum_exactly(total_ms: int, weights: list[float]) -> None:
    """Whatever the weights, the parts give the whole to the millisecond and none is too short."""
    parts = share_out(total_ms, weights)
    assert (len(parts), sum(parts)) == (len(weights), total_ms)
    assert min(parts) >= min(MIN_PLANNED_SCENE_MS, total_ms // len(weights))


def test_parts_follow_their_weights() -> None:
    """A part with twice the weight lasts twice as long."""
    assert share_out(30_000, [1, 2]) == (10_000, 20_000)
    assert share_out(10_000, [0, 0, 0]) == (3_334, 3_333, 3_333)
    assert share_out(10_000, []) == ()
    assert share_out(10_000, [0, 5]) == (1_500, 8_500)
