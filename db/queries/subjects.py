"""To which job a piece of work belongs, by the name of its task and the id of its subject."""

from typing import Final

from sqlmodel import Session, select

from db.models import Attempt, Charge, Export, Render

_KINDS: Final[dict[str, type[Attempt | Charge | Export | Render]]] = {
    "picture": Attempt,
    "redraw": Attempt,
    "clip": Attempt,
    "render": Render,
    "export": Export,
    "ahead": Render,
    "call_off": Charge,
}


def job_of(session: Session, task: str, subject: int) -> int | None:
    """The job's id; None for work that belongs to none, or whose row is gone."""
    if task == "plan":
        return subject
    kind = _KINDS.get(task)
    if kind is None:
        return None
    return session.exec(select(kind.job_id).where(kind.id == subject)).first()
