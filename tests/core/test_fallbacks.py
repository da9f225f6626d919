"""What happens when planner or clips fail, which is only ever what the person chose beforehand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.edits import Edit, SceneChange
from core.errors import WrongStep
from core.jobs import NewJob
from core.studio import Studio
from core.terms import AspectRatio, ClipFallback, Motion, PlannerFallback
from core.views import JobStatus, JobView
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until
from tests.fake_replicate import FakeReplicate, Trouble


@pytest.fixture
def planned(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """A Studio whose plans and clips are bought at the fake; pictures are free."""
    replicate.bureau.reset()
    changes = {"planning_provider": "replicate", "motion_provider": "replicate"}
    yield Studio(replace(shop, settings=shop.settings.model_copy(update=changes)))
    replicate.bureau.reset()


def made(studio: Studio, prompt: str, **wishes: object) -> JobView:
    request = NewJob(prompt=prompt, duration_ms=5000, scene_count=2, aspect_ratio=AspectRatio.SQUARE)
    return settled(studio, studio.create(replace(request, **wishes), owner=OWNER).id)  # type: ignore[arg-type]


def told(studio: Studio, job: JobView) -> str:
    return " | ".join(event.text for event in studio.history(job.id, owner=OWNER))


def test_a_failed_plan_fails_the_film_by_default(planned: Studio, replicate: FakeReplicate) -> None:
    """Nobody plans in the model's place unasked; what its two answers cost is booked, the pictures are given back."""
    job = made(planned, f"A fox learns to sail [fake:{Trouble.BAD_PLANS}]")

    assert (job.status, job.storyboard, job.plan_trouble) == (JobStatus.FAILED, None, None)
    assert job.trouble is not None
    assert "not even when asked again" in job.trouble.message
    assert job.actual_micros == replicate.ledger()["total_micros"] > 0
    states = [line.state for line in planned.ledger(owner=OWNER, job_id=job.id)]
    assert states == ["settled", "released", "released"]


def test_the_built_in_planner_plans_where_that_was_chosen(planned: Studio, replicate: FakeReplicate) -> None:
    """The film says so and why, in its view and its history, and the failed plan is paid as the service bills it."""
    prompt = f"A fox learns to sail [fake:{Trouble.BAD_PLANS}]"
    job = made(planned, prompt, planner_fallback=PlannerFallback.SKETCH)

    assert (job.status, job.planner, len(job.storyboard or ())) == (JobStatus.STORYBOARD_READY, "sketch", 2)
    assert job.plan_trouble is not None
    assert "made no usable plan" in job.plan_trouble
    assert "The built-in planner plans instead, as you chose" in told(planned, job)
    assert job.actual_micros == replicate.ledger()["total_micros"] > 0
    kinds = [(line.kind, line.provider, line.state) for line in planned.ledger(owner=OWNER, job_id=job.id)]
    assert ("plan", "replicate", "settled") in kinds
    assert ("plan", "sketch", "settled") in kinds
    copy = settled(planned, planned.duplicate(job.id, owner=OWNER).id)
    assert (copy.planner_fallback, copy.planner) == ("sketch", "sketch")


def test_the_settings_choose_for_those_who_do_not(
    planned: Studio, shop: Workshop, replicate: FakeReplicate
) -> None:
    """A default of the settings counts unless the film's own request says otherwise."""
    settings = planned.settings.model_copy(update={"planner_fallback": PlannerFallback.SKETCH})
    forgiving = Studio(replace(shop, settings=settings))
    prompt = f"A fox learns to sail [fake:{Trouble.REFUSE}]"

    assert made(forgiving, prompt).planner == "sketch"
    assert made(forgiving, prompt, planner_fallback=PlannerFallback.NONE).status == JobStatus.FAILED


def test_an_empty_account_is_not_planned_around(planned: Studio, replicate: FakeReplicate) -> None:
    """Without credit the pictures would fail as well, so the film fails at once and says why."""
    prompt = f"A fox learns to sail [fake:{Trouble.NO_CREDIT}]"
    job = made(planned, prompt, planner_fallback=PlannerFallback.SKETCH)

    assert job.status == JobStatus.FAILED
    assert job.trouble is not None
    assert "no credit" in job.trouble.message


def test_a_retry_asks_the_chosen_planner_again(planned: Studio, replicate: FakeReplicate) -> None:
    """After a failure `retry` plans with whoever the settings choose now, and an old reason is gone."""
    replicate.trouble(Trouble.NO_CREDIT, "create")
    job = made(planned, "A fox learns to sail")
    assert job.status == JobStatus.FAILED

    planned.retry(job.id, owner=OWNER)
    after = settled(planned, job.id)

    assert (after.status, after.planner, after.plan_trouble) == (
        JobStatus.STORYBOARD_READY,
        "replicate",
        None,
    )


def test_stopping_between_two_planners_stops(planned: Studio, replicate: FakeReplicate) -> None:
    """A film that was stopped while the model planned is not planned by anybody else."""
    request = NewJob(
        prompt=f"A fox [fake:{Trouble.SLOW}]",
        duration_ms=5000,
        scene_count=2,
        planner_fallback=PlannerFallback.SKETCH,
    )
    job = planned.create(request, owner=OWNER)
    until(lambda: replicate.ledger()["created"] == 1)

    planned.cancel(job.id, owner=OWNER)

    until(lambda: all(line.state != "reserved" for line in planned.ledger(owner=OWNER, job_id=job.id)))
    assert (planned.job(job.id).status, planned.job(job.id).storyboard) == (JobStatus.CANCELED, None)
    assert replicate.ledger()["total_micros"] == 0


@pytest.fixture
def animated(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """A Studio that buys only clips."""
    replicate.bureau.reset()
    yield Studio(replace(shop, settings=shop.settings.model_copy(update={"motion_provider": "replicate"})))
    replicate.bureau.reset()


def test_a_failed_clip_of_a_film_with_clips_asks(animated: Studio, replicate: FakeReplicate) -> None:
    """The film is not approved with less than was asked for, until somebody says how that scene moves."""
    replicate.trouble(Trouble.NO_CREDIT, "create", count=1)
    job = made(animated, "A fox learns to sail", motion=Motion.CLIP)
    (number,) = job.clipless_scenes

    with pytest.raises(WrongStep, match=f"clip failed for scene {number}") as refused:
        animated.approve(job.id, owner=OWNER)
    edit = Edit(job_id=job.id, owner=OWNER)
    after = animated.change_scene(edit, scene_number=number, change=SceneChange(motion=Motion.LEFT))

    assert "Bring the scene to life again" in refused.value.hint
    assert after.clipless_scenes == ()
    assert animated.approve(job.id, owner=OWNER).approved
    assert job.actual_micros == replicate.ledger()["total_micros"] == 50_000


def test_the_camera_moves_where_that_was_chosen(animated: Studio, replicate: FakeReplicate) -> None:
    """The scene says that its clip failed and that the camera moves instead, and nothing stands in the way."""
    replicate.trouble(Trouble.NO_CREDIT, "create", count=2)
    job = made(animated, "A fox learns to sail", motion=Motion.CLIP, clip_fallback=ClipFallback.CAMERA)

    scenes = job.storyboard or ()
    assert [scene.plays_clip for scene in scenes] == [False, False]
    assert all(
        scene.trouble and "the camera moves instead, as you chose" in scene.trouble.message
        for scene in scenes
    )
    assert "the camera moves instead, as you chose" in told(animated, job)
    assert animated.approve(job.id, owner=OWNER).approved
    assert job.actual_micros == replicate.ledger()["total_micros"] == 0
