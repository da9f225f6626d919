"""What a person may change of a storyboard for free, and what every change does."""

from collections.abc import Callable

import pytest

from core.edits import Edit, SceneChange
from core.errors import Conflict, InvalidInput, NotFound, PictureUnreadable, WrongStep
from core.providers.base import PictureBrief
from core.studio import Studio
from core.terms import AspectRatio, Motion, Transition
from core.views import JobStatus, JobView
from tests.core.conftest import OWNER
from tests.core.waiting import settled
from tests.studio_fakes import card

Board = Callable[..., JobView]
Edits = Callable[..., Edit]


def descriptions(job: JobView) -> list[str]:
    return [scene.description for scene in job.storyboard or ()]


def test_reordering_renumbers_raises_the_revision_and_clears_the_approval(
    studio: Studio, board: Board, edit: Edits
) -> None:
    """After a reorder the scenes are numbered 1..n in the new order and must be approved again."""
    job = board()
    studio.approve(job.id, owner=OWNER)

    after = studio.reorder(edit(job), [3, 1, 2])

    assert [descriptions(job)[2], descriptions(job)[0], descriptions(job)[1]] == descriptions(after)
    assert [scene.number for scene in after.storyboard or ()] == [1, 2, 3]
    assert (job.revision + 1, False) == (after.revision, after.approved)


@pytest.mark.parametrize("order", [[1, 2], [1, 2, 2], [1, 2, 4], [0, 1, 2], [1, 2, 3, 3]])
def test_an_order_that_is_no_permutation_changes_nothing(
    studio: Studio, board: Board, edit: Edits, order: list[int]
) -> None:
    """Anything but each scene once is refused, and the revision stays."""
    job = board()

    with pytest.raises(InvalidInput, match="Failed to reorder scenes"):
        studio.reorder(edit(job), order)

    assert job.revision == studio.job(job.id).revision


def test_an_edit_of_an_outdated_view_is_refused(studio: Studio, board: Board, edit: Edits) -> None:
    """Whoever edits what was changed elsewhere is told, and nothing is done."""
    job = board()
    studio.reorder(edit(job), [2, 1, 3])

    with pytest.raises(Conflict, match="changed elsewhere"):
        studio.delete_scene(edit(job, seen_revision=job.revision), scene_number=1)

    assert len(studio.job(job.id).storyboard or ()) == 3


def test_choosing_an_earlier_take_is_free(studio: Studio, board: Board, edit: Edits) -> None:
    """Going back to the first take costs no refinement and loses no take."""
    job = board()
    studio.refine(edit(job), scene_number=2, new_image_prompt="A heron in the reeds at dawn")
    refined = settled(studio, job.id)

    after = studio.choose_take(edit(job), scene_number=2, take_number=1)

    scene = (after.storyboard or ())[1]
    assert [take.chosen for take in scene.takes] == [True, False]
    assert refined.refinement_count == after.refinement_count == 1
    with pytest.raises(NotFound, match="no take 9"):
        studio.choose_take(edit(job), scene_number=2, take_number=9)


def test_an_own_picture_becomes_a_take(studio: Studio, board: Board, edit: Edits) -> None:
    """A person's picture is checked by its bytes and shown at once."""
    job = board()
    brief = PictureBrief(
        prompt="own", style="", aspect_ratio=AspectRatio.WIDE, size=(640, 360), seed=5, job_seed=5
    )

    after = studio.put_picture(edit(job), scene_number=1, content=card(brief))

    picture = (after.storyboard or ())[0].picture
    assert picture is not None
    assert (picture.artist, picture.number, picture.width, picture.height) == ("own", 2, 640, 360)
    with pytest.raises((InvalidInput, PictureUnreadable)):
        studio.put_picture(edit(job), scene_number=1, content=b"GIF89a not a picture")


def test_seconds_motion_and_transition_change_one_scene(studio: Studio, board: Board, edit: Edits) -> None:
    """Only the named values of the named scene change, and the film's length follows."""
    job = board()
    change = SceneChange(duration_ms=3500, motion=Motion.LEFT, transition=Transition.CUT)

    after = studio.change_scene(edit(job), scene_number=2, change=change)

    scene = (after.storyboard or ())[1]
    assert (scene.duration_ms, scene.motion, scene.transition) == (3500, "left", "cut")
    assert (after.duration_ms, after.target_ms) == (7500, 6000)


@pytest.mark.parametrize("milliseconds", [499, 299_000])
def test_a_length_beyond_the_limits_is_refused(
    studio: Studio, board: Board, edit: Edits, milliseconds: int
) -> None:
    """No scene under half a second, no film over five minutes."""
    job = board()

    with pytest.raises(InvalidInput):
        studio.change_scene(edit(job), scene_number=1, change=SceneChange(duration_ms=milliseconds))
    with pytest.raises(InvalidInput, match="Nothing to change"):
        studio.change_scene(edit(job), scene_number=1, change=SceneChange())

    assert studio.job(job.id).duration_ms == 6000


def test_splitting_keeps_the_length_and_the_picture(studio: Studio, board: Board, edit: Edits) -> None:
    """Both halves show the same picture, and together they last as long as before."""
    job = board()

    after = studio.split_scene(edit(job), scene_number=3)

    halves = (after.storyboard or ())[2:]
    assert [scene.duration_ms for scene in halves] == [1000, 1000]
    assert after.duration_ms == 6000
    assert all(scene.picture is not None for scene in halves)


