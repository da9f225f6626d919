"""Cuts connections whose request does not come: a head that dribbles would hold its place for ever.

The server itself has a time limit only between two requests. Bodies have theirs in `api.body_limit`.
"""

import asyncio
from typing import Any, ClassVar, Final

from uvicorn.config import HTTP_PROTOCOLS
from uvicorn.protocols.http.h11_impl import H11Protocol

# The longest head is some kilobytes, which any line brings within this time.
HEAD_SECONDS: Final = 20.0
TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Punctual(H11Protocol):
    """The server's own protocol, with a time limit from the first byte of a request to the end of its head."""

    head_seconds: ClassVar[float] = HEAD_SECONDS
    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - uvicorn and asyncio disagree about the type
        """A connection that sends nothing is cut as well."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while the head is not whole; from its end on the body's limit counts."""
        super().data_received(data)
        if self._between_requests():
            self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _between_requests(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(self.head_seconds, self._cut)

    def _wait_no_more(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _cut(self) -> None:
        self._limit = None
        # A websocket has taken the connection over by another protocol.
        if (
            self._between_requests()
            and self.transport.get_protocol() is self
            and not self.transport.is_closing()
        ):
            self.transport.write(TOO_SLOW)
            self.transport.close()


def install() -> None:
    """Have every server that is started in this process from now on use it."""
    HTTP_PROTOCOLS["auto"] = f"{__name__}:{Punctual.__name__}"
