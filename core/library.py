"""The library as a person leafs through it: searched, sorted, a page at a time; and the mark of change of one film."""

import hashlib
from collections.abc import Collection
from enum import StrEnum

from core.presentation import summaries
from core.storyboard import absent
from core.views import LibraryPage
from core.workshop import Workshop
from db.engine import Session
from db.queries import jobs
from db.queries.marks import Looks, looks

# A film and whoever looks at it, its owner.
Seen = tuple[int, str]


class LibraryOrder(StrEnum):
    """How the library is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    TITLE = "title"


def leaf(
    shop: Workshop,
    *,
    owner: str,
    statuses: Collection[str] = (),
    text: str | None = None,
    order: LibraryOrder = LibraryOrder.NEWEST,
    page: int = 1,
    per_page: int = 12,
) -> LibraryPage:
    """One page of the owner's films, counted from 1, and how many there are in all."""
    with shop.reading() as session:
        total = jobs.count(session, owner=owner, statuses=statuses, text=text)
        last = max(1, -(-total // per_page))
        page = min(max(page, 1), last)
        found = jobs.sorted_page(
            session,
            owner=owner,
            statuses=statuses,
            text=text,
            order=order,
            offset=(page - 1) * per_page,
            limit=per_page,
        )
        anything = total > 0 or jobs.count(session, owner=owner) > 0
        return LibraryPage(
            films=tuple(summaries(session, found)), total=total, page=page, pages=last, anything=anything
        )


def mark(shop: Workshop, job_id: int, *, owner: str | None) -> str:
    """A short text that changes whenever something of the film that people see does; cheap enough for every second."""
    with shop.reading() as session:
        film = looks(session, {job_id}).get(job_id)
    if film is None or owner not in (None, film.owner):
        raise absent(job_id)
    return _digest(film)


def marks(shop: Workshop, films: Collection[Seen]) -> dict[Seen, str]:
    """The marks of many films in one look; who may not see a film, or no longer, finds nothing under it."""
    with shop.reading() as session:
        return _marks(session, films)


def _marks(session: Session, films: Collection[Seen]) -> dict[Seen, str]:
    found = looks(session, {job_id for job_id, _ in films})
    return {
        (job_id, owner): _digest(found[job_id])
        for job_id, owner in films
        if job_id in found and found[job_id].owner == owner
    }


def _digest(film: Looks) -> str:
    return hashlib.sha256(repr((film.job, film.board, film.made)).encode()).hexdigest()[:16]
