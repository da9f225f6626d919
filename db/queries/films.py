"""Statements about renders and exports."""

from collections.abc import Collection, Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.models import Export, Render, WorkStatus
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


def latest_renders(session: Session, job_ids: Collection[int]) -> dict[int, Render]:
    """The newest render of each of these jobs."""
    statement = select(Render).where(col(Render.job_id).in_(job_ids)).order_by(col(Render.id))
    return {render.job_id: render for render in session.exec(statement).all()}


def change_render(session: Session, render_id: int, **values: object) -> bool:
    """Set columns of a render that is still open; False when it was closed already."""
    statement = (
        update(Render).where(col(Render.id) == render_id, col(Render.status).in_(OPEN)).values(**values)
    )
    return changed_one(session, statement)


def add_export(session: Session, export: Export) -> Export:
    """Store an export; its id is set afterwards."""
    session.add(export)
    session.flush()
    return export


def export(session: Session, export_id: int) -> Export | None:
    """One export by its id."""
    return session.get(Export, export_id)


def export_of(session: Session, *, render_id: int, format: str, quality: str) -> Export | None:
    """The export of a film in a format and quality."""
    statement = select(Export).where(
        Export.render_id == render_id, Export.format == format, Export.quality == quality
    )
    return session.exec(statement).first()


def exports(session: Session, render_id: int) -> Sequence[Export]:
    """All exports of a film."""
    return session.exec(select(Export).where(Export.render_id == render_id)).all()


def open_exports(session: Session, job_id: int) -> Sequence[Export]:
    """The exports of a job that are waiting or at work."""
    return session.exec(select(Export).where(Export.job_id == job_id, col(Export.status).in_(OPEN))).all()


def change_export(session: Session, export_id: int, **values: object) -> bool:
    """Set columns of an export that is still open; False when it was closed already."""
    statement = (
        update(Export).where(col(Export.id) == export_id, col(Export.status).in_(OPEN)).values(**values)
    )
    return changed_one(session, statement)


def reopen_export(session: Session, export_id: int) -> bool:
    """Compare-and-set of a closed export back to pending, with the next round."""
    statement = (
        update(Export)
        .where(col(Export.id) == export_id, col(Export.status).not_in(OPEN))
        .values(
            status=WorkStatus.PENDING,
            round=col(Export.round) + 1,
            done=0.0,
            key=None,
            size_bytes=None,
            error_code=None,
            error_message=None,
            error_hint=None,
            finished_at=None,
        )
    )
    return changed_one(session, statement)


def count_export_download(session: Session, export_id: int) -> None:
    """Add one to the export's own counter, atomically."""
    session.exec(
        update(Export)
        .where(col(Export.id) == export_id)
        .values(download_count=col(Export.download_count) + 1)
        .execution_options(synchronize_session=False)
    )


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
