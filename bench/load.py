"""`python -m bench.load` lets many people walk at once on one server, while it renders a film all the time.

Everything runs on the loopback, ends by itself, and is bounded by --users and --seconds.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import httpx

from bench.processes import Neighbours, processor_seconds_of, resident_bytes, tree
from bench.reliability import write_section
from bench.report import print_table
from bench.rows import MEGABYTE, Row
from bench.server import Server, product
from bench.stopwatch import processor_seconds
from bench.visitor import Visitor

# A fifth are programs, which ask for one job once a second; the others are people before a page.
PROGRAMS: Final = 5
# People share storyboards, as a team does: four look at the same one and see what the others change.
TEAM: Final = 4
SCENES: Final = 6
# A token may call 3,000 times a minute, and two hundred people call more often than that together.
TOKENS: Final = 8
GOAL_SECONDS: Final = 0.200
# What may be held more at the end than in the middle: allocators keep some of what they got.
FLAT: Final = 1.10
# People look at a page for seconds between clicks; programs sleep for a second between looks.
_THINKING_SECONDS: Final = (2.0, 8.0)
_ASKING_SECONDS: Final = (0.9, 1.1)
# Whoever waits for a film looks once a second as well; the benchmarks' own rhythm would be fifty readers.
_WAITING_SECONDS: Final = 1.0
_MOTIONS: Final = ("in", "out", "left", "right")
# A page is opened by one person after another, not by all in the same moment.
_ARRIVING_SECONDS: Final = 15.0


@dataclass
class Noted:
    """What all people together met with."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    downloads: int = 0
    renders: int = 0
    opened: list[float] = field(default_factory=list)
    redrawn: int = 0
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    # Of the server's own process and of this one, in cores.
    served: float = 0.0
    walked: float = 0.0


@dataclass
class Place:
    """Where people walk: the server, the storyboards they look at, and a film that is there."""

    server: Server
    boards: list[int]
    film: int
    tokens: list[str]
    noted: Noted = field(default_factory=Noted)


