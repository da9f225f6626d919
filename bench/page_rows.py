"""The pages on a real server: how long a rerun takes, how soon a change is seen, what fifty open pages cost."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Final

from bench.processes import processor_seconds_of
from bench.rows import Row
from bench.scale import Scale
from bench.server import Server, product
from bench.visitor import Visitor

SCENES: Final = 12
OPEN_PAGES: Final = 50
_RERUNS: Final = 20
_PAGE: Final = "storyboard"


def page_rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """All rows about the pages."""
    # Each change is a refinement of words, of which a job has five.
    with product(folder, STORYREEL_MAX_REFINEMENTS="100") as server:
        job = server.storyboard(scene_count=SCENES, duration=36)
        yield asyncio.run(_reruns(server, job))
        yield asyncio.run(_changes(server, job, scale.changes))
        yield asyncio.run(_open_pages(server, job, scale.polling_seconds))


async def _reruns(server: Server, job: int) -> Row:
    async with Visitor(server.port, _PAGE, f"job={job}") as visitor:
        await visitor.run()
        before = processor_seconds_of(server.process_id)
        seconds = sorted([await visitor.run() for _ in range(_RERUNS)])
        spent = (processor_seconds_of(server.process_id) - before) / _RERUNS
    return Row(
        work=f"rerun of a storyboard of {SCENES} scenes, from asking to the script's end",
        goal="under 60 ms",
        measured=f"{median(seconds) * 1000:.0f} ms",
        ok=median(seconds) < 0.060,
        beside=f"{_RERUNS} reruns, slowest {seconds[-1] * 1000:.0f} ms, {spent * 1000:.0f} ms CPU each",
    )


async def _changes(server: Server, job: int, count: int) -> Row:
    async with Visitor(server.port, _PAGE, f"job={job}") as visitor:
        seconds = sorted([await _change(server, job, visitor, number) for number in range(count)])
    return Row(
        work="a change made elsewhere is on an open storyboard",
        goal="within 2 s",
        measured=f"slowest {seconds[-1]:.2f} s",
        ok=seconds[-1] <= 2.0,
        beside=f"{count} changes; the server looks once a second and wakes the page",
    )


async def _change(server: Server, job: int, visitor: Visitor, number: int) -> float:
    """The seconds from a change to its being seen."""
    words = f"Seen on screen, change {number}."
    visitor.expect(words)
    started = time.perf_counter()
    body = {"scene_number": 1, "new_description": words}
    changed = asyncio.create_task(asyncio.to_thread(server.call, "POST", f"/jobs/{job}/refine", body))
    seen = await visitor.sees()
    await changed
    return seen - started


async def _open_pages(server: Server, job: int, seconds: float) -> Row:
    async with AsyncExitStack() as stack:
        for _ in range(OPEN_PAGES):
            await stack.enter_async_context(Visitor(server.port, _PAGE, f"job={job}"))
        spent, started = processor_seconds_of(server.process_id), time.perf_counter()
        await asyncio.sleep(seconds)
        passed = time.perf_counter() - started
        spent = processor_seconds_of(server.process_id) - spent
    return Row(
        work=f"{OPEN_PAGES} open storyboards of {SCENES} scenes that wait for news",
        goal="under 40 % of one core",
        measured=f"{spent / passed:.0%} of one core",
        ok=spent / passed < 0.40,
        beside=f"for {passed:.0f} s; the engine's own looks are part of it",
    )
