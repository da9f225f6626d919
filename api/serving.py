"""Files as answers: ranges, conditional requests, HEAD, and exactly one count a download."""

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from core.files import MediaFile

# A take never changes and a thumbnail neither, so a browser may keep them for a year, but no shared cache may.
KEEP: Final = "private, max-age=31536000, immutable"
# The next render replaces the film under the same address.
ASK_AGAIN: Final = "private, no-cache"
# A browser that answers a click from its cache would not be counted.
DO_NOT_KEEP: Final = "no-store"

REFUSED: Final = {
    400: "The Range header is malformed.",
    416: "The range lies outside the file.",
}


class Served(FileResponse):
    """A file; `on_download` is called once when it is sent from its first byte on."""

    def __init__(
        self,
        file: MediaFile,
        *,
        cache: str,
        attached: bool = False,
        on_download: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(
            file.path,
            media_type=file.media_type,
            filename=file.name if attached else None,
            headers={"ETag": f'"{file.etag}"', "Cache-Control": cache},
        )
        self._on_download = on_download

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304, 200, 206 or 416; the count is written before the first byte leaves."""
        asked = Headers(scope=scope)
        if matches(asked.get("if-none-match"), self.headers["etag"]):
            kept = {name: self.headers[name] for name in ("etag", "cache-control")}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                _refuse_bad_range(message)
                if self._on_download and scope["method"] == "GET" and _from_first_byte(message, asked):
                    await run_in_threadpool(self._on_download)
            await send(message)

        await super().__call__(scope, receive, watched)


def _refuse_bad_range(start: Message) -> None:
    if start["status"] in REFUSED:
        size = MutableHeaders(scope=start).get("content-range")
        headers = {"Content-Range": size} if size else {}
        raise HTTPException(start["status"], REFUSED[start["status"]], headers=headers)


def _from_first_byte(start: Message, asked: Headers) -> bool:
    if start["status"] == 200:
        return True
    sent = MutableHeaders(scope=start).get("content-range")
    if sent is not None:
        return sent.startswith("bytes 0-")
    # Several ranges in one answer have no Content-Range of their own; the first one asked for decides.
    first = asked.get("range", "").partition("=")[2].partition(",")[0].strip()
    return first.startswith("0-")


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has this version already; weak comparison, as RFC 9110 wants it here."""
    if if_none_match is None:
        return False
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in known or etag.removeprefix("W/") in known
