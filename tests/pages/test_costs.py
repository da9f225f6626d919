"""The costs page: the same numbers as the ledger, of all films and of one, and a table to take along."""

import csv
import io
from collections.abc import Callable

from core.studio import Studio
from core.views import JobView
from core.workshop import Workshop
from db.models import Charge, ChargeState
from db.queries import charges
from pages._ui.studio import OWNER
from pages._ui.wording import exact_dollars
from tests.pages.conftest import Open
from tests.pages.reading import errors, said


def paid(shop: Workshop, job: JobView) -> None:
    """A picture of a film that cost less than was reserved."""
    with shop.writing() as session:
        row = Charge(
            job_id=job.id,
            owner=OWNER,
            kind="picture",
            provider="replicate",
            model="acme/<b>painter</b>",
            state=ChargeState.SETTLED,
            reserved_micros=4000,
            settled_micros=3001,
            seed=1,
        )
        charges.add(session, row)


def test_all_films_and_days_are_listed(
    visit: Open, studio: Studio, film: Callable[..., JobView], shop: Workshop
) -> None:
    """Totals, caps, a row for each film that leads to its own costs, and a row for today."""
    job = film()
    paid(shop, job)

    page = visit("costs")

    total = studio.costs(owner=OWNER).total
    words = said(page)
    assert exact_dollars(total.charged_micros) in words
    assert f'href="/costs?job={job.id}"' in words
    assert "Per day" in words
    assert "<dd>none</dd>" in words
    assert not errors(page)


def test_one_film_lists_every_call(visit: Open, film: Callable[..., JobView], shop: Workshop) -> None:
    """What a call was for, what was reserved and what it cost to the millionth; names are shown as they are."""
    job = film(scenes=1)
    paid(shop, job)

    page = visit("costs", job=job.id)

    words = said(page)
    assert "Costs of" in words
    assert "$0.003001" in words
    assert "acme/&lt;b&gt;painter&lt;/b&gt;" in words
    assert words.count('scope="row"') == 3


def test_the_table_to_take_along_is_the_ledger(
    studio: Studio, film: Callable[..., JobView], shop: Workshop
) -> None:
    """Its sums are the report's to the micro-dollar."""
    job = film(scenes=1)
    paid(shop, job)

    rows = list(csv.DictReader(io.StringIO(studio.ledger_csv(owner=OWNER, job_id=job.id))))

    charged = sum(round(float(row["settled_usd"]) * 1e6) for row in rows)
    assert charged == studio.costs(owner=OWNER, job_id=job.id).total.charged_micros == 3001
