"""A job as a stream of server-sent events: a look a second, told only when something changed.

No thread and no transaction is held between two looks, so that a listener costs little.
"""

import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import anyio
from starlette.concurrency import run_in_threadpool

from api.closing import Closing
from api.schemas import JobResponse
from core.errors import NotFound, QueueFull, StoreError

# Beyond this the looks of all listeners together would take a noticeable part of a core.
MAX_LISTENERS: Final = 200
# Browsers come back by themselves after this, with the id of the last event that they saw.
RECONNECT_MS: Final = 2_000
# Some of the work is over in half a second; somebody who watches should see it begin.
LOOK_SECONDS: Final = 0.5
# Proxies commonly close what was silent for a minute.
HEARTBEAT_SECONDS: Final = 15.0
# A stream ends now and then, so that tokens that were revoked and connections that are dead do not stay for ever.
LONGEST_SECONDS: Final = 600.0

# What belongs to which event; each is told when one of its values changed.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("job_id", "status", "error_message", "video_url"),
    "progress": ("progress",),
    "board": ("revision", "approved", "refinements_remaining", "storyboard"),
}


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often a stream looks, says that it lives, and for how long it lasts, in seconds."""

    look: float = LOOK_SECONDS
    heartbeat: float = HEARTBEAT_SECONDS
    longest: float = LONGEST_SECONDS


@dataclass
class Listeners:
    """Counts who listens; only the event loop touches it."""

    count: int = 0
    most: int = MAX_LISTENERS

    def enter(self) -> None:
        """Take a place, or raise `QueueFull`."""
        if self.count >= self.most:
            raise QueueFull(
                f"{self.most} programs listen already.",
                retry_after_seconds=30,
                hint="Ask for the job now and then instead, or listen later.",
            )
        self.count += 1

    def leave(self) -> None:
        """Give the place back."""
        self.count -= 1


@dataclass(kw_only=True)
class JobStream:
    """One listener's stream; `seen` is the `Last-Event-ID`, so that nothing is told twice after a reconnection."""

    look: Callable[[], JobResponse]
    mark: Callable[[], str]
    closing: Closing
    rhythm: Rhythm
    seen: str = ""
    is_gone: Callable[[], Awaitable[bool]]
    _told: dict[str, str] = field(default_factory=dict, init=False)
    _mark: str | None = field(default=None, init=False)
    _moving: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        digests = self.seen.split("-")
        if len(digests) == len(PARTS):
            self._told = dict(zip(PARTS, digests, strict=True))

    async def events(self) -> AsyncIterator[bytes]:
        """The stream's bytes, until the job is gone, the server stops, or its time is over."""
        yield f"retry: {RECONNECT_MS}\n\n".encode()
        end = time.monotonic() + self.rhythm.longest
        spoke = time.monotonic()
        while not self.closing.begun and time.monotonic() < end and not await self.is_gone():
            try:
                news = await run_in_threadpool(self._news)
            except NotFound:
                yield _event("gone", {}, "")
                return
            except StoreError:
                news = []  # The database is away for a while; the next look may find it.
            for event in news:
                yield event
            if news:
                spoke = time.monotonic()
            elif time.monotonic() - spoke >= self.rhythm.heartbeat:
                yield b": still here\n\n"
                spoke = time.monotonic()
            await anyio.sleep(self.rhythm.look)

    def _news(self) -> list[bytes]:
        # The mark is cheap and changes with everything but progress, which only moves while something is made.
        mark = self.mark()
        if mark == self._mark and not self._moving:
            return []
        self._mark = mark
        job = self.look().model_dump(mode="json")
        self._moving = job["status"] not in ("storyboard_ready", "completed", "failed", "canceled")
        events = []
        for name, fields in PARTS.items():
            content = {key: job[key] for key in fields}
            digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
            if self._told.get(name) != digest:
                self._told[name] = digest
                events.append(_event(name, content, self._id()))
        return events

    def _id(self) -> str:
        return "-".join(self._told.get(name, "") for name in PARTS)


def _event(name: str, content: Mapping[str, Any], event_id: str) -> bytes:
    # JSON has no bare newline, so it is one line of data; ASCII only, for half surrogate pairs.
    identity = f"id: {event_id}\n" if event_id else ""
    return f"event: {name}\n{identity}data: {json.dumps(content)}\n\n".encode()
