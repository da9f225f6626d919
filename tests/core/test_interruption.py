"""Cancelling and retrying: quick, complete, and without losing what is done."""

import time
from collections.abc import Callable

import pytest

from core.edits import Edit
from core.errors import Conflict
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobStatus, JobView
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]
Edits = Callable[..., Edit]


def test_cancelling_pictures_stops_within_two_seconds(studio: Studio, artist: ProgrammableArtist) -> None:
    """The job is cancelled, the scenes say why they are empty, and a retry makes only what is missing."""
    with artist.closed():
        job = studio.create(
            NewJob(prompt="A slow boat crosses", scene_count=3, duration_ms=6000), owner=OWNER
        )
        until(lambda: any(s.status == "generating" for s in studio.job(job.id).storyboard or ()))
        started = time.monotonic()
        canceled = studio.cancel(job.id, owner=OWNER)
        assert time.monotonic() - started < 2
    assert canceled.status == JobStatus.CANCELED
    assert all(scene.trouble and scene.trouble.code == "canceled" for scene in canceled.storyboard or ())

    studio.retry(job.id, owner=OWNER)

    assert settled(studio, job.id).status == JobStatus.STORYBOARD_READY


def test_cancelling_a_refinement_leaves_the_scene_as_it_was(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """The old picture stays and the refinement is free again."""
    job = board()
    with artist.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt="A storm over the lake")
        after = studio.cancel(job.id, owner=OWNER)

    assert after.status == JobStatus.STORYBOARD_READY
    assert after.refinements_remaining == 5
    assert (after.storyboard or ())[0].picture == (job.storyboard or ())[0].picture


def test_nothing_to_cancel_is_told(studio: Studio, board: Board) -> None:
    """A job at rest refuses, and so does a retry of what did not fail."""
    job = board()

    with pytest.raises(Conflict, match="nothing to cancel"):
        studio.cancel(job.id, owner=OWNER)
    with pytest.raises(Conflict, match="nothing to retry"):
        studio.retry(job.id, owner=OWNER)


def test_a_job_at_work_is_not_retried(studio: Studio, artist: ProgrammableArtist) -> None:
    """Retrying waits until the work is over; cancelling before the plan is made works too."""
    with artist.closed():
        job = studio.create(NewJob(prompt="A boat in the mist", duration_ms=5000), owner=OWNER)
        with pytest.raises(Conflict, match="at work"):
            studio.retry(job.id, owner=OWNER)
        studio.cancel(job.id, owner=OWNER)
    studio.retry(job.id, owner=OWNER)

    assert settled(studio, job.id).status == JobStatus.STORYBOARD_READY


def test_deleting_a_job_at_work_ends_its_work(studio: Studio, artist: ProgrammableArtist) -> None:
    """The job is gone at once, and no task brings any of it back."""
    with artist.closed():
        job = studio.create(NewJob(prompt="A boat that sinks", duration_ms=5000), owner=OWNER)
        until(lambda: bool(studio.job(job.id).storyboard))
        studio.delete(job.id, owner=OWNER)

    assert job.id not in [listed.id for listed in studio.jobs(owner=OWNER, limit=100)]


def test_one_failed_scene_does_not_fail_the_others(studio: Studio, board: Board, edit: Edits) -> None:
    """A scene is retried by itself; the rest keeps its pictures."""
    job = board()
    added = studio.add_scene(
        edit(job), after=3, description="Not allowed", image_prompt="A forbidden place", duration_ms=2000
    )
    studio.retry(job.id, owner=OWNER, scene_number=4)
    after = settled(studio, job.id)

    scene = (after.storyboard or ())[3]
    assert scene.trouble is not None
    assert scene.trouble.message == "The service refused the picture prompt."
    assert (after.status, after.revision) == (JobStatus.STORYBOARD_READY, added.revision)
    assert after.failed_scenes == (4,)
