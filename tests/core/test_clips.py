"""Scenes brought to life: what is ordered, what is seen, what it costs, and what a failure leaves."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.clips import order_held_clip
from core.edits import Edit, SceneChange
from core.errors import BudgetExceeded, ClipFailed, ConfigurationError, Conflict, NotFound, WrongStep
from core.jobs import NewJob, reserve_clips
from core.studio import Studio
from core.terms import Motion
from core.views import JobStatus, JobView, SceneView, WorkStatus
from core.workshop import Workshop
from db.queries import jobs, scenes
from tests.core.conftest import OWNER
from tests.core.looking import content
from tests.core.waiting import settled, until
from tests.studio_fakes import ProgrammableAnimator, ProgrammableArtist

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
CENT = 10_000


@pytest.fixture
def dear(animator: ProgrammableAnimator, monkeypatch: pytest.MonkeyPatch) -> ProgrammableAnimator:
    """The animator, at two cents a second for this test."""
    monkeypatch.setattr(animator, "price", 2 * CENT)
    return animator


def scene(job: JobView, number: int = 1) -> SceneView:
    return (job.storyboard or ())[number - 1]


def edit_of(job: JobView) -> Edit:
    return Edit(job_id=job.id, owner=OWNER)


def enlivened(studio: Studio, job: JobView, number: int = 1) -> JobView:
    """The job once the clip of a scene was made."""
    studio.animate(Edit(job_id=job.id, owner=OWNER), scene_number=number)
    return settled(studio, job.id)


def described(studio: Studio, job: JobView, words: str) -> JobView:
    """The job with other words for its first scene."""
    edit = Edit(job_id=job.id, owner=OWNER)
    studio.refine(edit, scene_number=1, new_description=words)
    return studio.job(job.id)


def test_a_scene_comes_to_life(studio: Studio, board: Board, edit: Edits, dear: ProgrammableAnimator) -> None:
    """The clip is made of the chosen picture, is paid and served, and playing it is an edit that can be undone."""
    job = board()
    studio.approve(job.id, owner=OWNER)

    attempt = studio.animate(edit(job), scene_number=2)
    after = settled(studio, job.id)

    assert studio.animated(attempt)
    assert (scene(after, 2).motion, scene(after, 2).plays_clip) == ("clip", True)
    assert (after.revision, after.approved, after.refinement_count) == (job.revision + 1, False, 0)
    clip = scene(after, 2).clip
    assert clip is not None
    assert (clip.width, clip.height, clip.duration_ms, clip.charged_micros) == (208, 120, 1500, 4 * CENT)
    assert after.actual_micros == job.actual_micros + 4 * CENT
    assert after.estimated_micros == job.estimated_micros + 5 * CENT
    assert studio.ledger(owner=OWNER, job_id=job.id)[-1].kind == "motion"
    order = dear.orders[-1]
    picture = scene(after, 2).picture
    assert picture is not None
    assert order.picture == content(studio.picture(job.id, int(picture.path.split("/")[-1].split(".")[0])))
    assert (order.duration_ms, order.prompt.splitlines()[0]) == (2000, scene(after, 2).description)
    file = studio.clip(job.id, int(clip.path.split("/")[-1].split(".")[0]))
    assert (file.media_type, len(content(file)) > 500) == ("video/mp4", True)
    assert scene(studio.undo(edit(job)), 2).motion == scene(job, 2).motion


def test_a_clip_can_only_be_played_when_there_is_one(studio: Studio, board: Board, edit: Edits) -> None:
    """Choosing the motion `clip` without a clip names the way to one."""
    job = board(scenes=1, seconds=5)

    with pytest.raises(WrongStep, match="Scene 1 has no clip of its picture to play") as refusal:
        studio.change_scene(edit(job), scene_number=1, change=SceneChange(motion=Motion.CLIP))

    assert "Bring the scene to life first" in refusal.value.hint


def test_another_picture_has_no_clip(studio: Studio, board: Board, edit: Edits) -> None:
    """With a new picture the camera moves as before; the old one keeps its clip, which can be played again for free."""
    job = enlivened(studio, board(scenes=1, seconds=5))
    studio.refine(edit(job), scene_number=1, new_image_prompt="A heron in the morning fog")
    other = settled(studio, job.id)
    assert (scene(other).motion, scene(other).clip) == ("in", None)

    back = studio.choose_take(edit(job), scene_number=1, take_number=1)
    assert (scene(back).motion, scene(back).clip is not None) == ("in", True)
    again = studio.change_scene(edit(job), scene_number=1, change=SceneChange(motion=Motion.CLIP))
    assert (scene(again).plays_clip, again.actual_micros) == (True, job.actual_micros)


def test_copies_of_a_scene_play_its_clip(studio: Studio, board: Board, edit: Edits) -> None:
    """Duplicating and splitting take the clip along, and nothing is paid for it."""
    job = enlivened(studio, board(scenes=1, seconds=5))
    studio.duplicate_scene(edit(job), scene_number=1)

    after = studio.split_scene(edit(job), scene_number=2)

    assert [one.plays_clip and one.clip is not None for one in after.storyboard or ()] == [True] * 3
    assert [one.clip.charged_micros for one in after.storyboard or () if one.clip][1:] == [0, 0]


@pytest.mark.parametrize(("word", "cents"), [("forbidden", 0), ("broken", 10)])
def test_a_failed_clip_leaves_the_scene_as_it_was(
    studio: Studio, board: Board, dear: ProgrammableAnimator, word: str, cents: int
) -> None:
    """The scene keeps its motion and says why; nothing is counted, and only what was charged is booked."""
    job = described(studio, board(scenes=1, seconds=5), f"Something {word} happens here")

    attempt = studio.animate(Edit(job_id=job.id, owner=OWNER), scene_number=1)
    after = settled(studio, job.id)

    assert (scene(after).status, scene(after).motion, scene(after).clip) == (WorkStatus.COMPLETED, "in", None)
    assert scene(after).trouble is not None
    assert (after.refinement_count, after.revision) == (job.refinement_count, job.revision)
    assert after.estimated_micros == job.estimated_micros
    assert after.actual_micros - job.actual_micros == cents * CENT
    with pytest.raises(ClipFailed, match="Failed to bring the scene to life: The"):
        studio.animated(attempt)
    assert studio.history(job.id)[0].kind == "clip_failed"
    chosen = studio.change_scene(edit_of(job), scene_number=1, change=SceneChange(motion=Motion.LEFT))
    assert scene(chosen).trouble is None


def test_what_a_clip_may_cost_is_checked_before(
    shop: Workshop, board: Board, edit: Edits, dear: ProgrammableAnimator
) -> None:
    """The view names the price; beyond the cap nothing is ordered, not even some of several."""
    capped = Studio(replace(shop, settings=shop.settings.model_copy(update={"cap_per_job": 0.1})))
    job = board(scenes=3, seconds=6)
    assert (scene(job).clip_price_micros, scene(job).can_animate, job.animate_all_micros) == (
        4 * CENT,
        True,
        12 * CENT,
    )
    ordered = len(dear.orders)

    with pytest.raises(BudgetExceeded, match=r"cost \$0.12"):
        capped.animate_all(edit(job))

    assert len(dear.orders) == ordered
    assert settled(capped, job.id).actual_micros == job.actual_micros


def test_one_thing_at_a_time_is_made_of_a_scene(
    studio: Studio, board: Board, edit: Edits, animator: ProgrammableAnimator
) -> None:
    """While a clip is made there is neither another one, nor a new picture, nor an approval."""
    job = board(scenes=1, seconds=5)
    with animator.closed():
        studio.animate(edit(job), scene_number=1)
        with pytest.raises(Conflict, match="Scene 1 is being made right now"):
            studio.animate(edit(job), scene_number=1)
        with pytest.raises(Conflict, match="Scene 1 is being made right now"):
            studio.refine(edit(job), scene_number=1, new_image_prompt="Another lantern")
        with pytest.raises(Conflict, match="A new clip is still being made"):
            studio.approve(job.id, owner=OWNER)
        assert (scene(studio.job(job.id)).awaits_clip, scene(studio.job(job.id)).can_animate) == (True, False)
        assert studio.job(job.id).animate_all_micros is None

    assert scene(settled(studio, job.id)).plays_clip


def test_a_canceled_clip_that_was_made_all_the_same_is_kept(
    studio: Studio, board: Board, edit: Edits, dear: ProgrammableAnimator
) -> None:
    """The order is withdrawn; if it costs, it is booked, and its clip can be played but is not by itself."""
    job = board(scenes=1, seconds=5)
    ordered = len(dear.orders)
    with dear.closed():
        attempt = studio.animate(edit(job), scene_number=1)
        until(lambda: len(dear.orders) > ordered)
        canceled = studio.cancel(job.id, owner=OWNER)
        assert (canceled.status, scene(canceled).motion) == (JobStatus.STORYBOARD_READY, "in")
        until(lambda: bool(dear.withdrawn))
    until(lambda: studio.ledger(owner=OWNER, job_id=job.id)[-1].state == "settled")

    after = studio.job(job.id)
    assert (after.actual_micros, after.revision) == (job.actual_micros + 10 * CENT, job.revision)
    assert (scene(after).plays_clip, scene(after).clip is not None) == (False, True)
    with pytest.raises(Conflict, match="The clip was cancelled"):
        studio.animated(attempt)


def test_where_nobody_makes_clips_none_can_be_ordered(shop: Workshop, board: Board, edit: Edits) -> None:
    """Without an animator the view offers none, and asking names the settings that bring one."""
    studio = Studio(replace(shop, animators={}))
    job = board(scenes=1, seconds=5)

    assert scene(studio.job(job.id)).clip_price_micros is None
    assert studio.artist().animator is None
    for ask in (
        lambda: studio.animate(edit(job), scene_number=1),
        lambda: studio.create(NewJob(prompt="All of it in motion", motion=Motion.CLIP), owner=OWNER),
    ):
        with pytest.raises(ConfigurationError, match="'sketch' makes no clips") as refusal:
            ask()
        assert "STORYREEL_MOTION_PROVIDER" in refusal.value.hint


def test_a_scene_without_a_picture_cannot_come_to_life(studio: Studio, board: Board, edit: Edits) -> None:
    """There is nothing to make a clip of, and clips of other jobs are not there."""
    job = board(scenes=1, seconds=5)
    words = {"description": "Nothing to see yet", "image_prompt": "A picture to come"}
    studio.add_scene(edit(job), after=1, duration_ms=2000, **words)

    with pytest.raises(WrongStep, match="Scene 2 has no picture that could come to life"):
        studio.animate(edit(job), scene_number=2)
    with pytest.raises(NotFound, match="has no such clip"):
        studio.clip(job.id, 987_654)


def test_every_scene_can_come_to_life_at_once(studio: Studio, board: Board, edit: Edits) -> None:
    """Only scenes that play no clip are ordered, and when all do there is nothing more to order."""
    job = enlivened(studio, board(scenes=3, seconds=6), 2)

    attempts = studio.animate_all(edit(job))
    after = settled(studio, job.id)

    assert len(attempts) == 2
    assert all(one.plays_clip for one in after.storyboard or ())
    with pytest.raises(Conflict, match="Every scene plays a clip already"):
        studio.animate_all(edit(job))


def test_a_film_may_be_asked_for_with_clips(studio: Studio, dear: ProgrammableAnimator) -> None:
    """The estimate has them, they are reserved with the rest, and the first storyboard plays them."""
    request = NewJob(prompt="All of it in motion", duration_ms=6000, scene_count=3, motion=Motion.CLIP)
    offer = studio.estimate(request)

    job = settled(studio, studio.create(request, owner=OWNER).id)

    # Planning, three pictures and three clips by the list; three clips of two seconds by the animator.
    assert (offer.estimated_micros, offer.charge_micros) == ((3 + 3 * 2 + 3 * 5) * CENT, 12 * CENT)
    assert (job.status, job.estimated_micros, job.actual_micros) == (
        JobStatus.STORYBOARD_READY,
        offer.estimated_micros,
        12 * CENT,
    )
    assert [one.motion for one in job.storyboard or ()] == ["clip"] * 3
    assert job.revision == 1
    assert {line.state for line in studio.ledger(owner=OWNER, job_id=job.id)} == {"settled"}


def test_a_films_clips_may_fail_one_by_one(studio: Studio, dear: ProgrammableAnimator) -> None:
    """A picture without a clip moves as planned, a scene without a picture lets its clip's money go."""
    request = NewJob(
        prompt="forbidden for pictures, part of it", duration_ms=5000, scene_count=2, motion=Motion.CLIP
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.studio_fakes.REFUSED", "part 2")
        job = settled(studio, studio.create(request, owner=OWNER).id)

    assert [one.status for one in job.storyboard or ()] == [WorkStatus.COMPLETED, WorkStatus.FAILED]
    assert {line.state for line in studio.ledger(owner=OWNER, job_id=job.id)} == {"settled", "released"}
    assert job.actual_micros == 6 * CENT


def test_a_retried_film_gets_its_clips(
    studio: Studio, artist: ProgrammableArtist, dear: ProgrammableAnimator
) -> None:
    """What was cancelled before its pictures were there comes back with clips; nothing stays reserved."""
    request = NewJob(prompt="All of it in motion", duration_ms=5000, scene_count=2, motion=Motion.CLIP)
    with artist.closed():
        job = studio.create(request, owner=OWNER)
        until(lambda: bool(studio.job(job.id).storyboard))
        assert studio.cancel(job.id, owner=OWNER).status == JobStatus.CANCELED
    studio.retry(job.id, owner=OWNER)
    after = settled(studio, job.id, (JobStatus.STORYBOARD_READY,))

    assert [one.motion for one in after.storyboard or ()] == ["clip"] * 2
    # A scene that is added later gets its picture only.
    words = {"description": "Something new to see", "image_prompt": "A picture to come"}
    studio.add_scene(edit_of(job), after=2, duration_ms=2000, **words)
    studio.retry(job.id, owner=OWNER, scene_number=3)
    last = settled(studio, job.id)
    assert (scene(last, 3).picture is not None, scene(last, 3).plays_clip) == (True, False)
    assert {line.state for line in studio.ledger(owner=OWNER, job_id=job.id)} == {"settled", "released"}
    assert last.actual_micros == 2 * 3 * 2 * CENT


def test_cancelling_a_films_clips_leaves_a_storyboard(studio: Studio, animator: ProgrammableAnimator) -> None:
    """When only clips are awaited, the board is ready without them, its scenes moving as planned."""
    request = NewJob(prompt="All of it in motion", duration_ms=6000, scene_count=3, motion=Motion.CLIP)
    with animator.closed():
        job = studio.create(request, owner=OWNER)
        until(lambda: all(one.picture for one in studio.job(job.id).storyboard or (None,) if one))
        until(lambda: studio.job(job.id).progress.scenes_completed == 3)
        progress = studio.job(job.id).progress
        assert (progress.percent, progress.message) == (
            55.0,
            "The pictures are made; the scenes are coming to life.",
        )
        after = studio.cancel(job.id, owner=OWNER)

    assert (after.status, after.revision) == (JobStatus.STORYBOARD_READY, 1)
    assert [one.motion for one in after.storyboard or ()] == ["in"] * 3
    until(lambda: all(line.state != "reserved" for line in studio.ledger(owner=OWNER, job_id=job.id)))


def test_a_clip_too_dear_for_the_cap_is_left_out_and_said(
    shop: Workshop, board: Board, dear: ProgrammableAnimator
) -> None:
    """What a film's request held may not be enough for a long scene; beyond the cap its clip is not ordered."""
    capped = replace(shop, settings=shop.settings.model_copy(update={"cap_per_job": 0.09}))
    job, ordered = board(scenes=1, seconds=5), len(dear.orders)

    with capped.writing() as session:
        row = jobs.get(session, job.id)
        first = scenes.on_board(session, job.id)[0]
        take = scenes.take(session, first.take_id or 0)
        assert row is not None
        assert take is not None
        reserve_clips(capped, session, row, 2000, 1)
        order_held_clip(capped, session, row, first, take)

    after = Studio(capped).job(job.id)
    trouble = scene(after).trouble
    assert trouble is not None
    assert (trouble.code, scene(after).status) == ("clip_missing", WorkStatus.COMPLETED)
    assert "pass the cap of $0.09" in trouble.message
    assert Studio(capped).ledger(owner=OWNER, job_id=job.id)[-1].state == "released"
    assert len(dear.orders) == ordered
