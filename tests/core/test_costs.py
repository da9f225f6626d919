"""The report on money: sums that are those of the ledger, per film and per day, and what the caps leave."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import NotFound
from core.studio import Studio
from core.views import JobView
from core.workshop import Workshop
from db.models import Charge, ChargeState, utc_now
from db.queries import charges

NOBODY = "somebody who only pays"


def charge(**facts: object) -> Charge:
    given = {"owner": NOBODY, "kind": "picture", "provider": "replicate", "model": "a/b", "seed": 1, **facts}
    return Charge(**{"job_id": None, "reserved_micros": 3000, **given})  # type: ignore[arg-type]


@pytest.fixture
def spent(shop: Workshop, studio: Studio) -> Studio:
    """An owner with a settled, a cheaper, a released and an open charge of today, and one of two years ago."""
    with shop.writing() as session:
        if charges.of_owner(session, NOBODY):
            return studio
        for row in (
            charge(state=ChargeState.SETTLED, settled_micros=3000),
            charge(state=ChargeState.SETTLED, settled_micros=1001, kind="trial"),
            charge(state=ChargeState.RELEASED),
            charge(),
            charge(
                state=ChargeState.SETTLED,
                settled_micros=50_000,
                reserved_micros=50_000,
                created_at=utc_now() - timedelta(days=730),
            ),
        ):
            charges.add(session, row)
    return studio


def test_the_sums_are_those_of_the_ledger(spent: Studio) -> None:
    """Reserved is charged, given back or held; today, this month and in all are told apart."""
    found, lines = spent.costs(owner=NOBODY), spent.ledger(owner=NOBODY)

    assert found.total.charged_micros == sum(line.settled_micros for line in lines) == 54_001
    assert found.total.reserved_micros == sum(line.reserved_micros for line in lines) == 62_000
    assert (found.total.released_micros, found.total.held_micros) == (4999, 3000)
    assert found.today == found.month
    assert found.today.charged_micros == 4001
    for sums in (found.today, found.total):
        assert sums.reserved_micros == sums.charged_micros + sums.released_micros + sums.held_micros


def test_every_charge_belongs_to_one_film_and_one_day(spent: Studio) -> None:
    """The rows add up to the whole both ways; trials and deleted films have rows of their own."""
    found = spent.costs(owner=NOBODY)

    assert {(film.job_id, film.title) for film in found.films} == {
        (None, "Deleted films"),
        (None, "Pictures on trial"),
    }
    assert sum(film.sums.charged_micros for film in found.films) == found.total.charged_micros
    assert sum(day.sums.charged_micros for day in found.days) == found.total.charged_micros
    assert [day.day for day in found.days] == [
        datetime.now(UTC).date(),
        (datetime.now(UTC) - timedelta(days=730)).date(),
    ]


def test_one_film_has_its_lines_and_its_caps(
    shop: Workshop, studio: Studio, board: Callable[..., JobView]
) -> None:
    """The report of a film lists its calls, and says how much of both caps is left."""
    job = board(scenes=2)
    with shop.writing() as session:
        charges.add(session, charge(job_id=job.id, owner="local"))
        held_today = charges.held_micros(session, since=utc_now().replace(hour=0, minute=0, second=0))
    changes = {"cap_per_job": 0.005, "cap_per_day": held_today / 1e6 + 1}
    capped = Studio(replace(shop, settings=shop.settings.model_copy(update=changes)))

    found = capped.costs(owner="local", job_id=job.id)

    assert [line.id for line in found.lines] == [
        line.id for line in studio.ledger(owner="local", job_id=job.id)
    ]
    assert [(film.job_id, film.title) for film in found.films] == [(job.id, job.title)]
    assert (found.caps.per_film_micros, found.caps.left_of_film_micros) == (5000, 2000)
    assert found.caps.left_of_day_micros == 1_000_000
    assert studio.costs(owner="local").caps.per_day_micros is None
    with pytest.raises(NotFound):
        studio.costs(owner=NOBODY, job_id=job.id)
