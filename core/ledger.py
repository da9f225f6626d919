"""Every paid call has a row here: reserved before it is made, settled at what it cost, or released.

The row is also the memory that keeps a call from being paid twice: the intent is written before the call and its
ticket right after, so that a run after a crash collects or adopts what an earlier run ordered.
"""

from datetime import UTC, datetime, time
from secrets import randbits
from time import monotonic
from typing import TypeVar

from core.cancellation import Cancellation
from core.errors import (
    AppError,
    BudgetExceeded,
    Canceled,
    ConfigurationError,
    ProviderBusy,
    ProviderError,
    ProviderTimeout,
)
from core.presentation import ident
from core.providers.base import Provider
from core.settings import cap_micros
from core.terms import MICROS_PER_DOLLAR
from core.workshop import Workshop
from db.engine import Session
from db.models import Charge, ChargeState, Job, utc_now
from db.queries import charges

# A service that throttles lets go within a minute; after five the person should hear of it.
PATIENCE_SECONDS = 300.0
# A service that does not say how long to wait is asked again soon, and then less and less often.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
# Of the time after which a silent worker is given up: whoever went on sooner than that was not.
ALIVE_FOR_CERTAIN = 0.5

Brief = TypeVar("Brief")
Result = TypeVar("Result")


def new_seed() -> int:
    """A seed that makes the input of a paid call unlike any other; models take 31 bits."""
    return randbits(31)


def reserve(
    shop: Workshop,
    session: Session,
    job: Job,
    *,
    kind: str,
    provider: str,
    model: str,
    micros: tuple[int, ...],
) -> list[Charge]:
    """Reserve several calls of one kind, all or none.

    Raises `BudgetExceeded` when the cap of the job or of the day would be passed; nothing is sent then.
    """
    charges.lock_ledger(session)
    _check_caps(shop, session, job, sum(micros))
    return [
        charges.add(
            session,
            Charge(
                job_id=job.id,
                owner=job.owner,
                kind=kind,
                provider=provider,
                model=model,
                reserved_micros=amount,
                seed=new_seed(),
            ),
        )
        for amount in micros
    ]


def hold_exactly(shop: Workshop, session: Session, job: Job, charge: Charge, micros: int) -> None:
    """Change what a reservation holds, once it is known what the call costs at most.

    Raises `BudgetExceeded` when more is needed than the caps leave; the reservation stays as it was then.
    """
    charges.lock_ledger(session)
    _check_caps(shop, session, job, max(0, micros - charge.reserved_micros))
    charges.hold(session, ident(charge), micros)


def reserve_trial(
    shop: Workshop, session: Session, *, owner: str, provider: str, model: str, micros: int
) -> Charge:
    """Reserve a picture that belongs to no film; raises `BudgetExceeded` for the cap of the day."""
    charges.lock_ledger(session)
    _check_day(shop, session, micros)
    return charges.add(
        session,
        Charge(
            job_id=None,
            owner=owner,
            kind="trial",
            provider=provider,
            model=model,
            reserved_micros=micros,
            seed=new_seed(),
        ),
    )


def _check_caps(shop: Workshop, session: Session, job: Job, micros: int) -> None:
    if micros == 0:
        return
    per_job = cap_micros(shop.settings.cap_per_job)
    if per_job is not None and charges.held_micros(session, job_id=job.id) + micros > per_job:
        raise BudgetExceeded(_beyond("this film", micros, per_job))
    _check_day(shop, session, micros)


def _check_day(shop: Workshop, session: Session, micros: int) -> None:
    per_day = cap_micros(shop.settings.cap_per_day)
    midnight = datetime.combine(utc_now().date(), time(), tzinfo=UTC)
    if micros and per_day is not None and charges.held_micros(session, since=midnight) + micros > per_day:
        raise BudgetExceeded(_beyond("today", micros, per_day))


def _beyond(what: str, micros: int, cap: int) -> str:
    return (
        f"This would cost ${micros / MICROS_PER_DOLLAR:.2f} and pass the cap of "
        f"${cap / MICROS_PER_DOLLAR:.2f} for {what}."
    )


def purchase(
    shop: Workshop,
    *,
    charge_id: int,
    provider: Provider[Brief, Result],
    brief: Brief,
    cancellation: Cancellation,
) -> Result:
    """Order what the charge was reserved for, or find the earlier order, and wait for the result.

    The caller settles or releases the charge in the transaction that stores the result.
    """
    with shop.reading() as session:
        charge = charges.get(session, charge_id)
    if charge is None:
        raise ConfigurationError(f"The ledger has no charge {charge_id}; nothing was ordered.")
    ticket = charge.ticket
    if ticket is None:
        ticket = _order(shop, charge, provider, brief, cancellation)
        with shop.writing() as session:
            charges.note_ticket(session, charge_id, ticket)
    return provider.collect(ticket, brief, cancellation)


