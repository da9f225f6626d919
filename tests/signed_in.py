"""Fixtures for tests of access: a server whose people sign in, with the gate before everything, and who calls it."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from api.app import EXACT, PREFIXES, create_api
from api.delegate import Delegate
from api.gate import Gate
from core.attempts import Attempts
from core.jobs import NewJob
from core.passwords import Passwords
from core.roles import Role
from core.studio import Studio
from core.terms import AspectRatio
from core.workshop import Workshop
from tests.core.waiting import PATIENCE_SECONDS, settled
from tests.rest import no_authorities, serving

# The product takes a second's work for each password; these tests are about what follows from it.
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
PASSWORD = "seven quiet lanterns"
# Whose films the tests look for, somebody else, somebody who may only look, and who keeps the accounts.
ADA, EVE, VERA, ROOT = "ada", "eve", "vera", "root"


@dataclass(frozen=True)
class Browser:
    """Somebody at a browser: keeps cookies, follows nothing by itself."""

    http: httpx.Client

    def page(self, path: str) -> httpx.Response:
        """Open an address as a person does."""
        return self.http.get(path, headers={"Accept": "text/html"})

    def form(self, path: str = "/sign-in") -> str:
        """The mark in the form that a page shows."""
        found = re.search(r'name="form" value="([0-9a-f]+)"', self.page(path).text)
        assert found, path
        return found[1]

    def sign_in(self, name: str, password: str = PASSWORD, **sent: str) -> httpx.Response:
        """Fill in the form and send it."""
        fields = {"form": self.form(), "name": name, "password": password, **sent}
        return self.http.post("/sign-in", data=fields)

    @property
    def session(self) -> str | None:
        """The session's cookie."""
        return self.http.cookies.get("storyreel_session")


def status_of_socket(address: str, **headers: str) -> int:
    """What opening the pages' websocket is answered with: 101 when it is open."""
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c3RvcnlyZWVsIHN0b3J5cg==",
        **headers,
    }
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_SECONDS)) as connection:
        connection.request("GET", "/_stcore/stream", headers=asked)
        return connection.getresponse().status


@contextmanager
def browsing(address: str, session: str | None = None) -> Iterator[Browser]:
    """A browser, signed in when it has a session's cookie."""
    cookies = {"storyreel_session": session} if session else {}
    with httpx.Client(
        base_url=address, cookies=cookies, timeout=PATIENCE_SECONDS, verify=no_authorities()
    ) as http:
        yield Browser(http)


def gated(studio: Studio) -> Gate:
    """The API beside pages that answer everything, behind the gate."""

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"behind the gate: {request.url.path}")

    async def stream(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("behind the gate")
        await socket.close()

    routes = [
        Delegate(create_api(studio), prefixes=PREFIXES, exact=EXACT),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{rest:path}", page, methods=["GET", "POST", "PUT", "DELETE"]),
    ]
    return Gate(Starlette(routes=routes), studio=studio)


def with_sign_in(shop: Workshop, **changes: object) -> Studio:
    """The same rows and engine, for a studio whose people sign in, with attempts of its own."""
    settings = shop.settings.model_copy(update={"sign_in": "accounts", "public_reads": False, **changes})
    return Studio(replace(shop, settings=settings, attempts=Attempts(), passwords=QUICK))


@pytest.fixture(scope="session")
def door(studio: Studio, shop: Workshop) -> Studio:
    """The session's studio with sign-in, and an account for each of the four."""
    assert studio.settings is shop.settings
    signing = with_sign_in(shop)
    for name, role in ((ROOT, Role.ADMIN), (ADA, Role.EDITOR), (EVE, Role.EDITOR), (VERA, Role.VIEWER)):
        signing.add_account(name, password=PASSWORD, role=role)
    return signing


@pytest.fixture(scope="session")
def guarded(door: Studio) -> Iterator[str]:
    """The address of a server behind the gate."""
    with serving(gated(door)) as address:
        yield address


@pytest.fixture(scope="session")
def sessions(door: Studio) -> dict[str, str]:
    """A session of each account that no test ends."""
    return {
        name: door.sign_in(name=name, password=PASSWORD, address="test") for name in (ADA, EVE, VERA, ROOT)
    }


@pytest.fixture
def stranger_browser(guarded: str) -> Iterator[Browser]:
    """Somebody who is not signed in."""
    with browsing(guarded) as found:
        yield found


@pytest.fixture
def ada(guarded: str, sessions: dict[str, str]) -> Iterator[Browser]:
    """The owner of the films, signed in."""
    with browsing(guarded, sessions[ADA]) as found:
        yield found


@pytest.fixture(scope="session")
def adas_film(door: Studio) -> int:
    """A job of Ada's with a storyboard, which no test edits."""
    request = NewJob(
        prompt="A lantern crosses the lake at night",
        duration_ms=5000,
        scene_count=3,
        aspect_ratio=AspectRatio.SQUARE,
    )
    return settled(door, door.create(request, owner=ADA).id).id
