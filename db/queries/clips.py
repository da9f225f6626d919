"""Statements about clips, the moving pictures that were made of takes."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from db.models import Clip


def add(session: Session, clip: Clip) -> Clip:
    """Store a clip; its id is set afterwards."""
    session.add(clip)
    session.flush()
    return clip


def get(session: Session, clip_id: int) -> Clip | None:
    """One clip by its id."""
    return session.get(Clip, clip_id)


def of_job(session: Session, job_id: int) -> Sequence[Clip]:
    """All clips of a job, oldest first."""
    return session.exec(select(Clip).where(Clip.job_id == job_id).order_by(col(Clip.id))).all()


def newest_of_take(session: Session, take_id: int | None) -> Clip | None:
    """The clip that was made of a take last."""
    statement = select(Clip).where(Clip.take_id == take_id).order_by(col(Clip.id).desc())
    return session.exec(statement).first()


def by_id(session: Session, clip_ids: Collection[int]) -> Sequence[Clip]:
    """The clips with these ids."""
    return session.exec(select(Clip).where(col(Clip.id).in_(clip_ids))).all()


def by_key(session: Session, key: str) -> Clip | None:
    """The clip whose file lies under this key; copies of a scene share it."""
    return session.exec(select(Clip).where(Clip.key == key)).first()
