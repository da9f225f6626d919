"""Statements about renders, and about the one whose film is shown."""

from collections.abc import Sequence

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from db.models import Export, Job, JobStatus, Render, WorkStatus
from db.queries.outcome import changed_one

OPEN = (WorkStatus.PENDING, WorkStatus.GENERATING)


def add_render(session: Session, render: Render) -> Render:
    """Store a render; its id is set afterwards."""
    session.add(render)
    session.flush()
    return render


def render(session: Session, render_id: int) -> Render | None:
    """One render by its id."""
    return session.get(Render, render_id)


def renders(session: Session, job_id: int) -> Sequence[Render]:
    """All renders of a job, newest first."""
    return session.exec(select(Render).where(Render.job_id == job_id).order_by(col(Render.id).desc())).all()


def change_render(session: Session, render_id: int, **values: object) -> bool:
    """Set columns of a render that is still open; False when it was closed already."""
    statement = (
        update(Render).where(col(Render.id) == render_id, col(Render.status).in_(OPEN)).values(**values)
    )
    return changed_one(session, statement)


def show_preview(session: Session, render_id: int, frames: int) -> bool:
    """Let the first `frames` frames of an open render be seen; False where it is closed, or as many are seen already."""
    statement = update(Render).where(
        col(Render.id) == render_id,
        col(Render.status).in_(OPEN),
        func.coalesce(Render.preview_frames, 0) < frames,
    )
    return changed_one(session, statement.values(preview_frames=frames))


def render_under_way(session: Session) -> bool:
    """Whether any film is being rendered, or waits for it."""
    return session.exec(select(Render.id).where(col(Render.status).in_(OPEN)).limit(1)).first() is not None


def is_shown(session: Session, render_id: int) -> bool:
    """Whether the film of this render is the finished film of a job that lies in no trash."""
    statement = select(Job.id).where(
        Job.film_id == render_id, Job.status == JobStatus.COMPLETED, col(Job.trashed_at).is_(None)
    )
    return session.exec(statement).first() is not None


def forget_others(session: Session, job_id: int, *, keep: int) -> list[str]:
    """Forget the films and exports of a job but those of one render, and return the keys of their files."""
    old_renders = session.exec(
        select(Render).where(Render.job_id == job_id, Render.id != keep, col(Render.key).is_not(None))
    ).all()
    old_exports = session.exec(select(Export).where(Export.job_id == job_id, Export.render_id != keep)).all()
    keys = [key for key in (*(row.key for row in old_renders), *(row.key for row in old_exports)) if key]
    for render in old_renders:
        render.key = None
        session.add(render)
    for export in old_exports:
        session.delete(export)
    session.flush()
    return keys
