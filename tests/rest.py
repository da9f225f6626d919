"""Fixtures for tests of the REST face: a real server on a real socket, callers, and jobs at several steps."""

import asyncio
import io
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import httpx
import pytest
import uvicorn
from PIL import Image
from starlette.types import ASGIApp

from api.app import create_api
from api.punctual import Punctual
from core.settings import Settings
from core.studio import Studio
from core.workshop import Workshop
from tests.core.waiting import PATIENCE_SECONDS, until

OWNER = "tester"


@contextmanager
def serving(api: ASGIApp, *, http: type[asyncio.Protocol] = Punctual) -> Iterator[str]:
    """Serve an app on a free port of the loopback, and give its address."""
    server = uvicorn.Server(uvicorn.Config(api, host="127.0.0.1", port=0, log_level="critical", http=http))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API over HTTP."""

    http: httpx.Client

    def job(self, job_id: int) -> dict[str, Any]:
        """The job as it is now."""
        answer = self.http.get(f"/api/v2/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def generate(self, **body: Any) -> dict[str, Any]:
        """A new job of 5 s and three scenes, unless the body says otherwise."""
        asked = {"prompt": "A hero discovers a hidden treasure", "duration": 5, "scene_count": 3, **body}
        answer = self.http.post("/api/v2/generate", json=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wait(self, job_id: int, status: str) -> dict[str, Any]:
        """The job once it has this status."""
        until(lambda: self.job(job_id)["status"] in {status, "failed"})
        job = self.job(job_id)
        assert job["status"] == status, job["error_message"]
        return job

    def board(self, **body: Any) -> int:
        """A job with a storyboard to look at."""
        job_id = int(self.generate(**body)["job_id"])
        self.wait(job_id, "storyboard_ready")
        return job_id

    def film(self) -> int:
        """A job with a film; all have the same pictures, so that only the first one is really rendered.

        A square with hard cuts over pictures that stand still is the least work.
        """
        job_id = self.board(aspect_ratio="1:1", motion="still")
        for number in (1, 2, 3):
            scene = f"scenes/{number}"
            put = self.post(job_id, f"{scene}/picture", method="PUT", files=own_picture(number))
            cut = self.post(job_id, scene, method="PATCH", json={"transition": "cut"})
            assert (put.status_code, cut.status_code) == (200, 200), put.text + cut.text
        self.render(job_id)
        return job_id

    def render(self, job_id: int) -> None:
        """Approve, render and wait."""
        for step in ("approve", "render"):
            answer = self.post(job_id, step)
            assert answer.status_code == 200, answer.text
        self.wait(job_id, "completed")

    def post(self, job_id: int, step: str, *, method: str = "POST", **sent: Any) -> httpx.Response:
        """A call on a job."""
        return self.http.request(method, f"/api/v2/jobs/{job_id}/{step}", **sent)


@cache
def no_authorities() -> ssl.SSLContext:
    """For callers of the loopback, which has no certificates: to read the authorities takes 30 ms a caller."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def own_picture(shade: int, *, size: tuple[int, int] = (640, 360)) -> dict[str, tuple[str, bytes, str]]:
    """A form with a small PNG, the same bytes for the same shade."""
    out = io.BytesIO()
    Image.new("RGB", size, (40 * shade, 90, 200 - 40 * shade)).save(out, "PNG")
    return {"picture": (f"{shade}.png", out.getvalue(), "image/png")}


@contextmanager
def calling(address: str, token: str | None) -> Iterator[Caller]:
    """A caller with this token, or without any."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(
        base_url=address, headers=headers, timeout=PATIENCE_SECONDS, verify=no_authorities()
    ) as http:
        yield Caller(http)


@contextmanager
def another_server(shop: Workshop, changes: dict[str, Any], **parts: Any) -> Iterator[str]:
    """A server over the same rows and engine, with other settings or parts."""
    settings: Settings = shop.settings.model_copy(update=changes)
    with serving(create_api(Studio(replace(shop, settings=settings, **parts)))) as address:
        yield address


@pytest.fixture(scope="session")
def address(studio: Studio) -> Iterator[str]:
    """The session's server."""
    with serving(create_api(studio)) as found:
        yield found


@pytest.fixture(scope="session")
def token(studio: Studio) -> str:
    """A token of the tests' owner."""
    return studio.create_token(name="session", owner=OWNER).secret


@pytest.fixture
def caller(address: str, studio: Studio) -> Iterator[Caller]:
    """The tests' owner, with a fresh token, since each token may only generate so often."""
    with calling(address, studio.create_token(name="test", owner=OWNER).secret) as found:
        yield found


@pytest.fixture
def stranger(address: str, studio: Studio) -> Iterator[Caller]:
    """Somebody else, with a good token."""
    with calling(address, studio.create_token(name="test", owner="somebody else").secret) as found:
        yield found


@pytest.fixture
def anyone(address: str) -> Iterator[Caller]:
    """Somebody without a token."""
    with calling(address, None) as found:
        yield found


@pytest.fixture(scope="session")
def film(address: str, token: str) -> int:
    """A job with a film that no test edits."""
    with calling(address, token) as found:
        return found.film()


@pytest.fixture(scope="session")
def still_board(address: str, token: str) -> int:
    """A job with a storyboard that no test edits."""
    with calling(address, token) as found:
        return found.board()
