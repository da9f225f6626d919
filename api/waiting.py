"""Waiting for work without holding a thread: a short look, a pause, another look."""

from collections.abc import Callable
from typing import Final, TypeVar

import anyio
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

Outcome = TypeVar("Outcome")

# The built-in artist is done within half a second, so the first looks come soon and later ones cost little.
FIRST_PAUSE_SECONDS: Final = 0.05
LONGEST_PAUSE_SECONDS: Final = 0.5
# The status that servers write down when nobody is there to read the answer.
CLIENT_GONE: Final = 499


async def until(done: Callable[[], Outcome | None], request: Request) -> Outcome:
    """What `done` gives once that is something; what it raises goes to the caller, and so does a client that hung up."""
    pause = FIRST_PAUSE_SECONDS
    while not (outcome := await run_in_threadpool(done)):
        if await request.is_disconnected():
            raise HTTPException(CLIENT_GONE, "The caller did not wait.")
        await anyio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
    return outcome
