"""Calls go before pages: who draws waits while a call is being answered, and never for long."""

from core.right_of_way import LONGEST_SECONDS, YOUNG_SECONDS, RightOfWay


class Clock:
    """Moves on by a step each time it is read, and counts the readings."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step
        self.read = 0

    def __call__(self) -> float:
        self.now += self.step
        self.read += 1
        return self.now


def looks(clock: Clock, right_of_way: RightOfWay) -> int:
    """How often the clock was read while way was given; twice is no wait at all."""
    before = clock.read
    right_of_way.give_way()
    return clock.read - before


def test_nobody_waits_while_nothing_is_answered() -> None:
    """A page goes on at once."""
    clock = Clock(0.0)

    assert looks(clock, RightOfWay(clock)) == 2


def test_a_call_has_the_way_until_its_answer_begins() -> None:
    """A page waits while it is answered, though not for longer than its longest wait; afterwards it goes on at once."""
    clock = Clock(LONGEST_SECONDS / 4)
    right_of_way = RightOfWay(clock)
    leave = right_of_way.enter()

    waited = looks(clock, right_of_way)
    leave()
    leave()

    assert 2 < waited <= 6
    assert looks(clock, right_of_way) == 2


def test_nobody_waits_for_a_call_that_waits_itself() -> None:
    """A call that takes long keeps no page waiting, and a younger one beside it does."""
    clock = Clock(0.0)
    right_of_way = RightOfWay(clock)
    right_of_way.enter()
    clock.now += YOUNG_SECONDS
    assert looks(clock, right_of_way) == 2

    right_of_way.enter()
    clock.step = LONGEST_SECONDS / 2
    assert looks(clock, right_of_way) > 2
