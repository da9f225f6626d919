"""From an approved storyboard to a film: the order for it, and the task that makes it."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.approval import refuse_unfinished
from core.cancellation import Cancellation
from core.captions import words_of
from core.errors import AppError, Canceled, DiskFull, MediaError, StoreError, WrongStep
from core.export_batch import order_ahead
from core.media import heap
from core.media.film import FilmFacts, FilmPlan, FilmProgress, MovingPicture, MusicFile, Shot, render_film
from core.presentation import ident
from core.preview import Showing
from core.storyboard import find, tell, trouble
from core.terms import Motion, Transition
from core.workshop import Workshop
from db.engine import Session
from db.models import Clip, Job, JobStatus, Music, Render, Revision, Take, WorkStatus, utc_now
from db.queries import clips, films, jobs, music, scenes

log = logging.getLogger(__name__)

RENDERABLE = (JobStatus.STORYBOARD_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED)
# A row a second is smooth enough for a bar and spares the database.
PROGRESS_SECONDS: Final = 0.5


def render_key(render: Render) -> str:
    """The name under which a render runs once."""
    return f"render-{render.id}"


def start(shop: Workshop, job_id: int, *, owner: str | None) -> None:
    """Order the film of the approved storyboard; while it is being made, or made already, nothing new is ordered.

    Raises `WrongStep` when the storyboard was not approved, `Conflict` while a picture or clip
    is being made, `FFmpegMissing` when nothing could render it.
    """
    with shop.reading() as session:
        find(session, job_id, owner)
    shop.ffmpeg()
    shop.check_room("the film")
    with shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        if job.status == JobStatus.RENDERING:
            return
        if job.approved_at is None:
            raise WrongStep("Storyboard must be approved before rendering", hint="Approve it first.")
        if job.status == JobStatus.COMPLETED and _is_current(session, job):
            return
        begin_render(shop, session, job)


def _is_current(session: Session, job: Job) -> bool:
    render = films.render(session, job.film_id) if job.film_id else None
    return render is not None and render.revision == job.revision


def begin_render(shop: Workshop, session: Session, job: Job) -> None:
    """Write down a render of the present revision and enqueue it, in the session's transaction.

    Raises `Conflict` while a picture or clip is being made.
    """
    refuse_unfinished(session, ident(job))
    render = films.add_render(
        session, Render(job_id=ident(job), revision=job.revision, stage="Waiting to render.")
    )
    jobs.move(
        session,
        ident(job),
        origin=RENDERABLE,
        to=JobStatus.RENDERING,
        stage_started_at=utc_now(),
        error_code=None,
        error_message=None,
        error_hint=None,
    )
    tell(session, job, "rendering", f"Started rendering revision {job.revision}")
    shop.engine.enqueue(session, "render", ident(render), key=render_key(render))


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What one render needs, read in one moment."""

    render: Render
    job: Job
    board: Revision
    takes: dict[int | None, Take]
    clips: dict[int | None, Clip]
    music: Music | None


def render(shop: Workshop, render_id: int, cancellation: Cancellation) -> None:
    """Make the film of one render; segments that an earlier run finished are found again."""
    with shop.reading() as session:
        row = films.render(session, render_id)
    if row is None:
        return
    showing = Showing(shop, row)
    try:
        order = _begin(shop, row)
        if order is not None:
            _make(shop, order, showing, cancellation)
    finally:
        showing.end()
        heap.give_back()


def _make(shop: Workshop, order: _Order, showing: Showing, cancellation: Cancellation) -> None:
    render_id = ident(order.render)
    # A worker that was taken for dead may wake and render beside its successor, so each run has files of its own.
    out = shop.settings.cache_folder / "films" / f"{render_id}-{secrets.token_hex(4)}.mp4"
    try:
        with _film_plan(shop, order) as plan:
            facts = render_film(
                plan,
                out=out,
                segments=shop.segments,
                ffmpeg=shop.ffmpeg(),
                cancellation=cancellation,
                on_progress=_Reporter(shop, render_id),
                on_preview=showing.show,
            )
        key = f"jobs/{order.job.id}/films/{render_id}-{facts.sha256[:12]}.mp4"
        shop.store.put_file(key, out)
    except DiskFull as error:
        fail_render(shop, render_id, error)
    except (Canceled, StoreError):
        raise  # The engine runs it again when the store is back; what is encoded is found again.
    except AppError as error:
        fail_render(shop, render_id, error)
    else:
        _accept(shop, order, key, facts)
    finally:
        out.unlink(missing_ok=True)


def _begin(shop: Workshop, render: Render) -> _Order | None:
    """All that the render needs, and the word that it is under way; None where there is nothing left to do."""
    with shop.writing() as session:
        if not films.change_render(
            session, ident(render), status=WorkStatus.GENERATING, stage="Preparing the frames."
        ):
            return None
        job = jobs.get(session, render.job_id)
        board = scenes.revision(session, render.job_id, render.revision)
        if job is None or board is None:
            return None
        wanted = [memory["take_id"] for memory in board.board]
        takes = {take.id: take for take in scenes.takes_by_id(session, wanted)}
        played = [memory.get("clip_id") or 0 for memory in board.board]
        moving = {clip.id: clip for clip in clips.by_id(session, played)}
        heard = music.get(session, board.music_id) if board.music_id else None
        return _Order(render=render, job=job, board=board, takes=takes, clips=moving, music=heard)


