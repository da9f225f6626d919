"""The life of a job, from the request to the trash."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Conflict, InvalidInput, NotFound, WrongStep
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobStatus, JobView
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.looking import content
from tests.core.waiting import settled
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]


def test_a_prompt_becomes_a_storyboard(studio: Studio, board: Board) -> None:
    """Every scene has a picture, the times add up, and the first revision stands."""
    job = board(scenes=3, seconds=7.001)

    scenes = job.storyboard or ()
    assert job.status == JobStatus.STORYBOARD_READY
    assert all(scene.picture for scene in scenes)
    assert sum(scene.duration_ms for scene in scenes) == 7001
    assert (job.revision, job.can_undo, job.approved) == (1, False, False)
    assert job.estimated_micros == 90_000


@pytest.mark.parametrize(
    "request_",
    [
        NewJob(prompt="too short"),
        NewJob(prompt="  \x00 \n " + "short" + " " * 50),
        NewJob(prompt="x" * 5001),
        NewJob(prompt="A long enough prompt", duration_ms=4999),
        NewJob(prompt="A long enough prompt", duration_ms=300_001),
        NewJob(prompt="A long enough prompt", scene_count=0),
        NewJob(prompt="A long enough prompt", scene_count=31),
    ],
)
def test_a_request_beyond_the_limits_is_refused(studio: Studio, request_: NewJob) -> None:
    """Each refusal names what is wrong and what is allowed."""
    with pytest.raises(InvalidInput) as refusal:
        studio.create(request_, owner=OWNER)

    assert any(character.isdigit() for character in refusal.value.hint)


def test_an_idempotency_key_gives_the_same_job(studio: Studio) -> None:
    """The same key with the same request is the same job, with another request a conflict."""
    request = NewJob(prompt="A ship leaves the harbour", duration_ms=5000)

    first = studio.create(request, owner=OWNER, idempotency_key="ship-1")
    again = studio.create(request, owner=OWNER, idempotency_key="ship-1")
    elsewhere = studio.create(request, owner="somebody else", idempotency_key="ship-1")

    assert first.id == again.id != elsewhere.id
    with pytest.raises(Conflict, match="another request"):
        studio.create(NewJob(prompt="A train leaves the station"), owner=OWNER, idempotency_key="ship-1")
    settled(studio, first.id)
    settled(studio, elsewhere.id)


def test_the_library_lists_searches_and_pages(studio: Studio, board: Board) -> None:
    """Newest first; text is searched as it is written, percent signs included."""
    older = board(prompt="Discount of 100% on old maps")
    newer = board(prompt="Discount of 1000 old maps")

    listed = studio.jobs(owner=OWNER, limit=2)

    assert [job.id for job in listed] == [newer.id, older.id]
    assert [job.id for job in studio.jobs(owner=OWNER, text="100% on")] == [older.id]
    assert [job.id for job in studio.jobs(owner=OWNER, before=newer.id, limit=1)] == [older.id]
    assert listed[0].thumbnail is not None
    assert studio.jobs(owner="somebody else entirely") == []
    with pytest.raises(InvalidInput, match="Allowed: pending, parsing"):
        studio.jobs(owner=OWNER, statuses=["finished"])


def test_a_failed_plan_says_why_and_can_be_retried(studio: Studio, board: Board) -> None:
    """The job carries the planner's own words and its next step."""
    job = board(prompt="forbidden from the start")

    assert job.status == JobStatus.FAILED
    assert job.trouble is not None
    assert job.trouble.message == "The service refused the prompt."
    assert job.storyboard is None
    studio.retry(job.id, owner=OWNER)
    assert settled(studio, job.id).status == JobStatus.FAILED


def test_a_job_without_any_picture_failed(studio: Studio, board: Board) -> None:
    """When every picture was refused the job fails, naming the cause, and a retry draws them again."""
    job = board(prompt="Something forbidden by the lake")

    assert job.status == JobStatus.FAILED
    assert job.trouble is not None
    assert "refused the picture prompt" in job.trouble.message
    assert job.failed_scenes == (1, 2, 3)
    studio.retry(job.id, owner=OWNER)
    assert settled(studio, job.id).status == JobStatus.FAILED


