"""Clips bought from the service: what scenes and films show of them, and money that equals the service's own ledger."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from av.video.reformatter import Colorspace

from core.bootstrap import build_workshop
from core.edits import Edit, SceneChange
from core.jobs import NewJob
from core.settings import Settings
from core.studio import Studio
from core.terms import AspectRatio, Motion, Transition
from core.views import ClipView, JobStatus, JobView, SceneView, WorkStatus
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.test_paid_walk import run_paid
from tests.core.waiting import settled, until
from tests.fake_replicate import Bureau, FakeReplicate, Trouble

PICTURE_MICROS = 3000
CLIP_MICROS = 50_000
DONE = (JobStatus.COMPLETED, JobStatus.FAILED)


@pytest.fixture
def drawn(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """A Studio that buys pictures and clips at the fake; the planner is free and the engine the session's."""
    replicate.bureau.reset()
    changes = {"provider": "replicate", "planning_provider": "sketch"}
    yield Studio(replace(shop, settings=shop.settings.model_copy(update=changes)))
    replicate.bureau.reset()


def board(studio: Studio, *, scenes: int = 1, motion: Motion | None = None) -> JobView:
    """A job with its storyboard; a square is the least work to render."""
    request = NewJob(
        prompt="A fox learns to sail",
        duration_ms=5000,
        scene_count=scenes,
        aspect_ratio=AspectRatio.SQUARE,
        motion=motion,
    )
    return settled(studio, studio.create(request, owner=OWNER).id)


def edit_of(job: JobView) -> Edit:
    return Edit(job_id=job.id, owner=OWNER)


def first_scene(job: JobView) -> SceneView:
    return (job.storyboard or ())[0]


def looks(path: Path, space: Colorspace) -> list[npt.NDArray[np.float32]]:
    """All frames as 32 x 32 colours, which is enough to tell how near the camera has come."""
    with av.open(str(path)) as film:
        return [_small(frame, space) for frame in film.decode(video=0)]


def _small(frame: av.VideoFrame, space: Colorspace) -> npt.NDArray[np.float32]:
    pixels = frame.to_ndarray(format="rgb24", src_colorspace=space)
    return np.asarray(cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA), dtype=np.float32)


@pytest.mark.slow
def test_from_a_prompt_to_a_film_with_clips(drawn: Studio, replicate: FakeReplicate) -> None:
    """Asked for with clips, the board plays them, the film shows them frame by frame, and the charge is the service's."""
    job = board(drawn, scenes=2, motion=Motion.CLIP)
    assert [scene.motion for scene in job.storyboard or ()] == ["clip", "clip"]
    assert job.actual_micros == replicate.ledger()["total_micros"] == 2 * (PICTURE_MICROS + CLIP_MICROS)
    clip = first_scene(job).clip
    assert clip is not None
    assert (clip.model, clip.charged_micros) == ("wan-video/wan-2.2-i2v-fast", CLIP_MICROS)

    drawn.change_scene(edit_of(job), scene_number=1, change=SceneChange(transition=Transition.CUT))
    drawn.change_scene(edit_of(job), scene_number=2, change=SceneChange(motion=Motion.STILL))
    drawn.approve(job.id, owner=OWNER)
    drawn.render(job.id, owner=OWNER)
    done = settled(drawn, job.id, DONE)

    assert done.status == JobStatus.COMPLETED, done.trouble
    with drawn.film(job.id).local() as film, drawn.clip(job.id, number_of(clip)).local() as reel:
        shown, made = looks(film, Colorspace.ITU709), looks(reel, Colorspace.ITU601)
    assert len(shown) == 150
    for second in (0.2, 1.0, 2.0):
        distances = [float(np.abs(shown[round(second * 30)] - one).mean()) for one in made]
        # The film joins a clip 7 frames late, which is where a transition would have begun. From one frame to the next
        # the fake comes nearer by little, so the nearest look may be a few frames beside.
        assert int(np.argmin(distances)) == pytest.approx(int((second + 7 / 30) * 16), abs=4)
        assert min(distances) < 3
    assert np.abs(shown[80] - shown[149]).mean() < 1


def number_of(clip: ClipView) -> int:
    return int(clip.path.rpartition("/")[2].partition(".")[0])


FATES = [
    (Trouble.REFUSE, WorkStatus.FAILED, 0),
    (Trouble.NO_CREDIT, WorkStatus.FAILED, 0),
    (Trouble.GONE, WorkStatus.FAILED, CLIP_MICROS),
    (Trouble.BROKEN, WorkStatus.FAILED, CLIP_MICROS),
    (Trouble.DROP_AFTER, WorkStatus.COMPLETED, CLIP_MICROS),
]


@pytest.mark.parametrize(("trouble", "status", "charged"), FATES)
def test_every_trouble_has_words_and_the_right_effect(
    drawn: Studio, replicate: FakeReplicate, trouble: Trouble, status: WorkStatus, charged: int
) -> None:
    """A clip that fails leaves the scene's motion and its approval alone; what the service billed is booked."""
    job = board(drawn)
    drawn.refine(edit_of(job), scene_number=1, new_description=f"The fox waves [fake:{trouble}]")
    job = drawn.approve(job.id, owner=OWNER)

    attempt = drawn.animate(edit_of(job), scene_number=1)
    after = settled(drawn, job.id)

    found, words = drawn.attempt(attempt)
    made = status == WorkStatus.COMPLETED
    assert (found, words is None) == (status, made)
    assert (first_scene(after).trouble is None, first_scene(after).plays_clip) == (made, made)
    assert (after.approved, after.refinement_count) == (not made, job.refinement_count)
    assert after.actual_micros - job.actual_micros == charged
    assert replicate.ledger()["total_micros"] == after.actual_micros


def test_cancelling_a_clip_reaches_the_service(drawn: Studio, replicate: FakeReplicate) -> None:
    """What is cancelled here is cancelled there, and the ledgers agree."""
    job = board(drawn)
    drawn.refine(edit_of(job), scene_number=1, new_description="The fox sleeps [fake:slow]")
    drawn.animate(edit_of(job), scene_number=1)
    until(lambda: replicate.ledger()["created"] == 2)

    drawn.cancel(job.id, owner=OWNER)

    until(lambda: all(entry["status"] != "processing" for entry in replicate.ledger()["entries"]))
    until(lambda: all(line.state != "reserved" for line in drawn.ledger(owner=OWNER, job_id=job.id)))
    assert drawn.job(job.id).actual_micros == replicate.ledger()["total_micros"] == PICTURE_MICROS


@pytest.mark.slow
def test_clips_under_kills_are_billed_once(tmp_path: Path) -> None:
    """Four scenes with clips, killed twice at random: eight predictions, and every scene plays its clip."""
    chance = Random(5)
    with FakeReplicate(Bureau(latency_ms=250)) as fake:
        for _ in range(2):
            run_paid(tmp_path, fake, "clips", kill_after=0.3 + chance.random())
        run_paid(tmp_path, fake, "clips", kill_after=None)
        ledger = fake.ledger()

    shop = build_workshop(Settings(data_dir=tmp_path, provider="sketch", _env_file=None), works=False)
    studio = Studio(shop)
    jobs = [studio.job(listed.id) for listed in studio.jobs(owner=OWNER)]
    shop.close()
    assert [[scene.plays_clip for scene in job.storyboard or ()] for job in jobs] == [[True] * 4]
    assert (ledger["created"], ledger["billed"]) == (8, 8)
    assert jobs[0].actual_micros == ledger["total_micros"] == 4 * (PICTURE_MICROS + CLIP_MICROS)
