"""A program that is told of events: it keeps what it was sent and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.core.waiting import until
from tests.rest import serving


@dataclass
class Message:
    """One sending as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as it is meant."""
        return dict(json.loads(self.body))


@dataclass
class Receiver:
    """Answers with the next of `answers`, and with the last one for ever."""

    answers: list[Response]
    messages: list[Message] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the message and answer it."""
        request = Request(scope, receive)
        body = await request.body()
        self.messages.append(Message(headers=dict(request.headers), body=body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        await answer(scope, receive, send)

    def wait(self, count: int) -> list[Message]:
        """The messages, once there are so many."""
        until(lambda: len(self.messages) >= count)
        return self.messages


@contextmanager
def receiving(*answers: Response | int) -> Iterator[tuple[Receiver, str]]:
    """A receiver on the loopback and its address; a number is an empty answer of that status."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await receiver(scope, receive, send)

    made = [Response(status_code=answer) if isinstance(answer, int) else answer for answer in answers]
    receiver = Receiver(made or [Response(status_code=204)])
    with serving(app) as address:
        yield receiver, f"{address}/hook"
