"""What the faces are shown of webhooks and of what they were sent."""

from dataclasses import dataclass
from datetime import datetime

from core.terms import WebhookEvent
from core.views import WorkStatus


@dataclass(frozen=True, kw_only=True)
class WebhookView:
    """An address that is told of events; `secret` is there once, when the address is new."""

    id: int
    url: str
    events: tuple[WebhookEvent, ...]
    created_at: datetime
    secret: str | None


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One event for one address: `completed` when it was taken, `failed` when it was given up.

    `response_status` and `trouble` are of the last sending, `next_at` is when the next one is due.
    """

    id: int
    uid: str
    event: WebhookEvent
    status: WorkStatus
    attempts: int
    response_status: int | None
    trouble: str | None
    next_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
