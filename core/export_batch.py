"""The tasks that make exports: those that somebody waits for, and, when nothing else is to be done, all others.

What is missing of one codec comes from one decode. A row names the task that makes it, so that none is made twice.
"""

import logging
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.cancellation import Cancellation
from core.errors import AppError, Canceled, Conflict, DiskFull, StoreError
from core.media.export_batch import ExportBatch
from core.media.exports import ExportSpec, export_spec
from core.media.files import ABANDONED_AFTER_SECONDS
from core.media.film import FilmFacts
from core.presentation import ident
from core.storyboard import trouble
from core.terms import AspectRatio, ExportFormat, ExportQuality
from core.workshop import Workshop
from db.engine import Session
from db.models import Export, Job, Render, WorkStatus, utc_now
from db.queries import exports, films, jobs

log = logging.getLogger(__name__)

# Containers with the same codec; MP4 and MOV hold the very same streams.
FAMILIES: Final = ((ExportFormat.MP4, ExportFormat.MOV), (ExportFormat.WEBM,))
# Seconds of work for a second of 1080p film on two cores; a first guess until a transcode has told better.
GUESSED_SECONDS: Final = {ExportFormat.MP4: 0.35, ExportFormat.MOV: 0.35, ExportFormat.WEBM: 0.9}
# A row twice a second is smooth enough for a bar and spares the database.
PROGRESS_SECONDS: Final = 0.5
# Somebody waits at the end of this pause, and nobody at the end of the longer one.
_LOOK_SECONDS: Final = 0.1
LOOK_AGAIN_SECONDS: Final = 0.5


class _Unwanted(Exception):
    """The film that is being exported is shown no more."""


class _TakenOver(Exception):
    """Another task makes some of it now."""


def export_key(export: Export) -> str:
    """The name under which an export that was asked for runs once."""
    return f"export-{export.id}-{export.round}"


def ahead_key(render_id: int) -> str:
    """The name under which the exports of a film are made in the background once."""
    return f"ahead-{render_id}"


def guessed_seconds(job: Job, film: Render | None, format: ExportFormat, quality: ExportQuality) -> float:
    """How long an export will take by itself, at least a second."""
    ceiling = quality.ceiling
    if film is not None and format is not ExportFormat.WEBM and _is_copied(film, quality):
        return 1.0
    share = (ceiling.short_side / 1080) ** 2
    return max(1.0, GUESSED_SECONDS[format] * job.duration_ms / 1000 * (0.3 + 0.7 * share))


def _is_copied(film: Render, quality: ExportQuality) -> bool:
    """Whether the film's own streams are what is asked for; its sound counts as picture, which errs on the long side."""
    bits = (film.size_bytes or 0) * 8 * 1000
    fits = bits <= quality.ceiling.video_kbps * 1000 * (film.duration_ms or 0)
    return fits and quality.ceiling.short_side == min(film.width or 0, film.height or 0)


def order_ahead(shop: Workshop, session: Session, film: Render) -> None:
    """Order all exports of a film that was just finished, in the session's transaction, unless that is switched off."""
    if not shop.settings.background_exports:
        return
    rows = [
        # The round of one that is asked for later differs, and so do its key and the name of its file.
        Export(
            job_id=film.job_id, render_id=ident(film), format=format, quality=quality, asked=False, round=0
        )
        for format in ExportFormat
        for quality in ExportQuality
    ]
    exports.add(session, *rows)
    shop.engine.enqueue(session, "ahead", ident(film), key=ahead_key(ident(film)))


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """What a task may take: `maker` is its key, `over` the makers from whom it takes what they have begun."""

    render_id: int
    formats: tuple[ExportFormat, ...]
    maker: str
    asked: bool
    over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Work:
    """The exports to make of one film, and those that are there already."""

    job: Job
    film: Render
    rows: Sequence[Export]
    made: Sequence[Export]

    def spec(self, row: Export) -> ExportSpec:
        """The form that an export has."""
        return export_spec(
            ExportFormat(row.format),
            ExportQuality(row.quality),
            AspectRatio(self.job.aspect_ratio),
            (self.film.width or 0, self.film.height or 0),
        )


def export(shop: Workshop, export_id: int, cancellation: Cancellation) -> None:
    """Make an export that somebody waits for, and with it what else of its codec is waited for."""
    with shop.reading() as session:
        row = exports.get(session, export_id)
    if row is None:
        return
    _let_finish(shop, row, cancellation)
    formats = next(family for family in FAMILIES if row.format in family)
    claim = _Claim(
        render_id=row.render_id,
        formats=formats,
        maker=export_key(row),
        asked=True,
        over=(ahead_key(row.render_id),),
    )
    whole = False
    while not whole:
        # Another run of this very task, of a worker that was taken for dead, may bring a part; the rest is still to come.
        whole = _make(shop, claim, cancellation)


