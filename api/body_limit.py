"""Refuses bodies that are too large while they arrive, before they fill the memory."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refusal

# The longest prompt, its guidelines and every escape sequence fit many times.
MAX_BODY_BYTES: Final = 1_000_000


class BodyLimit:
    """Wraps an app; bodies that are pictures or music have a limit of their own, `max_upload_bytes`."""

    def __init__(self, app: ASGIApp, *, max_upload_bytes: int) -> None:
        self._app = app
        # A form adds its boundaries and headers to the file it holds.
        self._max_upload_bytes = max_upload_bytes + MAX_BODY_BYTES

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
        await self._app(scope, _counted(receive, limit), send)

    def _limit_for(self, scope: Scope) -> int:
        upload = scope["method"] == "PUT" and scope["path"].endswith(("/picture", "/reference", "/music"))
        return self._max_upload_bytes if upload else MAX_BODY_BYTES


def _counted(receive: Receive, limit: int) -> Receive:
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise HTTPException(413, _words(limit))
        return message

    return counting


def _words(limit: int) -> str:
    return f"The body is larger than {limit / 1e6:g} MB."
