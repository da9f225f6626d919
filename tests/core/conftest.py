"""Jobs at the steps that the tests start from."""

from collections.abc import Callable
from typing import Any

import pytest

from core.edits import Edit
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobView
from tests.core.waiting import settled

OWNER = "local"


@pytest.fixture
def board(studio: Studio) -> Callable[..., JobView]:
    """Makes a job and waits for its storyboard: three scenes of 5 s in all unless told otherwise."""

    def make(
        prompt: str = "A lantern crosses the lake at night",
        scenes: int = 3,
        seconds: float = 6,
        **wishes: Any,
    ) -> JobView:
        request = NewJob(prompt=prompt, duration_ms=round(seconds * 1000), scene_count=scenes, **wishes)
        return settled(studio, studio.create(request, owner=OWNER).id)

    return make


@pytest.fixture
def edit() -> Callable[..., Edit]:
    """An edit of a job by its owner."""

    def of(job: JobView, *, seen_revision: int | None = None) -> Edit:
        return Edit(job_id=job.id, owner=OWNER, seen_revision=seen_revision)

    return of
