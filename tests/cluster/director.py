"""A process that only orders: it makes films and ends when all are there.

Whatever it asks for it asks for again when the database was away, as a person or a program would.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from core.bootstrap import build_studio
from core.errors import StoreError
from core.jobs import NewJob
from core.studio import Studio
from core.terms import AspectRatio, Motion
from core.views import JobStatus, JobView
from tests.studio_fakes import ProgrammableArtist, ProgrammablePlanner

OWNER: Final = "local"
SCENES: Final = 3
PRICE_MICROS: Final = 10_000
_LOOK_SECONDS: Final = 0.2
_PATIENCE_SECONDS: Final = 900.0

Answer = TypeVar("Answer")


def main(films: str, first_film: str = "0") -> None:
    """Order so many films from a number on, approve and render each as soon as its storyboard is ready."""
    count, first = int(films), int(first_film)
    studio = build_studio(
        works=False,
        artists={"sketch": ProgrammableArtist(name="sketch", price=PRICE_MICROS)},
        planners={"sketch": ProgrammablePlanner(name="sketch")},
    )
    studio.start()
    print("directing", flush=True)
    open_jobs = {insisted(_ordering(studio, number)).id for number in range(first, first + count)}
    print("ordered", flush=True)
    deadline, pause = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
    while open_jobs:
        if time.monotonic() > deadline:
            sys.exit(f"Unfinished: {sorted(open_jobs)}")
        for job_id in sorted(open_jobs):
            if _advanced(studio, job_id):
                open_jobs.remove(job_id)
                print(f"finished {count - len(open_jobs)}", flush=True)
        pause.wait(_LOOK_SECONDS)
    studio.stop()
    print("done", flush=True)


def _ordering(studio: Studio, number: int) -> Callable[[], JobView]:
    request = NewJob(
        prompt=f"A lantern crosses lake number {number}",
        duration_ms=5_000,
        scene_count=SCENES,
        aspect_ratio=AspectRatio.SQUARE,
        motion=Motion.STILL,
        seed=1,
    )
    return lambda: studio.create(request, owner=OWNER, idempotency_key=f"film-{number}")


def _advanced(studio: Studio, job_id: int) -> bool:
    """Do the next step of a job, if it is a person's turn; whether its film is there."""
    job = insisted(lambda: studio.job(job_id, owner=OWNER))
    if job.status == JobStatus.STORYBOARD_READY:
        insisted(lambda: studio.approve(job_id, owner=OWNER))
        insisted(lambda: studio.render(job_id, owner=OWNER))
    if job.status in (JobStatus.FAILED, JobStatus.CANCELED):
        sys.exit(f"Job {job_id} is {job.status}: {job.trouble}")
    return job.status == JobStatus.COMPLETED


def insisted(ask: Callable[[], Answer]) -> Answer:
    """The answer, asked for again while the database does not give one."""
    deadline, pause = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
    while True:
        try:
            return ask()
        except StoreError:
            if time.monotonic() > deadline:
                raise
            pause.wait(_LOOK_SECONDS)
