"""Statements about which workers are alive; the database's clock is the only one that counts."""

from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal_column, update
from sqlmodel import Session, col, select

from db.models import Heartbeat
from db.queries.outcome import changed_one

DAY_SECONDS = 86_400


def beat(session: Session, process: str, *, works: bool = True) -> None:
    """Note that this process lives and whether it works, and forget those that have been silent for a day."""
    now = _now(session)
    known = update(Heartbeat).where(col(Heartbeat.id) == process)
    if not changed_one(session, known.values(seen=now, works=works)):
        moment = session.exec(select(now)).one()
        session.add(Heartbeat(id=process, seen=float(moment), works=works))
    session.exec(delete(Heartbeat).where(col(Heartbeat.seen) < now - DAY_SECONDS))


def alive(session: Session, *, within_seconds: float) -> set[str]:
    """The processes that were seen within this time."""
    return set(
        session.exec(select(Heartbeat.id).where(col(Heartbeat.seen) >= _now(session) - within_seconds)).all()
    )


def workers(session: Session, *, within_seconds: float) -> int:
    """How many of them carry out work."""
    seen = col(Heartbeat.seen) >= _now(session) - within_seconds
    statement = select(func.count()).select_from(Heartbeat).where(seen, col(Heartbeat.works).is_(True))
    return session.exec(statement).one()


def _now(session: Session) -> ColumnElement[Any]:
    if session.get_bind().dialect.name == "postgresql":
        return func.extract("epoch", func.clock_timestamp())
    # Julian days since the Unix epoch, in seconds.
    return literal_column("((julianday('now') - 2440587.5) * 86400.0)")