def _order(
    shop: Workshop,
    charge: Charge,
    provider: Provider[Brief, Result],
    brief: Brief,
    cancellation: Cancellation,
) -> str:
    """Order once: an intent without a ticket is looked for at the provider before anything is ordered again.

    A provider that asks to slow down is given its time. When nobody knows whether an order arrived, it is looked
    for as well, and ordered again only when it is not there.
    """
    patience, unasked = PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        cancellation.check()
        ticket = charge.ticket or (
            provider.adopt(brief, since=charge.intent_at) if charge.intent_at else None
        )
        if ticket is not None:
            return ticket
        asked_at = monotonic()
        claimed = _claim(shop, charge)
        if claimed is None:
            charge = _after_rival(shop, ident(charge), cancellation)
            continue
        charge = claimed
        if monotonic() - asked_at > ALIVE_FOR_CERTAIN * shop.settings.dead_after_seconds:
            continue
        try:
            return provider.submit(brief)
        except (ProviderBusy, ProviderTimeout) as error:
            pause = error.retry_after_seconds or unasked
            unasked = min(2 * unasked, LONGEST_PAUSE_SECONDS)
            patience -= pause
            if patience < 0:
                raise
            cancellation.wait(pause)


def _claim(shop: Workshop, charge: Charge) -> Charge | None:
    """Write down that the call is about to be made; None when somebody else did since `charge` was read.

    A worker that stood still may have been taken for dead and its work given to another, so the claim is compared
    and set; for the same reason a claim that took long to write is no leave to order, and is made anew.
    """
    with shop.writing() as session:
        return charges.get(session, ident(charge)) if charges.claim(session, charge) else None


def _after_rival(shop: Workshop, charge_id: int, cancellation: Cancellation) -> Charge:
    """The charge once another worker has noted its ticket, or was silent for so long that it must be dead.

    Raises `Canceled` when nobody wants the call any more.
    """
    deadline = monotonic() + shop.settings.dead_after_seconds
    while True:
        with shop.reading() as session:
            charge = charges.get(session, charge_id)
        if charge is not None and charge.ticket is not None:
            return charge
        if charge is None or charge.state != ChargeState.RESERVED:
            raise Canceled("Nobody waits for this any more, so it was not ordered.")
        if monotonic() > deadline:
            return charge
        cancellation.wait(FIRST_PAUSE_SECONDS)


def call_off(
    shop: Workshop,
    charge: Charge,
    *,
    provider: Provider[Brief, Result],
    brief: Brief,
    cancellation: Cancellation,
) -> Result | None:
    """Withdraw an order; returns the result if it was finished all the same, else closes the charge.

    The caller settles the charge of a returned result. What is free is not waited for. A provider that does not
    answer is asked again for some minutes; if it stays silent its error is raised, and the charge stays reserved.
    """
    patience, pause = PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        try:
            return _called_off(shop, charge, provider, brief, cancellation)
        except (ProviderBusy, ProviderTimeout):
            patience -= pause
            if patience < 0:
                raise
        cancellation.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def _called_off(
    shop: Workshop,
    charge: Charge,
    provider: Provider[Brief, Result],
    brief: Brief,
    cancellation: Cancellation,
) -> Result | None:
    ticket = charge.ticket
    if ticket is None and charge.intent_at is not None:
        ticket = provider.adopt(brief, since=charge.intent_at)
    if ticket is not None:
        provider.withdraw(ticket)
    if ticket is None or charge.reserved_micros == 0:
        with shop.writing() as session:
            release(session, ident(charge))
        return None
    try:
        return provider.collect(ticket, brief, cancellation)
    except (ProviderBusy, ProviderTimeout):
        raise
    except ProviderError as error:
        with shop.writing() as session:
            fail(session, ident(charge), error)
        return None


def settle(session: Session, charge_id: int, micros: int) -> None:
    """Book what the call cost; also when it had been released, since the money is spent."""
    charges.close(session, charge_id, state=ChargeState.SETTLED, settled_micros=micros)


def release(session: Session, charge_id: int) -> None:
    """Give a reservation back, since nothing was charged."""
    charges.close(session, charge_id, state=ChargeState.RELEASED)


def call_off_key(charge_id: int) -> str:
    """The name under which a charge is called off once."""
    return f"call_off-{charge_id}"


def give_up(shop: Workshop, session: Session, charge_id: int, error: AppError) -> None:
    """Close the charge of a failed call, at once where it is known what it cost.

    After a time-out or a broken connection nobody knows: the order may be at work, or finished and billed. It is called
    off at the provider, and until that answers, the charge stays reserved.
    """
    charge = charges.get(session, charge_id)
    unclear = isinstance(error, ProviderBusy | ProviderTimeout) and charge is not None and charge.intent_at
    if unclear:
        shop.engine.enqueue(session, "call_off", charge_id, key=call_off_key(charge_id))
    else:
        fail(session, charge_id, error)


def fail(session: Session, charge_id: int, error: AppError) -> None:
    """Book what a failed call cost all the same, or give the reservation back."""
    charged = error.charged_micros if isinstance(error, ProviderError) else 0
    if charged:
        settle(session, charge_id, charged)
    else:
        release(session, charge_id)
