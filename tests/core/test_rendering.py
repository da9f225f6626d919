"""From approval to a film and its exports, with real frames and real ffmpeg."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.edits import Edit
from core.errors import NotFound, WrongStep
from core.studio import Studio
from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion
from core.views import JobStatus, JobView, WorkStatus
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.looking import content
from tests.core.waiting import settled, until

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
DONE = (JobStatus.COMPLETED, JobStatus.FAILED)


@pytest.fixture(scope="module")
def film(studio: Studio) -> JobView:
    """A completed job of five seconds in two scenes."""
    from core.jobs import NewJob

    request = NewJob(prompt="A kite above the dunes", duration_ms=5000, scene_count=2)
    job = settled(studio, studio.create(request, owner=OWNER).id)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    return settled(studio, job.id, DONE)


def test_an_approved_storyboard_becomes_a_film(studio: Studio, film: JobView) -> None:
    """The film is there, as long as its scenes, and of the revision that was approved."""
    assert film.status == JobStatus.COMPLETED, film.trouble
    assert film.film is not None
    assert (film.film.width, film.film.height, film.film.duration_ms) == (960, 540, 5000)
    assert (film.film.revision, film.film.changes) == (film.revision, ())
    assert len(content(studio.film(film.id))) == film.film.size_bytes


def test_rendering_again_without_a_change_makes_nothing_new(studio: Studio, film: JobView) -> None:
    """The film of the approved revision is the film."""
    again = studio.render(film.id, owner=OWNER)

    assert again.status == JobStatus.COMPLETED
    assert again.film == film.film


def test_parallel_requests_for_one_export_make_one_file(studio: Studio, film: JobView) -> None:
    """Eight callers are given the same export, which is transcoded once and counted as often as it is fetched."""

    def order(_number: int) -> int:
        return studio.order_export(film.id, owner=OWNER, format=ExportFormat.MP4, quality=ExportQuality.LOW)

    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(order, range(8)))

    assert len(ids) == 1
    export = ids.pop()
    until(lambda: studio.export(export).status in (WorkStatus.COMPLETED, WorkStatus.FAILED))
    view = studio.export(export)
    assert (view.status, view.width, view.height) == (WorkStatus.COMPLETED, 854, 480)
    file = studio.export_file(export)
    assert (file.name, file.media_type) == (f"video_{film.id}.mp4", "video/mp4")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _n: studio.count_download(film.id, export_id=export), range(20)))
    assert studio.job(film.id).download_count == 20
    assert studio.export(export).download_count == 20
    nine = studio.exports(film.id, owner=OWNER)
    assert len(nine) == 9
    assert [one.status for one in nine].count(None) == 8


def test_a_vanished_export_is_made_again(studio: Studio, shop: Workshop, film: JobView) -> None:
    """An export whose file is gone is transcoded anew instead of being served from nowhere."""
    export = studio.order_export(film.id, owner=OWNER, format=ExportFormat.MP4, quality=ExportQuality.LOW)
    until(lambda: studio.export(export).status == WorkStatus.COMPLETED)
    shop.store.delete_prefix(f"jobs/{film.id}/exports")

    assert (
        studio.order_export(film.id, owner=OWNER, format=ExportFormat.MP4, quality=ExportQuality.LOW)
        == export
    )
    until(lambda: studio.export(export).status == WorkStatus.COMPLETED)

    assert content(studio.export_file(export))


def test_an_edit_keeps_the_last_film_until_the_next_one_replaces_it(
    studio: Studio, shop: Workshop, board: Board, edit: Edits
) -> None:
    """After an edit the job waits for approval and lists its old film; the new render replaces it and its exports."""
    job = board(scenes=2, seconds=5, aspect_ratio=AspectRatio.SQUARE, motion=Motion.STILL)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    first = settled(studio, job.id, DONE)
    export = studio.order_export(job.id, owner=OWNER, format=ExportFormat.MOV, quality=ExportQuality.LOW)
    until(lambda: studio.export(export).status == WorkStatus.COMPLETED)

    edited = studio.reorder(edit(job), [2, 1])

    assert (edited.status, edited.approved) == (JobStatus.STORYBOARD_READY, False)
    assert edited.film is not None
    assert edited.film.changes == ("Order: 2, 1",)
    assert content(studio.player_film(job.id))
    with pytest.raises(NotFound, match=r"Video not ready\. Current status: storyboard_ready"):
        studio.film(job.id)
    with pytest.raises(WrongStep, match=r"Video not ready for export\. Current status: storyboard_ready"):
        studio.order_export(job.id, owner=OWNER, format=ExportFormat.MOV, quality=ExportQuality.LOW)

    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    second = settled(studio, job.id, DONE)

    assert first.film is not None
    assert second.film is not None
    assert first.film.sha256 != second.film.sha256
    # The old files go once the new film is shown, not before.
    until(lambda: shop.store.list_prefix(f"jobs/{job.id}/exports") == [])
    until(lambda: len(shop.store.list_prefix(f"jobs/{job.id}/films")) == 1)
    with pytest.raises(NotFound):
        studio.export(export)


def test_an_undone_edit_makes_the_film_current_again(studio: Studio, film: JobView, edit: Edits) -> None:
    """The board is the film's again, so nothing is said to have changed."""
    studio.reorder(edit(film), [2, 1])

    after = studio.undo(edit(film))

    assert after.film is not None
    assert after.film.changes == ()
    studio.approve(film.id, owner=OWNER)
    studio.render(film.id, owner=OWNER)
    assert settled(studio, film.id, DONE).status == JobStatus.COMPLETED


def test_a_canceled_render_keeps_the_approval_and_can_be_retried(studio: Studio, board: Board) -> None:
    """Cancelling frees the job at once; the retry renders the same revision."""
    job = board(scenes=4, seconds=20)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    until(lambda: (studio.job(job.id).progress.message or "").startswith("Rendering"))

    canceled = studio.cancel(job.id, owner=OWNER)

    assert (canceled.status, canceled.approved) == (JobStatus.CANCELED, True)
    assert studio.retry(job.id, owner=OWNER).status == JobStatus.RENDERING
    studio.cancel(job.id, owner=OWNER)


def test_a_film_without_its_pictures_fails_and_says_so(studio: Studio, shop: Workshop, board: Board) -> None:
    """When the store lost a picture, the render fails with a next step, and nothing is shown as a film."""
    job = board(scenes=2, seconds=5)
    for key in shop.store.list_prefix(f"jobs/{job.id}/takes"):
        shop.store.delete(key)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)

    after = settled(studio, job.id, DONE)

    assert after.status == JobStatus.FAILED
    assert after.trouble is not None
    assert after.film is None
