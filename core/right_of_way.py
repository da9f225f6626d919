"""Calls go before pages: whoever draws a page makes room between two of its parts while a call is being answered.

Python runs one thread at a time, and a call stops at each row that it reads from the database. Each time it would
queue behind a page that computes.
"""

import math
import time
from collections.abc import Callable
from typing import Final

# A call is answered within milliseconds. One that is older waits for something itself, and nobody waits for it.
YOUNG_SECONDS: Final = 0.2
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

    def give_way(self, longest: float) -> float:
        """Wait until no young call is being answered, or for `longest` seconds; returns how many it were."""
        since = now = self._clock()
        while now - since < longest and self._is_answering(now):
            time.sleep(LOOK_SECONDS)
            now = self._clock()
        return now - since

    def _is_answering(self, now: float) -> bool:
        return now - max(tuple(self._answering.values()), default=-math.inf) < YOUNG_SECONDS
