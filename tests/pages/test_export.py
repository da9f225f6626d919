"""The export page: nine files, one made at a time, and the addresses to hand on."""

from collections.abc import Callable
from dataclasses import replace

from core.errors import FFmpegMissing
from core.media.ffmpeg import FFmpeg
from core.studio import Studio
from core.terms import ExportFormat, ExportQuality
from core.views import JobView, WorkStatus
from core.workshop import Workshop
from db.models import Export
from db.queries import exports
from pages._ui.studio import OWNER, lend_studio
from tests.core.waiting import until
from tests.pages.conftest import Open
from tests.pages.reading import button, errors, press, said


def test_nine_files_with_their_sizes(visit: Open, rendered: JobView) -> None:
    """Three formats in three qualities, each with its resolution and how long it will take."""
    page = visit("export", job=rendered.id)

    assert len([one for one in page.button if (one.key or "").startswith("get_")]) == 9
    assert [said(page).count(size) for size in ("540 × 540", "480 × 480")] == [6, 3]
    assert "Will take about" in said(page)


def test_a_file_is_made_and_then_saved_by_itself(visit: Open, rendered: JobView, studio: Studio) -> None:
    """One press orders the file; when it is ready the page starts the download, once."""
    page = visit("export", job=rendered.id)
    press(page, "Download MP4 low")
    assert not errors(page)
    made = studio.order_export(rendered.id, owner=OWNER, format=ExportFormat.MP4, quality=ExportQuality.LOW)
    until(lambda: studio.finished_export(made) is not None)
    page.run()

    tickets = dict(page.session_state["tickets"])
    assert list(tickets.values()) == [f"/data/exports/{rendered.id}/mp4/low"]
    page.run()
    assert page.session_state["tickets"] == tickets


def test_what_was_refused_is_not_saved_later(
    visit: Open, rendered: JobView, studio: Studio, shop: Workshop
) -> None:
    """A file that could not be made does not start by itself when somebody else has it made."""

    def missing() -> FFmpeg:
        raise FFmpegMissing("There is no ffmpeg.")

    lend_studio(Studio(replace(shop, ffmpeg=missing)))
    page = visit("export", job=rendered.id)
    press(page, "Download MOV low")
    assert "Video export service unavailable" in errors(page)
    lend_studio(studio)
    made = studio.order_export(rendered.id, owner=OWNER, format=ExportFormat.MOV, quality=ExportQuality.LOW)
    until(lambda: studio.finished_export(made) is not None)
    page.run()

    assert page.session_state["tickets"] == {}


def test_without_a_film_the_way_to_one_is_shown(visit: Open, film: Callable[..., JobView]) -> None:
    """Nothing can be exported before it was rendered."""
    page = visit("export", job=film().id)

    assert "no finished film to export yet" in said(page)


def test_the_command_line_is_there_to_copy(visit: Open, rendered: JobView) -> None:
    """A program gets the very line it needs."""
    page = visit("export", job=rendered.id)

    assert f"/api/v2/jobs/{rendered.id}/export?format=mp4&quality=low" in page.code[1].value
    assert "Authorization: Bearer" in page.code[1].value


def test_what_is_made_in_the_background_says_so(visit: Open, rendered: JobView, shop: Workshop) -> None:
    """A file that waits, and one that is being made, can both be asked for; each says how it stands."""
    assert rendered.film
    waiting = Export(job_id=rendered.id, render_id=rendered.film.render_id, format="webm", quality="low")
    begun = Export(job_id=rendered.id, render_id=rendered.film.render_id, format="webm", quality="high")
    waiting.asked = begun.asked = False
    begun.status, begun.done, begun.maker = WorkStatus.GENERATING, 0.4, "a test"
    with shop.writing() as session:
        exports.add(session, waiting, begun)

    page = visit("export", job=rendered.id)

    assert said(page).count("Waiting in the background") == 1
    assert said(page).count("Being made in the background · 40%") == 1
    assert button(page, "Download WebM low")
    assert button(page, "Download WebM high")
    assert not page.get("progress")
    with shop.writing() as session:
        exports.forget_unasked(session, rendered.film.render_id, formats=["webm"])
