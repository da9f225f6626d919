"""Clips, the moving pictures of scenes: how one is ordered, and the task that makes it and lets its scene play it.

The task may be run again at any moment after a crash: what it finds done in the rows it does not do twice.
"""

import hashlib
import logging
from dataclasses import dataclass
from typing import Final

from core import ledger
from core.cancellation import Cancellation
from core.errors import AppError, Canceled, MediaError, ProviderError, StoreError
from core.media.clips import inspect_clip
from core.presentation import CLIP_SUFFIXES, ident
from core.prices import clip_price
from core.providers.base import Clip as MadeClip
from core.providers.base import MotionBrief
from core.storyboard import finish_board, put_back, record_edit, tell, trouble
from core.terms import AspectRatio, Motion
from core.workshop import Workshop
from db.engine import Session
from db.models import Attempt, Charge, Clip, Job, JobStatus, Scene, Take, WorkStatus
from db.queries import charges, clips, jobs, scenes

log = logging.getLogger(__name__)

# What an attempt and a charge are called that are for a clip.
CLIP_ATTEMPT: Final = "clip"
MOTION_CHARGE: Final = "motion"


def clip_key(attempt: Attempt) -> str:
    """The name under which an attempt at a clip runs once."""
    return f"clip-{attempt.id}"


def order_clip(shop: Workshop, session: Session, scene: Scene, take: Take, charge: Charge) -> Attempt:
    """Write down an attempt at a clip of a take and enqueue it, in the session's transaction."""
    attempt = scenes.add_attempt(
        session,
        Attempt(
            job_id=scene.job_id,
            scene_id=ident(scene),
            charge_id=ident(charge),
            kind=CLIP_ATTEMPT,
            # What happens comes first: it is what should be seen to move.
            image_prompt=f"{scene.description}\n{scene.image_prompt}",
            take_id=ident(take),
            duration_ms=scene.duration_ms,
        ),
    )
    scene.status = WorkStatus.PENDING
    scene.error_code = scene.error_message = scene.error_hint = None
    session.add(scene)
    session.flush()
    shop.engine.enqueue(session, "clip", ident(attempt), key=clip_key(attempt))
    return attempt


def order_held_clip(shop: Workshop, session: Session, job: Job, scene: Scene, take: Take) -> None:
    """Order the clip that a film's request reserved, now that its picture is there and its length is known."""
    held = charges.unused(session, ident(job), kind=MOTION_CHARGE)
    if not held:
        return
    shape = AspectRatio(job.aspect_ratio)
    try:
        price = clip_price(shop, shape, scene.duration_ms, animator=held[0].provider)
        ledger.hold_exactly(shop, session, job, held[0], price)
    except AppError as error:
        ledger.release(session, ident(held[0]))
        for name, value in trouble(error).items():
            setattr(scene, name, value)
        session.add(scene)
    else:
        order_clip(shop, session, scene, take, held[0])


@dataclass(frozen=True, kw_only=True)
class ClipOrder:
    """What one attempt at a clip needs, read in one moment."""

    attempt: Attempt
    scene: Scene
    take: Take
    job: Job
    charge: Charge


def animate(shop: Workshop, attempt_id: int, cancellation: Cancellation) -> None:
    """Make the clip of one attempt and let its scene play it."""
    order = _begin_clip(shop, attempt_id)
    if order is None:
        return
    try:
        made = ledger.purchase(
            shop,
            charge_id=ident(order.charge),
            provider=shop.animator_named(order.charge.provider),
            brief=clip_brief(shop, order),
            cancellation=cancellation,
        )
        clip = store_clip(shop, order, made)
    except (Canceled, StoreError):
        raise  # What was paid is collected again when the store is back.
    except AppError as error:
        fail_clip(shop, attempt_id, error)
    else:
        accept_clip(shop, order, clip)


def _begin_clip(shop: Workshop, attempt_id: int) -> ClipOrder | None:
    with shop.writing() as session:
        if not scenes.move_attempt(session, attempt_id, status=WorkStatus.GENERATING):
            return None
        order = read_clip_order(session, attempt_id)
        if order is not None:
            order.scene.status = WorkStatus.GENERATING
            session.add(order.scene)
        return order


