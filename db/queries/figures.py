"""Statements that count and add up over everything, for whoever watches the service."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from db.models import Attempt, Charge, ChargeState, Delivery, Export, Job, Render
from db.queries import heartbeats


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts by their labels, and sums in micro-dollars."""

    jobs: dict[tuple[str, ...], float]
    work: dict[tuple[str, ...], float]
    settled_micros: int
    reserved_micros: int
    downloads: int
    workers: int


def read(session: Session, *, dead_after_seconds: float) -> Figures:
    """All figures as they are in this moment."""
    jobs = session.exec(select(Job.status, func.count()).group_by(col(Job.status))).all()
    return Figures(
        jobs={(status,): float(count) for status, count in jobs},
        work=_work(session),
        settled_micros=_charged(session, col(Charge.settled_micros), ChargeState.SETTLED),
        reserved_micros=_charged(session, col(Charge.reserved_micros), ChargeState.RESERVED),
        downloads=int(session.exec(select(func.coalesce(func.sum(Job.download_count), 0))).one()),
        workers=len(heartbeats.alive(session, within_seconds=dead_after_seconds)),
    )


def _work(session: Session) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    attempts = session.exec(
        select(Attempt.kind, Attempt.status, func.count()).group_by(col(Attempt.kind), col(Attempt.status))
    )
    for kind, status, count in attempts.all():
        found[kind, status] = float(count)
    tables: dict[str, type[Render | Export | Delivery]] = {
        "render": Render,
        "export": Export,
        "deliver": Delivery,
    }
    for name, table in tables.items():
        counted = session.exec(select(table.status, func.count()).group_by(col(table.status))).all()
        found.update({(name, status): float(count) for status, count in counted})
    return found


def _charged(session: Session, micros: Mapped[int], state: ChargeState) -> int:
    statement = select(func.coalesce(func.sum(micros), 0)).where(Charge.state == state)
    return int(session.exec(statement).one())
