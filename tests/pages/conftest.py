"""The pages over the session's Studio, without a browser: each test opens them as a visitor of its own."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
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


@cache
def _components() -> BidiComponentManager:
    """The components of the installed packages, found once a process as in a server, not by every visitor."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


def opened(page: str = "library", **query: object) -> AppTest:
    """A page by its file name, with the query of its address, as a new visitor sees it."""
    new = AppTest.from_file(PAGES / "_app.py", default_timeout=20)
    new.context = {"url": "http://localhost:8000/"}
    new._bidi_component_manager = _components()
    if page != "library":
        new.run()
        new.switch_page(str(PAGES / f"{page}.py"))
    for name, value in query.items():
        new.query_params[name] = str(value)
    return new.run()


@pytest.fixture
def visit(studio: Studio) -> Open:
    """Opens pages over the session's Studio."""
    lend_studio(studio)
    return opened


@pytest.fixture
def film(studio: Studio) -> Callable[..., JobView]:
    """A film with its storyboard drawn: three scenes of two seconds unless told otherwise."""

    def drawn(
        prompt: str = "A lantern crosses the lake at night",
        scenes: int = 3,
        motion: Motion | None = None,
        scene_seconds: int = 2,
    ) -> JobView:
        request = NewJob(
            prompt=prompt,
            duration_ms=max(5, scenes * scene_seconds) * 1000,
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
