"""Money: reserved before, settled after, released when nothing came of it, and never beyond a cap."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.edits import Edit
from core.errors import AppError, BudgetExceeded, ConfigurationError
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobStatus, JobView
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.waiting import settled, until
from tests.studio_fakes import ProgrammableArtist

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
CENT = 10_000


@pytest.fixture
def dear(artist: ProgrammableArtist, monkeypatch: pytest.MonkeyPatch) -> ProgrammableArtist:
    """The artist, at two cents a picture for this test."""
    monkeypatch.setattr(artist, "price", 2 * CENT)
    return artist


def capped(shop: Workshop, **caps: float | str) -> Studio:
    """A Studio over the same parts with other caps; it shares the engine at work."""
    return Studio(replace(shop, settings=shop.settings.model_copy(update=caps)))


def test_what_was_charged_is_what_the_pictures_cost(
    studio: Studio, board: Board, dear: ProgrammableArtist
) -> None:
    """Three pictures at two cents are six cents, each with a settled line in the ledger."""
    job = board()

    lines = studio.ledger(owner=OWNER, job_id=job.id)

    assert job.actual_micros == 6 * CENT
    assert [line.state for line in lines] == ["settled"] * 4
    assert sum(line.settled_micros for line in lines) == 6 * CENT


def test_a_refused_picture_costs_nothing(
    studio: Studio, board: Board, edit: Edits, dear: ProgrammableArtist
) -> None:
    """The reservation is released and the sum stays."""
    job = board()
    studio.refine(edit(job), scene_number=1, new_image_prompt="Something forbidden again")

    after = settled(studio, job.id)

    assert after.actual_micros == job.actual_micros
    assert studio.ledger(owner=OWNER, job_id=job.id)[-1].state == "released"


def test_a_film_beyond_the_cap_is_refused_before_anything_is_sent(
    shop: Workshop, dear: ProgrammableArtist
) -> None:
    """Three pictures do not fit under five cents, so nothing is ordered."""
    studio = capped(shop, cap_per_job=0.05)
    ordered = len(dear.orders)

    with pytest.raises(BudgetExceeded, match=r"cost \$0.06 and pass the cap of \$0.05 for this film"):
        studio.create(NewJob(prompt="Three dear pictures", scene_count=3, duration_ms=6000), owner=OWNER)

    assert len(dear.orders) == ordered


def test_parallel_refinements_stay_under_the_cap(
    shop: Workshop, board: Board, edit: Edits, dear: ProgrammableArtist
) -> None:
    """With room for two more pictures, five calls at once spend exactly two."""
    job = board(scenes=5, seconds=10)
    studio = capped(shop, cap_per_job=0.14)

    def refine(number: int) -> AppError | None:
        try:
            studio.refine(edit(job), scene_number=number, new_image_prompt="A dear heron at dawn")
        except AppError as error:
            return error
        return None

    with ThreadPoolExecutor(5) as threads:
        refusals = [error for error in threads.map(refine, range(1, 6)) if error]

    assert [type(error) for error in refusals] == [BudgetExceeded] * 3
    after = settled(studio, job.id)
    assert after.actual_micros == 14 * CENT
    assert (after.refinement_count, after.refinements_open) == (2, 0)


def test_the_cap_of_the_day_counts_all_films(shop: Workshop, board: Board, dear: ProgrammableArtist) -> None:
    """What other films cost today leaves less for this one."""
    board()
    studio = capped(shop, cap_per_day=0.06)

    with pytest.raises(BudgetExceeded, match="for today"):
        studio.create(NewJob(prompt="One film too many", scene_count=3, duration_ms=6000), owner=OWNER)


def test_cancelling_releases_what_was_not_ordered(studio: Studio, dear: ProgrammableArtist) -> None:
    """No reservation stays open after a cancelled job."""
    with dear.closed():
        job = studio.create(NewJob(prompt="Dear and slow", scene_count=3, duration_ms=6000), owner=OWNER)
        until(lambda: bool(studio.job(job.id).storyboard))
        studio.cancel(job.id, owner=OWNER)

    until(lambda: all(line.state != "reserved" for line in studio.ledger(owner=OWNER, job_id=job.id)))
    assert studio.job(job.id).status == JobStatus.CANCELED


def test_a_paid_picture_that_was_finished_all_the_same_is_kept(
    studio: Studio, board: Board, edit: Edits, dear: ProgrammableArtist
) -> None:
    """What was ordered before the cancellation is withdrawn; if it costs, it is booked and its picture is a take."""
    job = board()
    with dear.closed():
        studio.refine(edit(job), scene_number=1, new_image_prompt="A heron that came too late")
        until(lambda: dear.orders[-1].prompt == "A heron that came too late")
        studio.cancel(job.id, owner=OWNER)
        until(lambda: bool(dear.withdrawn))
    until(lambda: studio.ledger(owner=OWNER, job_id=job.id)[-1].state == "settled")

    after = studio.job(job.id)

    assert after.actual_micros == job.actual_micros + 2 * CENT
    assert [take.chosen for take in (after.storyboard or ())[0].takes] == [True, False]
    assert (after.revision, after.refinement_count) == (job.revision, 0)


def test_an_estimate_shows_the_price_list_and_the_artists_price(
    studio: Studio, dear: ProgrammableArtist
) -> None:
    """Six scenes are 15 cents by the list; this artist takes twelve."""
    offer = studio.estimate(NewJob(prompt="Half a minute of sea", duration_ms=30_000, scene_count=6))

    assert (offer.scenes, offer.estimated_micros, offer.charge_micros) == (6, 15 * CENT, 12 * CENT)
    assert (offer.artist, offer.model) == ("sketch", "cards-1")


def test_an_unknown_artist_is_named_and_never_replaced(shop: Workshop) -> None:
    """Settings that name an artist who is not there stop the work and say who is."""
    studio = capped(shop, provider="nobody")

    with pytest.raises(
        ConfigurationError, match="no artist named 'nobody' here; there are: replicate, sketch"
    ):
        studio.estimate(NewJob(prompt="Drawn by nobody at all"))
