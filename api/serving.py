"""Files as answers: ranges, conditional requests, HEAD, and exactly one count a download."""

import os
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from core.files import MediaFile
from core.media.store import RemoteFile

# A take never changes and a thumbnail neither, so a browser may keep them for a year, but no shared cache may.
KEEP: Final = "private, max-age=31536000, immutable"
# The next render replaces the film under the same address.
ASK_AGAIN: Final = "private, no-cache"
# A browser that answers a click from its cache would not be counted.
DO_NOT_KEEP: Final = "no-store"

# A bucket is asked for a megabyte at a time: few enough questions, and little memory for each listener.
REMOTE_CHUNK_BYTES: Final = 1 << 20
# Each part of a file takes a turn of a thread, which lasts longer than reading it: with the library's own 64 KB a
# download takes more than twice as long. This much waits in memory for each listener who is slow.
DISK_CHUNK_BYTES: Final = 1 << 18

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
            stat_result=_facts(file.remote) if file.remote else file.facts,
        )
        self._file = file
        self._on_download = on_download
        self.chunk_size = REMOTE_CHUNK_BYTES if file.remote else DISK_CHUNK_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304, 200, 206 or 416; the count is written before the first byte leaves.

        The head waits for the first part of the body, so that what goes wrong until then gets an answer of its own.
        """
        asked = Headers(scope=scope)
        if matches(asked.get("if-none-match"), self.headers["etag"]):
            kept = {name: self.headers[name] for name in ("etag", "cache-control")}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return
        head: Message | None = None

        async def watched(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                _refuse_bad_range(message)
                if not _from_first_byte(message, asked):
                    self._on_download = None
                head = message
                return
            if head is not None:
                await send(head)
                head = None
            await send(message)

        await super().__call__(scope, receive, watched)

    @asynccontextmanager
    async def _open_file(self) -> AsyncIterator[Any]:
        """The file that the body is read from: on this machine, or in the bucket."""
        if self._file.remote is not None:
            yield _InBucket(self._file.remote, self._on_download)
            return
        reading = _OnDisk(self._file, self._on_download)
        try:
            yield reading
        finally:
            reading.close()


class _OnDisk:
    """A file of this machine, as the library wants it; `first` is called before the first part is handed out.

    All that this part needs is done in one turn of a thread, since a turn costs as long as the work in it.
    """

    def __init__(self, file: MediaFile, first: Callable[[], None] | None) -> None:
        self._file = file
        self._first = first
        self._open: BinaryIO | None = None
        self._position = 0

    async def seek(self, position: int) -> None:
        self._position = position

    async def read(self, length: int) -> bytes:
        return await run_in_threadpool(self._read, length)

    def _read(self, length: int) -> bytes:
        if self._open is None:
            self._open = self._file.opened()
        self._open.seek(self._position)
        chunk = self._open.read(length)
        self._position += len(chunk)
        if self._first:
            self._first()
            self._first = None
        return chunk

    def close(self) -> None:
        if self._open is not None:
            self._open.close()


class _InBucket:
    """The same for a file in a bucket."""

    def __init__(self, file: RemoteFile, first: Callable[[], None] | None) -> None:
        self._file = file
        self._first = first
        self._position = 0

    async def seek(self, position: int) -> None:
        self._position = position

    async def read(self, length: int) -> bytes:
        chunk = await self._file.read(self._position, length)
        if self._first:
            await run_in_threadpool(self._first)
            self._first = None
        self._position += len(chunk)
        return chunk


def _facts(file: RemoteFile) -> os.stat_result:
    changed = int(file.modified.timestamp())
    return os.stat_result((stat.S_IFREG, 0, 0, 0, 0, 0, file.length, changed, changed, changed))


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
