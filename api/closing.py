"""Knows when the server is about to stop, so that answers without an end of their own end by themselves.

A server waits for open answers before it lets go; a stream that did not know would hold it up for minutes.
"""

import signal
import threading
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class Closing:
    """Set once, by a signal or by hand."""

    def __init__(self) -> None:
        self._begun = threading.Event()

    @property
    def begun(self) -> bool:
        """Whether the server is about to stop."""
        return self._begun.is_set()

    def begin(self) -> None:
        """From now on every stream ends at its next look."""
        self._begun.set()

    def watch_signals(self) -> None:
        """Begin with the signals that stop the server, which go on to whoever took them before; main thread only."""
        for number in SIGNALS:
            signal.signal(number, self._chained(signal.getsignal(number)))

    def _chained(self, before: object) -> "_Handler":
        return _Handler(self, before)


class _Handler:
    def __init__(self, closing: Closing, before: object) -> None:
        self._closing = closing
        self._before = before

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._closing.begin()
        if callable(self._before):
            self._before(number, frame)
        elif self._before == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
