"""From a prompt to a storyboard: one task plans the scenes, one task an attempt makes a picture.

Both may be run again at any moment after a crash: what they find done in the rows they do not do twice.
"""

import hashlib
import logging
from dataclasses import dataclass

from core import ledger
from core.cancellation import Cancellation
from core.errors import AppError, Canceled
from core.media import pictures
from core.presentation import SUFFIXES, ident
from core.providers.base import Picture, PictureBrief, Plan, StoryBrief
from core.storyboard import record_edit, remember, tell
from core.terms import AspectRatio
from core.workshop import Workshop
from db.engine import Session
from db.models import Attempt, Charge, Job, JobStatus, Revision, Scene, Take, Trouble, WorkStatus, utc_now
from db.queries import charges, jobs, scenes

log = logging.getLogger(__name__)

# No model returns more; anything larger is an error page or an attack.
MAX_PICTURE_BYTES = 50_000_000
MAX_PICTURE_PIXELS = 50_000_000


def plan_key(job: Job) -> str:
    """The name under which the planning of a job runs once."""
    return f"plan-{job.id}-{job.round}"


def picture_key(attempt: Attempt) -> str:
    """The name under which an attempt runs once."""
    return f"picture-{attempt.id}"


def plan(shop: Workshop, job_id: int, cancellation: Cancellation) -> None:
    """Plan the scenes of a job and order their pictures."""
    order = _begin_planning(shop, job_id)
    if order is None:
        return
    job, charge_id = order
    try:
        planner = shop.planner_named(job.planner)
        result = ledger.purchase(
            shop, charge_id=charge_id, provider=planner, brief=_story_brief(job), cancellation=cancellation
        )
    except Canceled:
        raise
    except AppError as error:
        fail_plan(shop, job_id, error)
    else:
        _accept_plan(shop, job_id, charge_id, result)


def _begin_planning(shop: Workshop, job_id: int) -> tuple[Job, int] | None:
    with shop.writing() as session:
        job = jobs.lock(session, job_id)
        if job is None or job.status not in (JobStatus.PENDING, JobStatus.PARSING):
            return None
        if jobs.move(session, job_id, origin=(JobStatus.PENDING,), to=JobStatus.PARSING):
            tell(session, job, "planning", "Started planning the scenes")
        charge = charges.unused(session, job_id, kind="plan")[0]
        return job, ident(charge)


def _story_brief(job: Job) -> StoryBrief:
    return StoryBrief(
        prompt=job.prompt,
        duration_ms=job.target_ms,
        scene_count=job.scene_count,
        style=job.style,
        aspect_ratio=AspectRatio(job.aspect_ratio),
        seed=job.seed,
        brand_guidelines=job.brand_guidelines,
    )


def fail_plan(shop: Workshop, job_id: int, error: AppError) -> None:
    """Write down that a job could not be planned, and give back what was reserved for it."""
    log.warning("Job %s: planning failed: %s %s", job_id, error.message, error.detail)
    with shop.writing() as session:
        for charge in charges.unused(session, job_id, kind="plan"):
            ledger.fail(session, ident(charge), error)
        for charge in charges.unused(session, job_id, kind="picture"):
            ledger.release(session, ident(charge))
        job = jobs.get(session, job_id)
        moved = jobs.move(session, job_id, origin=(JobStatus.PARSING,), to=JobStatus.FAILED, **trouble(error))
        if job is not None and moved:
            tell(session, job, "failed", error.message)


def _accept_plan(shop: Workshop, job_id: int, charge_id: int, result: Plan) -> None:
    with shop.writing() as session:
        ledger.settle(session, charge_id, result.charged_micros)
        job = jobs.lock(session, job_id)
        if job is None or job.status != JobStatus.PARSING:
            return
        held = list(charges.unused(session, job_id, kind="picture"))
        for position, planned in enumerate(result.scenes, start=1):
            scene = scenes.add(
                session,
                Scene(
                    job_id=job_id,
                    position=position,
                    description=planned.description,
                    image_prompt=planned.image_prompt,
                    duration_ms=planned.duration_ms,
                    motion=job.motion or planned.motion,
                ),
            )
            order_picture(
                shop,
                session,
                scene,
                charge=held[position - 1],
                kind="first",
                image_prompt=planned.image_prompt,
            )
        jobs.move(
            session,
            job_id,
            origin=(JobStatus.PARSING,),
            to=JobStatus.GENERATING_STORYBOARD,
            title=result.title,
            look=result.look,
            scene_count=len(result.scenes),
            stage_started_at=utc_now(),
        )
        tell(session, job, "planned", f"Planned {len(result.scenes)} scenes")


