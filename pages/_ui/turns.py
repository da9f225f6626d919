"""Pages are drawn one after another, so that a crowd of them leaves the processor to others in between.

Python runs one thread at a time. With fifty pages at once, a call of the API would come after fifty others at each of
its steps; so pages queue for their turn, and calls pass by the queue.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from core.right_of_way import RightOfWay

# More than one would not be drawn sooner, and each would keep every call of the API waiting a little longer.
AT_ONCE: Final = 1
# A page takes some hundredths of a second; one that hangs keeps nobody waiting for longer than this. Whoever waits in a
# crowd waits on: were all let in after a while, each of them would take as long as the whole crowd.
LONGEST_SECONDS: Final = 20.0
# What a page waits for calls in all: a flood of them makes pages slow, and keeps none from being drawn.
PATIENCE_SECONDS: Final = 2.0

# The calls of the API in this process; the launcher tells of them, and pages let them go first.
calls: Final = RightOfWay()
_free: Final = threading.Condition()
_since: Final = dict[object, float]()
_mine: Final = threading.local()


@contextmanager
def turn(longest: float = LONGEST_SECONDS) -> Iterator[None]:
    """Wait until nobody has the turn who got it within the last `longest` seconds; give it back when the block ends."""
    _let_calls_pass()
    before, _mine.turn = getattr(_mine, "turn", None), _take(longest)
    try:
        yield
    finally:
        give_turn_back()
        _mine.turn = before


@dataclass
class _AfterCalls:
    """Hands a page on to its browser part by part, calls first as long as there is patience."""

    hand_on: Callable[[ForwardMsg], None]
    patience: float = PATIENCE_SECONDS

    def __call__(self, message: ForwardMsg) -> None:
        self.patience -= calls.give_way(self.patience)
        self.hand_on(message)


def _let_calls_pass() -> None:
    """Let calls go first before each part of this page; one that is drawn again begins with new patience."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        hand_on = context._enqueue
        context._enqueue = _AfterCalls(hand_on.hand_on if isinstance(hand_on, _AfterCalls) else hand_on)


def give_turn_back() -> None:
    """Let the next page be drawn; called early by a page that will wait for something slow."""
    with _free:
        if _since.pop(getattr(_mine, "turn", None), None) is not None:
            _free.notify()


def _take(longest: float) -> object:
    mine = object()
    with _free:
        while (seconds := _seconds_to_wait(longest)) > 0:
            _free.wait(seconds)
        _since[mine] = time.monotonic()
    return mine


def _seconds_to_wait(longest: float) -> float:
    """Until the next place is free at the latest: one that is held for too long is not counted any more."""
    frees_at = sorted(since + longest for since in _since.values() if since + longest > time.monotonic())
    return frees_at[-AT_ONCE] - time.monotonic() if len(frees_at) >= AT_ONCE else 0.0
