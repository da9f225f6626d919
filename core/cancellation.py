"""A flag that long work looks at, and that ends what the work waits for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.errors import Canceled


class Cancellation:
    """Cancelled once, from any thread; whoever holds it may register what must end at that moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._canceled = threading.Event()
        self._endings: list[Callable[[], None]] = []

    @property
    def requested(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._canceled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop and run every registered ending; a second call does nothing."""
        with self._lock:
            endings = [] if self._canceled.is_set() else list(self._endings)
            self._canceled.set()
        for end in endings:
            end()

    def wait(self, seconds: float) -> None:
        """Sleep for this long at most, and raise `Canceled` as soon as the work is to stop."""
        self._canceled.wait(seconds)
        self.check()

    def check(self) -> None:
        """Raise `Canceled` when the work is to stop."""
        if self.requested:
            raise Canceled("The work was cancelled.")

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """While the block runs, a cancellation calls `end` at once (from the cancelling thread)."""
        with self._lock:
            already = self._canceled.is_set()
            self._endings.append(end)
        if already:
            end()
        try:
            yield
        finally:
            with self._lock:
                self._endings.remove(end)
