"""What can be seen of a film while it is rendered, and that nothing of it is left when the render ends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.cancellation import Cancellation
from core.errors import NotFound
from core.presentation import ident
from core.preview import Showing
from core.rendering import render as carry_out
from core.studio import Studio
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.models import Render, WorkStatus
from db.queries import films, jobs
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until

Board = Callable[..., JobView]


@pytest.fixture
def render(studio: Studio, shop: Workshop, board: Board) -> Render:
    """A render at work that nobody carries out."""
    job = board(scenes=1)
    with shop.writing() as session:
        jobs.change(session, job.id, status=JobStatus.RENDERING)
        return films.add_render(session, Render(job_id=job.id, revision=1, status=WorkStatus.GENERATING))


def kept(shop: Workshop, render: Render) -> list[str]:
    """What is stored of the previews of the render's film."""
    return shop.store.list_prefix(f"jobs/{render.job_id}/previews")


def test_a_preview_grows_and_its_parts_stay(
    studio: Studio, shop: Workshop, render: Render, tmp_path: Path
) -> None:
    """The longest is served unless another one is named; whoever watches a shorter one keeps it."""
    showing, file = Showing(shop, render), tmp_path / "beginning.mp4"
    with pytest.raises(NotFound, match="no preview"):
        studio.preview(render.job_id)
    for frames in (30, 75):
        file.write_bytes(bytes(frames))
        showing.show(file, frames)

    view = studio.job(render.job_id).preview
    assert view is not None
    assert (view.path, view.frames, view.duration_ms) == (
        f"/data/videos/{render.job_id}/preview.mp4",
        75,
        2500,
    )
    assert studio.preview(render.job_id).path.stat().st_size == 75
    assert studio.preview(render.job_id, frames=30).path.stat().st_size == 30
    with pytest.raises(NotFound):
        studio.preview(render.job_id, frames=31)
    with pytest.raises(NotFound):
        studio.preview(render.job_id, owner="somebody else")

    with shop.writing() as session:
        films.change_render(session, ident(render), status=WorkStatus.COMPLETED)
    showing.end()

    assert studio.job(render.job_id).preview is None
    assert kept(shop, render) == []


def test_a_late_run_takes_nothing_away(
    studio: Studio, shop: Workshop, render: Render, tmp_path: Path
) -> None:
    """A worker that was taken for dead wakes beside its successor: what is seen never grows shorter, nor does it go."""
    late, successor = Showing(shop, render), Showing(shop, render)
    file = tmp_path / "beginning.mp4"
    for showing, frames in ((successor, 300), (late, 30)):
        file.write_bytes(bytes(frames))
        showing.show(file, frames)
    late.end()

    view = studio.job(render.job_id).preview
    assert view is not None
    assert view.frames == 300
    assert studio.preview(render.job_id).path.stat().st_size == 300


def test_what_comes_too_late_is_not_kept(
    studio: Studio, shop: Workshop, render: Render, tmp_path: Path
) -> None:
    """A preview that is joined while the render is being cancelled goes away at once."""
    file = tmp_path / "beginning.mp4"
    file.write_bytes(b"film")
    studio.cancel(render.job_id, owner=OWNER)

    Showing(shop, render).show(file, 30)

    assert studio.job(render.job_id).preview is None
    assert kept(shop, render) == []


def test_a_run_that_finds_the_film_there_already_leaves_nothing_to_be_seen(
    shop: Workshop, render: Render, tmp_path: Path
) -> None:
    """As after a worker that was killed between the film and its own end; what another render shows stays."""
    file = tmp_path / "beginning.mp4"
    file.write_bytes(b"film")
    Showing(shop, render).show(file, 30)
    with shop.writing() as session:
        films.change_render(session, ident(render), status=WorkStatus.COMPLETED)
        later = films.add_render(
            session, Render(job_id=render.job_id, revision=1, status=WorkStatus.GENERATING)
        )
    Showing(shop, later).show(file, 30)

    carry_out(shop, ident(render), Cancellation())

    assert kept(shop, render) == [f"jobs/{render.job_id}/previews/{later.id}/30.mp4"]


def test_a_render_shows_its_beginning_until_it_ends(studio: Studio, shop: Workshop, board: Board) -> None:
    """From the first second on there is a whole film to be played; a cancelled render leaves none."""
    job = board(scenes=2, seconds=20)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    until(lambda: studio.job(job.id).preview is not None)

    begun = studio.preview(job.id).path.read_bytes()
    studio.cancel(job.id, owner=OWNER)

    assert begun[4:8] == b"ftyp"
    assert settled(studio, job.id).preview is None
    with pytest.raises(NotFound):
        studio.preview(job.id)
    until(lambda: shop.store.list_prefix(f"jobs/{job.id}/previews") == [])
