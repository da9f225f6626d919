"""The picture that a film's pictures follow: given with the film, uploaded later, or one of its own."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PIL import Image

from core.drawing import picture_brief, read_order
from core.edits import Edit
from core.errors import BudgetExceeded, InvalidInput, NotFound, UnsupportedMedia
from core.jobs import NewJob
from core.media.store import MediaStore
from core.studio import Studio
from core.views import JobView
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.waiting import settled
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]
EditOf = Callable[..., Edit]


def picture(color: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def following(artist: ProgrammableArtist) -> Iterator[ProgrammableArtist]:
    """An artist that follows pictures."""
    artist.takes_reference = True
    yield artist
    artist.takes_reference = False


def uploads(store: MediaStore) -> set[str]:
    root = store.path_of("references/x")
    assert root is not None
    return {file.name for file in root.parent.glob("*")} if root.parent.is_dir() else set()


def film(studio: Studio, content: bytes | None = None, *, key: str | None = None) -> JobView:
    request = NewJob(prompt="A fox learns to sail", duration_ms=5000, scene_count=2, reference=content)
    return settled(studio, studio.create(request, owner=OWNER, idempotency_key=key).id)


def references_since(artist: ProgrammableArtist, start: int) -> list[bytes | None]:
    return [brief.reference for brief in artist.orders[start:]]


def test_all_pictures_follow_what_the_film_was_given(studio: Studio, following: ProgrammableArtist) -> None:
    """First pictures, refinements and those of a copy are ordered with the same file."""
    start, given = len(following.orders), picture()
    job = film(studio, given)
    studio.refine(
        Edit(job_id=job.id, owner=OWNER), scene_number=1, new_image_prompt="The fox at the helm, at night"
    )
    settled(studio, job.id)
    copy = studio.duplicate(job.id, owner=OWNER)
    studio.refine(
        Edit(job_id=copy.id, owner=OWNER), scene_number=2, new_image_prompt="The fox asleep on deck"
    )
    settled(studio, copy.id)

    assert references_since(following, start) == [given] * 4
    assert job.reference is not None
    assert copy.reference is not None
    assert copy.reference != job.reference


def test_a_take_is_followed_and_left_again(
    studio: Studio, board: Board, edit: EditOf, following: ProgrammableArtist
) -> None:
    """The hero of a picture is kept by the next ones, without a new version, and let go of again."""
    job = board(scenes=2)
    chosen = studio.choose_reference(edit(job), scene_number=2, take_number=1)
    start = len(following.orders)
    studio.refine(edit(job), scene_number=1, new_image_prompt="The lantern from above, at dawn")
    settled(studio, job.id)
    studio.drop_reference(edit(job))
    studio.refine(edit(job), scene_number=1, new_image_prompt="The lantern from below, at dusk")
    after = settled(studio, job.id)

    first, second = references_since(following, start)
    take_file = studio.picture(
        job.id, int((job.storyboard or ())[1].takes[0].path.split("/")[-1].split(".")[0])
    )
    assert (first, second) == (take_file.path.read_bytes(), None)
    assert chosen.revision == job.revision
    assert [take.followed for scene in chosen.storyboard or () for take in scene.takes] == [False, True]
    assert after.reference is None
    texts = [event.text for event in studio.history(job.id, owner=OWNER)]
    assert "New pictures follow take 1 of scene 2" in texts


def test_an_order_keeps_the_reference_that_it_was_placed_with(
    shop: Workshop, studio: Studio, board: Board, edit: EditOf, following: ProgrammableArtist
) -> None:
    """A run after a crash orders, or looks for, the very same, although another picture was chosen meanwhile."""
    job = board(scenes=1)
    studio.upload_reference(edit(job), content=picture("red"))
    attempt = studio.refine(edit(job), scene_number=1, new_image_prompt="The lantern in a red light")
    assert attempt is not None
    settled(studio, job.id)
    studio.upload_reference(edit(job), content=picture("blue"))

    with shop.reading() as session:
        order = read_order(session, attempt)
    assert order is not None
    assert picture_brief(shop, order).reference == picture("red")


def test_uploads_go_with_their_film(shop: Workshop, studio: Studio, following: ProgrammableArtist) -> None:
    """One that nothing was ordered with goes when it is replaced, the others with the film."""
    before = uploads(shop.store)
    job = film(studio, picture("red"))
    edit = Edit(job_id=job.id, owner=OWNER)
    studio.upload_reference(edit, content=picture("green"))
    studio.upload_reference(edit, content=picture("blue"))
    assert len(uploads(shop.store) - before) == 2

    studio.delete(job.id, owner=OWNER)

    assert uploads(shop.store) == before


def test_no_film_no_upload(shop: Workshop, studio: Studio, following: ProgrammableArtist) -> None:
    """A refused film and a repeated request leave no file behind; another picture is another request."""
    before = uploads(shop.store)
    following.price = 30_000
    capped = Studio(replace(shop, settings=shop.settings.model_copy(update={"cap_per_job": 0.01})))
    with pytest.raises(BudgetExceeded):
        film(capped, picture())
    following.price = 0
    first = film(studio, picture(), key="reference-once")
    again = film(studio, picture(), key="reference-once")

    assert first.id == again.id
    assert len(uploads(shop.store) - before) == 1


def test_what_cannot_be_followed_is_told(
    studio: Studio, board: Board, edit: EditOf, following: ProgrammableArtist
) -> None:
    """An artist that follows nothing, a file that is no picture, a picture that is not there."""
    job = board(scenes=1)
    with pytest.raises(UnsupportedMedia):
        studio.upload_reference(edit(job), content=b"no picture")
    with pytest.raises(NotFound, match="no take 9"):
        studio.choose_reference(edit(job), scene_number=1, take_number=9)
    with pytest.raises(NotFound, match="no such picture"):
        studio.reference(job.id, "unknown", owner=OWNER)
    following.takes_reference = False
    deeds: list[Callable[[], object]] = [
        lambda: studio.upload_reference(edit(job), content=picture()),
        lambda: studio.choose_reference(edit(job), scene_number=1, take_number=1),
        lambda: film(studio, picture()),
    ]
    for deed in deeds:
        with pytest.raises(InvalidInput, match="follows no reference picture") as refused:
            deed()
        assert "STORYREEL_PICTURE_MODEL" in refused.value.hint


def test_a_followed_picture_is_shown_small(
    studio: Studio, board: Board, edit: EditOf, following: ProgrammableArtist
) -> None:
    """The page gets a JPEG of it under an address that changes with the picture."""
    job = studio.upload_reference(edit(board(scenes=1)), content=picture())
    assert job.reference is not None
    name = job.reference.rpartition("/")[2].removesuffix(".jpg")

    shown = studio.reference(job.id, name, owner=OWNER)
    with Image.open(shown.path) as small:
        assert (small.format, small.size) == ("JPEG", (320, 240))
    assert studio.reference(job.id, name, owner=OWNER).etag == shown.etag
