"""Statements about a job's history, and the one that asks whether the database answers."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from db.models import Event


def add(session: Session, event: Event) -> None:
    """Store one line of history."""
    session.add(event)


def of_job(session: Session, job_id: int, *, limit: int = 500) -> Sequence[Event]:
    """The history of a job, newest first."""
    return session.exec(
        select(Event).where(Event.job_id == job_id).order_by(col(Event.id).desc()).limit(limit)
    ).all()


def answers(session: Session) -> bool:
    """Whether the database answers at all."""
    return session.exec(select(1)).one() == 1
