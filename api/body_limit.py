"""Refuses bodies that are too large or too slow while they arrive, before they fill memory or hold a place."""

import asyncio
import time
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refusal

# The longest prompt, its guidelines and every escape sequence fit many times.
MAX_BODY_BYTES: Final = 1_000_000
# A telephone at the edge of its network still sends this many bytes a second; a dribbling attacker does not.
SLOWEST_LINE: Final = 10_000


class BodyLimit:
    """Wraps an app; bodies that are pictures or music have a limit of their own, `max_upload_bytes`.

    Any body may take `patience_seconds`, and on top of it the time that its bytes need on a slow line.
    """

    def __init__(self, app: ASGIApp, *, max_upload_bytes: int, patience_seconds: float) -> None:
        self._app = app
        # A form adds its boundaries and headers to the file it holds.
        self._max_upload_bytes = max_upload_bytes + MAX_BODY_BYTES
        self._patience_seconds = patience_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, with a `receive` that stops at the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_for(scope)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            answer = refusal(413, detail=_words(limit), code="too_large", hint="Send less.")
            await answer(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit, self._patience_seconds), send)

    def _limit_for(self, scope: Scope) -> int:
        upload = scope["method"] == "PUT" and scope["path"].endswith(("/picture", "/reference", "/music"))
        return self._max_upload_bytes if upload else MAX_BODY_BYTES


def _counted(receive: Receive, limit: int, patience_seconds: float) -> Receive:
    received, complete = 0, False
    started = time.monotonic()

    async def counting() -> Message:
        nonlocal received, complete
        if complete:  # Whatever comes now is only the news that the caller hung up.
            return await receive()
        left = started + patience_seconds + received / SLOWEST_LINE - time.monotonic()
        try:
            async with asyncio.timeout(left):
                message = await receive()
        except TimeoutError as error:
            # The connection is given up, since the rest of the body may still come.
            raise HTTPException(408, "The body came too slowly.", headers={"Connection": "close"}) from error
        received += len(message.get("body", b""))
        complete = not message.get("more_body", False)
        if received > limit:
            raise HTTPException(413, _words(limit))
        return message

    return counting


def _words(limit: int) -> str:
    return f"The body is larger than {limit / 1e6:g} MB."
