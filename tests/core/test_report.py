"""The ledger as a table."""

import csv
import io
from datetime import UTC, datetime

from core.report import ledger_csv
from core.views import ChargeView


def line(model: str) -> ChargeView:
    return ChargeView(
        id=1,
        job_id=2,
        kind="picture",
        provider="replicate",
        model=model,
        state="settled",
        reserved_micros=3000,
        settled_micros=2999,
        created_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        closed_at=None,
    )


def test_a_table_reads_back_as_it_was() -> None:
    """Commas and quotes survive, and money is exact to the micro-dollar."""
    rows = list(csv.DictReader(io.StringIO(ledger_csv([line('a "strange", model')]))))

    assert rows[0]["model"] == 'a "strange", model'
    assert (rows[0]["reserved_usd"], rows[0]["settled_usd"]) == ("0.003000", "0.002999")
    assert rows[0]["time_utc"] == "2026-01-02 03:04:05"


def test_no_cell_is_a_formula() -> None:
    """What a spreadsheet would carry out is made a text."""
    rows = list(csv.reader(io.StringIO(ledger_csv([line(sign + "cmd|' /C calc'!A0") for sign in "=+-@"]))))

    assert all(row[5].startswith("'") for row in rows[1:])
