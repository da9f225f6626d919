"""A bell at a queue: work that was ordered in this process starts at once instead of at the next look."""

import threading


class Bell(threading.Event):
    """A stop signal whose waiter also wakes when the bell rings; it stands in for the plain event DBOS waits on."""

    def __init__(self) -> None:
        super().__init__()
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake the waiter, or let its next wait end at once."""
        self._rung.set()

    def set(self) -> None:
        """Stop for good."""
        super().set()
        self._rung.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for a ring, the stop or the time; whether it is the stop."""
        self._rung.wait(timeout)
        self._rung.clear()
        return self.is_set()
