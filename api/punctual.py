"""Answers without delay, and cuts connections whose request does not come: a head that dribbles would hold its place.

The server itself has a time limit only between two requests, which is made longer here. Bodies have theirs in
`api.body_limit`.
"""

import asyncio
import signal
import socket
from typing import Any, ClassVar, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from core.errors import ConfigurationError

# The longest head is some kilobytes, which any line brings within this time.
HEAD_SECONDS: Final = 20.0
# Whoever keeps a connection must be the one to end it, or a request meets a server that just did and is lost. Programs
# keep theirs for some seconds and proxies for 60; the server's own limit is five.
KEEP_SECONDS: Final = 75
TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Punctual(H11Protocol):
    """The server's own protocol, with a time limit from the first byte of a request to the end of its head, and patience after."""

    head_seconds: ClassVar[float] = HEAD_SECONDS
    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - uvicorn and asyncio disagree about the type
        """A connection that sends nothing is cut as well."""
        super().connection_made(transport)
        self.timeout_keep_alive = KEEP_SECONDS
        _send_at_once(transport.get_extra_info("socket"))
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


def _send_at_once(line: socket.socket) -> None:
    """Send the second part of an answer without waiting until the caller has confirmed the first.

    That wait (Nagle's) takes 40 ms. asyncio switches it off only for sockets that name their protocol, which those
    that Streamlit opens do not.
    """
    if line.family in (socket.AF_INET, socket.AF_INET6):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def install() -> None:
    """Have the server use it that starts in this process; called while it starts, before it takes connections.

    Streamlit lets nobody choose the protocol, and when an app is loaded, the server has chosen already. It is found as
    the owner of what ends it. Raises `ConfigurationError` where no server is starting.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if not isinstance(server, uvicorn.Server):
        raise ConfigurationError(
            "The server is none that Storyreel knows, so slow connections could hold it up.",
            hint="Start it with `python app.py` or `streamlit run app.py`, and the locked versions.",
        )
    server.config.http_protocol_class = Punctual
