"""Pages are drawn one after another, so that a crowd of them leaves the processor to others in between.

Python runs one thread at a time. With fifty pages at once, a call of the API would come after fifty others at each of
its steps; so pages queue for their turn, and calls pass by the queue.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# More than one would not be drawn sooner, and each would keep every call of the API waiting a little longer.
AT_ONCE: Final = 1
# A page takes some hundredths of a second; should one hang, the others go on without their turn.
LONGEST_SECONDS: Final = 20.0

_places: Final = threading.BoundedSemaphore(AT_ONCE)
_mine: Final = threading.local()


@contextmanager
def turn(longest: float = LONGEST_SECONDS) -> Iterator[None]:
    """Wait for a turn for this many seconds at most, and give it back when the block ends."""
    before, _mine.turn = getattr(_mine, "turn", False), _places.acquire(timeout=longest)
    try:
        yield
    finally:
        give_turn_back()
        _mine.turn = before


def give_turn_back() -> None:
    """Let the next page be drawn; called early by a page that will wait for something slow."""
    if getattr(_mine, "turn", False):
        _mine.turn = False
        _places.release()
