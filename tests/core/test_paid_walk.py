"""The walk with the paid service: what people see, what is counted, and money that equals the service's own ledger."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from core.bootstrap import build_workshop
from core.edits import Edit
from core.errors import BudgetExceeded
from core.jobs import NewJob
from core.providers.replicate import ReplicateService
from core.settings import Settings
from core.studio import Studio
from core.views import JobStatus, JobView, WorkStatus
from core.workshop import Workshop
from db.queries import charges
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until
from tests.fake_replicate import Bureau, FakeReplicate, Trouble
from tests.programs import talking

PICTURE_MICROS = 3000


@pytest.fixture
def paid(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """A Studio that orders at the fake; the engine is the session's."""
    replicate.bureau.reset()
    yield Studio(replace(shop, settings=shop.settings.model_copy(update={"provider": "replicate"})))
    replicate.bureau.reset()


@pytest.fixture
def drawn(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """The same with the programmable planner, so that only pictures are paid."""
    replicate.bureau.reset()
    changes = {"provider": "replicate", "planning_provider": "sketch"}
    yield Studio(replace(shop, settings=shop.settings.model_copy(update=changes)))
    replicate.bureau.reset()


def storyboard(studio: Studio, prompt: str = "A fox learns to sail", scenes: int = 3) -> JobView:
    request = NewJob(prompt=prompt, duration_ms=max(5000, 2000 * scenes), scene_count=scenes)
    return settled(studio, studio.create(request, owner=OWNER).id)


def test_plan_and_pictures_are_bought_and_add_up(paid: Studio, replicate: FakeReplicate) -> None:
    """The storyboard carries the model's scenes and pictures, and the charge is the service's to the micro-dollar."""
    job = storyboard(paid)

    assert job.status == JobStatus.STORYBOARD_READY
    assert (job.artist, job.planner) == ("replicate", "replicate")
    assert job.actual_micros == replicate.ledger()["total_micros"] > 3 * PICTURE_MICROS
    take = (job.storyboard or ())[0].picture
    assert take is not None
    assert (take.artist, take.model) == ("replicate", "black-forest-labs/flux-schnell")
    assert take.charged_micros == PICTURE_MICROS
    assert take.seed is not None


FATES = [
    (Trouble.REFUSE, WorkStatus.FAILED, 0),
    (Trouble.FAIL, WorkStatus.FAILED, 0),
    (Trouble.OVERLOAD, WorkStatus.FAILED, 0),
    (Trouble.CANCEL, WorkStatus.FAILED, 0),
    (Trouble.ABORT, WorkStatus.FAILED, 0),
    (Trouble.NO_CREDIT, WorkStatus.FAILED, 0),
    (Trouble.UNAUTHORIZED, WorkStatus.FAILED, 0),
    (Trouble.FORBIDDEN, WorkStatus.FAILED, 0),
    (Trouble.UNKNOWN, WorkStatus.FAILED, 0),
    (Trouble.INVALID, WorkStatus.FAILED, 0),
    (Trouble.EXPIRE, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.GONE, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.BROKEN, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.TRUNCATED, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.TINY, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.BLANK, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.FOREIGN, WorkStatus.FAILED, PICTURE_MICROS),
    (Trouble.DROP_AFTER, WorkStatus.COMPLETED, PICTURE_MICROS),
    (Trouble.ERROR_AFTER, WorkStatus.COMPLETED, PICTURE_MICROS),
]


@pytest.mark.parametrize(("trouble", "status", "charged"), FATES)
def test_every_trouble_has_words_and_the_right_effect(
    drawn: Studio, replicate: FakeReplicate, trouble: Trouble, status: WorkStatus, charged: int
) -> None:
    """A refinement that fails is not counted and keeps the old picture; what the service billed is booked."""
    job = storyboard(drawn, scenes=1)
    before = replicate.ledger()["total_micros"]

    attempt = drawn.refine(
        Edit(job_id=job.id, owner=OWNER), scene_number=1, new_image_prompt=f"A fox at sea [fake:{trouble}]"
    )
    after = settled(drawn, job.id)

    assert attempt is not None
    found, words = drawn.attempt(attempt)
    assert found == status
    assert (words is None) == (status == WorkStatus.COMPLETED)
    if words is not None:
        assert words.message
        assert words.hint
        assert words.charged_micros == charged
    assert after.refinement_count == int(status == WorkStatus.COMPLETED)
    assert after.actual_micros - job.actual_micros == charged
    assert replicate.ledger()["total_micros"] - before == charged


ORDER_TROUBLES = (Trouble.ERROR, Trouble.UNAVAILABLE, Trouble.DROP, Trouble.NONSENSE)


@pytest.mark.parametrize("trouble", ORDER_TROUBLES)
def test_an_order_that_was_not_taken_is_placed_again(
    drawn: Studio, replicate: FakeReplicate, trouble: Trouble
) -> None:
    """A service in trouble or a broken connection delays the picture; it is made, counted and paid once."""
    job = storyboard(drawn, scenes=1)
    replicate.trouble(trouble, "create")

    drawn.refine(Edit(job_id=job.id, owner=OWNER), scene_number=1, new_image_prompt="A fox at sea, by night")
    after = settled(drawn, job.id)

    assert (after.refinement_count, len((after.storyboard or ())[0].takes)) == (1, 2)
    assert replicate.ledger()["created"] == 2
    assert after.actual_micros == replicate.ledger()["total_micros"] == 2 * PICTURE_MICROS


def test_a_picture_that_is_given_up_is_called_off(
    shop: Workshop, drawn: Studio, replicate: FakeReplicate, service: ReplicateService
) -> None:
    """Nobody waits for ever: the refinement is not counted, the order ends at the service, and nothing is charged."""
    job = storyboard(drawn, scenes=1)
    patience = service.patience
    service.patience = replace(patience, deadline_ms=50)
    attempt = drawn.refine(
        Edit(job_id=job.id, owner=OWNER), scene_number=1, new_image_prompt="A fox waits [fake:slow]"
    )
    after = settled(drawn, job.id)
    until(lambda: all(line.state != "reserved" for line in drawn.ledger(owner=OWNER, job_id=job.id)))
    service.patience = patience

    assert attempt is not None
    why = drawn.attempt(attempt)[1]
    assert why is not None
    assert "did not finish" in why.message
    assert (after.refinement_count, after.refinements_open) == (0, 0)
    assert [entry["status"] for entry in replicate.ledger()["entries"]] == ["succeeded", "canceled"]
    assert drawn.job(job.id).actual_micros == replicate.ledger()["total_micros"] == PICTURE_MICROS


def test_a_picture_that_was_lost_from_sight_is_paid_and_kept(drawn: Studio, replicate: FakeReplicate) -> None:
    """When the connection stays broken while a paid picture is made, it is booked and kept as one more take."""
    job = storyboard(drawn, scenes=1)
    replicate.trouble(Trouble.DROP, "get", count=4)

    drawn.refine(Edit(job_id=job.id, owner=OWNER), scene_number=1, new_image_prompt="A fox in thick fog")
    settled(drawn, job.id)
    until(lambda: all(line.state != "reserved" for line in drawn.ledger(owner=OWNER, job_id=job.id)))

    after = drawn.job(job.id)
    scene = (after.storyboard or ())[0]
    assert (after.refinement_count, [take.chosen for take in scene.takes]) == (0, [True, False])
    assert scene.trouble is not None
    assert after.actual_micros == replicate.ledger()["total_micros"] == 2 * PICTURE_MICROS


def test_a_throttling_service_is_given_its_time(drawn: Studio, replicate: FakeReplicate) -> None:
    """A 429 delays the picture by what the service asks for; nothing fails and nothing is paid twice."""
    replicate.trouble(Trouble.BUSY, "create", seconds=0.05, count=2)

    job = storyboard(drawn, scenes=1)

    assert job.status == JobStatus.STORYBOARD_READY
    assert replicate.ledger()["created"] == 1


def test_cancelling_reaches_the_service(drawn: Studio, replicate: FakeReplicate) -> None:
    """What is cancelled here is cancelled there, and the ledgers agree."""
    job = drawn.create(NewJob(prompt="A fox [fake:slow]", duration_ms=5000, scene_count=2), owner=OWNER)
    until(lambda: replicate.ledger()["created"] == 2)

    drawn.cancel(job.id, owner=OWNER)

    until(lambda: all(entry["status"] != "processing" for entry in replicate.ledger()["entries"]))
    until(lambda: all(line.state != "reserved" for line in drawn.ledger(owner=OWNER, job_id=job.id)))
    assert drawn.job(job.id).actual_micros == replicate.ledger()["total_micros"]


def test_a_hundred_parallel_refinements_stay_under_ten_cents(
    drawn: Studio, shop: Workshop, replicate: FakeReplicate
) -> None:
    """At three tenths of a cent, thirty-three of a hundred go through; the rest is refused and never sent."""
    jobs = [
        drawn.create(NewJob(prompt=f"Fox {n} by the sea", duration_ms=10_000, scene_count=5), owner=OWNER)
        for n in range(20)
    ]
    for job in jobs:
        settled(drawn, job.id)
    spent = sum(line.settled_micros for line in drawn.ledger(owner=OWNER))
    before = replicate.ledger()["created"]
    # The cap is everybody's, so it starts above what all films of this session hold by now.
    with shop.reading() as session:
        held = charges.held_micros(session)
    settings = shop.settings.model_copy(
        update={"provider": "replicate", "planning_provider": "sketch", "cap_per_day": held / 1e6 + 0.1}
    )
    capped = Studio(replace(shop, settings=settings))

    def refine(number: int) -> bool:
        edit = Edit(job_id=jobs[number % 20].id, owner=OWNER)
        try:
            capped.refine(edit, scene_number=number // 20 + 1, new_image_prompt="The same fox at night")
        except BudgetExceeded:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        passed = sum(threads.map(refine, range(100)))
    after = [settled(drawn, job.id) for job in jobs]

    assert passed == 33
    assert sum(line.settled_micros for line in drawn.ledger(owner=OWNER)) - spent == 33 * PICTURE_MICROS
    assert replicate.ledger()["created"] - before == 33
    assert sum(job.refinement_count for job in after) == 33
    assert {job.refinements_open for job in after} == {0}


@pytest.mark.slow
def test_forty_pictures_under_five_kills_are_billed_forty_times(tmp_path: Path) -> None:
    """Two storyboards of twenty scenes, killed five times at random: forty predictions, forty takes."""
    chance = Random(11)
    with FakeReplicate(Bureau(latency_ms=250)) as fake:
        for _ in range(5):
            run_paid(tmp_path, fake, kill_after=0.3 + chance.random() * 1.2)
        run_paid(tmp_path, fake, kill_after=None)
        ledger = fake.ledger()

    shop = build_workshop(Settings(data_dir=tmp_path, provider="sketch", _env_file=None), works=False)
    studio = Studio(shop)
    jobs = [studio.job(listed.id) for listed in studio.jobs(owner=OWNER)]
    shop.close()
    takes = [len(scene.takes) for job in jobs for scene in job.storyboard or ()]
    assert takes == [1] * 40
    assert (ledger["created"], ledger["billed"]) == (40, 40)
    assert sum(job.actual_micros for job in jobs) == ledger["total_micros"]


def run_paid(folder: Path, fake: FakeReplicate, *what: str, kill_after: float | None) -> None:
    """Run the survivor; `kill_after` counts from the moment the process is at work."""
    words = (str(folder), fake.url, fake.token, *what)
    with talking("tests.core.paid_survivor", *words) as (process, lines):
        lines.readline()
        if kill_after is not None:
            threading.Event().wait(kill_after)
        else:
            process.join(120)
            assert process.exitcode == 0
