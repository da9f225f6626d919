"""A film copied as it is: all that it shows is its own, and nothing of it is ordered or paid again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.edits import Edit, FilmChange, SceneChange
from core.errors import Conflict, NotFound, WrongStep
from core.studio import Studio
from core.terms import Captions, Motion
from core.views import ClipView, JobStatus, JobView, TakeView
from core.workshop import Workshop
from db.queries import jobs
from tests.core.conftest import OWNER
from tests.core.looking import content
from tests.core.waiting import settled
from tests.sounds import tone, wav
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]
Edits = Callable[..., Edit]


@pytest.fixture
def edited(studio: Studio, board: Board, edit: Edits) -> JobView:
    """A film that was worked on: refined, reordered, split, brought to life, with words, a name and music."""
    job = board(scenes=3)
    studio.refine(edit(job), scene_number=2, new_image_prompt="A heron in the reeds at dawn")
    job = settled(studio, job.id)
    job = studio.reorder(edit(job), [2, 3, 1])
    job = studio.split_scene(edit(job), scene_number=1)
    studio.animate(edit(job), scene_number=3)
    job = settled(studio, job.id)
    job = studio.change_scene(edit(job), scene_number=1, change=SceneChange(motion=Motion.LEFT))
    job = studio.change_film(
        edit(job), FilmChange(title="The heron", captions=Captions.TRACK, title_card=True)
    )
    return studio.put_music(edit(job), name="song.wav", content=wav(tone(440, 1)))


def number(shown: TakeView | ClipView) -> int:
    """The number in its address."""
    return int(Path(shown.path).stem)


def looks(studio: Studio, job: JobView) -> list[tuple[object, ...]]:
    """All that is seen of each scene, its picture and clip as bytes."""
    return [
        (
            scene.description,
            scene.image_prompt,
            scene.duration_ms,
            scene.motion,
            scene.transition,
            content(studio.picture(job.id, number(scene.picture))) if scene.picture else None,
            content(studio.clip(job.id, number(scene.clip))) if scene.clip else None,
        )
        for scene in job.storyboard or ()
    ]


def test_a_copy_is_the_film_as_it_is(
    studio: Studio, shop: Workshop, edited: JobView, artist: ProgrammableArtist
) -> None:
    """Scenes, pictures, clip, words, name and music are the same; money, versions and refinements begin anew."""
    orders = len(artist.orders)

    copy = studio.duplicate(edited.id, owner=OWNER)

    assert looks(studio, copy) == looks(studio, edited)
    assert (copy.title, copy.captions, copy.title_card) == ("The heron", Captions.TRACK, True)
    assert (copy.prompt, copy.style, copy.target_ms) == (edited.prompt, edited.style, edited.target_ms)
    assert copy.music is not None
    assert edited.music is not None
    assert copy.music.name == edited.music.name
    assert (copy.status, copy.revision, copy.can_undo) == (JobStatus.STORYBOARD_READY, 1, False)
    assert (copy.actual_micros, copy.refinement_count, copy.film) == (0, 0, None)
    assert len(artist.orders) == orders
    assert studio.history(copy.id)[0].text == f"Copied from job {edited.id}"


def test_a_copy_outlives_what_it_was_made_from(studio: Studio, edited: JobView, edit: Edits) -> None:
    """When the first film is deleted the copy's pictures are still there, and it is rendered like any other."""
    copy = studio.duplicate(edited.id, owner=OWNER)
    seen = looks(studio, copy)
    studio.delete(edited.id, owner=OWNER)

    studio.approve(copy.id, owner=OWNER)
    studio.render(copy.id, owner=OWNER)
    done = settled(studio, copy.id, (JobStatus.COMPLETED, JobStatus.FAILED))

    assert done.status == JobStatus.COMPLETED, done.trouble
    assert looks(studio, done) == seen


def test_a_copy_goes_its_own_way(studio: Studio, edited: JobView, edit: Edits) -> None:
    """What is changed in one film is not changed in the other."""
    before = looks(studio, edited)
    copy = studio.duplicate(edited.id, owner=OWNER)

    studio.delete_scene(edit(copy), scene_number=1)
    studio.refine(edit(studio.job(copy.id)), scene_number=1, new_image_prompt="A kite over the dunes")
    settled(studio, copy.id)

    assert looks(studio, studio.job(edited.id)) == before
    assert studio.job(edited.id).refinements_remaining == edited.refinements_remaining


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (JobStatus.PENDING, WrongStep),
        (JobStatus.PARSING, WrongStep),
        (JobStatus.GENERATING_STORYBOARD, Conflict),
    ],
)
def test_there_must_be_something_to_copy(
    studio: Studio, shop: Workshop, board: Board, status: JobStatus, error: type[Exception]
) -> None:
    """Before its pictures are there a film cannot be copied, and says what to wait for."""
    job = board(scenes=1)
    count = len(studio.jobs(owner=OWNER, limit=1000))
    with shop.writing() as session:
        jobs.change(session, job.id, status=status)

    with pytest.raises(error, match=f"Job {job.id} "):
        studio.duplicate(job.id, owner=OWNER)
    with pytest.raises(NotFound):
        studio.duplicate(job.id, owner="a stranger")

    with shop.writing() as session:
        jobs.change(session, job.id, status=job.status)
    assert len(studio.jobs(owner=OWNER, limit=1000)) == count
