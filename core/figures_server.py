"""Figures for Prometheus from a process that serves nothing else: a small server on a port of its own."""

import hmac
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Final

from pydantic import SecretStr

from core.errors import ConfigurationError
from core.settings import Settings, is_loopback

# What a proxy adds; a request that came through one is not this machine's own, whatever its address says.
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
# Prometheus itself gives up after ten seconds; whoever dribbles a request holds a thread no longer than that.
_PATIENCE_SECONDS: Final = 10.0
_KIND: Final = "text/plain; version=0.0.4; charset=utf-8"


def may_read_figures(
    wanted: SecretStr | None, *, given: str, headers: Iterable[str], from_this_machine: bool
) -> bool:
    """Whether a request may read: with the token of the settings if there is one, else from this machine itself.

    `given` is its bearer token, "" without one; `headers` are the names of its headers, which tell of a proxy.
    """
    if wanted is not None:
        return hmac.compare_digest(given.encode(), wanted.get_secret_value().encode())
    return from_this_machine and {name.lower() for name in headers}.isdisjoint(_FORWARDED)


@contextmanager
def serving_figures(settings: Settings, figures: Callable[[], bytes]) -> Iterator[None]:
    """Answer `GET /metrics` with `figures()` while the block runs, if the settings name a port for it.

    Raises `ConfigurationError` for a port that is taken, and for an address that others reach without a token.
    """
    if settings.metrics_port is None:
        yield
        return
    server = _opened(settings, figures)
    thread = threading.Thread(target=server.serve_forever, name="figures", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingTCPServer):
    """Listens where the settings say; each request is answered in a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, settings: Settings, figures: Callable[[], bytes]) -> None:
        self.address_family = socket.AF_INET6 if ":" in settings.metrics_address else socket.AF_INET
        self.token = settings.metrics_token
        self.figures = figures
        super().__init__((settings.metrics_address, settings.metrics_port or 0), _Answer)


def _opened(settings: Settings, figures: Callable[[], bytes]) -> _Server:
    address, port = settings.metrics_address, settings.metrics_port
    if settings.metrics_token is None and not is_loopback(address):
        raise ConfigurationError(
            f"At {address} everybody on the network could read the figures.",
            hint="Set STORYREEL_METRICS_TOKEN, or keep STORYREEL_METRICS_ADDRESS=127.0.0.1.",
        )
    try:
        return _Server(settings, figures)
    except OSError as error:
        raise ConfigurationError(
            f"The figures cannot be served at {address}, port {port}: {error.strerror}.",
            hint="Set STORYREEL_METRICS_PORT to a port that is free, another one for each worker of a machine.",
        ) from error


class _Answer(BaseHTTPRequestHandler):
    """One request: the figures for whoever may read them, 404 for everything else."""

    timeout = _PATIENCE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        """Answer as `/metrics` of a web process does."""
        if self.path.partition("?")[0] != "/metrics" or not self._may_read():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = self.server.figures()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _KIND)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _may_read(self) -> bool:
        # A foreign page can point a name of its own at this machine, so it must be called by one of the machine's.
        name = self.headers.get("Host", "").rpartition(":")[0].strip("[]")
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        return may_read_figures(
            self.server.token,
            given=given.strip() if kind.lower() == "bearer" else "",
            headers=self.headers,
            from_this_machine=is_loopback(name),
        )

    def log_message(self, format: str, *words: object) -> None:
        """Nothing: that somebody looks every few seconds is no event."""
