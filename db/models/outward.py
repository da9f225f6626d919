"""Addresses that are told what happens to films, and what they were sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, Table, UTCDateTime, WorkStatus, utc_now


class Webhook(Table, table=True):
    """An address of an owner's program; one row an address, so that nothing is told twice."""

    __table_args__ = (UniqueConstraint("owner", "url"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    owner: str
    url: str
    events: list[str] = Field(sa_type=JSON)
    # Kept as it is, since every delivery is signed with it; only its owner was ever shown it.
    secret: str
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Delivery(Table, table=True):
    """One event for one address; `attempts` counts how often it was sent."""

    __table_args__ = (
        Index("ix_delivery_webhook_id_id", "webhook_id", "id"),
        Index("ix_delivery_status", "status"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id", ondelete="CASCADE")
    # What the receiver tells two sendings of one event by.
    uid: str = Field(unique=True)
    event: str
    body: dict[str, Any] = Field(sa_type=JSON)
    status: str = WorkStatus.PENDING
    attempts: int = 0
    response_status: int | None = None
    trouble: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
