"""The library as a person leafs through it: searched, sorted, a page at a time; and the mark of change of one film."""

import hashlib
from collections.abc import Collection
from enum import StrEnum

from core.presentation import summaries
from core.storyboard import find
from core.views import LibraryPage
from core.workshop import Workshop
from db.queries import exports, jobs, scenes


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
    """A short text that changes whenever something of the film that people see does.

    It costs three small queries, so that many open pages can ask for it every second.
    """
    with shop.reading() as session:
        job = find(session, job_id, owner)
        board = [(scene.id, scene.status, scene.take_id) for scene in scenes.on_board(session, job_id)]
        made = [
            (row.id, row.status, row.asked, row.download_count)
            for row in exports.of_film(session, job.film_id or 0)
        ]
        seen = (
            job.status,
            job.revision,
            job.approved_at,
            job.film_id,
            job.refinements_open,
            job.download_count,
        )
    return hashlib.sha256(repr((seen, board, made)).encode()).hexdigest()[:16]
