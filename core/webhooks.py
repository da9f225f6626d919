"""Telling other programs: which addresses want to hear what, and the task that delivers it.

A delivery is written and ordered in the transaction of what it tells about, so neither is without the other.
It is signed as standardwebhooks.com describes, so that receivers find a library that checks it.
"""

import base64
import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import core
from core.cancellation import Cancellation
from core.courier import Undeliverable, destination
from core.errors import AppError, InvalidInput, NotFound
from core.presentation import ident
from core.terms import WebhookEvent
from core.views import WorkStatus
from core.webhook_views import DeliveryView, WebhookView
from core.workshop import Workshop
from db.engine import Session
from db.models import Delivery, Job, Webhook, utc_now
from db.queries import webhooks

log = logging.getLogger(__name__)

TASK: Final = "deliver"
# With five seconds before the second and five times as long before each further one: five and a half hours in all.
ATTEMPTS: Final = 7
GROWTH: Final = 5
MAX_WEBHOOKS: Final = 20
LISTED_DELIVERIES: Final = 100
SIGNING_PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
# A receiver that answers this never wants to hear again.
GONE: Final = 410

# The lines of a job's history that are told, and the status that the job has with them.
TOLD: Final[Mapping[str, tuple[WebhookEvent, str]]] = {
    "ready": (WebhookEvent.STORYBOARD_READY, "storyboard_ready"),
    "completed": (WebhookEvent.FILM_READY, "completed"),
    "failed": (WebhookEvent.JOB_FAILED, "failed"),
}


def put(shop: Workshop, *, owner: str, url: str, events: Sequence[WebhookEvent]) -> WebhookView:
    """Tell this address of these events; a new one is shown its secret this once.

    Raises `InvalidInput` for an address inside this network, for no events, or for one address too many.
    """
    destination(url, private=shop.settings.webhook_private)
    wanted = sorted(set(events))
    if not wanted:
        raise InvalidInput("No events are named.", hint=f"Name some of: {', '.join(WebhookEvent)}.")
    with shop.writing() as session:
        known = webhooks.by_url(session, owner=owner, url=url)
        if known is not None:
            known.events = list(wanted)
            session.add(known)
            return _view(known)
        if len(webhooks.of_owner(session, owner)) >= MAX_WEBHOOKS:
            raise InvalidInput(
                f"There are {MAX_WEBHOOKS} webhooks already.", hint="Delete one that is not needed any more."
            )
        secret = SIGNING_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        row = webhooks.add(session, Webhook(owner=owner, url=url, events=list(wanted), secret=secret))
        return _view(row, secret=secret)


def listing(shop: Workshop, *, owner: str) -> list[WebhookView]:
    """The owner's webhooks, oldest first, without their secrets."""
    with shop.reading() as session:
        return [_view(row) for row in webhooks.of_owner(session, owner)]


def delete(shop: Workshop, webhook_id: int, *, owner: str) -> None:
    """Tell this address nothing more, not even what is waiting for it."""
    with shop.writing() as session:
        webhooks.remove(session, _find(session, webhook_id, owner))


def deliveries(shop: Workshop, webhook_id: int, *, owner: str) -> list[DeliveryView]:
    """What an address was sent lately, newest first."""
    with shop.reading() as session:
        row = _find(session, webhook_id, owner)
        return [
            _delivery_view(sent) for sent in webhooks.deliveries(session, ident(row), limit=LISTED_DELIVERIES)
        ]


def test(shop: Workshop, webhook_id: int, *, owner: str) -> DeliveryView:
    """Send an address a `ping`, whatever events it wants."""
    with shop.writing() as session:
        row = _find(session, webhook_id, owner)
        return _delivery_view(_order(session, row, WebhookEvent.PING, {"text": "This is a test."}))


def announce(session: Session, job: Job, kind: str, text: str, *, revision: int) -> None:
    """Order a delivery of a line of a job's history to each address that wants it, within the transaction."""
    if kind not in TOLD:
        return
    event, status = TOLD[kind]
    content = {"job_id": job.id, "title": job.title, "status": status, "revision": revision, "text": text}
    for row in webhooks.of_owner(session, job.owner):
        if event in row.events:
            _order(session, row, event, content)


