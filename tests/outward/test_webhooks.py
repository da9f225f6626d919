"""Programs are told of storyboards, films and failures: signed, again when it failed, and only what they want."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from core import webhooks
from core.cancellation import Cancellation
from core.engine import Engine
from core.errors import AppError
from core.storyboard import find, tell
from core.studio import Studio
from core.terms import WebhookEvent
from core.webhooks import ATTEMPTS, MAX_WEBHOOKS
from core.workshop import Workshop
from db.engine import Session
from tests.core.waiting import until
from tests.outward.receiver import Message, receiving
from tests.rest import OWNER, Caller, another_server, calling

ALL = ["film.ready", "job.failed", "storyboard.ready"]


@contextmanager
def told(caller: Caller, url: str, events: list[str]) -> Iterator[dict[str, Any]]:
    """A webhook for as long as the block runs."""
    answer = caller.http.put("/api/v2/webhooks", json={"url": url, "events": events})
    assert answer.status_code == 200, answer.text
    try:
        yield answer.json()
    finally:
        caller.http.delete(f"/api/v2/webhooks/{answer.json()['webhook_id']}")


def log_of(caller: Caller, hook: dict[str, Any]) -> list[dict[str, Any]]:
    """What the webhook was sent, newest first."""
    return list(caller.http.get(f"/api/v2/webhooks/{hook['webhook_id']}/deliveries").json())


def is_genuine(message: Message, secret: str) -> bool:
    """The check that docs/api.md shows."""
    signed = (
        f"{message.headers['webhook-id']}.{message.headers['webhook-timestamp']}.".encode() + message.body
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(message.headers["webhook-signature"], f"v1,{right}")


def test_a_storyboard_is_told_and_signed(caller: Caller) -> None:
    """The owner's program gets the storyboard's event once, with a signature that only its secret makes."""
    with receiving() as (receiver, url), told(caller, url, ALL) as hook:
        job_id = caller.board()
        message = receiver.wait(1)[0]
        until(lambda: log_of(caller, hook)[0]["status"] == "completed")
        sent = log_of(caller, hook)

    data = message.json["data"]
    assert message.json["type"] == "storyboard.ready"
    assert (data["job_id"], data["status"], data["revision"]) == (job_id, "storyboard_ready", 1)
    assert is_genuine(message, hook["secret"])
    assert not is_genuine(message, "whsec_" + base64.b64encode(b"another").decode())
    assert [(row["attempts"], row["response_status"], row["trouble"]) for row in sent] == [(1, 204, None)]
    assert sent[0]["message_id"] == message.headers["webhook-id"]


def test_a_film_is_told_and_nothing_else_that_was_not_asked_for(
    shop: Workshop, caller: Caller, still_board: int
) -> None:
    """The program hears of the film, and of no storyboard."""
    with receiving() as (receiver, url), told(caller, url, ["film.ready"]):
        with shop.writing() as session:
            job = find(session, still_board, OWNER)
            tell(session, job, "ready", "The storyboard is ready for review")
            tell(session, job, "completed", "The film is ready")
        message = receiver.wait(1)[0]

    assert (message.json["type"], message.json["data"]["job_id"]) == ("film.ready", still_board)
    assert len(receiver.messages) == 1


def test_a_failure_is_told_with_its_cause(caller: Caller) -> None:
    """A prompt that the planner refuses comes as job.failed, in the words that people are shown."""
    with receiving() as (receiver, url), told(caller, url, ["job.failed"]):
        caller.generate(prompt="forbidden words of a story")
        message = receiver.wait(1)[0]

    assert message.json["data"]["text"] == "The service refused the prompt."


def test_what_was_not_taken_is_sent_again(caller: Caller) -> None:
    """Two refusals are followed by a third sending of the same message, with growing pauses, then by none."""
    with receiving(500, 302, 200) as (receiver, url), told(caller, url, ALL) as hook:
        caller.http.post(f"/api/v2/webhooks/{hook['webhook_id']}/test")
        messages = receiver.wait(3)
        until(lambda: log_of(caller, hook)[0]["status"] == "completed")
        sent = log_of(caller, hook)[0]

    assert len({message.headers["webhook-id"] for message in messages}) == 1
    assert all(is_genuine(message, hook["secret"]) for message in messages)
    assert (sent["event"], sent["attempts"], sent["response_status"]) == ("ping", 3, 200)


def test_a_receiver_that_is_gone_is_left_alone(caller: Caller) -> None:
    """410 ends the sending at once."""
    with receiving(410) as (receiver, url), told(caller, url, ALL) as hook:
        caller.http.post(f"/api/v2/webhooks/{hook['webhook_id']}/test")
        until(lambda: log_of(caller, hook)[0]["status"] == "failed")
        sent = log_of(caller, hook)[0]

    assert (len(receiver.messages), sent["attempts"]) == (1, 1)
    assert sent["trouble"] == "The receiver answered 410."
    assert sent["next_at"] is None


class _Diary:
    """An engine that only writes down what is ordered, and for when."""

    def __init__(self) -> None:
        self.orders: list[tuple[str, float]] = []

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        self.orders.append((key, delay_seconds))


def test_sending_is_given_up_after_the_last_pause(shop: Workshop) -> None:
    """Each pause is five times as long as the one before, and after the last the delivery has failed."""
    diary = _Diary()
    slow = replace(
        shop,
        engine=cast("Engine", diary),
        settings=shop.settings.model_copy(update={"webhook_retry_seconds": 5}),
    )
    with receiving(500) as (receiver, url):
        hook = webhooks.put(slow, owner="patient", url=url, events=[WebhookEvent.FILM_READY])
        sent = webhooks.test(slow, hook.id, owner="patient")
        for _ in range(ATTEMPTS + 1):
            webhooks.deliver(slow, sent.id, Cancellation())
        last = webhooks.deliveries(slow, hook.id, owner="patient")[0]
        webhooks.delete(slow, hook.id, owner="patient")

    assert (last.status, last.attempts, last.next_at) == ("failed", ATTEMPTS, None)
    assert len(receiver.messages) == ATTEMPTS
    assert [pause for _, pause in diary.orders] == [0, 5, 25, 125, 625, 3125, 15625]
    assert len({key for key, _ in diary.orders}) == ATTEMPTS


def test_a_webhook_belongs_to_its_owner(caller: Caller, stranger: Caller) -> None:
    """Somebody else neither sees it nor is told, and cannot try, read or delete it."""
    with receiving() as (receiver, url), told(caller, url, ALL) as hook:
        path = f"/api/v2/webhooks/{hook['webhook_id']}"
        stranger.board()
        answers = [
            stranger.http.delete(path),
            stranger.http.post(f"{path}/test"),
            stranger.http.get(f"{path}/deliveries"),
        ]
        assert stranger.http.get("/api/v2/webhooks").json() == []

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert receiver.messages == []


def test_the_secret_is_shown_once(caller: Caller) -> None:
    """Naming the address again changes its events, and neither that nor the list shows the secret."""
    with receiving() as (_, url), told(caller, url, ALL) as hook:
        again = caller.http.put("/api/v2/webhooks", json={"url": url, "events": ["film.ready"]}).json()
        listed = caller.http.get("/api/v2/webhooks").json()

    assert hook["secret"].startswith("whsec_")
    assert (again["webhook_id"], again["events"], again["secret"]) == (
        hook["webhook_id"],
        ["film.ready"],
        None,
    )
    assert [(row["events"], row["secret"]) for row in listed] == [(["film.ready"], None)]


def test_inner_addresses_are_refused_unless_allowed(shop: Workshop, token: str) -> None:
    """By default a webhook cannot make the server call itself or its neighbours."""
    with another_server(shop, {"webhook_private": False}) as address, calling(address, token) as caller:
        answer = caller.http.put(
            "/api/v2/webhooks", json={"url": f"{address}/health", "events": ["film.ready"]}
        )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert "STORYREEL_WEBHOOK_PRIVATE" in answer.json()["hint"]


def test_webhooks_are_bounded(studio: Studio) -> None:
    """An owner has twenty at most; the next is told why."""
    made = [
        studio.put_webhook(
            owner="many", url=f"https://example.com/{number}", events=[WebhookEvent.FILM_READY]
        )
        for number in range(MAX_WEBHOOKS)
    ]
    with pytest.raises(AppError, match="20 webhooks"):
        studio.put_webhook(owner="many", url="https://example.com/more", events=[WebhookEvent.FILM_READY])
    with pytest.raises(AppError, match="No events"):
        studio.put_webhook(owner="many", url="https://example.com/1", events=[])
    for hook in made:
        studio.delete_webhook(hook.id, owner="many")


def test_a_deleted_webhook_is_sent_nothing_more(shop: Workshop) -> None:
    """What was waiting for it is gone with it, and a mistake of ours closes a delivery."""
    still = replace(shop, engine=cast("Engine", _Diary()))
    with receiving(500) as (receiver, url):
        hook = webhooks.put(still, owner="brief", url=url, events=[WebhookEvent.FILM_READY])
        sent = webhooks.test(still, hook.id, owner="brief")
        webhooks.fail_delivery(still, sent.id, AppError("Something went wrong."))
        closed = webhooks.deliveries(still, hook.id, owner="brief")[0]
        webhooks.delete(still, hook.id, owner="brief")
        webhooks.deliver(still, sent.id, Cancellation())
        webhooks.fail_delivery(still, sent.id, AppError("Something went wrong."))

    assert (closed.status, closed.trouble) == ("failed", "Something went wrong.")
    assert receiver.messages == []
