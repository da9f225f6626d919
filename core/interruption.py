"""Stopping work on a job, and starting again what failed or was stopped."""

from core import ledger
from core.clips import CLIP_ATTEMPT, clip_key
from core.drawing import order_picture, picture_key
from core.errors import Canceled, Conflict
from core.generation import plan_key
from core.jobs import NewJob, reserve_all, reserve_clips
from core.presentation import ident
from core.prices import picture_price
from core.rendering import begin_render, render_key
from core.storyboard import find, finish_board, put_back, tell
from core.terms import AspectRatio, Motion
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, JobStatus, Scene, WorkStatus, utc_now
from db.queries import charges, films, jobs, scenes

BUSY = (JobStatus.PENDING, JobStatus.PARSING, JobStatus.GENERATING_STORYBOARD, JobStatus.RENDERING)
STOPPED = "Stopped before it was done."


def cancel(shop: Workshop, job_id: int, *, owner: str | None) -> None:
    """Stop whatever is being done for a job; pictures that are finished stay.

    Raises `Conflict` when nothing is being done.
    """
    if not _stop(shop, job_id, owner=owner):
        raise Conflict(f"Job {job_id} has nothing to cancel.", hint="It is not being worked on.")


def _stop(shop: Workshop, job_id: int, *, owner: str | None) -> bool:
    """The same; False when nothing is being done."""
    with shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        keys = _stop_pictures(session, job) + _stop_film(session, job)
        if job.status == JobStatus.GENERATING_STORYBOARD and _all_drawn(session, job_id):
            # Only clips were awaited, and a storyboard is complete without them.
            finish_board(session, job)
        elif jobs.move(session, job_id, origin=BUSY, to=JobStatus.CANCELED):
            keys.append(plan_key(job))
        elif not keys:
            return False
        _call_off(shop, session, job)
        tell(session, job, "canceled", "Cancelled")
    for key in keys:
        shop.engine.cancel(key)
    return True


def _all_drawn(session: Session, job_id: int) -> bool:
    return all(scene.take_id for scene in scenes.on_board(session, job_id))


def _call_off(shop: Workshop, session: Session, job: Job) -> None:
    """Release what was not ordered yet; what was ordered is called off at the provider and settled as a task."""
    for charge in charges.open_of_job(session, ident(job)):
        if charge.intent_at is None:
            ledger.release(session, ident(charge))
        else:
            shop.engine.enqueue(session, "call_off", ident(charge), key=ledger.call_off_key(ident(charge)))


def _stop_pictures(session: Session, job: Job) -> list[str]:
    keys = []
    for attempt in scenes.open_attempts(session, ident(job)):
        scenes.move_attempt(session, ident(attempt), status=WorkStatus.CANCELED)
        scene = scenes.get(session, attempt.scene_id)
        if scene is not None:
            put_back(session, job, scene, attempt, Canceled(STOPPED))
        keys.append(clip_key(attempt) if attempt.kind == CLIP_ATTEMPT else picture_key(attempt))
    return keys


def _stop_film(session: Session, job: Job) -> list[str]:
    renders = [row for row in films.renders(session, ident(job)) if row.status in films.OPEN]
    for render in renders:
        films.change_render(session, ident(render), status=WorkStatus.CANCELED, finished_at=utc_now())
    return [render_key(render) for render in renders]


def retry(shop: Workshop, job_id: int, *, owner: str | None, scene_number: int | None = None) -> None:
    """Do again what failed or was cancelled, and only that; `scene_number` limits it to one scene.

    Raises `Conflict` when there is nothing to do again.
    """
    with shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        if job.status in BUSY:
            raise Conflict(
                f"Job {job_id} is at work; there is nothing to retry.", hint="Wait until it is done."
            )
        board = list(scenes.on_board(session, job_id))
        lacking = [
            scene for scene in board if _lacks_picture(scene) and scene_number in (None, scene.position)
        ]
        if not board:
            _plan_again(shop, session, job)
        elif lacking:
            _draw_again(shop, session, job, lacking)
        elif job.approved_at and job.status in (JobStatus.FAILED, JobStatus.CANCELED):
            begin_render(shop, session, job)
        else:
            raise Conflict(f"Job {job_id} has nothing to retry.", hint="Nothing of it failed.")


def _lacks_picture(scene: Scene) -> bool:
    return scene.take_id is None and scene.status == WorkStatus.FAILED


def _plan_again(shop: Workshop, session: Session, job: Job) -> None:
    request = NewJob(
        prompt=job.prompt,
        duration_ms=job.target_ms,
        style=job.style,
        aspect_ratio=AspectRatio(job.aspect_ratio),
        brand_guidelines=job.brand_guidelines,
        motion=Motion(job.motion) if job.motion else None,
    )
    reserve_all(shop, session, job, request, job.scene_count)
    jobs.change(
        session,
        ident(job),
        status=JobStatus.PENDING,
        artist=shop.artist.name,
        planner=shop.planner.name,
        plan_trouble=None,
        round=job.round + 1,
        stage_started_at=utc_now(),
        error_code=None,
        error_message=None,
        error_hint=None,
    )
    session.refresh(job)
    shop.engine.enqueue(session, "plan", ident(job), key=plan_key(job))
    tell(session, job, "retried", "Started again")


def _draw_again(shop: Workshop, session: Session, job: Job, lacking: list[Scene]) -> None:
    price = picture_price(shop, AspectRatio(job.aspect_ratio), job.style)
    held = ledger.reserve(
        shop,
        session,
        job,
        kind="picture",
        provider=shop.artist.name,
        model=shop.artist.model,
        micros=(price,) * len(lacking),
    )
    if job.motion == Motion.CLIP and job.status in (JobStatus.FAILED, JobStatus.CANCELED):
        # Where the storyboard is ready already, a scene gets its picture only, and comes to life when it is asked for.
        length = sum(scene.duration_ms for scene in lacking)
        reserve_clips(shop, session, job, length, len(lacking))
    for scene, charge in zip(lacking, held, strict=True):
        order_picture(shop, session, scene, charge=charge, kind="retry", image_prompt=scene.image_prompt)
    jobs.move(
        session,
        ident(job),
        origin=(JobStatus.FAILED, JobStatus.CANCELED),
        to=JobStatus.GENERATING_STORYBOARD,
        stage_started_at=utc_now(),
        error_code=None,
        error_message=None,
        error_hint=None,
    )
    numbers = ", ".join(str(scene.position) for scene in lacking)
    tell(session, job, "retried", f"Tried again: scene {numbers}")


def cancel_if_busy(shop: Workshop, job_id: int, *, owner: str) -> None:
    """Stop what is being done for a job, if anything is; what ends by itself in the same moment is as good."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        at_work = job.status in BUSY or bool(scenes.open_attempts(session, job_id))
    if at_work:
        _stop(shop, job_id, owner=owner)
