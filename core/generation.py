"""From a prompt to planned scenes: the task that has them planned and orders their pictures.

It may be run again at any moment after a crash: what it finds done in the rows it does not do twice.
"""

import logging

from core import ledger
from core.cancellation import Cancellation
from core.clips import MOTION_CHARGE
from core.drawing import order_picture
from core.errors import AppError, Canceled, StoreError
from core.presentation import ident
from core.providers.base import Plan, StoryBrief
from core.storyboard import tell, trouble
from core.terms import AspectRatio, Motion
from core.workshop import Workshop
from db.models import (
    Job,
    JobStatus,
    Scene,
    utc_now,
)
from db.queries import charges, jobs, scenes

log = logging.getLogger(__name__)


def plan_key(job: Job) -> str:
    """The name under which the planning of a job runs once."""
    return f"plan-{job.id}-{job.round}"


def plan(shop: Workshop, job_id: int, cancellation: Cancellation) -> None:
    """Plan the scenes of a job and order their pictures."""
    order = _begin_planning(shop, job_id)
    if order is None:
        return
    job, charge_id = order
    try:
        planner = shop.planner_named(job.planner)
        result = ledger.purchase(
            shop, charge_id=charge_id, provider=planner, brief=story_brief(job), cancellation=cancellation
        )
    except (Canceled, StoreError):
        raise  # What was paid is collected again when the store is back.
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
        # The newest, since an earlier one may still be called off.
        charge = charges.unused(session, job_id, kind="plan")[-1]
        return job, ident(charge)


def story_brief(job: Job) -> StoryBrief:
    """What the planner is asked for; the same for every run."""
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
        for kind in ("picture", MOTION_CHARGE):
            for charge in charges.unused(session, job_id, kind=kind):
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
                    # The camera moves as planned until there is a clip.
                    motion=planned.motion if job.motion == Motion.CLIP else job.motion or planned.motion,
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
