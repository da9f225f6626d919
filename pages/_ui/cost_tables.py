"""The report on money as tables that are read from the largest sum to the single call."""

from collections.abc import Iterable, Sequence

import streamlit as st

from core.cost_views import CostsView, SumsView
from core.views import ChargeView, JobView
from pages._ui.places import COSTS
from pages._ui.studio import owner, studio
from pages._ui.wording import CHARGE_KINDS, CHARGE_STATES, count_of, exact_dollars, markup, short

# More rows nobody reads on a page; the table for a spreadsheet has them all.
_MOST_ROWS = 50


def totals(found: CostsView) -> None:
    """What was charged today, this month and in all, with what is held for calls at work."""
    spans = (("Today", found.today), ("This month", found.month), ("In all", found.total))
    cells = "".join(
        f"<div><dt>{name}</dt><dd>{exact_dollars(sums.charged_micros)} <span>{_beside(sums)}</span></dd></div>"
        for name, sums in spans
    )
    st.html(f'<dl class="totals">{cells}</dl>')


def _beside(sums: SumsView) -> str:
    held = f"charged, {exact_dollars(sums.held_micros)} held for work that goes on"
    return held if sums.held_micros else "charged"


def caps(found: CostsView, *, of_film: bool) -> None:
    """What may be spent at most, and what is left of it."""
    rows: list[tuple[str, int | None, int | None]] = [
        (
            "Cap for a film" if of_film else "Cap for each film",
            found.caps.per_film_micros,
            found.caps.left_of_film_micros,
        ),
        ("Cap for a day", found.caps.per_day_micros, found.caps.left_of_day_micros),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{_cap(cap, left)}</dd></div>" for name, cap, left in rows)
    st.html(f'<dl class="rows">{cells}</dl>')


def _cap(cap: int | None, left: int | None) -> str:
    if cap is None:
        return "none"
    return exact_dollars(cap) if left is None else f"{exact_dollars(cap)}, {exact_dollars(left)} left"


def film_table(found: CostsView) -> None:
    """A row for each film, the newest first."""
    st.subheader("Per film", anchor=False)
    if not found.films:
        st.caption("No film yet, so nothing was spent.")
        return
    _table("Film", ((_film(film.job_id, film.title), film.sums) for film in found.films[:_MOST_ROWS]))
    _rest(len(found.films), "film")


def _film(job_id: int | None, title: str) -> str:
    words = markup(short(title or "Untitled film", 60))
    return words if job_id is None else f'<a href="/{COSTS.stem}?job={job_id}" target="_self">{words}</a>'


def day_table(found: CostsView) -> None:
    """A row for each day on which something was ordered."""
    if not found.days:
        return
    st.subheader("Per day", anchor=False)
    _table("Day (UTC)", ((f"{row.day:%d %B %Y}".lstrip("0"), row.sums) for row in found.days[:_MOST_ROWS]))
    _rest(len(found.days), "day")


def _rest(count: int, noun: str) -> None:
    if count > _MOST_ROWS:
        st.caption(
            f"The newest {_MOST_ROWS} of {count_of(count, noun)}; the table for a spreadsheet has all."
        )


def _table(head: str, rows: Iterable[tuple[str, SumsView]]) -> None:
    body = "".join(
        f'<tr><th scope="row">{words}</th><td>{exact_dollars(sums.reserved_micros)}</td>'
        f"<td>{exact_dollars(sums.charged_micros)}</td><td>{exact_dollars(sums.released_micros)}</td></tr>"
        for words, sums in rows
    )
    _html_table((head, "Reserved", "Charged", "Given back"), body)


def charge_lines(found: CostsView) -> None:
    """Every call of one film, the newest first."""
    st.subheader("Every call", anchor=False)
    lines: Sequence[ChargeView] = found.lines[::-1]
    body = "".join(
        f'<tr><th scope="row">{CHARGE_KINDS.get(line.kind, line.kind)}<span>{markup(line.model)}, '
        f"{line.created_at:%H:%M:%S} UTC</span></th><td>{exact_dollars(line.reserved_micros)}</td>"
        f"<td>{exact_dollars(line.settled_micros)}</td><td>{_state(line)}</td></tr>"
        for line in lines
    )
    _html_table(("For", "Reserved", "Charged", "State"), body)


def _state(line: ChargeView) -> str:
    return "Free" if line.state == "settled" and not line.settled_micros else CHARGE_STATES[line.state]


def _html_table(heads: tuple[str, ...], body: str) -> None:
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    st.html(f'<table class="sums"><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>')


def spreadsheet(job: JobView | None) -> None:
    """The ledger as a file; it is made when it is asked for."""
    number = job.id if job else None
    st.download_button(
        "Download as a table (CSV)",
        data=lambda: studio().ledger_csv(owner=owner(), job_id=number),
        file_name=f"costs_{number}.csv" if number else "costs.csv",
        mime="text/csv",
        on_click="ignore",
        key="ledger_csv",
    )
