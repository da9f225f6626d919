"""A few pages are drawn at a time, so that a crowd of them leaves the processor to others in between.

Python runs one thread at a time. With fifty pages at once, a call of the API would come after fifty others at each of
its steps; so pages queue for their turn, and calls pass by the queue.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Some of them wait for the database or a file at any moment; more would only make each of them slower.
AT_ONCE: Final = 3
# Whoever waits for something slow, a test picture or a password, must not keep the others from drawing.
LONGEST_SECONDS: Final = 2.0


_places: Final = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn(longest: float = LONGEST_SECONDS) -> Iterator[None]:
    """Wait for a turn for this many seconds at most, and give it back when the block ends."""
    got = _places.acquire(timeout=longest)
    try:
        yield
    finally:
        if got:
            _places.release()
