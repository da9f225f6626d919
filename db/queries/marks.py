"""Statements that read of films only what tells whether one looks different now: no objects, and one look for all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from db.models import Export, Job, Scene


@dataclass(kw_only=True)
class Looks:
    """What is to be seen of one film: of itself, of its scenes in their order, and of its exports."""

    owner: str
    job: tuple[object, ...]
    board: list[tuple[object, ...]] = field(default_factory=list)
    made: list[tuple[object, ...]] = field(default_factory=list)


def looks(session: Session, job_ids: Collection[int]) -> dict[int, Looks]:
    """By the job's id; jobs that are gone or lie in the trash are left out."""
    found, by_film = dict[int, Looks](), dict[int, Looks]()
    for job_id, owner, *seen, film_id in session.execute(_jobs(job_ids)):
        found[job_id] = Looks(owner=owner, job=(*seen, film_id))
        if film_id is not None:
            by_film[film_id] = found[job_id]
    for job_id, *seen in session.execute(_scenes(found)):
        found[job_id].board.append(tuple(seen))
    for film_id, *seen in session.execute(_exports(by_film)) if by_film else ():
        by_film[film_id].made.append(tuple(seen))
    return found


def _jobs(job_ids: Collection[int]) -> Select[Any]:
    seen = (Job.title, Job.status, Job.revision, Job.approved_at, Job.refinements_open, Job.download_count)
    columns: Iterable[Any] = map(col, (Job.id, Job.owner, *seen, Job.film_id))
    return select(*columns).where(col(Job.id).in_(job_ids), col(Job.trashed_at).is_(None))


def _scenes(job_ids: Collection[int]) -> Select[Any]:
    columns: Iterable[Any] = map(col, (Scene.job_id, Scene.id, Scene.status, Scene.take_id))
    shown = select(*columns).where(col(Scene.job_id).in_(job_ids), col(Scene.position).is_not(None))
    return shown.order_by(col(Scene.job_id), col(Scene.position))


def _exports(film_ids: Collection[int]) -> Select[Any]:
    columns: Iterable[Any] = map(
        col, (Export.render_id, Export.id, Export.status, Export.asked, Export.download_count)
    )
    return select(*columns).where(col(Export.render_id).in_(film_ids)).order_by(col(Export.id))
