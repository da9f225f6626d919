"""Refining: counted when it succeeds, held while it runs, never beyond the limit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.edits import Edit
from core.errors import AppError, Conflict, InvalidInput, RefinementLimit
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobStatus, JobView, WorkStatus
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
PROMPT = "A heron stands in the reeds at dawn"


def test_a_new_picture_replaces_the_old_one_and_keeps_it_as_a_take(
    studio: Studio, board: Board, edit: Edits
) -> None:
    """The refined scene shows take 2 with the new words, and the estimate grows by one picture."""
    job = board()

    studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT, new_description="The heron waits")
    after = settled(studio, job.id)

    scene = (after.storyboard or ())[0]
    assert (scene.description, scene.image_prompt) == ("The heron waits", PROMPT)
    assert [take.chosen for take in scene.takes] == [False, True]
    assert (after.refinement_count, after.refinements_remaining) == (1, 4)
    assert after.estimated_micros - job.estimated_micros == 20_000


def test_new_words_alone_count_but_cost_nothing(studio: Studio, board: Board, edit: Edits) -> None:
    """A description changes at once, counts as a refinement and adds nothing to the estimate."""
    job = board()

    attempt = studio.refine(edit(job), scene_number=3, new_description="The lake lies still")
    after = studio.job(job.id)

    assert attempt is None
    assert (after.storyboard or ())[2].description == "The lake lies still"
    assert (after.refinement_count, after.estimated_micros) == (1, job.estimated_micros)


def test_a_refused_picture_counts_nothing_and_changes_nothing(
    studio: Studio, board: Board, edit: Edits
) -> None:
    """After a failure the old picture and words stand, and the refinement is free again."""
    job = board()

    attempt = studio.refine(edit(job), scene_number=1, new_image_prompt="Something forbidden in the reeds")
    after = settled(studio, job.id)

    scene = (after.storyboard or ())[0]
    assert attempt is not None
    status, trouble = studio.attempt(attempt)
    assert status == WorkStatus.FAILED
    assert trouble is not None
    assert trouble.message == "The service refused the picture prompt."
    assert scene.image_prompt == (job.storyboard or ())[0].image_prompt
    assert (after.refinement_count, after.refinements_remaining, after.revision) == (0, 5, job.revision)


def test_one_of_five_parallel_refinements_takes_the_last_place(
    studio: Studio, board: Board, edit: Edits
) -> None:
    """At four used, five calls at the same moment let exactly one through."""
    job = board(scenes=5, seconds=10)
    for number in range(1, 5):
        studio.refine(edit(job), scene_number=1, new_description=f"Words number {number}")

    def refine(number: int) -> AppError | None:
        try:
            studio.refine(edit(job), scene_number=number, new_image_prompt=PROMPT)
        except AppError as error:
            return error
        return None

    with ThreadPoolExecutor(5) as threads:
        refusals = [error for error in threads.map(refine, range(1, 6)) if error is not None]

    assert len(refusals) == 4
    assert all(isinstance(error, RefinementLimit) for error in refusals)
    assert refusals[0].message == "Maximum refinement limit (5) reached for this job"
    assert settled(studio, job.id).refinement_count == 5


def test_a_scene_in_the_making_is_not_refined_twice(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """A second refinement of the same scene is told to wait, and approval waits too."""
    job = board()

    with artist.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        with pytest.raises(Conflict, match="right now"):
            studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        with pytest.raises(Conflict, match="still being made"):
            studio.approve(job.id, owner=OWNER)

    assert settled(studio, job.id).refinement_count == 1


@pytest.mark.parametrize("copying", ["duplicate_scene", "split_scene"])
def test_the_copy_of_a_scene_in_the_making_waits_for_nothing(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist, copying: str
) -> None:
    """It shows the picture there is, and is refined by itself."""
    job = board()
    with artist.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        copied = getattr(studio, copying)(edit(job), scene_number=1)
        studio.refine(edit(job), scene_number=2, new_image_prompt=PROMPT)

    original, copy = [scene.status for scene in copied.storyboard or ()][:2]
    assert original in (WorkStatus.PENDING, WorkStatus.GENERATING)
    assert copy == WorkStatus.COMPLETED
    assert settled(studio, job.id).refinement_count == 2


def test_a_scene_is_in_the_making_whatever_else_is_done_to_it(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """Another take, or an undo, does not hide that a picture was ordered, so it is not ordered twice."""
    job = board()
    studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
    settled(studio, job.id)

    with artist.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        studio.choose_take(edit(job), scene_number=1, take_number=1)
        with pytest.raises(Conflict, match="right now"):
            studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        studio.undo(edit(job))
        with pytest.raises(Conflict, match="right now"):
            studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)

    assert settled(studio, job.id).refinement_count == 2


def test_nothing_is_rendered_while_a_picture_is_being_made(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """The new picture will take the approval back, so a render of the old ones is refused until then."""
    job = board()
    studio.approve(job.id, owner=OWNER)

    with artist.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        with pytest.raises(Conflict, match="still being made"):
            studio.render(job.id, owner=OWNER)

    after = settled(studio, job.id)
    assert (after.status, after.approved) == (JobStatus.STORYBOARD_READY, False)


def test_a_picture_for_a_scene_that_was_deleted_meanwhile_is_kept(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """The take is stored with its scene and there again after undo."""
    job = board()
    with artist.closed():
        attempt = studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        studio.delete_scene(edit(job), scene_number=1)
    assert attempt is not None
    until(lambda: studio.attempt(attempt)[0] == WorkStatus.COMPLETED)

    after = studio.undo(edit(job))

    assert [take.number for take in (after.storyboard or ())[0].takes] == [1, 2]
    assert after.refinement_count == 1


@pytest.mark.parametrize("words", [None, "", "   ", "\x00"])
def test_refining_needs_words(studio: Studio, board: Board, edit: Edits, words: str | None) -> None:
    """Neither prompt nor description is refused in the law's words."""
    job = board()

    with pytest.raises(InvalidInput, match="Must provide either new_image_prompt or new_description"):
        studio.refine(edit(job), scene_number=1, new_image_prompt=words, new_description=words)


def test_an_unknown_scene_holds_no_refinement(studio: Studio, board: Board, edit: Edits) -> None:
    """A wrong number is refused before anything is held or ordered."""
    job = board()

    with pytest.raises(InvalidInput, match="no scene 7"):
        studio.refine(edit(job), scene_number=7, new_image_prompt=PROMPT)

    assert studio.job(job.id).refinements_remaining == 5


def test_a_refinement_does_not_wait_behind_the_pictures_of_other_films(
    studio: Studio, board: Board, edit: Edits, artist: ProgrammableArtist
) -> None:
    """While every place for first pictures is taken, a refined picture is ordered at once."""
    job = board()
    before = len(artist.orders)
    with artist.closed():
        crowd = [
            studio.create(
                NewJob(prompt=f"Crowd number {n} at the gates", duration_ms=60_000, scene_count=12),
                owner=OWNER,
            )
            for n in range(2)
        ]
        until(lambda: len(artist.orders) - before == studio.settings.pictures_at_once)
        studio.refine(edit(job), scene_number=1, new_image_prompt=PROMPT)
        until(lambda: artist.orders[-1].prompt == PROMPT)
        for other in crowd:
            studio.delete(other.id, owner=OWNER)

    assert settled(studio, job.id).refinement_count == 1