def read_clip_order(session: Session, attempt_id: int) -> ClipOrder | None:
    """Everything about one attempt at a clip; None when its job was deleted."""
    attempt = scenes.attempt(session, attempt_id)
    if attempt is None:
        return None
    scene = scenes.get(session, attempt.scene_id)
    take = scenes.take(session, attempt.take_id) if attempt.take_id else None
    job = jobs.get(session, attempt.job_id)
    charge = charges.get(session, attempt.charge_id)
    if scene is None or take is None or job is None or charge is None:
        return None
    return ClipOrder(attempt=attempt, scene=scene, take=take, job=job, charge=charge)


def clip_brief(shop: Workshop, order: ClipOrder) -> MotionBrief:
    """What the animator is asked for; the same for every run of the attempt."""
    return MotionBrief(
        picture=shop.store.get_bytes(order.take.key),
        prompt=order.attempt.image_prompt,
        duration_ms=order.attempt.duration_ms or order.scene.duration_ms,
        size=AspectRatio(order.job.aspect_ratio).picture_size,
        seed=order.charge.seed,
    )


def store_clip(shop: Workshop, order: ClipOrder, made: MadeClip) -> Clip:
    """Check the clip and put its file into the store; its row is not stored yet.

    Raises `ProviderError` with what was charged for a clip that cannot be used.
    """
    try:
        facts = inspect_clip(made.content)
    except MediaError as error:
        raise ProviderError(
            f"The clip that came back from {order.charge.model} cannot be used. {error.message}",
            charged_micros=made.charged_micros,
        ) from error
    key = f"jobs/{order.job.id}/clips/{order.attempt.id}.{CLIP_SUFFIXES[made.media_type]}"
    shop.store.put_bytes(key, made.content)
    return Clip(
        job_id=ident(order.job),
        take_id=ident(order.take),
        animator=order.charge.provider,
        model=order.charge.model,
        seed=order.charge.seed,
        key=key,
        media_type=made.media_type,
        width=facts.width,
        height=facts.height,
        duration_ms=facts.duration_ms,
        sha256=hashlib.sha256(made.content).hexdigest(),
        charged_micros=made.charged_micros,
    )


def accept_clip(shop: Workshop, order: ClipOrder, clip: Clip) -> None:
    """Keep the clip whatever happened meanwhile; play it unless the attempt was cancelled."""
    attempt = order.attempt
    with shop.writing() as session:
        job = jobs.lock(session, ident(order.job))
        scene = scenes.get(session, ident(order.scene))
        ledger.settle(session, attempt.charge_id, clip.charged_micros)
        if clips.by_key(session, clip.key) is not None:
            return
        if job is not None and scene is not None:
            charge = charges.get(session, attempt.charge_id)
            clip.ticket = charge.ticket if charge else None
            stored = clips.add(session, clip)
            if scenes.move_attempt(session, ident(attempt), status=WorkStatus.COMPLETED):
                _show(shop, session, job, scene, stored)
            return
    # The job was deleted while the clip was made, so nobody will ever ask for the file.
    shop.store.delete(clip.key)


def _show(shop: Workshop, session: Session, job: Job, scene: Scene, clip: Clip) -> None:
    scene.status = WorkStatus.COMPLETED
    scene.error_code = scene.error_message = scene.error_hint = None
    # Another picture may have been chosen meanwhile; the clip then waits with its own.
    is_wanted = scene.take_id == clip.take_id
    if is_wanted:
        scene.motion, scene.clip_id = Motion.CLIP, clip.id
    session.add(scene)
    session.flush()
    if job.status == JobStatus.GENERATING_STORYBOARD:
        finish_board(session, job)
        return
    jobs.change(session, ident(job), estimated_micros=job.estimated_micros + shop.settings.clip_micros)
    if is_wanted and scene.position is not None:
        board = list(scenes.on_board(session, ident(job)))
        record_edit(session, job, board, kind="clip", summary=f"Scene {scene.position}: brought to life")


def fail_clip(shop: Workshop, attempt_id: int, error: AppError) -> None:
    """Write down that an attempt brought no clip, and why; the scene moves as before."""
    log.warning("Attempt %s brought no clip: %s %s", attempt_id, error.message, error.detail)
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
        tell(session, job, "clip_failed", f"Scene {scene.position}: no clip. {error.message}")
        if job.status == JobStatus.GENERATING_STORYBOARD:
            finish_board(session, job)