def make_ahead(shop: Workshop, render_id: int, cancellation: Cancellation) -> None:
    """Make whatever of a film's exports nobody asked for yet, giving way to everything else."""
    for formats in FAMILIES:
        claim = _Claim(render_id=render_id, formats=formats, maker=ahead_key(render_id), asked=False)
        whole = False
        while not whole:
            _wait_for_quiet(shop, claim, cancellation)
            # Where somebody asked for a part of it, that goes first, and the rest is begun anew.
            whole = _make(shop, claim, cancellation)


def _wait_for_quiet(shop: Workshop, claim: _Claim, cancellation: Cancellation) -> None:
    """Wait until nobody waits for anything else, or the film is wanted no more."""
    while True:
        with shop.reading() as session:
            if not films.is_shown(session, claim.render_id) or not _is_busy(session, claim):
                return
        cancellation.wait(LOOK_AGAIN_SECONDS)


def _is_busy(session: Session, claim: _Claim) -> bool:
    return films.render_under_way(session) or exports.others_wait(session, but=claim.maker)


def _let_finish(shop: Workshop, row: Export, cancellation: Cancellation) -> None:
    """Wait for the background where it will be done sooner than a new start would be."""
    with shop.reading() as session:
        job, film = jobs.get(session, row.job_id), films.render(session, row.render_id)
    begun = row.status == WorkStatus.GENERATING and row.maker == ahead_key(row.render_id)
    if job is None or not begun or row.seconds_left is None:
        return
    alone = guessed_seconds(job, film, ExportFormat(row.format), ExportQuality(row.quality))
    until = time.monotonic() + min(row.seconds_left + PROGRESS_SECONDS, alone)
    while row.seconds_left <= alone and time.monotonic() < until:
        cancellation.wait(_LOOK_SECONDS)
        with shop.reading() as session:
            now = exports.get(session, ident(row))
        if now is None or now.status not in exports.OPEN:
            return


def _make(shop: Workshop, claim: _Claim, cancellation: Cancellation) -> bool:
    """Make what may be claimed; False when a part was taken over, so that the rest is to be claimed anew."""
    folder = _folder(shop, claim)
    work = _begin(shop, claim)
    if work is None:
        return True
    try:
        _encode(shop, work, _Run(shop, claim, work), folder, cancellation)
    except _TakenOver:
        return False
    except _Unwanted:
        with shop.writing() as session:
            _call_off(session, claim)
    except DiskFull as error:
        _fail(shop, claim, error)
    except (Canceled, StoreError):
        raise  # The engine runs it again when the store is back.
    except AppError as error:
        _fail(shop, claim, error)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return True


def _folder(shop: Workshop, claim: _Claim) -> Path:
    """A folder for one run; what a killed run left half-written is of no use and goes after a while.

    A worker that was taken for dead may wake and go on beside its successor, so each run has files of its own.
    """
    runs = shop.settings.cache_folder / "exports"
    for left in runs.glob(f"{claim.maker}-*"):
        if left.stat().st_mtime < time.time() - ABANDONED_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return runs / f"{claim.maker}-{secrets.token_hex(4)}"


def _begin(shop: Workshop, claim: _Claim) -> _Work | None:
    with shop.writing() as session:
        film = films.render(session, claim.render_id)
        job = jobs.lock(session, film.job_id) if film else None
        if film is None or job is None:
            return None
        if not films.is_shown(session, claim.render_id):
            _call_off(session, claim)
            return None
        rows = exports.claim(
            session,
            claim.render_id,
            formats=claim.formats,
            asked=claim.asked,
            maker=claim.maker,
            over=claim.over,
        )
        there = exports.of_film(session, claim.render_id)
    made = [row for row in there if row.status == WorkStatus.COMPLETED and row.format in claim.formats]
    return _Work(job=job, film=film, rows=rows, made=made) if rows else None


def _encode(shop: Workshop, work: _Work, run: "_Run", folder: Path, cancellation: Cancellation) -> None:
    ffmpeg = shop.ffmpeg()
    if not run.claim.asked:  # For others it was looked at when they were asked for.
        shop.check_room("exports that nobody asked for")
    with ExitStack() as files:
        source = files.enter_context(shop.store.local_file(work.film.key or ""))
        twins = {
            work.spec(row): files.enter_context(shop.store.local_file(made.key))
            for row in work.rows
            for made in work.made
            if made.quality == row.quality and made.key and shop.store.exists(made.key)
        }
        ExportBatch(
            source=source,
            folder=folder,
            ffmpeg=ffmpeg if run.claim.asked else ffmpeg.giving_way(run.busy),
            cancellation=cancellation,
            on_progress=run.report,
            on_made=run.accept,
        ).make([work.spec(row) for row in work.rows], twins=twins)


