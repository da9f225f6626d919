"""Statements about the ledger: reserve, note the ticket, settle, release, add up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import case, func, text, update
from sqlmodel import Session, col, select

from db.models import Attempt, Charge, ChargeState, utc_now
from db.queries.outcome import changed_one


def add(session: Session, charge: Charge) -> Charge:
    """Store a reservation; its id is set afterwards."""
    session.add(charge)
    session.flush()
    return charge


def get(session: Session, charge_id: int) -> Charge | None:
    """One charge by its id."""
    return session.get(Charge, charge_id)


def of_job(session: Session, job_id: int) -> Sequence[Charge]:
    """All charges of a job, oldest first."""
    return session.exec(select(Charge).where(Charge.job_id == job_id).order_by(col(Charge.id))).all()


def of_owner(session: Session, owner: str) -> Sequence[Charge]:
    """All charges of an owner, oldest first."""
    return session.exec(select(Charge).where(Charge.owner == owner).order_by(col(Charge.id))).all()


def lock_ledger(session: Session) -> None:
    """Let one reservation at a time add up and write; SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        # The number only has to be the same everywhere; it spells "ledger" on a telephone.
        session.exec(cast("Any", text("select pg_advisory_xact_lock(533437)")))


def held_micros(session: Session, *, job_id: int | None = None, since: datetime | None = None) -> int:
    """What is reserved or settled, of one job or since a moment."""
    held = case(
        (col(Charge.state) == ChargeState.RESERVED, col(Charge.reserved_micros)), else_=Charge.settled_micros
    )
    statement = select(func.coalesce(func.sum(held), 0))
    if job_id is not None:
        statement = statement.where(Charge.job_id == job_id)
    if since is not None:
        statement = statement.where(col(Charge.created_at) >= since)
    return int(session.exec(statement).one())


def spent_micros(session: Session, *, owner: str, since: datetime | None = None) -> int:
    """What an owner was charged, in all or since a moment."""
    statement = select(func.coalesce(func.sum(Charge.settled_micros), 0)).where(Charge.owner == owner)
    if since is not None:
        statement = statement.where(col(Charge.created_at) >= since)
    return int(session.exec(statement).one())


def hold(session: Session, charge_id: int, micros: int) -> None:
    """Change what is reserved; nothing was ordered for it yet."""
    session.exec(update(Charge).where(col(Charge.id) == charge_id).values(reserved_micros=micros))


def claim(session: Session, charge: Charge) -> bool:
    """Note that the call is about to be made; False when somebody did since `charge` was read, or it is closed."""
    unchanged = (
        col(Charge.id) == charge.id,
        col(Charge.claims) == charge.claims,
        col(Charge.state) == ChargeState.RESERVED,
        col(Charge.ticket).is_(None),
    )
    values = {"claims": charge.claims + 1, "intent_at": charge.intent_at or utc_now()}
    return changed_one(session, update(Charge).where(*unchanged).values(values))


def note_ticket(session: Session, charge_id: int, ticket: str) -> None:
    """Note the ticket under which the result is collected.

    A reservation that was released while the order was on its way is held again, until it is known what was charged.
    """
    was_released = col(Charge.state) == ChargeState.RELEASED
    values = {
        "ticket": ticket,
        "state": case((was_released, ChargeState.RESERVED), else_=col(Charge.state)),
        "closed_at": case((was_released, None), else_=col(Charge.closed_at)),
    }
    session.exec(update(Charge).where(col(Charge.id) == charge_id).values(values))


def close(session: Session, charge_id: int, *, state: ChargeState, settled_micros: int = 0) -> bool:
    """Compare-and-set to settled or released; what is settled stays so, what was released may still be settled."""
    open_states = [ChargeState.RESERVED]
    if state == ChargeState.SETTLED:
        open_states.append(ChargeState.RELEASED)
    statement = (
        update(Charge)
        .where(col(Charge.id) == charge_id, col(Charge.state).in_(open_states))
        .values(state=state, settled_micros=settled_micros, closed_at=utc_now())
    )
    return changed_one(session, statement)


def unused(session: Session, job_id: int, *, kind: str) -> Sequence[Charge]:
    """The open reservations of a job that no attempt has taken up yet."""
    taken = select(Attempt.charge_id).where(Attempt.job_id == job_id)
    statement = select(Charge).where(
        Charge.job_id == job_id,
        Charge.kind == kind,
        Charge.state == ChargeState.RESERVED,
        col(Charge.id).not_in(taken),
    )
    return session.exec(statement.order_by(col(Charge.id))).all()


def open_of_job(session: Session, job_id: int) -> Sequence[Charge]:
    """The charges of a job that are neither settled nor released."""
    statement = select(Charge).where(Charge.job_id == job_id, Charge.state == ChargeState.RESERVED)
    return session.exec(statement.order_by(col(Charge.id))).all()
