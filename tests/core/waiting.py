"""Waiting for the engine without sleeping blindly: asks again until what is awaited is there, or fails."""

import threading
import time
from collections.abc import Callable, Collection

from core.studio import Studio
from core.views import JobStatus, JobView

# Long enough for a render on a machine that has other things to do.
PATIENCE_SECONDS = 90.0
# Most things happen soon; those that take longer are asked about less often, since each look costs a few milliseconds.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.15
SETTLED = (JobStatus.STORYBOARD_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED)


def until(true: Callable[[], bool], *, what: str = "what the test waits for") -> None:
    """Return soon after `true` is; fail after a minute and a half."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    look, pause = threading.Event(), FIRST_PAUSE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {PATIENCE_SECONDS:g} s")
        look.wait(pause)
        pause = min(pause * 1.2, LONGEST_PAUSE_SECONDS)


def settled(studio: Studio, job_id: int, statuses: Collection[JobStatus] = SETTLED) -> JobView:
    """The job once it reached one of the statuses and no picture of it is being made."""

    def done() -> bool:
        job = studio.job(job_id)
        busy = any(scene.status in ("pending", "generating") for scene in job.storyboard or ())
        return job.status in statuses and not busy

    until(done, what=f"Job {job_id} reaching {', '.join(statuses)}")
    return studio.job(job_id)
