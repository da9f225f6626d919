"""The mark of a film: it changes with what is to be seen, one look tells those of many, and to their owners only."""

from collections.abc import Callable

from core.edits import Edit
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


def test_one_look_tells_many_marks(studio: Studio, board: Board) -> None:
    """They are those that each film tells alone; what is foreign, in the trash or not there has none."""
    kept, trashed = board(scenes=2), board(scenes=2)
    studio.trash(trashed.id, owner=OWNER)
    wanted = [(kept.id, OWNER), (kept.id, "somebody else"), (trashed.id, OWNER), (10**9, OWNER)]

    found = studio.marks(wanted)

    assert found == {(kept.id, OWNER): studio.mark(kept.id, owner=OWNER)}
    assert studio.marks([]) == {}
