"""Statements about scenes, their takes, the attempts at pictures, and the revisions of the storyboard."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import bindparam, case, func, update
from sqlmodel import Session, col, select

from db.models import Attempt, Revision, Scene, Take, WorkStatus
from db.queries.outcome import changed_one

# Built once, since every look at a film asks them.
_ON_BOARD: Final = (
    select(Scene)
    .where(Scene.job_id == bindparam("job_id"), col(Scene.position).is_not(None))
    .order_by(col(Scene.position))
)
_TAKES: Final = (
    select(Take).where(Take.job_id == bindparam("job_id")).order_by(col(Take.scene_id), col(Take.number))
)


def on_board(session: Session, job_id: int) -> Sequence[Scene]:
    """The scenes of the storyboard in their order."""
    return session.exec(_ON_BOARD, params={"job_id": job_id}).all()


def boards(session: Session, job_ids: Collection[int]) -> dict[int, tuple[int, int, int | None]]:
    """Of each job's storyboard: how many scenes, how many of them with a picture, and the take on the first one."""
    first = func.max(case((col(Scene.position) == 1, col(Scene.take_id))))
    statement = select(Scene.job_id, func.count(), func.count(col(Scene.take_id)), first)
    on_board = statement.where(col(Scene.job_id).in_(job_ids), col(Scene.position).is_not(None))
    found = session.exec(on_board.group_by(col(Scene.job_id))).all()
    return {job_id: (count, drawn, take_id) for job_id, count, drawn, take_id in found}


def get(session: Session, scene_id: int) -> Scene | None:
    """The scene, also when it is off the board."""
    return session.get(Scene, scene_id)


def all_of(session: Session, job_id: int) -> Sequence[Scene]:
    """Every scene the job ever had, on the board or off it."""
    return session.exec(select(Scene).where(Scene.job_id == job_id)).all()


def add(session: Session, scene: Scene) -> Scene:
    """Store a scene; its id is set afterwards."""
    session.add(scene)
    session.flush()
    return scene


def takes(session: Session, job_id: int) -> Sequence[Take]:
    """All takes of a job, by scene and number."""
    return session.exec(_TAKES, params={"job_id": job_id}).all()


def takes_by_id(session: Session, take_ids: Collection[int]) -> Sequence[Take]:
    """The takes with these ids."""
    return session.exec(select(Take).where(col(Take.id).in_(take_ids))).all()


def take(session: Session, take_id: int) -> Take | None:
    """One take by its id."""
    return session.get(Take, take_id)


def take_by_number(session: Session, scene_id: int, number: int) -> Take | None:
    """The k-th take of a scene."""
    return session.exec(select(Take).where(Take.scene_id == scene_id, Take.number == number)).first()


def take_by_key(session: Session, key: str) -> Take | None:
    """The take whose picture lies under this key."""
    return session.exec(select(Take).where(Take.key == key)).first()


def add_take(session: Session, take: Take) -> Take:
    """Store a take under the next number of its scene; the caller holds the lock of the job."""
    highest = session.exec(select(func.max(Take.number)).where(Take.scene_id == take.scene_id)).one()
    take.number = (highest or 0) + 1
    session.add(take)
    session.flush()
    return take


def add_attempt(session: Session, attempt: Attempt) -> Attempt:
    """Store an attempt; its id is set afterwards."""
    session.add(attempt)
    session.flush()
    return attempt


def attempt(session: Session, attempt_id: int) -> Attempt | None:
    """One attempt by its id."""
    return session.get(Attempt, attempt_id)


def attempt_of_charge(session: Session, charge_id: int) -> Attempt | None:
    """The attempt that a charge pays for."""
    return session.exec(select(Attempt).where(Attempt.charge_id == charge_id)).first()


def references(session: Session, job_id: int) -> set[str]:
    """The keys of the pictures that attempts of a job were ordered with."""
    statement = select(Attempt.reference_key).where(Attempt.job_id == job_id).distinct()
    return {key for key in session.exec(statement).all() if key is not None}


def open_attempts(session: Session, job_id: int) -> Sequence[Attempt]:
    """The attempts of a job that are waiting or at work."""
    statement = select(Attempt).where(
        Attempt.job_id == job_id, col(Attempt.status).in_((WorkStatus.PENDING, WorkStatus.GENERATING))
    )
    return session.exec(statement.order_by(col(Attempt.id))).all()


def is_awaited(session: Session, scene_id: int) -> bool:
    """Whether a picture or clip of a scene is waiting or at work."""
    statement = select(Attempt.id).where(
        Attempt.scene_id == scene_id, col(Attempt.status).in_((WorkStatus.PENDING, WorkStatus.GENERATING))
    )
    return session.exec(statement.limit(1)).first() is not None


def move_attempt(session: Session, attempt_id: int, *, status: WorkStatus, **values: object) -> bool:
    """Compare-and-set of an open attempt; False when it was closed already."""
    statement = (
        update(Attempt)
        .where(
            col(Attempt.id) == attempt_id,
            col(Attempt.status).in_((WorkStatus.PENDING, WorkStatus.GENERATING)),
        )
        .values(status=status, **values)
    )
    return changed_one(session, statement)


def add_revision(session: Session, revision: Revision) -> None:
    """Store the storyboard as it is now."""
    session.add(revision)
    session.flush()


def revision(session: Session, job_id: int, number: int) -> Revision | None:
    """One revision of a storyboard."""
    return session.get(Revision, (job_id, number))


def revisions(session: Session, job_id: int) -> Sequence[Revision]:
    """All revisions of a storyboard, oldest first."""
    statement = select(Revision).where(Revision.job_id == job_id)
    return session.exec(statement.order_by(col(Revision.number))).all()
