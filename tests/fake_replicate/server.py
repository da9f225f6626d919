"""The fake's HTTP side: the routes, status codes and bodies of the service, over a real socket."""

import io
import json
import re
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_replicate.bureau import Bureau, Order
from tests.fake_replicate.models import OfferedModel
from tests.fake_replicate.troubles import OF_CREATION, Planned, Trouble

_BODIES: dict[Trouble, tuple[int, str, str]] = {
    Trouble.NO_CREDIT: (402, "Insufficient credit", "You have insufficient credit to run this model."),
    Trouble.UNAUTHORIZED: (401, "Unauthenticated", "You did not pass a valid authentication token"),
    Trouble.FORBIDDEN: (403, "Permission denied", "You do not have permission to do this."),
    Trouble.UNKNOWN: (404, "Not found", "The requested resource could not be found."),
    Trouble.INVALID: (422, "Input validation failed", "- input.seed: seed must be of type integer\n"),
    Trouble.ERROR: (500, "Internal server error", "Something broke on our side."),
    Trouble.ERROR_AFTER: (500, "Internal server error", "Something broke on our side."),
    Trouble.UNAVAILABLE: (503, "Service unavailable", "The service is not available right now."),
}
_HUGE_BYTES = 60_000_000


class FakeServer(ThreadingHTTPServer):
    """The listening socket; `bureau` is what its requests work on."""

    daemon_threads = True
    # A storyboard asks for thirty pictures at once, and tests for a hundred.
    request_queue_size = 256

    def __init__(self, bureau: Bureau, port: int, token: str) -> None:
        super().__init__(("127.0.0.1", port), FakeRequest)
        self.bureau = bureau
        self.token = token
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is part of the play; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeRequest(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # An idle connection is let go, so that a stopped client leaves no thread behind.
    timeout = 30
    wbufsize = -1
    server: FakeServer

    def log_message(self, *args: Any) -> None:
        """Keep quiet: the ledger tells what happened."""

    def do_GET(self) -> None:
        self._route("GET")

    def do_POST(self) -> None:
        self._route("POST")

    def _route(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.sent = self.rfile.read(length)
        path = urlsplit(self.path).path
        for wanted, pattern, name in _ROUTES:
            found = re.fullmatch(pattern, path)
            if wanted == method and found:
                self._guarded(name, found.groups())
                return
        self._refuse(Trouble.UNKNOWN)

    def _guarded(self, name: str, parts: tuple[str, ...]) -> None:
        answer: Callable[..., None] = getattr(self, f"_{name}")
        if name.startswith("fake_"):
            answer(*parts)
        elif self.headers.get("Authorization") != f"Bearer {self.server.token}":
            self._refuse(Trouble.UNAUTHORIZED)
        else:
            self._troubled(name, parts, answer)

    def _troubled(self, name: str, parts: tuple[str, ...], answer: Callable[..., None]) -> None:
        kind = "create" if name.startswith("create") else name
        prompt = str(self._body().get("input", {}).get("prompt", "")) if kind == "create" else ""
        planned = self.server.bureau.trouble_for(kind, prompt)
        if planned is None or (kind == "create" and planned.kind not in OF_CREATION):
            answer(*parts)
        elif planned.kind in (Trouble.DROP_AFTER, Trouble.ERROR_AFTER):
            self._after(planned, parts, answer)
        else:
            self._spoil(planned)

    def _after(self, planned: Planned, parts: tuple[str, ...], answer: Callable[..., None]) -> None:
        """Do the work, but let the client never hear of it."""
        heard, self.wfile = self.wfile, io.BytesIO()
        answer(*parts)
        self.wfile = heard
        if planned.kind is Trouble.DROP_AFTER:
            self._hang_up()
        else:
            self._refuse(planned.kind)

    def _spoil(self, planned: Planned) -> None:
        if planned.kind is Trouble.BUSY:
            self._busy(planned)
        elif planned.kind is Trouble.DROP:
            self._hang_up()
        elif planned.kind is Trouble.HANG:
            self.server.bureau.over.wait(planned.seconds)
            self._hang_up()
        elif planned.kind is Trouble.NONSENSE:
            self._send(200, b"<html>a proxy says hello</html>", "text/html")
        elif planned.kind is Trouble.FOREIGN:
            self._send(302, b"", "text/plain", {"Location": "http://example.com/out.png"})
        else:
            self._refuse(planned.kind, planned.seconds)

    def _busy(self, planned: Planned) -> None:
        told = f" Your rate limit resets in ~{planned.seconds}s." if planned.told == "text" else ""
        headers = {"Retry-After": str(planned.seconds)} if planned.told == "header" else {}
        self._json(429, {"detail": f"Request was throttled.{told}", "status": 429}, headers)

    def _refuse(self, kind: Trouble, seconds: float = 0) -> None:
        status, title, detail = _BODIES[kind]
        headers = {"Retry-After": str(seconds)} if status == 503 else {}
        self._json(status, {"title": title, "detail": detail, "status": status}, headers)

    def _hang_up(self) -> None:
        self.close_connection = True
        # The client may have hung up first.
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _create_by_model(self, name: str) -> None:
        self._create(self.server.bureau.models.get(name), by_version=False)

    def _create_by_version(self) -> None:
        version = self._body().get("version")
        known = self.server.bureau.models.values()
        self._create(
            next((model for model in known if model.version and model.version == version), None),
            by_version=True,
        )

    def _create(self, model: OfferedModel | None, *, by_version: bool) -> None:
        given = self._body().get("input", {})
        if model is None:
            self._refuse(Trouble.UNKNOWN)
        elif complaint := model.complaint(given):
            self._json(422, {"title": "Input validation failed", "detail": complaint, "status": 422})
        else:
            order = self.server.bureau.create(model, given, by_version=by_version)
            self._wait_if_preferred(order)
            self._json(201, self._shown(order))

    def _wait_if_preferred(self, order: Order) -> None:
        preferred = re.match(r"wait(?:=(\d+))?", self.headers.get("Prefer", ""))
        until = time.monotonic() + (float(preferred.group(1) or 60) if preferred else 0)
        while order.status in ("starting", "processing") and time.monotonic() < until:
            time.sleep(0.005)

    def _get(self, order_id: str) -> None:
        order = self.server.bureau.find(order_id)
        if order is None:
            self._refuse(Trouble.UNKNOWN)
        else:
            self._json(200, self._shown(order))

    def _cancel(self, order_id: str) -> None:
        order = self.server.bureau.find(order_id)
        if order is None:
            self._refuse(Trouble.UNKNOWN)
        else:
            self.server.bureau.cancel(order)
            self._json(200, self._shown(order))

    def _list(self) -> None:
        start = int(parse_qs(urlsplit(self.path).query).get("cursor", ["0"])[0])
        orders, more = self.server.bureau.page(start)
        following = f"{self.server.url}/v1/predictions?cursor={start + len(orders)}" if more else None
        self._json(
            200, {"previous": None, "next": following, "results": [self._shown(order) for order in orders]}
        )

    def _model(self, name: str) -> None:
        model = self.server.bureau.models.get(name)
        if model is None:
            self._refuse(Trouble.UNKNOWN)
        else:
            self._json(200, model.described())

    def _account(self) -> None:
        self._json(200, {"type": "user", "username": "fake", "name": "Fake Account", "github_url": None})

    def _file(self, order_id: str, file_name: str) -> None:
        order = self.server.bureau.find(order_id)
        trouble = order.trouble if order else None
        if order is None or trouble is Trouble.GONE:
            self._refuse(Trouble.UNKNOWN)
        elif trouble is Trouble.REDIRECT and not file_name.startswith("moved-"):
            self._send(302, b"", "text/plain", {"Location": f"moved-{file_name}"})
        elif trouble is Trouble.HUGE:
            self._send(200, bytes(_HUGE_BYTES), "image/png")
        else:
            self._send(200, self.server.bureau.file(order), "application/octet-stream")

    def _fake_ledger(self) -> None:
        self._json(200, self.server.bureau.ledger())

    def _fake_troubles(self) -> None:
        wish = self._body()
        self.server.bureau.plan(Planned(**{**wish, "kind": Trouble(wish["kind"])}))
        self._json(200, {"planned": len(self.server.bureau.planned)})

    def _fake_reset(self) -> None:
        self.server.bureau.reset()
        self._json(200, {})

    def _fake_latency(self) -> None:
        self.server.bureau.latency_ms = int(self._body()["latency_ms"])
        self._json(200, {"latency_ms": self.server.bureau.latency_ms})

    def _shown(self, order: Order) -> dict[str, Any]:
        return self.server.bureau.shown(order, self.server.url)

    def _body(self) -> dict[str, Any]:
        content = json.loads(self.sent or b"{}")
        return content if isinstance(content, dict) else {}

    def _json(self, status: int, content: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", headers)

    def _send(
        self, status: int, content: bytes, media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()


_NAME = r"([\w.-]+/[\w.-]+)"
_ROUTES: list[tuple[str, str, str]] = [
    ("POST", rf"/v1/models/{_NAME}/predictions", "create_by_model"),
    ("POST", r"/v1/predictions", "create_by_version"),
    ("GET", r"/v1/predictions", "list"),
    ("GET", r"/v1/predictions/(\w+)", "get"),
    ("POST", r"/v1/predictions/(\w+)/cancel", "cancel"),
    ("GET", rf"/v1/models/{_NAME}", "model"),
    ("GET", r"/v1/account", "account"),
    ("GET", r"/files/(\w+)/([\w.-]+)", "file"),
    ("GET", r"/_fake/ledger", "fake_ledger"),
    ("POST", r"/_fake/troubles", "fake_troubles"),
    ("POST", r"/_fake/reset", "fake_reset"),
    ("POST", r"/_fake/latency", "fake_latency"),
]
