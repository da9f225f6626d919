"""The ledger as a table for a spreadsheet."""

import csv
import io

from core.terms import MICROS_PER_DOLLAR
from core.views import ChargeView

COLUMNS = ("charge", "time_utc", "job", "kind", "provider", "model", "state", "reserved_usd", "settled_usd")
# A spreadsheet takes a cell that begins with one of these for a formula and would carry it out.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def ledger_csv(lines: list[ChargeView]) -> str:
    """One line a charge, oldest first, money in dollars with six decimals."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(line)] for line in lines)
    return out.getvalue()


def _cells(line: ChargeView) -> tuple[str, ...]:
    return (
        str(line.id),
        f"{line.created_at:%Y-%m-%d %H:%M:%S}",
        "" if line.job_id is None else str(line.job_id),
        line.kind,
        line.provider,
        line.model,
        line.state,
        f"{line.reserved_micros / MICROS_PER_DOLLAR:.6f}",
        f"{line.settled_micros / MICROS_PER_DOLLAR:.6f}",
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
