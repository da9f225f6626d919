"""Statements about exports: asked for or made ahead, claimed by a task, finished, forgotten."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import ColumnElement, Update, and_, bindparam, delete, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from db.models import Export, Job, Render, WorkStatus
from db.queries.downloads import count_one
from db.queries.outcome import changed_one

OPEN = (WorkStatus.PENDING, WorkStatus.GENERATING)


def add(session: Session, *exports: Export) -> None:
    """Store exports; their ids are set afterwards."""
    session.add_all(exports)
    session.flush()


def get(session: Session, export_id: int) -> Export | None:
    """One export by its id."""
    return session.get(Export, export_id)


def with_film(
    session: Session, job_id: int, *, format: str, quality: str
) -> tuple[Job | None, Render | None, Export | None]:
    """A job, the film that it shows, and that film's export in a format and quality; None for what there is not."""
    wanted = {"job": job_id, "format": format, "quality": quality}
    return session.exec(_with_film(), params=wanted).first() or (None, None, None)


@cache
def _with_film() -> Select[Job, Render, Export]:
    """One question instead of three, put together once: somebody waits for the first byte."""
    export = and_(
        col(Export.render_id) == col(Render.id),
        col(Export.format) == bindparam("format"),
        col(Export.quality) == bindparam("quality"),
    )
    found = select(Job, Render, Export).where(col(Job.id) == bindparam("job"))
    return found.outerjoin(Render, col(Render.id) == col(Job.film_id)).outerjoin(Export, export)


def of_form(session: Session, *, render_id: int, format: str, quality: str) -> Export | None:
    """The export of a film in a format and quality."""
    statement = select(Export).where(
        Export.render_id == render_id, Export.format == format, Export.quality == quality
    )
    return session.exec(statement).first()


def of_film(session: Session, render_id: int) -> Sequence[Export]:
    """All exports of a film."""
    return session.exec(select(Export).where(Export.render_id == render_id)).all()


def ask_for(session: Session, export_id: int) -> bool:
    """Somebody wants an export that was only to be made in the background; False when it is no such one."""
    statement = (
        update(Export)
        .where(col(Export.id) == export_id, col(Export.status).in_(OPEN), col(Export.asked).is_(False))
        .values(asked=True, round=col(Export.round) + 1)
    )
    return changed_one(session, statement)


def reopen(session: Session, export_id: int) -> bool:
    """Compare-and-set of a closed export back to pending, with the next round."""
    statement = (
        update(Export)
        .where(col(Export.id) == export_id, col(Export.status).not_in(OPEN))
        .values(
            status=WorkStatus.PENDING,
            asked=True,
            maker=None,
            round=col(Export.round) + 1,
            done=0.0,
            seconds_left=None,
            key=None,
            size_bytes=None,
            error_code=None,
            error_message=None,
            error_hint=None,
            finished_at=None,
        )
    )
    return changed_one(session, statement)


def claim(
    session: Session,
    render_id: int,
    *,
    formats: Collection[str],
    asked: bool,
    maker: str,
    over: Collection[str] = (),
) -> Sequence[Export]:
    """Give a task what waits of a film in these formats, and what it, or a maker in `over`, had begun; returns it."""
    begun = and_(col(Export.status) == WorkStatus.GENERATING, col(Export.maker).in_((maker, *over)))
    ours = (
        col(Export.render_id) == render_id,
        col(Export.format).in_(formats),
        col(Export.asked).is_(asked),
    )
    _change(
        session,
        update(Export)
        .where(*ours, or_(col(Export.status) == WorkStatus.PENDING, begun))
        .values(status=WorkStatus.GENERATING, maker=maker, done=0.0, seconds_left=None),
    )
    statement = select(Export).where(*ours, *_held(maker)).execution_options(populate_existing=True)
    return session.exec(statement).all()


def _held(maker: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Export.status) == WorkStatus.GENERATING, col(Export.maker) == maker


def held(session: Session, maker: str) -> set[int]:
    """The ids of the exports that a task is making."""
    return {found for found in session.exec(select(Export.id).where(*_held(maker))) if found is not None}


def change_held(session: Session, maker: str, **values: object) -> None:
    """Set columns of all that a task is making."""
    _change(session, update(Export).where(*_held(maker)).values(**values))


def finish(session: Session, export_id: int, *, maker: str, **values: object) -> bool:
    """Close one export of a task; False when it was taken from the task or closed before."""
    return changed_one(
        session, update(Export).where(col(Export.id) == export_id, *_held(maker)).values(**values)
    )


def change_open(session: Session, export_id: int, **values: object) -> bool:
    """Set columns of an export that is still open; False when it was closed already."""
    statement = (
        update(Export).where(col(Export.id) == export_id, col(Export.status).in_(OPEN)).values(**values)
    )
    return changed_one(session, statement)


def close_asked(session: Session, render_id: int, **values: object) -> None:
    """Set columns of all open exports of a film that somebody asked for."""
    statement = update(Export).where(
        col(Export.render_id) == render_id, col(Export.status).in_(OPEN), col(Export.asked).is_(True)
    )
    _change(session, statement.values(**values))


def forget_unasked(session: Session, render_id: int, *, formats: Collection[str]) -> None:
    """Forget the open exports of a film that nobody asked for."""
    session.exec(
        delete(Export).where(
            col(Export.render_id) == render_id,
            col(Export.format).in_(formats),
            col(Export.status).in_(OPEN),
            col(Export.asked).is_(False),
        )
    )


def others_wait(session: Session, *, but: str) -> bool:
    """Whether somebody waits for any export that another task than `but` makes or will make."""
    elsewhere = or_(col(Export.maker).is_(None), col(Export.maker) != but)
    statement = select(Export.id).where(col(Export.asked).is_(True), col(Export.status).in_(OPEN), elsewhere)
    return session.exec(statement.limit(1)).first() is not None


def count_download(session: Session, export_id: int) -> None:
    """Add one to the export's own counter, atomically."""
    count_one(session, Export, export_id)


def _change(session: Session, statement: Update) -> None:
    session.exec(statement.execution_options(synchronize_session=False))