class Program:
    """Asks for a job again and again, until its time is over."""

    thinking = _ASKING_SECONDS

    def __init__(self, place: Place, http: httpx.AsyncClient, number: int) -> None:
        self._place = place
        self._http = http
        self._chance = Random(number)
        # Neighbours in number form a team.
        self._board = place.boards[number // TEAM % len(place.boards)]
        self._headers = {"Authorization": f"Bearer {place.tokens[number % len(place.tokens)]}"}

    async def walk(self, arrives: float, until: float) -> None:
        """Come at a moment, and stay until another."""
        await asyncio.sleep(max(0.0, arrives - time.monotonic()))
        try:
            await self._stay(until)
        except Exception as error:  # noqa: BLE001  Whatever anybody meets with is what is measured.
            self._place.noted.errors.append(f"{type(error).__name__}: {error}"[:120])

    async def _stay(self, until: float) -> None:
        while (pause := self._chance.uniform(*self.thinking)) < until - time.monotonic():
            await asyncio.sleep(pause)
            await self._step()

    async def _step(self) -> None:
        await self._read(f"/jobs/{self._board}")

    async def _read(self, path: str) -> None:
        self._place.noted.reads.append(await self._call("GET", path))

    async def _call(self, method: str, path: str, body: object = None) -> float:
        started = time.perf_counter()
        answer = await self._http.request(method, f"/api/v2{path}", json=body, headers=self._headers)
        if answer.status_code != 200:
            raise httpx.HTTPStatusError(
                f"{method} {path} answers {answer.status_code}", request=answer.request, response=answer
            )
        return time.perf_counter() - started


class Person(Program):
    """Looks at a storyboard in a page, and at the same time reads, edits and downloads through the API."""

    thinking = _THINKING_SECONDS

    async def _stay(self, until: float) -> None:
        noted, started = self._place.noted, time.perf_counter()
        async with Visitor(self._place.server.port, "storyboard", f"job={self._board}") as page:
            noted.opened.append(time.perf_counter() - started)
            staying = asyncio.create_task(page.stay())
            try:
                await super()._stay(until)
            finally:
                staying.cancel()
            noted.redrawn += page.drawn - 1

    async def _step(self) -> None:
        """Mostly reading, now and then an edit, seldom a download."""
        noted, dice = self._place.noted, self._chance.random()
        if dice < 0.80:
            board = self._board
            await self._read(
                self._chance.choice((f"/jobs/{board}", "/jobs?limit=20", f"/jobs/{board}/history"))
            )
        elif dice < 0.95:
            scene = self._chance.randint(1, SCENES)
            body = {"motion": self._chance.choice(_MOTIONS)}
            noted.writes.append(await self._call("PATCH", f"/jobs/{self._board}/scenes/{scene}", body))
        else:
            await self._call("GET", f"/jobs/{self._place.film}/video")
            noted.downloads += 1


def main() -> int:
    """Run it; 1 when a goal is missed."""
    chosen = _options().parse_args()
    neighbours = Neighbours()
    with tempfile.TemporaryDirectory(prefix="storyreel-load-") as folder, product(Path(folder)) as server:
        count = max(1, chosen.users * (PROGRAMS - 1) // PROGRAMS // TEAM)
        boards = [server.storyboard(scene_count=SCENES, duration=12) for _ in range(count)]
        film = server.storyboard(scene_count=3, duration=5, aspect_ratio="1:1", motion="still")
        rendered(server, film)
        place = Place(server, boards, film, [server.another_token() for _ in range(TOKENS)])
        before = [revision_of(server, board) for board in boards]
        counted = int(server.call("GET", f"/jobs/{film}")["download_count"])
        asyncio.run(_people(place, chosen.users, chosen.seconds))
        edits = sum(revision_of(server, board) for board in boards) - sum(before)
        counted = int(server.call("GET", f"/jobs/{film}")["download_count"]) - counted
    rows = list(_rows(place.noted, chosen.users, edits, counted))
    print_table(rows)
    words = [f"`make load USERS={chosen.users} SECONDS={chosen.seconds}`"]
    write_section("load", rows, words, foreign=neighbours.share)
    return 0 if all(row.ok for row in rows) else 1


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    options.add_argument("--users", type=int, default=200, help="people who walk at once")
    options.add_argument("--seconds", type=int, default=60, help="how long they walk")
    return options


def rendered(server: Server, job: int) -> None:
    """Approve and render, and wait for the film."""
    server.call("POST", f"/jobs/{job}/approve")
    server.call("POST", f"/jobs/{job}/render")
    server.wait_for(job, "completed", look_seconds=_WAITING_SECONDS)


def revision_of(server: Server, job: int) -> int:
    """How often a storyboard was edited."""
    return int(server.call("GET", f"/jobs/{job}")["revision"])


async def _people(place: Place, users: int, seconds: float) -> None:
    """Everybody comes within a while and leaves at the same moment; meanwhile films are rendered and memory is read."""
    server, now = place.server, time.monotonic()
    arriving = min(_ARRIVING_SECONDS, seconds / 3)
    until = now + seconds
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    served, walked = processor_seconds_of(server.process_id), processor_seconds()
    rendering = asyncio.create_task(_rendering(place, until))
    watching = asyncio.create_task(_watching(place))
    async with httpx.AsyncClient(base_url=server.address, timeout=60, limits=limits) as http:
        everybody = [
            (Program if number % PROGRAMS == 0 else Person)(place, http, number) for number in range(users)
        ]
        await asyncio.gather(
            *(one.walk(now + arriving * number / users, until) for number, one in enumerate(everybody))
        )
    passed = time.monotonic() - now
    place.noted.served = (processor_seconds_of(server.process_id) - served) / passed
    place.noted.walked = (processor_seconds() - walked) / passed
    watching.cancel()
    await rendering


async def _rendering(place: Place, until: float) -> None:
    """Let the server render one film after another."""
    while time.monotonic() < until:
        job = await asyncio.to_thread(
            place.server.storyboard, look_seconds=_WAITING_SECONDS, scene_count=4, duration=12
        )
        await asyncio.to_thread(rendered, place.server, job)
        place.noted.renders += 1


async def _watching(place: Place) -> None:
    """Read the memory of the server, without the encoders that come and go."""
    while True:
        place.noted.memory.append(resident_bytes(next(tree(place.server.process_id))))
        await asyncio.sleep(1.0)


def _rows(noted: Noted, users: int, edits: int, counted: int) -> Iterator[Row]:
    reads = sorted(noted.reads) or [float("inf")]
    p95, opened = reads[int(len(reads) * 0.95)], sorted(noted.opened) or [float("inf")]
    yield Row(
        work=f"{users} people walk at once",
        goal="no error",
        measured=f"{len(noted.errors)} errors",
        ok=not noted.errors,
        beside=f"{len(noted.reads)} reads, {len(noted.writes)} edits, {noted.downloads} downloads; {len(noted.opened)} "
        f"pages opened, half of them within {opened[len(opened) // 2]:.1f} s, the slowest {opened[-1]:.1f} s, and drawn anew "
        f"{noted.redrawn} times after edits; {'; '.join(sorted(set(noted.errors))[:3]) or 'every answer was 200'}",
    )
    yield Row(
        work="95 of 100 reads of the API, while a film is rendered",
        goal=f"under {GOAL_SECONDS * 1000:.0f} ms",
        measured=f"{p95 * 1000:.0f} ms",
        ok=p95 < GOAL_SECONDS,
        beside=f"median {reads[len(reads) // 2] * 1000:.0f} ms, slowest {reads[-1] * 1000:.0f} ms; {noted.renders} films rendered; "
        f"the server's process used {noted.served:.2f} cores, the walkers themselves {noted.walked:.2f}",
    )
    yield Row(
        work="edits and downloads that were counted",
        goal="exactly those that were made",
        measured=f"{edits} edits, {counted} downloads",
        ok=(edits, counted) == (len(noted.writes), noted.downloads),
        beside=f"made: {len(noted.writes)} edits, {noted.downloads} downloads",
    )
    yield _memory_row(noted.memory)


def _memory_row(memory: list[int]) -> Row:
    """Everybody is there in the middle third; from then on nothing should be added.

    A film holds some hundred megabytes while it is made and gives them back, so the most that was held is compared: a
    third of a minute is long enough to meet a film, wherever it begins.
    """
    third = max(1, len(memory) // 3)
    half, last = max(memory[third : 2 * third + 1]), max(memory[-third:])
    return Row(
        work="most memory that the server held in the last third against the middle one",
        goal=f"at most {FLAT - 1:.0%} more",
        measured=f"{last / half - 1:+.0%}",
        ok=last <= half * FLAT,
        beside=f"{memory[0] / MEGABYTE:.0f} MB before, {half / MEGABYTE:.0f} MB in the middle, {last / MEGABYTE:.0f} MB in the end",
    )


if __name__ == "__main__":
    sys.exit(main())
