"""The mark of a film: it changes with what is to be seen, one look tells those of many, and to their owners only."""

from collections.abc import Callable

import pytest

from core.edits import Edit
from core.errors import NotFound
from core.studio import Studio
from core.views import JobView
from tests.core.conftest import OWNER

Board = Callable[..., JobView]


def test_a_mark_changes_with_what_is_seen(studio: Studio, board: Board) -> None:
    """It stays while nothing happens; an edit, an approval and another order change it."""
    job = board(scenes=2)
    seen = [studio.mark(job.id, owner=OWNER)]
    assert studio.mark(job.id, owner=OWNER) == seen[0]

    studio.approve(job.id, owner=OWNER)
    seen.append(studio.mark(job.id, owner=OWNER))
    studio.reorder(Edit(job_id=job.id, owner=OWNER), [2, 1])
    seen.append(studio.mark(job.id, owner=OWNER))

    assert len(set(seen)) == 3


def test_whose_film_it_is_not_learns_no_mark(studio: Studio, board: Board) -> None:
    """A film of somebody else, in the trash or never made is not there, in the same words; nobody's look sees all."""
    kept, trashed = board(scenes=2), board(scenes=2)
    studio.trash(trashed.id, owner=OWNER)

    for job_id, owner in ((kept.id, "somebody else"), (trashed.id, OWNER), (10**9, None)):
        with pytest.raises(NotFound, match=f"^Job {job_id} not found$"):
            studio.mark(job_id, owner=owner)

    assert studio.mark(kept.id) == studio.mark(kept.id, owner=OWNER)


def test_one_look_tells_many_marks(studio: Studio, board: Board) -> None:
    """They are those that each film tells alone; what is foreign, in the trash or not there has none."""
    kept, trashed = board(scenes=2), board(scenes=2)
    studio.trash(trashed.id, owner=OWNER)
    wanted = [(kept.id, OWNER), (kept.id, "somebody else"), (trashed.id, OWNER), (10**9, OWNER)]

    found = studio.marks(wanted)

    assert found == {(kept.id, OWNER): studio.mark(kept.id, owner=OWNER)}
    assert studio.marks([]) == {}
