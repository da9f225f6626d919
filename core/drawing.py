"""The pictures of the scenes: how one is ordered, and the task that makes it and puts it into its scene.

The task may be run again at any moment after a crash: what it finds done in the rows it does not do twice.
"""

import hashlib
import logging
from dataclasses import dataclass

from core import ledger
from core.cancellation import Cancellation
from core.clips import order_held_clip
from core.errors import AppError, Canceled, StoreError
from core.media import pictures
from core.presentation import SUFFIXES, ident
from core.providers.base import Picture, PictureBrief
from core.storyboard import finish_board, put_back, record_edit, show_take, tell, trouble
from core.terms import AspectRatio, Motion
from core.workshop import Workshop
from db.engine import Session
from db.models import Attempt, Charge, Job, JobStatus, Scene, Take, WorkStatus
from db.queries import charges, jobs, scenes

log = logging.getLogger(__name__)

# No model returns more; anything larger is an error page or an attack.
MAX_PICTURE_BYTES = 50_000_000
MAX_PICTURE_PIXELS = 50_000_000


def picture_key(attempt: Attempt) -> str:
    """The name under which an attempt runs once."""
    return f"picture-{attempt.id}"


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
    # Whoever refines sits and waits, so that does not stand in line behind the first pictures of other films.
    task = "picture" if kind == "first" else "redraw"
    shop.engine.enqueue(session, task, ident(attempt), key=picture_key(attempt))
    return attempt


@dataclass(frozen=True, kw_only=True)
class PictureOrder:
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
            brief=picture_brief(order),
            cancellation=cancellation,
        )
        take = store_picture(shop, order, picture)
    except (Canceled, StoreError):
        raise  # What was paid is collected again when the store is back.
    except AppError as error:
        fail_picture(shop, attempt_id, error)
    else:
        accept_picture(shop, order, take)


def _begin_picture(shop: Workshop, attempt_id: int) -> PictureOrder | None:
    with shop.writing() as session:
        if not scenes.move_attempt(session, attempt_id, status=WorkStatus.GENERATING):
            return None
        order = read_order(session, attempt_id)
        if order is not None:
            order.scene.status = WorkStatus.GENERATING
            session.add(order.scene)
        return order


def read_order(session: Session, attempt_id: int) -> PictureOrder | None:
    """Everything about one attempt; None when its job was deleted."""
    attempt = scenes.attempt(session, attempt_id)
    if attempt is None:
        return None
    scene = scenes.get(session, attempt.scene_id)
    job = jobs.get(session, attempt.job_id)
    charge = charges.get(session, attempt.charge_id)
    if scene is None or job is None or charge is None:
        return None
    return PictureOrder(attempt=attempt, scene=scene, job=job, charge=charge)


def picture_brief(order: PictureOrder) -> PictureBrief:
    """What the artist is asked for; the same for every run of the attempt."""
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


def store_picture(shop: Workshop, order: PictureOrder, picture: Picture) -> Take:
    """Check the picture and put its file into the store; the take it belongs to is not stored yet."""
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


def accept_picture(shop: Workshop, order: PictureOrder, take: Take) -> None:
    """Keep the take whatever happened meanwhile; show it unless the attempt was cancelled."""
    attempt, job_id = order.attempt, ident(order.job)
    with shop.writing() as session:
        job = jobs.lock(session, job_id)
        scene = scenes.get(session, ident(order.scene))
        ledger.settle(session, attempt.charge_id, take.charged_micros)
        if scenes.take_by_key(session, take.key) is not None:
            return
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
    show_take(session, scene, take)
    scene.image_prompt = attempt.image_prompt
    scene.description = attempt.new_description or scene.description
    session.add(scene)
    session.flush()
    if attempt.kind == "refine":
        jobs.close_refinement(session, ident(job), counted=True, estimate_micros=shop.settings.picture_micros)
    if job.status == JobStatus.GENERATING_STORYBOARD:
        if job.motion == Motion.CLIP:
            order_held_clip(shop, session, job, scene, take)
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
