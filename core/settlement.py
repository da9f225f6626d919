"""Accounts after a cancellation: the provider is told, and what it charges all the same is booked."""

from core import ledger
from core.cancellation import Cancellation
from core.clips import MOTION_CHARGE, accept_clip, clip_brief, read_clip_order, store_clip
from core.drawing import accept_picture, picture_brief, read_order, store_picture
from core.errors import AppError, MediaError, ProviderError
from core.generation import story_brief
from core.presentation import ident
from core.workshop import Workshop
from db.models import Charge, ChargeState, JobStatus, WorkStatus
from db.queries import charges, jobs, scenes


def call_off(shop: Workshop, charge_id: int, cancellation: Cancellation) -> None:
    """Tell the provider that an order is not wanted any more, and settle or release its charge.

    A picture or clip that was finished before the cancellation arrived is kept, since it was paid for.
    """
    with shop.reading() as session:
        charge = charges.get(session, charge_id)
    if charge is None or charge.state != ChargeState.RESERVED:
        return
    if charge.kind == "plan":
        _call_off_plan(shop, charge, cancellation)
    elif charge.kind == MOTION_CHARGE:
        _call_off_clip(shop, charge, cancellation)
    else:
        _call_off_picture(shop, charge, cancellation)


def _call_off_plan(shop: Workshop, charge: Charge, cancellation: Cancellation) -> None:
    with shop.reading() as session:
        job = jobs.get(session, charge.job_id) if charge.job_id is not None else None
    if job is None:
        return _release(shop, charge)
    planner = shop.planner_named(charge.provider)
    plan = ledger.call_off(shop, charge, provider=planner, brief=story_brief(job), cancellation=cancellation)
    if plan is not None:
        with shop.writing() as session:
            ledger.settle(session, ident(charge), plan.charged_micros)
    return None


def _call_off_picture(shop: Workshop, charge: Charge, cancellation: Cancellation) -> None:
    with shop.reading() as session:
        attempt = scenes.attempt_of_charge(session, ident(charge))
        order = read_order(session, ident(attempt)) if attempt else None
    if order is None:
        return _release(shop, charge)
    artist = shop.artist_named(charge.provider)
    picture = ledger.call_off(
        shop, charge, provider=artist, brief=picture_brief(shop, order), cancellation=cancellation
    )
    if picture is None:
        return None
    try:
        accept_picture(shop, order, store_picture(shop, order, picture))
    except MediaError as error:
        _fail(shop, charge, error)
    return None


def _call_off_clip(shop: Workshop, charge: Charge, cancellation: Cancellation) -> None:
    with shop.reading() as session:
        attempt = scenes.attempt_of_charge(session, ident(charge))
        order = read_clip_order(session, ident(attempt)) if attempt else None
    if order is None:
        return _release(shop, charge)
    animator = shop.animator_named(charge.provider)
    brief = clip_brief(shop, order)
    made = ledger.call_off(shop, charge, provider=animator, brief=brief, cancellation=cancellation)
    if made is None:
        return None
    try:
        accept_clip(shop, order, store_clip(shop, order, made))
    except ProviderError as error:
        _fail(shop, charge, error)
    return None


def _release(shop: Workshop, charge: Charge) -> None:
    with shop.writing() as session:
        ledger.release(session, ident(charge))


def _fail(shop: Workshop, charge: Charge, error: AppError) -> None:
    with shop.writing() as session:
        ledger.fail(session, ident(charge), error)


def after_canceled_attempt(shop: Workshop, attempt_id: int) -> None:
    """Once more after the task really ended: an order may have gone out while it was being cancelled."""
    with shop.reading() as session:
        attempt = scenes.attempt(session, attempt_id)
    if attempt is not None and attempt.status == WorkStatus.CANCELED:
        call_off(shop, attempt.charge_id, Cancellation())


def after_canceled_plan(shop: Workshop, job_id: int) -> None:
    """The same for a plan."""
    with shop.reading() as session:
        job = jobs.get(session, job_id)
        held = (
            charges.unused(session, job_id, kind="plan") if job and job.status == JobStatus.CANCELED else ()
        )
    for charge in held:
        call_off(shop, ident(charge), Cancellation())
