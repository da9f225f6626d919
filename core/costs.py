"""What films cost: reserved, charged and given back, per film and per day, and how much the caps leave.

All sums come from the rows of the ledger, so that report and ledger cannot differ.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from core.cost_views import CapsView, CostsView, DayCosts, FilmCosts, SumsView
from core.office_presentation import charge_view
from core.settings import cap_micros
from core.storyboard import find
from core.workshop import Workshop
from db.engine import Session
from db.models import Charge, ChargeState, utc_now
from db.queries import charges, jobs

DELETED = "Deleted films"
TRIALS = "Pictures on trial"


def costs(shop: Workshop, *, owner: str, job_id: int | None = None) -> CostsView:
    """The owner's costs in all, or those of one film with its lines; raises `NotFound` for somebody else's film."""
    today = utc_now().date()
    with shop.reading() as session:
        if job_id is None:
            rows = charges.of_owner(session, owner)
        else:
            find(session, job_id, owner)
            rows = charges.of_job(session, job_id)
        return CostsView(
            today=_sums(row for row in rows if row.created_at.date() == today),
            month=_sums(row for row in rows if row.created_at.date() >= today.replace(day=1)),
            total=_sums(rows),
            films=_by_film(session, rows),
            days=_by_day(rows),
            caps=_caps(shop, session, today, job_id),
            lines=() if job_id is None else tuple(charge_view(row) for row in rows),
        )


def _sums(rows: Iterable[Charge]) -> SumsView:
    held = charged = released = reserved = 0
    for row in rows:
        reserved += row.reserved_micros
        charged += row.settled_micros
        if row.state == ChargeState.RESERVED:
            held += row.reserved_micros
        else:
            released += max(0, row.reserved_micros - row.settled_micros)
    return SumsView(
        reserved_micros=reserved, charged_micros=charged, released_micros=released, held_micros=held
    )


def _by_film(session: Session, rows: Sequence[Charge]) -> tuple[FilmCosts, ...]:
    """The newest film first; what belongs to no film any more stands at the end."""
    groups: dict[tuple[int, str], list[Charge]] = {}
    for row in rows:
        homeless = TRIALS if row.kind == "trial" else DELETED
        groups.setdefault((row.job_id or 0, "" if row.job_id else homeless), []).append(row)
    titles = jobs.titles(session, [number for number, _ in groups])
    return tuple(
        FilmCosts(job_id=number or None, title=words or titles.get(number, ""), sums=_sums(group))
        for (number, words), group in sorted(groups.items(), reverse=True)
    )


def _by_day(rows: Sequence[Charge]) -> tuple[DayCosts, ...]:
    """The newest day first; days are those of the caps, in UTC, and count what was ordered on them."""
    groups: dict[date, list[Charge]] = {}
    for row in rows:
        groups.setdefault(row.created_at.date(), []).append(row)
    return tuple(DayCosts(day=day, sums=_sums(group)) for day, group in sorted(groups.items(), reverse=True))


def _caps(shop: Workshop, session: Session, today: date, job_id: int | None) -> CapsView:
    per_film, per_day = cap_micros(shop.settings.cap_per_job), cap_micros(shop.settings.cap_per_day)
    midnight = datetime.combine(today, time(), tzinfo=UTC)
    return CapsView(
        per_film_micros=per_film,
        per_day_micros=per_day,
        left_of_film_micros=None
        if per_film is None or job_id is None
        else max(0, per_film - charges.held_micros(session, job_id=job_id)),
        # The cap of a day is one for all owners.
        left_of_day_micros=None
        if per_day is None
        else max(0, per_day - charges.held_micros(session, since=midnight)),
    )
