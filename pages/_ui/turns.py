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


@dataclass(frozen=True)
class _AfterCalls:
    """Hands a part of a page on to its browser, calls first."""

    hand_on: Callable[[ForwardMsg], None]

    def __call__(self, message: ForwardMsg) -> None:
        calls.give_way()
        self.hand_on(message)


def _let_calls_pass() -> None:
    """Let calls go first before each part of this page; a page that is drawn again is not to do so twice a part."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and not isinstance(context._enqueue, _AfterCalls):
        context._enqueue = _AfterCalls(context._enqueue)


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
