"""The pages over the session's Studio, without a browser: each test opens them as a visitor of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import NewJob
from core.studio import Studio
from core.terms import AspectRatio, Motion
from core.views import JobStatus, JobView
from pages._ui.studio import OWNER, lend_studio
from tests.core.waiting import settled

PAGES = Path(__file__).resolve().parents[2] / "pages"
# The smallest frame is the quickest to render.
SHAPE = AspectRatio.SQUARE
Open = Callable[..., AppTest]


@pytest.fixture
def visit(studio: Studio) -> Open:
    """Opens a page by its file name, with the query of its address."""
    lend_studio(studio)

    def opened(page: str = "library", **query: object) -> AppTest:
        visitor = AppTest.from_file(PAGES / "_app.py", default_timeout=20)
        visitor.context = {"url": "http://localhost:8000/"}
        if page != "library":
            visitor.run()
            visitor.switch_page(str(PAGES / f"{page}.py"))
        for name, value in query.items():
            visitor.query_params[name] = str(value)
        return visitor.run()

    return opened


@pytest.fixture
def film(studio: Studio) -> Callable[..., JobView]:
    """A film with its storyboard drawn: three scenes of two seconds unless told otherwise."""

    def drawn(
        prompt: str = "A lantern crosses the lake at night", scenes: int = 3, motion: Motion | None = None
    ) -> JobView:
        request = NewJob(
            prompt=prompt,
            duration_ms=max(5000, scenes * 2000),
            scene_count=scenes,
            aspect_ratio=SHAPE,
            motion=motion,
        )
        return settled(studio, studio.create(request, owner=OWNER).id)

    return drawn


@pytest.fixture(scope="session")
def rendered(studio: Studio) -> JobView:
    """One film that was approved and rendered, shared by the tests that only look at it."""
    request = NewJob(
        prompt="A lantern crosses the lake at night",
        duration_ms=5000,
        scene_count=2,
        aspect_ratio=SHAPE,
        motion=Motion.STILL,
    )
    job = settled(studio, studio.create(request, owner=OWNER).id)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    return settled(studio, job.id, (JobStatus.COMPLETED, JobStatus.FAILED))
