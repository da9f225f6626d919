"""A film in another format and quality: ordered once however many ask, kept until a new film replaces it."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.cancellation import Cancellation
from core.errors import (
    AppError,
    Canceled,
    DiskFull,
    FFmpegMissing,
    MediaError,
    NotFound,
    StoreError,
    WrongStep,
)
from core.files import MediaFile, media_file
from core.media.exports import export_spec, transcode
from core.media.film import FilmFacts
from core.presentation import export_view, ident
from core.rendering import PROGRESS_SECONDS
from core.storyboard import find, trouble
from core.terms import AspectRatio, ExportFormat, ExportQuality
from core.views import ExportView
from core.workshop import Workshop
from db.engine import Session
from db.models import Export, Job, JobStatus, Render, WorkStatus, utc_now
from db.queries import films, jobs

log = logging.getLogger(__name__)

# Seconds of work for a second of 1080p film on two cores; a first guess until a transcode has told better.
GUESSED_SECONDS = {ExportFormat.MP4: 0.35, ExportFormat.MOV: 0.35, ExportFormat.WEBM: 0.9}

# What went wrong in the engine is raised again to whoever waited for it, as what it was.
_TROUBLES: Mapping[str, type[AppError]] = {
    kind.code: kind for kind in (DiskFull, FFmpegMissing, NotFound, StoreError)
}


def export_key(export: Export) -> str:
    """The name under which an export runs once."""
    return f"export-{export.id}-{export.round}"


def order(
    shop: Workshop, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
) -> int:
    """Ask for an export and return its id; one that is there, or being made, is not made again.

    Raises `WrongStep` when there is no finished film, `NotFound` when its file is gone, `FFmpegMissing`.
    """
    source = _source(shop, job_id, owner)
    with shop.reading() as session:
        existing = films.export_of(session, render_id=ident(source), format=format, quality=quality)
    if existing is not None and _usable(shop, existing):
        return ident(existing)
    if source.key is None or not shop.store.exists(source.key):
        raise NotFound("Source video file not found", hint="Render the film again.")
    _look_for_ffmpeg(shop)
    with shop.writing() as session:
        return _order(shop, session, source, format=format, quality=quality)


def _source(shop: Workshop, job_id: int, owner: str | None) -> Render:
    with shop.reading() as session:
        job = find(session, job_id, owner)
        row = films.render(session, job.film_id) if job.film_id else None
    if job.status != JobStatus.COMPLETED or row is None:
        raise WrongStep(
            f"Video not ready for export. Current status: {job.status}",
            hint="Approve and render; wait for status completed.",
        )
    return row


def _look_for_ffmpeg(shop: Workshop) -> None:
    try:
        shop.ffmpeg()
    except FFmpegMissing as error:
        raise FFmpegMissing(
            "Video export service unavailable (ffmpeg not installed)", detail=error.message
        ) from error


def _usable(shop: Workshop, export: Export) -> bool:
    if export.status in films.OPEN:
        return True
    return export.status == WorkStatus.COMPLETED and export.key is not None and shop.store.exists(export.key)


def _order(
    shop: Workshop, session: Session, source: Render, *, format: ExportFormat, quality: ExportQuality
) -> int:
    jobs.lock(session, source.job_id)
    export = films.export_of(session, render_id=ident(source), format=format, quality=quality)
    if export is None:
        export = films.add_export(
            session, Export(job_id=source.job_id, render_id=ident(source), format=format, quality=quality)
        )
    elif not films.reopen_export(session, ident(export)):
        return ident(export)
    session.refresh(export)
    shop.engine.enqueue(session, "export", ident(export), key=export_key(export))
    return ident(export)


def export(shop: Workshop, export_id: int, cancellation: Cancellation) -> None:
    """Make one export; nothing is shown of it until it is whole."""
    work = _begin(shop, export_id)
    if work is None:
        return
    row, source, job = work
    out = shop.settings.cache_folder / "exports" / f"{export_id}.{row.format}"
    try:
        spec = export_spec(
            ExportFormat(row.format),
            ExportQuality(row.quality),
            AspectRatio(job.aspect_ratio),
            (source.width or 0, source.height or 0),
        )
        with shop.store.local_file(source.key or "") as film_file:
            facts = transcode(
                film_file,
                out,
                spec,
                ffmpeg=shop.ffmpeg(),
                cancellation=cancellation,
                on_progress=_Reporter(shop, export_id),
            )
        key = f"jobs/{job.id}/exports/{source.id}-{row.round}-{row.quality}.{row.format}"
        shop.store.put_file(key, out)
    except Canceled:
        raise
    except AppError as error:
        fail_export(shop, export_id, error)
    else:
        _accept(shop, row, key, facts)
    finally:
        out.unlink(missing_ok=True)


def _begin(shop: Workshop, export_id: int) -> tuple[Export, Render, Job] | None:
    with shop.writing() as session:
        if not films.change_export(session, export_id, status=WorkStatus.GENERATING):
            return None
        row = films.export(session, export_id)
        source = films.render(session, row.render_id) if row else None
        job = jobs.get(session, row.job_id) if row else None
        return (row, source, job) if row and source and job else None


@dataclass
class _Reporter:
    """Writes an export's progress into its row, with the time left guessed from the time it took so far."""

    shop: Workshop
    export_id: int
    _started: float = field(default_factory=time.monotonic, init=False)
    _reported: float = field(default=0.0, init=False)

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if now - self._reported < PROGRESS_SECONDS:
            return
        self._reported = now
        left = (now - self._started) / done * (1 - done) if done > 0 else None
        with self.shop.writing() as session:
            films.change_export(session, self.export_id, done=done, seconds_left=left)


