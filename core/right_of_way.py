"""Calls go before pages: whoever draws a page makes room between two of its parts while a call is being answered.

Python runs one thread at a time and a call stops some fifty times to read from the database. Each time it would
queue behind a page that computes, so a call of five milliseconds would take two hundred.
"""

import math
import time
from collections.abc import Callable
from typing import Final

# A call is answered within milliseconds. One that is older waits for something itself, and nobody waits for it.
YOUNG_SECONDS: Final = 0.2
# A flood of calls must not keep pages from being drawn: a part of one waits for this long at most.
LONGEST_SECONDS: Final = 0.1
# About half of what a call takes when nobody is in its way.
LOOK_SECONDS: Final = 0.002


class RightOfWay:
    """Who is answering, and the wait of those who let them go first; one a process, asked from any thread.

    Without a lock, which the server's loop would have to wait for: a step of a dictionary is whole by itself.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answering: dict[object, float] = {}

    def enter(self) -> Callable[[], None]:
        """A call begins; returns what is to be called as soon as its answer begins, once or more often."""
        call = object()
        self._answering[call] = self._clock()
        return lambda: self._leave(call)

    def _leave(self, call: object) -> None:
        self._answering.pop(call, None)

    def give_way(self) -> None:
        """Wait until no young call is being answered, or for a tenth of a second."""
        until = self._clock() + LONGEST_SECONDS
        while (now := self._clock()) < until and self._is_answering(now):
            time.sleep(LOOK_SECONDS)

    def _is_answering(self, now: float) -> bool:
        return now - max(tuple(self._answering.values()), default=-math.inf) < YOUNG_SECONDS
