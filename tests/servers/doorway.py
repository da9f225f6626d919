"""The way to a server, which can be shut and opened again at the same port: to callers the server is gone meanwhile."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from tests.servers.ports import free_port

_PIECE: Final = 1 << 16


class Doorway:
    """Passes on what comes to its port. Shut, it refuses connections and has broken all that there were."""

    def __init__(self, behind: str) -> None:
        place = urlsplit(behind)
        self._behind = (place.hostname, place.port)
        self._port = free_port()
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._last: bytes | None = None
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    @property
    def address(self) -> str:
        """Where callers find the server."""
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Let callers in, at the same port as before."""
        self._last = None
        self._listener = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._let_in, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Refuse everybody from now on, in the middle of whatever is said."""
        with self._lock:
            ends, self._open = self._open, set()
            if self._listener is not None:
                ends.add(self._listener)
            self._listener = None
        for end in ends:
            with suppress(OSError):  # The other side was quicker.
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def shut_before(self, words: bytes) -> None:
        """Shut the moment a caller begins to say this."""
        self._last = words

    def _let_in(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._behind)
            with self._lock:
                self._open |= {caller, server}
            threading.Thread(target=self._pass_on, args=(caller, server, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, caller, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, asks: bool) -> None:
        with suppress(OSError):  # Either side may end at any time.
            while piece := source.recv(_PIECE):
                if asks and self._last is not None and piece.startswith(self._last):
                    self.shut()
                    return
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
