"""Bringing scenes to life: a person's order for clips of the chosen pictures, and how it went."""

from core import ledger
from core.clips import MOTION_CHARGE, order_clip
from core.edits import Edit
from core.errors import ClipFailed, Conflict, WrongStep
from core.presentation import ident
from core.prices import clip_price
from core.refinement import outcome
from core.storyboard import open_for_edit, scene_numbered
from core.terms import AspectRatio, Motion
from core.views import WorkStatus
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, Scene
from db.queries import scenes


def animate(shop: Workshop, edit: Edit, *, scene_number: int) -> int:
    """Order a clip of a scene's picture and return the id of the attempt; the scene plays it once it is there.

    Raises `ConfigurationError` when nobody makes clips, `WrongStep` for a scene without a picture, `Conflict` while
    the scene is being made, and `BudgetExceeded`; nothing is sent then.
    """
    with shop.writing() as session:
        job, board = open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
        return _order(shop, session, job, [scene_numbered(board, scene_number)])[0]


def animate_all(shop: Workshop, edit: Edit) -> list[int]:
    """Order a clip for every scene that plays none, all or none of them; the ids of the attempts.

    Raises the same as `animate`, and `Conflict` when every scene plays a clip already.
    """
    with shop.writing() as session:
        job, board = open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
        lacking = [scene for scene in board if scene.motion != Motion.CLIP]
        if not lacking:
            raise Conflict(
                "Every scene plays a clip already.", hint="Ask for another clip of a single scene."
            )
        return _order(shop, session, job, lacking)


def _order(shop: Workshop, session: Session, job: Job, wanted: list[Scene]) -> list[int]:
    animator = shop.animator
    for scene in wanted:
        _check_free(scene)
    shape = AspectRatio(job.aspect_ratio)
    prices = [clip_price(shop, shape, scene.duration_ms) for scene in wanted]
    held = ledger.reserve(
        shop,
        session,
        job,
        kind=MOTION_CHARGE,
        provider=animator.name,
        model=animator.model,
        micros=tuple(prices),
    )
    takes = {take.id: take for take in scenes.takes_by_id(session, [scene.take_id or 0 for scene in wanted])}
    return [
        ident(order_clip(shop, session, scene, takes[scene.take_id], charge))
        for scene, charge in zip(wanted, held, strict=True)
    ]


def _check_free(scene: Scene) -> None:
    if scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING):
        raise Conflict(
            f"Scene {scene.position} is being made right now.", hint="Wait until it is there, or cancel."
        )
    if scene.take_id is None:
        raise WrongStep(
            f"Scene {scene.position} has no picture that could come to life.",
            hint="Have its picture made, or put in one of your own, first.",
        )


def finished(shop: Workshop, attempt_id: int) -> bool:
    """Whether the clip of an attempt is there, False while it is being made.

    Raises `ClipFailed` with the cause when there will be none, `Conflict` when it was cancelled.
    """
    status, why = outcome(shop, attempt_id)
    if status == WorkStatus.CANCELED:
        raise Conflict(
            "The clip was cancelled.", hint="The scene moves as before; order it again if you want."
        )
    if status == WorkStatus.FAILED:
        cause = why.message if why else "no cause was told"
        raise ClipFailed(f"Failed to bring the scene to life: {cause}", hint=why.hint if why else None)
    return status == WorkStatus.COMPLETED
