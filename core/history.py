"""Looking back: what happened to a job, and what was paid."""

from datetime import UTC, datetime, time

from core.cost_views import SpendingView
from core.office_presentation import charge_view, event_view
from core.storyboard import find
from core.views import ChargeView, EventView
from core.workshop import Workshop
from db.models import utc_now
from db.queries import charges, events


def events_of(shop: Workshop, job_id: int, *, owner: str | None) -> list[EventView]:
    """The history of a job, newest first."""
    with shop.reading() as session:
        find(session, job_id, owner)
        return [event_view(event) for event in events.of_job(session, job_id)]


def ledger_of(shop: Workshop, *, owner: str, job_id: int | None) -> list[ChargeView]:
    """The owner's lines of the ledger, of one job or of all, oldest first."""
    with shop.reading() as session:
        if job_id is None:
            return [charge_view(charge) for charge in charges.of_owner(session, owner)]
        find(session, job_id, owner)
        return [charge_view(charge) for charge in charges.of_job(session, job_id)]


def spending(shop: Workshop, *, owner: str) -> SpendingView:
    """What an owner was charged today and in all."""
    midnight = datetime.combine(utc_now().date(), time(), tzinfo=UTC)
    with shop.reading() as session:
        return SpendingView(
            today_micros=charges.spent_micros(session, owner=owner, since=midnight),
            total_micros=charges.spent_micros(session, owner=owner),
        )