def fail_export(shop: Workshop, export_id: int, error: AppError) -> None:
    """Write down that an export could not be made, and why."""
    log.warning("Export %s failed: %s %s", export_id, error.message, error.detail)
    with shop.writing() as session:
        films.change_export(
            session, export_id, status=WorkStatus.FAILED, finished_at=utc_now(), **trouble(error)
        )


def _accept(shop: Workshop, row: Export, key: str, facts: FilmFacts) -> None:
    with shop.writing() as session:
        kept = films.change_export(
            session,
            ident(row),
            status=WorkStatus.COMPLETED,
            done=1.0,
            seconds_left=0.0,
            key=key,
            size_bytes=facts.bytes,
            finished_at=utc_now(),
        )
    if not kept:
        shop.store.delete(key)


def outcome(shop: Workshop, export_id: int) -> ExportView:
    """How an export stands."""
    with shop.reading() as session:
        row = films.export(session, export_id)
        job = jobs.get(session, row.job_id) if row else None
    if row is None or job is None:
        raise NotFound("The film was replaced while the export was made.", hint="Ask for the export again.")
    return _view(job, row, ExportFormat(row.format), ExportQuality(row.quality))


def finished(shop: Workshop, export_id: int) -> bool:
    """Whether an export is ready, False while it is being made; raises why it failed, if it did."""
    view = outcome(shop, export_id)
    if view.trouble is not None:
        kind = _TROUBLES.get(view.trouble.code, MediaError)
        raise kind(view.trouble.message, hint=view.trouble.hint)
    return view.status == WorkStatus.COMPLETED


def export_file(shop: Workshop, export_id: int) -> MediaFile:
    """The finished file of an export."""
    with shop.reading() as session:
        row = films.export(session, export_id)
    if row is None or row.key is None:
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
        made = {(row.format, row.quality): row for row in films.exports(session, job.film_id or 0)}
    return [
        _view(job, made.get((format.value, quality.value)), format, quality)
        for format in ExportFormat
        for quality in ExportQuality
    ]


def _view(job: Job, row: Export | None, format: ExportFormat, quality: ExportQuality) -> ExportView:
    share = (quality.ceiling.short_side / 1080) ** 2
    guess = max(1.0, GUESSED_SECONDS[format] * job.duration_ms / 1000 * (0.3 + 0.7 * share))
    return export_view(job, row, format=format, quality=quality, seconds_guess=round(guess))


def ready(
    shop: Workshop, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
) -> int:
    """The id of an export that is there already; raises `WrongStep` when it is not, and orders nothing."""
    source = _source(shop, job_id, owner)
    with shop.reading() as session:
        row = films.export_of(session, render_id=ident(source), format=format, quality=quality)
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
            films.count_export_download(session, export_id)
