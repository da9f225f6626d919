"""Addresses that are told what happens to films."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access import Owner, StudioDoor
from api.bodies import MAX_ID
from api.errors import answers
from core.courier import MAX_URL_CHARACTERS
from core.terms import WebhookEvent
from core.views import WorkStatus
from core.webhook_views import DeliveryView, WebhookView

router = APIRouter(prefix="/api/v2/webhooks", tags=["webhooks"])

WebhookId = Annotated[int, Path(ge=1, le=MAX_ID, description="The webhook's number.")]


class WebhookBody(BaseModel):
    """An address, and what it is told of."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://example.com/hook", "events": ["film.ready"]}]}
    )

    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_URL_CHARACTERS)]
    events: Annotated[
        list[WebhookEvent], Field(min_length=1, max_length=len(WebhookEvent), description="At least one.")
    ]


class WebhookEntry(BaseModel):
    """A webhook; `secret` is there once, in the answer that makes it."""

    webhook_id: int
    url: str
    events: list[WebhookEvent]
    created_at: datetime
    secret: str | None

    @classmethod
    def of(cls, view: WebhookView) -> "WebhookEntry":
        """The view as it is answered."""
        return cls(
            webhook_id=view.id,
            url=view.url,
            events=list(view.events),
            created_at=view.created_at,
            secret=view.secret,
        )


class DeliveryEntry(BaseModel):
    """One event for one address; `status` is pending, completed (it was taken) or failed (it was given up)."""

    delivery_id: int
    message_id: str = Field(description="The header Webhook-Id; the same in every sending.")
    event: WebhookEvent
    status: WorkStatus
    attempts: int
    response_status: int | None
    trouble: str | None
    next_at: datetime | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, view: DeliveryView) -> "DeliveryEntry":
        """The view as it is answered."""
        kept = {name: value for name, value in vars(view).items() if name not in ("id", "uid")}
        return cls(delivery_id=view.id, message_id=view.uid, **kept)


@router.put("", responses=answers(400, 401, 413, 422), summary="Be told of events")
def put_webhook(studio: StudioDoor, owner: Owner, body: WebhookBody) -> WebhookEntry:
    """A new address is shown its `secret` this once; a known one gets other events and keeps its secret."""
    return WebhookEntry.of(studio.put_webhook(owner=owner, url=body.url, events=body.events))


@router.get("", responses=answers(401, 422), summary="Your webhooks")
def list_webhooks(studio: StudioDoor, owner: Owner) -> list[WebhookEntry]:
    """Oldest first, without their secrets."""
    return [WebhookEntry.of(view) for view in studio.webhooks(owner=owner)]


@router.delete("/{webhook_id}", status_code=204, responses=answers(401, 404, 422), summary="Be told no more")
def delete_webhook(studio: StudioDoor, owner: Owner, webhook_id: WebhookId) -> None:
    """What is waiting to be sent to it is dropped."""
    studio.delete_webhook(webhook_id, owner=owner)


@router.post("/{webhook_id}/test", responses=answers(401, 404, 422), summary="Send a ping")
def test_webhook(studio: StudioDoor, owner: Owner, webhook_id: WebhookId) -> DeliveryEntry:
    """It goes the way of every event; the deliveries say how it was taken."""
    return DeliveryEntry.of(studio.test_webhook(webhook_id, owner=owner))


@router.get("/{webhook_id}/deliveries", responses=answers(401, 404, 422), summary="What an address was sent")
def list_deliveries(studio: StudioDoor, owner: Owner, webhook_id: WebhookId) -> list[DeliveryEntry]:
    """The last hundred, newest first."""
    return [DeliveryEntry.of(view) for view in studio.deliveries(webhook_id, owner=owner)]
