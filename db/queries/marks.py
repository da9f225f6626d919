"""Statements that read of films only what tells whether one looks different now: no objects, and one look for all."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlmodel import Session, col

from db.models import Export, Job, Scene


def _of(*columns: object) -> Select[*tuple[Any, ...]]:
    return select(*map(col, columns))


@dataclass(kw_only=True)
class Looks:
    """What is to be seen of one film: of itself, of its scenes in their order, and of its exports."""

    owner: str
    job: tuple[object, ...]
    board: list[tuple[object, ...]] = field(default_factory=list)
    made: list[tuple[object, ...]] = field(default_factory=list)


# Built once, since every open page asks them every second: to build one takes longer than to carry it out.
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_JOBS: Final = _of(
    Job.id,
    Job.owner,
    Job.title,
    Job.status,
    Job.revision,
    Job.approved_at,
    Job.refinements_open,
    Job.download_count,
    Job.film_id,
).where(col(Job.id).in_(_IDS), col(Job.trashed_at).is_(None))
_SCENES: Final = (
    _of(Scene.job_id, Scene.id, Scene.status, Scene.take_id)
    .where(col(Scene.job_id).in_(_IDS), col(Scene.position).is_not(None))
    .order_by(col(Scene.job_id), col(Scene.position))
)
_EXPORTS: Final = (
    _of(Export.render_id, Export.id, Export.status, Export.asked, Export.download_count)
    .where(col(Export.render_id).in_(_IDS))
    .order_by(col(Export.id))
)


def looks(session: Session, job_ids: Collection[int]) -> dict[int, Looks]:
    """By the job's id; jobs that are gone or lie in the trash are left out."""
    found, by_film = dict[int, Looks](), dict[int, Looks]()
    for job_id, owner, *seen, film_id in session.execute(_JOBS, {"ids": list(job_ids)}):
        found[job_id] = Looks(owner=owner, job=(*seen, film_id))
        if film_id is not None:
            by_film[film_id] = found[job_id]
    for job_id, *seen in session.execute(_SCENES, {"ids": list(found)}) if found else ():
        found[job_id].board.append(tuple(seen))
    for film_id, *seen in session.execute(_EXPORTS, {"ids": list(by_film)}) if by_film else ():
        by_film[film_id].made.append(tuple(seen))
    return found
