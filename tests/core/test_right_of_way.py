"""Calls go before pages: who draws waits while a call is being answered, and never for long."""

import pytest

from core.right_of_way import YOUNG_SECONDS, RightOfWay

STEP = YOUNG_SECONDS / 8


class Clock:
    """Moves on by a step each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += STEP
        return self.now


def test_nobody_waits_while_nothing_is_answered() -> None:
    """A page goes on at once, whatever its patience."""
    assert RightOfWay(Clock()).give_way(3600) == 0


def test_a_call_has_the_way_until_its_answer_begins() -> None:
    """A page waits for it as long as it has patience; afterwards it goes on at once."""
    right_of_way = RightOfWay(Clock())
    leave = right_of_way.enter()

    assert right_of_way.give_way(0.0) == 0
    assert right_of_way.give_way(2.5 * STEP) == pytest.approx(3 * STEP)
    leave()
    leave()
    assert right_of_way.give_way(3600) == 0


def test_nobody_waits_for_a_call_that_waits_itself() -> None:
    """A call that takes long keeps no page waiting any more, and a younger one beside it does."""
    right_of_way = RightOfWay(Clock())
    right_of_way.enter()

    assert 0 < right_of_way.give_way(3600) <= YOUNG_SECONDS
    assert right_of_way.give_way(3600) == 0
    right_of_way.enter()
    assert right_of_way.give_way(3600) > 0
