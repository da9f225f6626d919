"""Every request leaves a trail: an id in its answer and in the log's lines, and how long it took."""

import logging
import re
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.logs import about, new_request_id
from core.studio import Studio

log = logging.getLogger(__name__)

HEADER: Final = "X-Request-ID"
# A caller's own id is kept when it is one; anything else could forge lines of the log.
_SOUND_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_JOB: Final = re.compile(r"/(?:jobs|videos|pictures|clips)/(\d{1,18})(?:/|$)")


class Trail:
    """Wraps an app, outermost, so that refusals of its other wrappers are seen as well."""

    def __init__(self, app: ASGIApp, *, studio: Studio) -> None:
        self._app = app
        self._studio = studio

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(HEADER, "")
        request_id = sent if _SOUND_ID.fullmatch(sent) else new_request_id()
        job = _JOB.search(scope["path"])
        status = 500

        async def signed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                # A picture that is a web page as well stays a picture.
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        started = time.monotonic()
        with about(request=request_id, job=int(job[1]) if job else None):
            try:
                await self._app(scope, receive, signed)
            finally:
                self._note(scope, status, time.monotonic() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # The path of an unknown address could be anything, so it is no label; the query may hold a pass, so it is not logged.
        route = getattr(scope.get("route"), "path", "other")
        self._studio.note_answer(method=scope["method"], route=route, status=status, seconds=seconds)
        # Pages and programs look again every second, so what they read in peace is only told when somebody debugs.
        quiet = scope["method"] in ("GET", "HEAD", "OPTIONS") and status < 400
        level = logging.DEBUG if quiet else logging.INFO
        log.log(level, "%s %r %d in %.0f ms", scope["method"], scope["path"], status, seconds * 1000)
