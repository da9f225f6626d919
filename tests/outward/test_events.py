"""A job as server-sent events: told when it changes, resumed where it was left, ended with the server."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api
from api.closing import Closing
from api.stream import JobStream, Listeners, Rhythm
from core.errors import NotFound, StoreError
from core.studio import Studio
from core.workshop import Workshop
from tests.core.waiting import until
from tests.rest import Caller, another_server, calling, serving


@dataclass
class Event:
    """One event of a stream; a comment has no name."""

    name: str = ""
    id: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    comment: str = ""


def events(answer: httpx.Response) -> Iterator[Event]:
    """The events as they come."""
    event = Event()
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if not line:
            yield event
            event = Event()
        elif name == "event":
            event.name = value
        elif name == "id":
            event.id = value
        elif name == "data":
            event.data = json.loads(value)
        elif line.startswith(":"):
            event.comment = line


@contextmanager
def listening(caller: Caller, job_id: int, seen: str | None = None) -> Iterator[Iterator[Event]]:
    """The events of a job."""
    headers = {"Last-Event-ID": seen} if seen else {}
    with caller.http.stream("GET", f"/api/v2/jobs/{job_id}/events", headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer)


@pytest.fixture(scope="module")
def api(studio: Studio) -> FastAPI:
    """The API with streams that look often, and end soon."""
    api = create_api(studio)
    api.state.rhythm = Rhythm(look=0.02, heartbeat=0.05, longest=30)
    return api


@pytest.fixture
def quick(api: FastAPI, token: str) -> Iterator[Caller]:
    """Somebody who calls that API."""
    with serving(api) as address, calling(address, token) as caller:
        yield caller


def test_a_job_is_told_from_its_order_to_its_storyboard(quick: Caller) -> None:
    """Status, progress and board come at first as they are, and again with every change, in order."""
    job_id = quick.generate()["job_id"]
    statuses, boards, made = [], [], []
    with listening(quick, job_id) as stream:
        for event in stream:
            if event.name == "status":
                statuses.append(event.data["status"])
            elif event.name == "progress":
                made.append(event.data["progress"]["scenes_completed"])
            elif event.name == "board":
                boards.append(event.data)
                if event.data["revision"] == 1:
                    break

    assert statuses[-1] == "storyboard_ready"
    assert len(statuses) == len(set(statuses))
    assert made == sorted(made)
    assert len(boards[-1]["storyboard"]) == 3


def test_an_edit_elsewhere_is_told(quick: Caller) -> None:
    """A change that somebody else makes comes as a board with the new revision; in between there are heartbeats."""
    job_id = quick.board()
    with listening(quick, job_id) as stream:
        until(lambda: next(stream).name == "board")
        until(lambda: bool(next(stream).comment))
        quick.post(job_id, "scenes/1", method="PATCH", json={"motion": "left"})
        changed = next(event for event in stream if event.name)

    assert (changed.name, changed.data["revision"]) == ("board", 2)


def test_a_reconnection_goes_on_where_it_was(quick: Caller, still_board: int) -> None:
    """With the last id nothing is told that was told; with an id that means nothing, all of it."""
    with listening(quick, still_board) as stream:
        last = [event for event in (next(stream) for _ in range(4)) if event.name][-1]
    with listening(quick, still_board, last.id) as stream:
        assert [next(stream).name for _ in range(3)] == ["", "", ""]
    with listening(quick, still_board, "nonsense") as stream:
        assert [next(stream).name for _ in range(4)] == ["", "status", "progress", "board"]


def test_a_deleted_job_ends_its_stream(quick: Caller) -> None:
    """The listener is told that the job is gone, and the stream ends."""
    job_id = quick.board()
    with listening(quick, job_id) as stream:
        until(lambda: next(stream).name == "board")
        quick.http.delete(f"/api/v2/jobs/{job_id}")
        assert [event.name for event in stream if event.name] == ["gone"]


def test_a_stream_is_open_as_its_job_is(shop: Workshop, still_board: int, stranger: Caller) -> None:
    """An unknown job is 404; where reads need a token, none is 401, and somebody else's job is 404."""
    with another_server(shop, {"public_reads": False}) as address:
        with calling(address, None) as anyone:
            assert anyone.http.get(f"/api/v2/jobs/{still_board}/events").status_code == 401
            assert anyone.http.get("/api/v2/jobs/987654/events").status_code == 401
        headers = {"Authorization": stranger.http.headers["authorization"]}
        assert httpx.get(f"{address}/api/v2/jobs/{still_board}/events", headers=headers).status_code == 404
    assert stranger.http.get("/api/v2/jobs/987654/events").status_code == 404


def test_listeners_are_bounded_and_counted(api: FastAPI, quick: Caller, still_board: int) -> None:
    """One too many is 503 with Retry-After, and a place is free again when its listener hangs up."""
    api.state.listeners = Listeners(most=1)
    with listening(quick, still_board) as stream:
        next(stream)
        refused = quick.http.get(f"/api/v2/jobs/{still_board}/events")
    until(lambda: api.state.listeners.count == 0)
    api.state.listeners = Listeners()

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")


def test_streams_end_when_the_server_is_about_to_stop(studio: Studio, token: str, still_board: int) -> None:
    """The signal that stops a server ends its streams, and reaches whoever handled it before."""
    api = create_api(studio)
    reached: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: reached.append(number))
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        api.state.closing.watch_signals()
        with (
            serving(api) as address,
            calling(address, token) as caller,
            listening(caller, still_board) as stream,
        ):
            until(lambda: next(stream).name == "board")
            signal.raise_signal(signal.SIGTERM)
            assert [event.name for event in stream if event.name] == []
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, interrupt)

    assert reached == [signal.SIGTERM]


def test_a_stream_outlives_a_database_that_is_away_and_ends_in_time() -> None:
    """Trouble with the store is waited out, and after its time the stream ends though nothing happened."""
    looks: list[int] = []

    def mark() -> str:
        looks.append(1)
        if len(looks) < 3:
            raise StoreError("The database does not answer.")
        raise NotFound("Job 1 not found")

    async def here() -> bool:
        return False

    def stream(longest: float) -> JobStream:
        rhythm = Rhythm(look=0.001, heartbeat=60, longest=longest)
        return JobStream(look=_never, mark=mark, closing=Closing(), rhythm=rhythm, is_gone=here)

    async def read(one: JobStream) -> list[bytes]:
        return [event async for event in one.events()]

    assert anyio.run(read, stream(60.0))[1:] == [b"event: gone\ndata: {}\n\n"]
    assert len(looks) == 3
    assert anyio.run(read, stream(0.0)) == [b"retry: 2000\n\n"]


def _never() -> Any:
    raise AssertionError("Nothing is looked at without a mark.")