@contextmanager
def _film_plan(shop: Workshop, order: _Order) -> Iterator[FilmPlan]:
    """The plan of the revision, with its pictures as local files for as long as the block runs."""
    words = words_of(shop, order.job, order.board)
    with ExitStack() as files:
        shots = []
        for number, memory in enumerate(order.board.board, start=1):
            take = order.takes.get(memory["take_id"])
            if take is None:
                raise MediaError(
                    f"Scene {number} has no picture.", hint="Refine it or put in a picture, then render."
                )
            picture: Path = files.enter_context(shop.store.local_file(take.key))
            shots.append(
                Shot(
                    picture=picture,
                    picture_hash=take.sha256,
                    duration_ms=memory["duration_ms"],
                    motion=Motion(memory["motion"]),
                    transition=Transition(memory["transition"]),
                    clip=_moving_picture(shop, order, number, files),
                    caption=words.burned[number - 1],
                )
            )
        yield FilmPlan(
            shots=tuple(shots),
            size=shop.film_size(order.job.aspect_ratio),
            title=words.title,
            track=words.track,
            music=_music(shop, order, files),
        )


def _music(shop: Workshop, order: _Order, files: ExitStack) -> MusicFile | None:
    """The music of the revision as a local file."""
    row = order.music
    if row is None:
        return None
    path = files.enter_context(shop.store.local_file(row.key))
    return MusicFile(path=path, media_type=row.media_type, sha256=row.sha256)


def _moving_picture(shop: Workshop, order: _Order, number: int, files: ExitStack) -> MovingPicture | None:
    """The clip that a scene plays, as a local file; None when the camera moves over its picture."""
    memory = order.board.board[number - 1]
    if memory["motion"] != Motion.CLIP:
        return None
    clip = order.clips.get(memory.get("clip_id"))
    if clip is None:
        raise MediaError(
            f"Scene {number} has no clip to play.", hint="Bring it to life, or choose a motion of the camera."
        )
    return MovingPicture(path=files.enter_context(shop.store.local_file(clip.key)), sha256=clip.sha256)


@dataclass
class _Reporter:
    """Writes a render's progress into its row, not more often than people can see."""

    shop: Workshop
    render_id: int
    _reported: float = field(default=0.0, init=False)

    def __call__(self, progress: FilmProgress) -> None:
        if time.monotonic() - self._reported < PROGRESS_SECONDS:
            return
        self._reported = time.monotonic()
        with self.shop.writing() as session:
            films.change_render(
                session,
                self.render_id,
                stage=_in_words(progress),
                done=progress.done,
                seconds_left=progress.seconds_left,
                shot=None if progress.shot is None else progress.shot + 1,
            )


def _in_words(progress: FilmProgress) -> str:
    if progress.shot is not None:
        return f"Rendering scene {progress.shot + 1}."
    return {
        "music": "Preparing the music.",
        "joining": "Joining the scenes.",
        "checking": "Checking the film.",
    }.get(progress.stage, "Rendering.")


def fail_render(shop: Workshop, render_id: int, error: AppError) -> None:
    """Write down that a render brought no film, and why."""
    log.warning("Render %s failed: %s %s", render_id, error.message, error.detail)
    with shop.writing() as session:
        row = films.render(session, render_id)
        job = jobs.lock(session, row.job_id) if row else None
        closed = films.change_render(
            session, render_id, status=WorkStatus.FAILED, finished_at=utc_now(), **trouble(error)
        )
        if job is not None and closed:
            jobs.move(
                session, ident(job), origin=(JobStatus.RENDERING,), to=JobStatus.FAILED, **trouble(error)
            )
            tell(session, job, "failed", error.message)


def _accept(shop: Workshop, order: _Order, key: str, facts: FilmFacts) -> None:
    """Show the new film, and only then let go of the one it replaces."""
    render_id = ident(order.render)
    with shop.writing() as session:
        job = jobs.lock(session, ident(order.job))
        kept = films.change_render(
            session,
            render_id,
            status=WorkStatus.COMPLETED,
            stage="",
            done=1.0,
            seconds_left=0.0,
            shot=None,
            key=key,
            sha256=facts.sha256,
            width=facts.width,
            height=facts.height,
            frames=facts.frames,
            duration_ms=facts.duration_ms,
            size_bytes=facts.bytes,
            finished_at=utc_now(),
        )
        if job is not None and kept:
            jobs.move(
                session, ident(job), origin=(JobStatus.RENDERING,), to=JobStatus.COMPLETED, film_id=render_id
            )
            tell(session, job, "completed", "The film is ready")
            order_ahead(shop, session, order.render)
            replaced = films.forget_others(session, ident(job), keep=render_id)
        else:
            # Another run of the same render may have brought the very same film already.
            row = films.render(session, render_id)
            replaced = [] if row is not None and row.key == key else [key]
    for old in replaced:
        shop.store.delete(old)
    shop.segments.sweep(round(shop.settings.segment_cache_gb * 1e9))
