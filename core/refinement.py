"""Refining a scene: a new picture prompt, a new description, or both; five times a job."""

from dataclasses import replace

from core import ledger
from core.drawing import order_picture
from core.edits import Edit
from core.errors import Conflict, InvalidInput, NotFound, RefinementFailed, RefinementLimit
from core.presentation import ident, trouble_view
from core.prices import picture_price
from core.storyboard import open_for_edit, record_edit, scene_numbered, within
from core.terms import MAX_DESCRIPTION, MAX_IMAGE_PROMPT, AspectRatio
from core.views import TroubleView, WorkStatus
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, Scene
from db.queries import charges, jobs, scenes


def refine(
    shop: Workshop,
    edit: Edit,
    *,
    scene_number: int,
    new_image_prompt: str | None = None,
    new_description: str | None = None,
) -> int | None:
    """Refine a scene and return the id of the attempt that makes its new picture, None when only words change.

    Words alone change at once. With a picture the words change when it is there, and only then is the refinement
    counted; until then it is held, so that parallel calls never pass the limit.
    """
    image_prompt = within(_trimmed(new_image_prompt), MAX_IMAGE_PROMPT, "The picture's description")
    description = within(_trimmed(new_description), MAX_DESCRIPTION, "The text of the scene")
    if not image_prompt and not description:
        raise InvalidInput(
            "Must provide either new_image_prompt or new_description", hint="Say what is to change."
        )
    with shop.writing() as session:
        job, board = open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
        scene = scene_numbered(board, scene_number)
        _hold(shop, session, job, scene)
        if image_prompt:
            return _order(shop, session, job, scene, image_prompt, description or None)
        scene.description = description or scene.description
        jobs.close_refinement(session, ident(job), counted=True)
        record_edit(session, job, board, kind="refine", summary=f"Scene {scene_number}: new description")
        return None


def _trimmed(text: str | None) -> str:
    return text.replace("\x00", "").strip() if text else ""


def _hold(shop: Workshop, session: Session, job: Job, scene: Scene) -> None:
    if scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING):
        raise Conflict(
            f"Scene {scene.position} is being made right now.",
            hint="Wait until it is there, or cancel.",
        )
    limit = shop.settings.max_refinements
    if not jobs.open_refinement(session, ident(job), limit=limit):
        raise RefinementLimit(f"Maximum refinement limit ({limit}) reached for this job")


def _order(
    shop: Workshop, session: Session, job: Job, scene: Scene, image_prompt: str, description: str | None
) -> int:
    price = picture_price(shop, AspectRatio(job.aspect_ratio), job.style)
    held = ledger.reserve(
        shop,
        session,
        job,
        kind="picture",
        provider=shop.artist.name,
        model=shop.artist.model,
        micros=(price,),
    )
    attempt = order_picture(
        shop,
        session,
        scene,
        charge=held[0],
        kind="refine",
        image_prompt=image_prompt,
        new_description=description,
    )
    return ident(attempt)


def outcome(shop: Workshop, attempt_id: int) -> tuple[WorkStatus, TroubleView | None]:
    """How an attempt at a picture or a clip stands, and why it failed if it did."""
    with shop.reading() as session:
        attempt = scenes.attempt(session, attempt_id)
        if attempt is None:
            raise NotFound("The job was deleted in the meantime.")
        why, charge = trouble_view(attempt), charges.get(session, attempt.charge_id)
        if why is not None and charge is not None:
            why = replace(why, charged_micros=charge.settled_micros)
        return WorkStatus(attempt.status), why


def finished(shop: Workshop, attempt_id: int) -> bool:
    """Whether the new picture of an attempt is in place, False while it is being made.

    Raises `RefinementFailed` with the cause when there will be none, `Conflict` when it was cancelled.
    """
    status, why = outcome(shop, attempt_id)
    if status == WorkStatus.CANCELED:
        raise Conflict("The refinement was cancelled.", hint="Nothing was counted; refine again if you want.")
    if status == WorkStatus.FAILED:
        cause = why.message if why else "no cause was told"
        raise RefinementFailed(f"Failed to regenerate image: {cause}", hint=why.hint if why else None)
    return status == WorkStatus.COMPLETED