def test_duplicating_and_deleting_scenes(studio: Studio, board: Board, edit: Edits) -> None:
    """A copy stands behind its original; a deleted scene leaves the board."""
    job = board()

    doubled = studio.duplicate_scene(edit(job), scene_number=1)
    assert [descriptions(job)[0]] * 2 == descriptions(doubled)[:2]
    assert len(doubled.storyboard or ()) == 4

    after = studio.delete_scene(edit(job), scene_number=2)
    assert descriptions(job) == descriptions(after)


def test_the_last_scene_stays(studio: Studio, board: Board, edit: Edits) -> None:
    """A film keeps at least one scene."""
    job = board(scenes=1)

    with pytest.raises(WrongStep, match="last scene"):
        studio.delete_scene(edit(job), scene_number=1)


def test_an_added_scene_waits_for_its_picture(studio: Studio, board: Board, edit: Edits) -> None:
    """A new scene has no picture, says so, and keeps the storyboard from being approved."""
    job = board()

    after = studio.add_scene(
        edit(job),
        after=0,
        description="An empty jetty",
        image_prompt="An empty jetty in fog",
        duration_ms=2000,
    )

    scene = (after.storyboard or ())[0]
    assert (scene.description, scene.picture) == ("An empty jetty", None)
    with pytest.raises(WrongStep, match="no picture for scene 1"):
        studio.approve(job.id, owner=OWNER)
    with pytest.raises(InvalidInput, match="no scene 9"):
        studio.add_scene(
            edit(job), after=9, description="Nowhere", image_prompt="Nowhere at all", duration_ms=900
        )
    studio.retry(job.id, owner=OWNER, scene_number=1)
    assert (settled(studio, job.id).storyboard or ())[0].picture is not None


def test_a_film_has_at_most_thirty_scenes(studio: Studio, board: Board, edit: Edits) -> None:
    """The thirty-first scene is refused."""
    job = board(scenes=30, seconds=60)

    with pytest.raises(InvalidInput, match="at most 30"):
        studio.duplicate_scene(edit(job), scene_number=1)


@pytest.mark.parametrize(("text", "picture"), [("x" * 1001, "a gull"), ("a gull", "x" * 2001)])
def test_an_endless_scene_is_refused(
    studio: Studio, board: Board, edit: Edits, text: str, picture: str
) -> None:
    """Added or refined: what is too long is told, and nothing is changed or counted."""
    job = board()
    with pytest.raises(InvalidInput, match=r"at most .* are taken"):
        studio.add_scene(edit(job), after=0, description=text, image_prompt=picture, duration_ms=2000)
    with pytest.raises(InvalidInput, match=r"at most .* are taken"):
        studio.refine(edit(job), scene_number=1, new_description=text, new_image_prompt=picture)
    assert studio.job(job.id) == job


def test_undo_walks_back_step_by_step(studio: Studio, board: Board, edit: Edits) -> None:
    """Each undo takes one more edit back, as a new revision, until the first storyboard stands again."""
    job = board()
    studio.delete_scene(edit(job), scene_number=1)
    studio.reorder(edit(job), [2, 1])

    once = studio.undo(edit(job))
    twice = studio.undo(edit(job))

    assert descriptions(job)[1:] == descriptions(once)
    assert descriptions(job) == descriptions(twice)
    assert job.revision + 4 == twice.revision
    assert not twice.can_undo
    with pytest.raises(WrongStep, match="nothing to undo"):
        studio.undo(edit(job))


def test_an_edit_after_undo_can_be_undone_too(studio: Studio, board: Board, edit: Edits) -> None:
    """Undo leads to the storyboard that was edited, not to one further back."""
    job = board()
    studio.reorder(edit(job), [3, 2, 1])
    studio.undo(edit(job))
    studio.reorder(edit(job), [2, 1, 3])

    after = studio.undo(edit(job))

    assert descriptions(job) == descriptions(after)


def test_history_tells_every_edit(studio: Studio, board: Board, edit: Edits) -> None:
    """The newest line is the last edit, the oldest the making."""
    job = board()
    studio.reorder(edit(job), [3, 2, 1])

    lines = studio.history(job.id, owner=OWNER)

    assert (lines[0].text, lines[-1].kind) == ("Order: 3, 2, 1", "created")


def test_a_scene_number_beyond_the_board_is_named(studio: Studio, board: Board, edit: Edits) -> None:
    """The refusal says which scenes there are."""
    job = board()

    with pytest.raises(InvalidInput) as refusal:
        studio.split_scene(edit(job), scene_number=4)

    assert (
        refusal.value.message,
        refusal.value.hint,
    ) == ("There is no scene 4.", "The storyboard has scenes 1 to 3.")


def test_a_stranger_sees_no_job(studio: Studio, board: Board) -> None:
    """Another owner's edit is answered as if the job did not exist."""
    job = board()

    with pytest.raises(NotFound, match=f"Job {job.id} not found"):
        studio.undo(Edit(job_id=job.id, owner="somebody else"))


def test_no_edit_while_pictures_are_made(studio: Studio, board: Board, edit: Edits) -> None:
    """A job without a storyboard refuses edits by its step."""
    job = board(prompt="forbidden from the start")

    assert job.status == JobStatus.FAILED
    with pytest.raises(WrongStep, match="no storyboard yet"):
        studio.reorder(edit(job), [1])