@dataclass
class _Run:
    """Exports under way: writes their progress into their rows, and looks whether they are still wanted."""

    shop: Workshop
    claim: _Claim
    work: _Work
    _started: float = field(default_factory=time.monotonic, init=False)
    _stood: float | None = field(default=None, init=False)
    _reported: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._left = {ident(row) for row in self.work.rows}

    def report(self, done: float) -> None:
        """Write down the share that is done and the time left, guessed from the time it took so far."""
        now = time.monotonic()
        if now - self._reported < PROGRESS_SECONDS:
            return
        self._reported = now
        left = (now - self._started) / done * (1 - done) if done > 0 else None
        with self.shop.writing() as session:
            exports.change_held(session, self.claim.maker, done=done, seconds_left=left)
        with self.shop.reading() as session:
            self._look(session)

    def busy(self) -> bool:
        """Whether somebody waits for anything else; the time until nobody does is not this run's."""
        with self.shop.reading() as session:
            self._look(session)
            busy = _is_busy(session, self.claim)
        now = time.monotonic()
        if self._stood is not None:
            self._started += now - self._stood
        self._stood = now if busy else None
        return busy

    def _look(self, session: Session) -> None:
        if not films.is_shown(session, self.claim.render_id):
            raise _Unwanted
        if not self._left <= exports.held(session, self.claim.maker):
            raise _TakenOver

    def accept(self, spec: ExportSpec, path: Path, facts: FilmFacts) -> None:
        """Keep a file that is whole and checked."""
        row = next(row for row in self.work.rows if self.work.spec(row) == spec)
        name = f"{self.work.film.id}-{row.round}-{row.quality}-{facts.sha256[:12]}.{row.format}"
        key = f"jobs/{row.job_id}/exports/{name}"
        self.shop.store.put_file(key, path)
        with self.shop.writing() as session:
            kept = exports.finish(
                session,
                ident(row),
                maker=self.claim.maker,
                status=WorkStatus.COMPLETED,
                done=1.0,
                seconds_left=0.0,
                key=key,
                size_bytes=facts.bytes,
                finished_at=utc_now(),
            )
            there = exports.get(session, ident(row))
        self._left.discard(ident(row))
        # Another run of the same task may have brought the very same file already.
        if not kept and (there is None or there.key != key):
            self.shop.store.delete(key)


def _call_off(session: Session, claim: _Claim) -> None:
    """Nobody can have these any more; what was asked for says why."""
    exports.forget_unasked(session, claim.render_id, formats=list(ExportFormat))
    gone = Conflict(
        "The film was changed while this file was made.", hint="Approve, render, and ask for it again."
    )
    exports.close_asked(
        session, claim.render_id, status=WorkStatus.CANCELED, finished_at=utc_now(), **trouble(gone)
    )


def _fail(shop: Workshop, claim: _Claim, error: AppError) -> None:
    """What somebody waits for says why it failed; what nobody asked for is as if it had not been begun."""
    log.warning("%s failed: %s %s", claim.maker, error.message, error.detail)
    with shop.writing() as session:
        if claim.asked:
            failed = {"status": WorkStatus.FAILED, "finished_at": utc_now(), **trouble(error)}
            exports.change_held(session, claim.maker, **failed)
        else:
            exports.forget_unasked(session, claim.render_id, formats=claim.formats)


def fail_export(shop: Workshop, export_id: int, error: AppError) -> None:
    """Write down that an export, and what was made along with it, could not be made, and why."""
    with shop.reading() as session:
        row = exports.get(session, export_id)
    if row is None:
        return
    claim = _Claim(render_id=row.render_id, formats=(), maker=export_key(row), asked=True)
    _fail(shop, claim, error)
    with shop.writing() as session:
        exports.change_open(
            session, export_id, status=WorkStatus.FAILED, finished_at=utc_now(), **trouble(error)
        )


def fail_ahead(shop: Workshop, render_id: int, error: AppError) -> None:
    """Forget what was to be made in the background; whoever asks for it later starts it anew."""
    formats = tuple(ExportFormat)
    _fail(shop, _Claim(render_id=render_id, formats=formats, maker=ahead_key(render_id), asked=False), error)
