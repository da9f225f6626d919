"""Pages are drawn one after another, so that a crowd of them leaves the processor to others in between.

Python runs one thread at a time. With fifty pages at once, a call of the API would come after fifty others at each of
its steps; so pages queue for their turn, and calls pass by the queue.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import get_run_yield_check, get_script_run_ctx

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
_lock: Final = threading.Lock()
_since: Final = dict[object, float]()
_queue: Final = deque[threading.Condition]()
_mine: Final = threading.local()


@contextmanager
def turn(longest: float = LONGEST_SECONDS) -> Iterator[None]:
    """Wait until all who came before had their turn, or got it more than `longest` seconds ago; give it back at the end.

    A part that is drawn with its page has the turn of the page; drawn by itself, it waits for its own.
    """
    if getattr(_mine, "turn", None) in _since:
        yield
        return
    _let_calls_pass()
    _mine.turn = _take(longest)
    try:
        _end_if_unwanted()
        yield
    finally:
        give_turn_back()


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


def _end_if_unwanted() -> None:
    """A page that was asked for anew while it waited would note as seen what nobody will see."""
    check = get_run_yield_check()
    if check is not None:
        check()


def give_turn_back() -> None:
    """Let the next page be drawn; called early by a page that will wait for something slow."""
    with _lock:
        if _since.pop(getattr(_mine, "turn", None), None) is not None:
            _call_next()


def _take(longest: float) -> object:
    """Queue up and go in; whoever is woken while others are before it waits on, so nobody is overtaken."""
    with _lock:
        mine = threading.Condition(_lock)
        _queue.append(mine)
        while (seconds := _seconds_to_wait(mine, longest)) > 0:
            mine.wait(seconds)
        _queue.popleft()
        _since[mine] = time.monotonic()
        _call_next()
    return mine


def _call_next() -> None:
    if _queue:
        _queue[0].notify()


def _seconds_to_wait(mine: threading.Condition, longest: float) -> float:
    """Until the next place is free at the latest: one that is held for too long is not counted any more."""
    if _queue[0] is not mine:
        return threading.TIMEOUT_MAX
    frees_at = sorted(since + longest for since in _since.values() if since + longest > time.monotonic())
    return frees_at[-AT_ONCE] - time.monotonic() if len(frees_at) >= AT_ONCE else 0.0
