"""Statements about jobs: find, lock, move from state to state, count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Integer, bindparam, func, or_, update
from sqlalchemy import select as sa_select
from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from db.models import Charge, Clip, Job, JobStatus, Render, Revision, utc_now
from db.queries.downloads import count_one
from db.queries.outcome import changed_one


def add(session: Session, job: Job) -> Job:
    """Store a new job; its id is set afterwards."""
    session.add(job)
    session.flush()
    return job


def get(session: Session, job_id: int) -> Job | None:
    """The job, also when it lies in the trash."""
    return session.get(Job, job_id)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What other tables hold of a job, one number each: `parent` of its revision, micros `charged`, rows of others."""

    parent: int | None
    charged: int
    renders: int
    clips: int


# Built once, as all statements that every look at a film asks: to build this one takes longer than to carry it out.
_JOB: Final = bindparam("job_id", type_=Integer)
_BESIDE: Final = sa_select(
    select(Revision.parent)
    .where(Revision.job_id == _JOB, Revision.number == bindparam("revision"))
    .scalar_subquery(),
    select(func.coalesce(func.sum(Charge.settled_micros), 0)).where(Charge.job_id == _JOB).scalar_subquery(),
    select(func.count()).where(Render.job_id == _JOB).scalar_subquery(),
    select(func.count()).where(Clip.job_id == _JOB).scalar_subquery(),
)


def beside(session: Session, job_id: int, revision: int) -> Beside:
    """Asked in one statement, so that what a job has not need not be looked for; `revision` is the job's present one."""
    found = session.execute(_BESIDE, {"job_id": job_id, "revision": revision}).one()
    return Beside(parent=found[0], charged=int(found[1]), renders=found[2], clips=found[3])


def lock(session: Session, job_id: int) -> Job | None:
    """The job with its row locked until the transaction ends; SQLite's writers are alone anyway."""
    statement = select(Job).where(Job.id == job_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def lock_creation(session: Session) -> None:
    """Let one new job at a time look at what is there and be written; SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        # The number only has to be the same everywhere, and unlike the ledger's.
        session.exec(cast("Any", sql("select pg_advisory_xact_lock(533440)")))


def by_idempotency_key(session: Session, *, owner: str, key: str) -> Job | None:
    """The job that this owner made under this key."""
    return session.exec(select(Job).where(Job.owner == owner, Job.idempotency_key == key)).first()


def page(
    session: Session,
    *,
    owner: str,
    statuses: Collection[str] = (),
    text: str | None = None,
    before: int | None = None,
    limit: int,
    trashed: bool = False,
) -> Sequence[Job]:
    """The owner's jobs that are not in the trash, or those that are, newest first."""
    statement = select(Job).where(*_wanted(owner, statuses, text, trashed=trashed))
    if before is not None:
        statement = statement.where(col(Job.id) < before)
    return session.exec(statement.order_by(col(Job.id).desc()).limit(limit)).all()


def sorted_page(
    session: Session,
    *,
    owner: str,
    statuses: Collection[str] = (),
    text: str | None = None,
    order: str,
    offset: int,
    limit: int,
) -> Sequence[Job]:
    """The same jobs sorted as `order` says (newest, oldest, changed, title), from `offset` on."""
    newest = col(Job.id).desc()
    orders: dict[str, ColumnElement[Any]] = {
        "oldest": col(Job.id).asc(),
        "changed": col(Job.updated_at).desc(),
        "title": func.lower(Job.title).asc(),
    }
    statement = select(Job).where(*_wanted(owner, statuses, text)).order_by(orders.get(order, newest), newest)
    return session.exec(statement.offset(offset).limit(limit)).all()


def count(session: Session, *, owner: str, statuses: Collection[str] = (), text: str | None = None) -> int:
    """How many jobs `page` would find without a limit."""
    return session.exec(select(func.count()).select_from(Job).where(*_wanted(owner, statuses, text))).one()


def _wanted(
    owner: str, statuses: Collection[str], text: str | None, *, trashed: bool = False
) -> list[ColumnElement[bool]]:
    thrown = col(Job.trashed_at)
    wanted = [col(Job.owner) == owner, thrown.is_not(None) if trashed else thrown.is_(None)]
    if statuses:
        wanted.append(col(Job.status).in_(statuses))
    if text:
        words = _like(text)
        wanted.append(
            or_(col(Job.title).ilike(words, escape="\\"), col(Job.prompt).ilike(words, escape="\\"))
        )
    return wanted


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def move(
    session: Session, job_id: int, *, origin: Collection[JobStatus], to: JobStatus, **values: object
) -> bool:
    """Compare-and-set of the status; False when the job was in none of the `origin` states."""
    statement = (
        update(Job)
        .where(col(Job.id) == job_id, col(Job.status).in_(origin))
        .values(status=to, updated_at=utc_now(), **values)
    )
    return changed_one(session, statement)


def change(session: Session, job_id: int, **values: object) -> None:
    """Set columns of a job and mark it as updated now."""
    session.exec(
        update(Job)
        .where(col(Job.id) == job_id)
        .values(updated_at=utc_now(), **values)
        .execution_options(synchronize_session="fetch")
    )


def open_refinement(session: Session, job_id: int, *, limit: int) -> bool:
    """Hold one of the `limit` refinements; False when all are counted or held."""
    statement = (
        update(Job)
        .where(col(Job.id) == job_id, col(Job.refinement_count) + col(Job.refinements_open) < limit)
        .values(refinements_open=col(Job.refinements_open) + 1, updated_at=utc_now())
    )
    return changed_one(session, statement)


def close_refinement(session: Session, job_id: int, *, counted: bool, estimate_micros: int = 0) -> None:
    """Give a held refinement back, or count it and add its price to the estimate."""
    change(
        session,
        job_id,
        refinements_open=col(Job.refinements_open) - 1,
        refinement_count=col(Job.refinement_count) + int(counted),
        estimated_micros=col(Job.estimated_micros) + (estimate_micros if counted else 0),
    )


def count_download(session: Session, job_id: int) -> None:
    """Add one to the download counter, atomically."""
    count_one(session, Job, job_id)


def titles(session: Session, job_ids: Collection[int]) -> dict[int, str]:
    """The titles of these jobs, in the trash or not."""
    statement = select(Job.id, Job.title).where(col(Job.id).in_(job_ids))
    return {job_id: title for job_id, title in session.exec(statement).all() if job_id is not None}


def follows(session: Session, key: str) -> bool:
    """Whether any job's pictures follow the stored picture with this key."""
    return session.exec(select(Job.id).where(Job.reference_key == key).limit(1)).first() is not None


def count_waiting(session: Session) -> int:
    """How many jobs are being planned, drawn or rendered, or wait for it."""
    busy = (JobStatus.PENDING, JobStatus.PARSING, JobStatus.GENERATING_STORYBOARD, JobStatus.RENDERING)
    return session.exec(select(func.count()).select_from(Job).where(col(Job.status).in_(busy))).one()


def trashed_before(session: Session, moment: datetime) -> Sequence[Job]:
    """The jobs that were put into the trash before this moment."""
    return session.exec(select(Job).where(col(Job.trashed_at) < moment)).all()


def remove(session: Session, job: Job) -> None:
    """Delete the job and, by cascade, all that belongs to it but the ledger."""
    session.delete(job)
    session.flush()
