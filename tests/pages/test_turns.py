"""Pages take turns: so many are drawn at once, the next waits, and nobody waits for one that hangs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from streamlit.testing.v1 import AppTest

from core.right_of_way import RightOfWay
from pages._ui import turns
from pages._ui.turns import AT_ONCE, PATIENCE_SECONDS, give_turn_back, turn


class Counted(RightOfWay):
    """Notes how much patience was left each time that calls were let go first, and takes a tenth of a second of it."""

    def __init__(self) -> None:
        super().__init__()
        self.patience = list[float]()

    def give_way(self, longest: float) -> float:
        self.patience.append(longest)
        return 0.1


def test_the_next_page_waits_for_a_turn() -> None:
    """While all places are taken nobody goes in; whoever waits goes in when one is given back."""
    inside = threading.Event()

    def draw() -> None:
        with turn(3600):
            inside.set()

    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(turn())
        waiter = threading.Thread(target=draw)
        waiter.start()
        assert not inside.is_set()
    waiter.join(timeout=10)
    assert inside.is_set()


def test_nobody_waits_for_a_page_that_hangs() -> None:
    """After its time the next one is drawn beside it, and gives back nothing but its own turn."""
    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(turn())
        with turn(0.0):
            pass
        with turn(0.0):
            pass
    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(turn(0.0))


def test_a_turn_is_given_back_early_and_only_once() -> None:
    """A page that will wait for something slow lets the next one in, and gives nothing back a second time."""
    with turn():
        give_turn_back()
        with ThreadPoolExecutor(1) as another:
            another.submit(_draw).result(timeout=10)
    with turn(0.0):
        give_turn_back()
        give_turn_back()


def _draw() -> None:
    with turn(3600):
        pass


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
