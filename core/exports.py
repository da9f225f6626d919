"""A film in another format and quality: ordered once however many ask, kept until a new film replaces it."""

from collections.abc import Mapping
from contextlib import suppress

from core.errors import (
    AppError,
    Conflict,
    DiskFull,
    FFmpegMissing,
    MediaError,
    NotFound,
    StoreError,
    WrongStep,
)
from core.export_batch import export_key, guessed_seconds
from core.files import MediaFile, media_file
from core.presentation import export_view, ident, trouble_view
from core.storyboard import find, shown
from core.terms import FULL_LINES, ExportFormat, ExportQuality
from core.views import ExportView
from core.workshop import Workshop
from db.engine import Session
from db.models import Export, Job, JobStatus, Render, WorkStatus
from db.queries import exports, films, jobs

# What went wrong in the engine is raised again to whoever waited for it, as what it was.
_TROUBLES: Mapping[str, type[AppError]] = {
    kind.code: kind for kind in (Conflict, DiskFull, FFmpegMissing, NotFound, StoreError)
}


def order(
    shop: Workshop, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
) -> int:
    """Ask for an export and return its id; one that is there, or being made, is not made again.

    Raises `WrongStep` when there is no finished film, `NotFound` when its file is gone, `FFmpegMissing`.
    """
    return fetch(shop, job_id, owner=owner, format=format, quality=quality)[0]


def fetch(
    shop: Workshop, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
) -> tuple[int, MediaFile | None]:
    """The same, and its file where it is there already, so that nothing has to be looked up again."""
    with shop.reading() as session:
        job, film, existing = exports.with_film(session, job_id, format=format, quality=quality)
    source = _source(shown(job, job_id, owner), film)
    if existing is not None:
        under_way = existing.status in exports.OPEN and existing.asked
        file = _kept_file(shop, existing)
        if under_way or file is not None:
            return ident(existing), file
    if source.key is None or not shop.store.exists(source.key):
        raise NotFound("Source video file not found", hint="Render the film again.")
    _look_for_ffmpeg(shop)
    shop.check_room("the export")
    with shop.writing() as session:
        return _order(shop, session, source, format=format, quality=quality), None


def _source(job: Job, film: Render | None) -> Render:
    if job.status != JobStatus.COMPLETED or film is None:
        raise WrongStep(
            f"Video not ready for export. Current status: {job.status}",
            hint="Approve and render; wait for status completed.",
        )
    return film


def _look_for_ffmpeg(shop: Workshop) -> None:
    try:
        shop.ffmpeg()
    except FFmpegMissing as error:
        raise FFmpegMissing(
            "Video export service unavailable (ffmpeg not installed)", detail=error.message
        ) from error


def _kept_file(shop: Workshop, export: Export) -> MediaFile | None:
    """None as well when the file is gone, so that it is made again."""
    if export.status != WorkStatus.COMPLETED:
        return None
    with suppress(NotFound):
        return _file_of(shop, export)
    return None


def _order(
    shop: Workshop, session: Session, source: Render, *, format: ExportFormat, quality: ExportQuality
) -> int:
    jobs.lock(session, source.job_id)
    export = exports.of_form(session, render_id=ident(source), format=format, quality=quality)
    if export is None:
        export = Export(job_id=source.job_id, render_id=ident(source), format=format, quality=quality)
        exports.add(session, export)
    elif not (exports.ask_for(session, ident(export)) or exports.reopen(session, ident(export))):
        return ident(export)
    session.refresh(export)
    shop.engine.enqueue(session, "export", ident(export), key=export_key(export))
    return ident(export)


def outcome(shop: Workshop, export_id: int) -> ExportView:
    """How an export stands."""
    with shop.reading() as session:
        row = exports.get(session, export_id)
        job = jobs.get(session, row.job_id) if row else None
        film = films.render(session, row.render_id) if row else None
    if row is None or job is None:
        raise NotFound("The film was replaced while the export was made.", hint="Ask for the export again.")
    return _view(job, film, row, ExportFormat(row.format), ExportQuality(row.quality))


def finished_file(shop: Workshop, export_id: int) -> MediaFile | None:
    """The file of an export, None while it is being made; raises why it failed, if it did."""
    with shop.reading() as session:
        row = exports.get(session, export_id)
    if row is None:
        raise NotFound("The film was replaced while the export was made.", hint="Ask for the export again.")
    trouble = trouble_view(row)
    if trouble is not None:
        raise _TROUBLES.get(trouble.code, MediaError)(trouble.message, hint=trouble.hint)
    return _file_of(shop, row) if row.status == WorkStatus.COMPLETED else None


def export_file(shop: Workshop, export_id: int) -> MediaFile:
    """The finished file of an export."""
    with shop.reading() as session:
        row = exports.get(session, export_id)
    if row is None:
        raise NotFound("Source video file not found", hint="Ask for the export again.")
    return _file_of(shop, row)


def _file_of(shop: Workshop, row: Export) -> MediaFile:
    if row.key is None:
        raise NotFound("Source video file not found", hint="Ask for the export again.")
    return media_file(
        shop,
        row.key,
        name=f"video_{row.job_id}.{row.format}",
        media_type=ExportFormat(row.format).media_type,
        etag=f"{row.render_id}-{row.round}-{row.quality}-{row.format}",
    )


def listing(shop: Workshop, job_id: int, *, owner: str | None) -> list[ExportView]:
    """All nine exports of the present film, made or not."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        film = films.render(session, job.film_id) if job.film_id else None
        made = {(row.format, row.quality): row for row in exports.of_film(session, job.film_id or 0)}
    return [
        _view(job, film, made.get((format.value, quality.value)), format, quality)
        for format in ExportFormat
        for quality in ExportQuality
    ]


def _view(
    job: Job, film: Render | None, row: Export | None, format: ExportFormat, quality: ExportQuality
) -> ExportView:
    guess = round(guessed_seconds(job, film, format, quality))
    lines = min(film.width, film.height) if film and film.width and film.height else FULL_LINES
    return export_view(job, row, format=format, quality=quality, film_lines=lines, seconds_guess=guess)


def ready(
    shop: Workshop, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
) -> int:
    """The id of an export that is there already; raises `WrongStep` when it is not, and orders nothing."""
    with shop.reading() as session:
        job, film, row = exports.with_film(session, job_id, format=format, quality=quality)
    _source(shown(job, job_id, owner), film)
    if row is None or row.status != WorkStatus.COMPLETED:
        raise WrongStep(
            "This file is not made yet.", hint="Open the film's Export page and ask for it there."
        )
    return ident(row)


def count_download(shop: Workshop, job_id: int, *, export_id: int | None = None) -> None:
    """Count one download of a job's film, and of its export when it was one."""
    with shop.writing() as session:
        jobs.count_download(session, job_id)
        if export_id is not None:
            exports.count_download(session, export_id)