def _order(session: Session, row: Webhook, event: WebhookEvent, content: Mapping[str, Any]) -> Delivery:
    body = {
        "type": event.value,
        "timestamp": utc_now().isoformat().replace("+00:00", "Z"),
        "data": dict(content),
    }
    sent = webhooks.add_delivery(
        session,
        Delivery(
            webhook_id=ident(row),
            uid=f"msg_{secrets.token_hex(12)}",
            event=event,
            body=body,
            next_at=utc_now(),
        ),
    )
    # The workshop puts its engine there, since most of what is told is told deep inside a transaction.
    session.info["engine"].enqueue(session, TASK, ident(sent), key=delivery_key(sent))
    return sent


def delivery_key(sent: Delivery) -> str:
    """The name under which the next sending of a delivery runs once."""
    return f"{TASK}-{sent.id}-{sent.attempts + 1}"


def deliver(shop: Workshop, delivery_id: int, _cancellation: Cancellation) -> None:
    """Send one delivery; when that fails, order the next sending for later, or give up."""
    with shop.reading() as session:
        sent = webhooks.delivery(session, delivery_id)
        row = webhooks.get(session, sent.webhook_id) if sent else None
    if sent is None or row is None or sent.status != WorkStatus.PENDING:
        return
    status, trouble = _post(shop, row, sent)
    taken = status is not None and 200 <= status < 300
    over = taken or status == GONE or sent.attempts + 1 >= ATTEMPTS
    pause = shop.settings.webhook_retry_seconds * GROWTH**sent.attempts
    now = utc_now()
    with shop.writing() as session:
        noted = webhooks.note_attempt(
            session,
            delivery_id,
            attempt=sent.attempts + 1,
            response_status=status,
            trouble=None if taken else trouble,
            status=(WorkStatus.COMPLETED if taken else WorkStatus.FAILED) if over else WorkStatus.PENDING,
            next_at=None if over else now + timedelta(seconds=pause),
            finished_at=now if over else None,
        )
        if noted and not over:
            later = webhooks.delivery(session, delivery_id) or sent
            shop.engine.enqueue(session, TASK, delivery_id, key=delivery_key(later), delay_seconds=pause)


def _post(shop: Workshop, row: Webhook, sent: Delivery) -> tuple[int | None, str]:
    body = json.dumps(sent.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    now = utc_now()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Storyreel/{core.__version__}",
        "Webhook-Id": sent.uid,
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": signature(row.secret, sent.uid, now, body),
    }
    try:
        status = shop.courier.post(row.url, body, headers, private=shop.settings.webhook_private)
    except Undeliverable as error:
        log.info("Delivery %s did not arrive: %s", sent.uid, error)
        return None, str(error)
    return status, f"The receiver answered {status}."


def signature(secret: str, uid: str, moment: datetime, body: bytes) -> str:
    """What `Webhook-Signature` holds: HMAC-SHA256 over id, time in seconds and body, with a dot between them."""
    key = base64.b64decode(secret.removeprefix(SIGNING_PREFIX))
    signed = f"{uid}.{int(moment.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def fail_delivery(shop: Workshop, delivery_id: int, error: AppError) -> None:
    """Write down that a delivery ended by a mistake of ours."""
    with shop.writing() as session:
        sent = webhooks.delivery(session, delivery_id)
        if sent is not None:
            webhooks.note_attempt(
                session,
                delivery_id,
                attempt=sent.attempts + 1,
                status=WorkStatus.FAILED,
                trouble=error.message,
                next_at=None,
                finished_at=utc_now(),
            )


def _find(session: Session, webhook_id: int, owner: str) -> Webhook:
    row = webhooks.get(session, webhook_id)
    if row is None or row.owner != owner:
        raise NotFound(f"Webhook {webhook_id} not found", hint="List the webhooks to see which there are.")
    return row


def _view(row: Webhook, *, secret: str | None = None) -> WebhookView:
    return WebhookView(
        id=ident(row),
        url=row.url,
        events=tuple(WebhookEvent(event) for event in row.events),
        created_at=row.created_at,
        secret=secret,
    )


def _delivery_view(sent: Delivery) -> DeliveryView:
    return DeliveryView(
        id=ident(sent),
        uid=sent.uid,
        event=WebhookEvent(sent.event),
        status=WorkStatus(sent.status),
        attempts=sent.attempts,
        response_status=sent.response_status,
        trouble=sent.trouble,
        next_at=sent.next_at,
        created_at=sent.created_at,
        finished_at=sent.finished_at,
    )
