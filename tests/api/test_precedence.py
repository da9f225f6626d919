"""A call has the right of way from when it comes until its answer begins, and not while it goes on."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.precedence import Precedence
from core.right_of_way import RightOfWay


class Watched(RightOfWay):
    """Tells how many have the right of way."""

    @property
    def under_way(self) -> int:
        return len(self._answering)


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _called(kind: str, *, fails: bool = False) -> tuple[list[int], int]:
    """How many had the right of way at each step of a call, and afterwards."""
    watched, seen = Watched(), list[int]()

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(watched.under_way)
        if fails:
            raise ValueError("an answer that never comes")
        for part in ("http.response.start", "http.response.body"):
            await send({"type": part})
            seen.append(watched.under_way)

    async def send(_message: Message) -> None:
        seen.append(watched.under_way)

    async def call() -> None:
        await Precedence(app, right_of_way=watched)({"type": kind}, _nothing, send)

    if fails:
        with pytest.raises(ValueError, match="never comes"):
            asyncio.run(call())
    else:
        asyncio.run(call())
    return seen, watched.under_way


def test_a_call_has_it_until_its_answer_begins() -> None:
    """What streams on keeps nobody waiting."""
    assert _called("http") == ([1, 0, 0, 0, 0], 0)


def test_a_call_that_fails_gives_it_back() -> None:
    """Nobody waits for an answer that never comes."""
    assert _called("http", fails=True) == ([1], 0)


def test_a_line_that_stays_open_has_none() -> None:
    """A websocket is no call."""
    assert _called("websocket") == ([0, 0, 0, 0, 0], 0)
