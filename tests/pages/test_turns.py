"""Pages take turns: so many are drawn at once, the next waits, and nobody waits for one that hangs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from core.right_of_way import RightOfWay
from pages._ui import turns
from pages._ui.turns import PATIENCE_SECONDS, give_turn_back, turn
from tests.core.waiting import until


class Counted(RightOfWay):
    """Notes how much patience was left each time that calls were let go first, and takes a tenth of a second of it."""

    def __init__(self) -> None:
        super().__init__()
        self.patience = list[float]()

    def give_way(self, longest: float) -> float:
        self.patience.append(longest)
        return 0.1


def test_the_next_page_waits_for_a_turn() -> None:
    """While it is taken nobody goes in; whoever waits goes in when it is given back."""
    inside = threading.Event()

    def draw() -> None:
        with turn(3600):
            inside.set()

    with turn():
        waiter = threading.Thread(target=draw)
        waiter.start()
        until(lambda: len(turns._queue) == 1)
        assert not inside.is_set()
    waiter.join(timeout=10)
    assert inside.is_set()


def test_whoever_came_first_goes_in_first() -> None:
    """Those who wait are let in in the order in which they came, and nobody who comes later is before them."""
    went, waiters = list[int](), list[threading.Thread]()

    def draw(number: int) -> None:
        with turn(3600):
            went.append(number)

    with turn():
        for number in range(8):
            waiters.append(threading.Thread(target=draw, args=(number,)))
            waiters[-1].start()
            until(lambda: len(turns._queue) == len(waiters))
    for waiter in waiters:
        waiter.join(timeout=10)

    assert went == list(range(8))


def test_a_part_has_the_turn_of_its_page() -> None:
    """What is drawn inside a page does not queue behind it, and leaves the turn with the page."""
    with turn(3600):
        with turn(3600):
            pass
        assert len(turns._since) == 1
    assert not turns._since


def test_nobody_waits_for_a_page_that_hangs() -> None:
    """After its time the next one is drawn beside it, and gives back nothing but its own turn."""
    with turn(), ThreadPoolExecutor(1) as another:
        for _ in range(2):
            another.submit(_draw, 0.0).result(timeout=10)
            assert len(turns._since) == 1


def test_a_turn_is_given_back_early_and_only_once() -> None:
    """A page that will wait for something slow lets the next one in, and gives nothing back a second time."""
    with turn(), ThreadPoolExecutor(1) as another:
        give_turn_back()
        another.submit(_draw, 3600).result(timeout=10)
        give_turn_back()
        another.submit(_draw, 3600).result(timeout=10)


def _draw(longest: float) -> None:
    with turn(longest):
        pass


def test_whoever_is_not_wanted_any_more_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was asked for anew while it waited for its turn ends there, and lets the next one in."""

    def unwanted() -> None:
        raise StopException

    monkeypatch.setattr(turns, "get_run_yield_check", lambda: unwanted)
    drawn = False
    with pytest.raises(StopException), turn():
        drawn = True

    assert not drawn
    assert not turns._since


def test_a_page_lets_calls_go_first_before_each_of_its_parts(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thing that it shows is a chance for a call, until its patience ends; drawn again it begins with new patience."""
    asked = Counted()
    monkeypatch.setattr(turns, "calls", asked)

    visitor = visit()
    first, asked.patience = asked.patience, []
    visitor.run()

    assert len(first) >= 10
    assert first == pytest.approx([PATIENCE_SECONDS - 0.1 * part for part in range(len(first))])
    assert asked.patience == pytest.approx(first)