def order_picture(
    shop: Workshop,
    session: Session,
    scene: Scene,
    *,
    charge: Charge,
    kind: str,
    image_prompt: str,
    new_description: str | None = None,
) -> Attempt:
    """Write down an attempt at a picture and enqueue it, in the session's transaction."""
    attempt = scenes.add_attempt(
        session,
        Attempt(
            job_id=scene.job_id,
            scene_id=ident(scene),
            charge_id=ident(charge),
            kind=kind,
            image_prompt=image_prompt,
            new_description=new_description,
        ),
    )
    scene.status = WorkStatus.PENDING
    scene.error_code = scene.error_message = scene.error_hint = None
    session.add(scene)
    shop.engine.enqueue(session, "picture", ident(attempt), key=picture_key(attempt))
    return attempt


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What one attempt needs, read in one moment."""

    attempt: Attempt
    scene: Scene
    job: Job
    charge: Charge


def draw(shop: Workshop, attempt_id: int, cancellation: Cancellation) -> None:
    """Make the picture of one attempt and put it into its scene."""
    order = _begin_picture(shop, attempt_id)
    if order is None:
        return
    try:
        artist = shop.artist_named(order.charge.provider)
        picture = ledger.purchase(
            shop,
            charge_id=ident(order.charge),
            provider=artist,
            brief=_picture_brief(order),
            cancellation=cancellation,
        )
        take = _store_picture(shop, order, picture)
    except Canceled:
        raise
    except AppError as error:
        fail_picture(shop, attempt_id, error)
    else:
        _accept_picture(shop, order, take)


def _begin_picture(shop: Workshop, attempt_id: int) -> _Order | None:
    with shop.writing() as session:
        attempt = scenes.attempt(session, attempt_id)
        if attempt is None or not scenes.move_attempt(session, attempt_id, status=WorkStatus.GENERATING):
            return None
        scene = scenes.get(session, attempt.scene_id)
        job = jobs.get(session, attempt.job_id)
        charge = charges.get(session, attempt.charge_id)
        if scene is None or job is None or charge is None:
            return None
        scene.status = WorkStatus.GENERATING
        session.add(scene)
        return _Order(attempt=attempt, scene=scene, job=job, charge=charge)


def _picture_brief(order: _Order) -> PictureBrief:
    shape = AspectRatio(order.job.aspect_ratio)
    return PictureBrief(
        prompt=order.attempt.image_prompt,
        style=order.job.style,
        aspect_ratio=shape,
        size=shape.picture_size,
        seed=order.charge.seed,
        job_seed=order.job.seed,
        look=order.job.look,
    )


def _store_picture(shop: Workshop, order: _Order, picture: Picture) -> Take:
    facts = pictures.inspect(picture.content, max_bytes=MAX_PICTURE_BYTES, max_pixels=MAX_PICTURE_PIXELS)
    key = f"jobs/{order.job.id}/takes/{order.attempt.id}.{SUFFIXES[facts.media_type]}"
    shop.store.put_bytes(key, picture.content)
    return Take(
        job_id=ident(order.job),
        scene_id=ident(order.scene),
        number=0,
        artist=order.charge.provider,
        model=order.charge.model,
        image_prompt=order.attempt.image_prompt,
        seed=order.charge.seed,
        key=key,
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        sha256=hashlib.sha256(picture.content).hexdigest(),
        charged_micros=picture.charged_micros,
    )


def _accept_picture(shop: Workshop, order: _Order, take: Take) -> None:
    """Keep the take whatever happened meanwhile; show it unless the attempt was cancelled."""
    attempt, job_id = order.attempt, ident(order.job)
    with shop.writing() as session:
        job = jobs.lock(session, job_id)
        scene = scenes.get(session, ident(order.scene))
        ledger.settle(session, attempt.charge_id, take.charged_micros)
        if job is not None and scene is not None:
            charge = charges.get(session, attempt.charge_id)
            take.ticket = charge.ticket if charge else None
            stored = scenes.add_take(session, take)
            if scenes.move_attempt(session, ident(attempt), status=WorkStatus.COMPLETED, take_id=stored.id):
                _show(shop, session, job, scene, attempt, stored)
            return
    # The job was deleted while the picture was made, so nobody will ever ask for the file.
    shop.store.delete(take.key)


def _show(shop: Workshop, session: Session, job: Job, scene: Scene, attempt: Attempt, take: Take) -> None:
    scene.take_id = take.id
    scene.status = WorkStatus.COMPLETED
    scene.error_code = scene.error_message = scene.error_hint = None
    scene.image_prompt = attempt.image_prompt
    scene.description = attempt.new_description or scene.description
    session.add(scene)
    session.flush()
    if attempt.kind == "refine":
        jobs.close_refinement(session, ident(job), counted=True, estimate_micros=shop.settings.picture_micros)
    if job.status == JobStatus.GENERATING_STORYBOARD:
        finish_board(session, job)
    elif scene.position is not None:
        board = list(scenes.on_board(session, ident(job)))
        kind, verb = ("refine", "new picture") if attempt.kind == "refine" else ("retry", "picture made")
        record_edit(session, job, board, kind=kind, summary=f"Scene {scene.position}: {verb}")


def fail_picture(shop: Workshop, attempt_id: int, error: AppError) -> None:
    """Write down that an attempt brought no picture, and why."""
    log.warning("Attempt %s brought no picture: %s %s", attempt_id, error.message, error.detail)
    with shop.writing() as session:
        attempt = scenes.attempt(session, attempt_id)
        if attempt is None:
            return
        job = jobs.lock(session, attempt.job_id)
        scene = scenes.get(session, attempt.scene_id)
        ledger.fail(session, attempt.charge_id, error)
        closed = scenes.move_attempt(session, attempt_id, status=WorkStatus.FAILED, **trouble(error))
        if job is None or scene is None or not closed:
            return
        put_back(session, job, scene, attempt, error)
        tell(session, job, "picture_failed", f"Scene {scene.position}: {error.message}")
        if job.status == JobStatus.GENERATING_STORYBOARD:
            finish_board(session, job)


def put_back(session: Session, job: Job, scene: Scene, attempt: Attempt, error: AppError) -> None:
    """Leave the scene as it was before a failed or cancelled attempt, and say why there is nothing new."""
    scene.status = WorkStatus.COMPLETED if scene.take_id else WorkStatus.FAILED
    for name, value in trouble(error).items():
        setattr(scene, name, value)
    session.add(scene)
    session.flush()
    if attempt.kind == "refine":
        jobs.close_refinement(session, ident(job), counted=False)


def finish_board(session: Session, job: Job) -> None:
    """When no scene waits any more, the storyboard is ready, or the job failed if there is no picture at all."""
    board = list(scenes.on_board(session, ident(job)))
    if any(scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING) for scene in board):
        return
    generating = (JobStatus.GENERATING_STORYBOARD,)
    if not any(scene.take_id for scene in board):
        why = {
            "error_code": board[0].error_code,
            "error_message": f"No picture could be made: {board[0].error_message}",
            "error_hint": board[0].error_hint,
        }
        if jobs.move(session, ident(job), origin=generating, to=JobStatus.FAILED, **why):
            tell(session, job, "failed", why["error_message"] or "")
        return
    number = job.revision + 1
    if jobs.move(session, ident(job), origin=generating, to=JobStatus.STORYBOARD_READY, revision=number):
        remembered = [remember(scene) for scene in board]
        scenes.add_revision(
            session,
            Revision(
                job_id=ident(job), number=number, kind="drawn", summary="First storyboard", board=remembered
            ),
        )
        tell(session, job, "ready", "The storyboard is ready for review", revision=number)


def trouble(error: AppError) -> dict[str, str]:
    """An error as the columns of `Trouble`."""
    return Trouble(error_code=error.code, error_message=error.message, error_hint=error.hint).model_dump()