def test_trash_hides_a_job_and_gives_it_back(studio: Studio, board: Board) -> None:
    """A job in the trash is not found; taken back it is as it was."""
    job = board()

    studio.trash(job.id, owner=OWNER)

    with pytest.raises(NotFound):
        studio.job(job.id, owner=OWNER)
    assert job.id not in [listed.id for listed in studio.jobs(owner=OWNER)]
    assert studio.take_back(job.id, owner=OWNER).revision == job.revision
    with pytest.raises(NotFound):
        studio.take_back(job.id, owner="somebody else")


def test_deleting_removes_rows_and_files_but_not_the_ledger(
    studio: Studio, shop: Workshop, board: Board
) -> None:
    """Nothing of the job is left but what it cost."""
    job = board()
    before = len(studio.ledger(owner=OWNER))

    studio.delete(job.id, owner=OWNER)

    with pytest.raises(NotFound):
        studio.job(job.id)
    assert shop.store.list_prefix(f"jobs/{job.id}") == []
    assert len(studio.ledger(owner=OWNER)) == before


def test_the_id_of_a_deleted_job_is_not_given_again(studio: Studio, board: Board) -> None:
    """An old link never leads to another film."""
    job = board()
    studio.delete(job.id, owner=OWNER)

    assert board().id > job.id


def test_the_trash_is_emptied_after_its_days(shop: Workshop, studio: Studio, board: Board) -> None:
    """Only what lies there long enough goes."""
    job = board()
    studio.trash(job.id, owner=OWNER)

    assert studio.empty_trash() == 0
    assert studio.take_back(job.id, owner=OWNER).id == job.id


def test_a_render_needs_approval(studio: Studio, board: Board) -> None:
    """Without it nothing is rendered, in the law's words."""
    job = board()

    with pytest.raises(WrongStep, match="Storyboard must be approved before rendering"):
        studio.render(job.id, owner=OWNER)


def test_approval_needs_a_storyboard(studio: Studio, board: Board) -> None:
    """A failed job is not approved, and the message names its status."""
    job = board(prompt="forbidden from the start")

    with pytest.raises(
        WrongStep, match=r"Cannot approve job in status 'failed'. Must be 'storyboard_ready'."
    ):
        studio.approve(job.id, owner=OWNER)


def test_an_approval_of_an_outdated_view_is_refused(studio: Studio, board: Board) -> None:
    """What somebody else changed meanwhile is not approved unseen."""
    job = board()

    with pytest.raises(Conflict, match="changed elsewhere"):
        studio.approve(job.id, owner=OWNER, seen_revision=job.revision + 1)
    once = studio.approve(job.id, owner=OWNER, seen_revision=job.revision)
    assert studio.approve(job.id, owner=OWNER).approved_at == once.approved_at


@pytest.mark.parametrize(
    "prompt",
    [
        "😀" * 5000,
        "مرحبا بالعالم هذه قصة قصيرة عن البحر",
        "100% \"quoted\" 'single' {braces} %s %d \\n <b>bold</b> $(rm -rf) `x`",
        "line one\nline two\r\nline three\ttabbed",
        "../../etc/passwd ..\\..\\windows and C:/x",
        "a" * 5000,
        "null\x00byte in the middle of a prompt",
    ],
)
def test_any_text_goes_through(studio: Studio, prompt: str) -> None:
    """Whatever is written becomes a storyboard, and the prompt comes back as it was but for NUL."""
    request = NewJob(prompt=prompt, duration_ms=5000, scene_count=2)

    job = settled(studio, studio.create(request, owner=OWNER).id)

    assert job.status == JobStatus.STORYBOARD_READY
    assert job.prompt == prompt.replace("\x00", "").strip()


def test_a_given_seed_reaches_the_artist(studio: Studio, artist: ProgrammableArtist) -> None:
    """Every picture of the job is ordered with the job's seed."""
    job = studio.create(NewJob(prompt="Seeded by the sea", seed=42, duration_ms=5000), owner=OWNER)
    settled(studio, job.id)

    ordered = [brief.job_seed for brief in artist.orders if brief.prompt.startswith("Seeded by the sea")]
    assert ordered == [42] * len(ordered) != []


def test_pictures_lie_in_the_store(studio: Studio, board: Board) -> None:
    """The path of a take leads to a file that is there."""
    job = board()
    take = (job.storyboard or ())[0].picture
    assert take is not None

    file = studio.picture(job.id, int(Path(take.path).stem))

    assert len(content(file)) > 1000
    assert file.media_type == "image/jpeg"
    with pytest.raises(NotFound):
        studio.picture(job.id, 10**9)
