"""A few pages are drawn at a time, so that a crowd of them leaves the processor to others in between.

Python runs one thread at a time. With fifty pages at once, a call of the API would come after fifty others at each of
its steps; so pages queue for their turn, and calls pass by the queue.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# One may wait for something slow, a test picture or a password; more would only make each page and each call slower.
AT_ONCE: Final = 2
# When both wait for something slow, the others go on after this long.
LONGEST_SECONDS: Final = 5.0

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
