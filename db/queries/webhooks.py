"""Statements about addresses that are told of events, and about what they were sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, update
from sqlmodel import Session, col, select

from db.models import Delivery, Webhook, WorkStatus
from db.queries.outcome import changed_one


def add(session: Session, webhook: Webhook) -> Webhook:
    """Store an address; its id is set afterwards."""
    session.add(webhook)
    session.flush()
    return webhook


def get(session: Session, webhook_id: int) -> Webhook | None:
    """One address by its id."""
    return session.get(Webhook, webhook_id)


def by_url(session: Session, *, owner: str, url: str) -> Webhook | None:
    """The owner's row for an address."""
    return session.exec(select(Webhook).where(Webhook.owner == owner, Webhook.url == url)).first()


def of_owner(session: Session, owner: str) -> Sequence[Webhook]:
    """The addresses of an owner, oldest first."""
    return session.exec(select(Webhook).where(Webhook.owner == owner).order_by(col(Webhook.id))).all()


def remove(session: Session, webhook: Webhook) -> None:
    """Delete an address with all that it was sent."""
    session.delete(webhook)
    session.flush()


def add_delivery(session: Session, delivery: Delivery) -> Delivery:
    """Store a delivery; its id is set afterwards."""
    session.add(delivery)
    session.flush()
    return delivery


def delivery(session: Session, delivery_id: int) -> Delivery | None:
    """One delivery by its id."""
    return session.get(Delivery, delivery_id)


def deliveries(session: Session, webhook_id: int, *, limit: int) -> Sequence[Delivery]:
    """What an address was sent, newest first."""
    statement = select(Delivery).where(Delivery.webhook_id == webhook_id)
    return session.exec(statement.order_by(col(Delivery.id).desc()).limit(limit)).all()


def note_attempt(session: Session, delivery_id: int, *, attempt: int, **values: object) -> bool:
    """Write down how the n-th sending went; False when that was written before, or the delivery is closed."""
    statement = (
        update(Delivery)
        .where(
            col(Delivery.id) == delivery_id,
            col(Delivery.status) == WorkStatus.PENDING,
            col(Delivery.attempts) == attempt - 1,
        )
        .values(attempts=attempt, **values)
    )
    return changed_one(session, statement)


def count_pending(session: Session) -> int:
    """How many deliveries wait to be sent, for the first time or again."""
    statement = select(func.count()).select_from(Delivery).where(Delivery.status == WorkStatus.PENDING)
    return session.exec(statement).one()


def forget_deliveries(session: Session, before: datetime) -> int:
    """Delete what was closed before this moment; returns how many deliveries."""
    result = session.exec(delete(Delivery).where(col(Delivery.finished_at) < before))
    return cast("CursorResult[Any]", result).rowcount
