"""Nothing is ordered twice: orders are found again after a crash or a lost answer, and cancelled when nobody waits."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import Canceled, ProviderBusy, ProviderTimeout
from core.providers.base import Picture
from core.providers.catalog import Catalog
from core.providers.replicate import Patience, ReplicateArtist, ReplicateService
from core.providers.replicate_orders import picture_order, same_order
from tests.fake_replicate import FakeReplicate, Trouble
from tests.providers.conftest import QUICK, picture_brief


@pytest.fixture
def artist(service: ReplicateService, catalog: Catalog) -> ReplicateArtist:
    return ReplicateArtist(service=service, model=catalog.model("picture"))


def waiting_artist(
    fake: FakeReplicate, catalog: Catalog, busy_ms: int
) -> tuple[ReplicateArtist, ReplicateService]:
    patience = Patience(poll_ms=2, retry_ms=2, longest_retry_ms=10, tries=3, busy_ms=busy_ms)
    service = ReplicateService(token=fake.token, base_url=fake.url, patience=patience)
    return ReplicateArtist(service=service, model=catalog.model("picture")), service


def test_an_order_without_a_stored_ticket_is_adopted(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """After a crash between intent and ticket, the brief alone finds the order that was paid for."""
    intent_at = datetime.now(UTC)
    ticket = artist.submit(picture_brief())

    assert artist.adopt(picture_brief(), since=intent_at) == ticket
    assert fake.ledger()["created"] == 1


def test_an_order_with_a_reference_is_adopted(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """The service may keep the picture under an address of its own; words and seed find the order all the same."""
    artist = ReplicateArtist(
        service=service, model=catalog.model("picture", "black-forest-labs/flux-kontext-pro")
    )
    picture = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(picture, "PNG")
    brief = picture_brief(reference=picture.getvalue())
    intent_at = datetime.now(UTC)
    ticket = artist.submit(brief)
    fake.bureau.orders[0].given["input_image"] = "https://replicate.delivery/kept.jpg"

    assert artist.adopt(brief, since=intent_at) == ticket
    assert artist.adopt(picture_brief(), since=intent_at) is None


def test_an_intent_without_an_order_finds_nothing(artist: ReplicateArtist) -> None:
    """After a crash before anything was sent there is nothing to adopt, so the order may be placed."""
    assert artist.adopt(picture_brief(), since=datetime.now(UTC)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 8},
        {"prompt": "A fox at the lighthouse"},
        {"look": "Cold morning light."},
        {"aspect_ratio": "9:16"},
    ],
)
def test_another_order_is_not_adopted(artist: ReplicateArtist, changes: dict[str, object]) -> None:
    """A sibling that differs in one word, the shape or the seed stays with its own scene."""
    intent_at = datetime.now(UTC)
    artist.submit(picture_brief())

    assert artist.adopt(picture_brief(**changes), since=intent_at) is None  # type: ignore[arg-type]


def test_another_models_order_is_not_adopted(
    artist: ReplicateArtist, service: ReplicateService, catalog: Catalog
) -> None:
    """The same words given to another model are another order."""
    intent_at = datetime.now(UTC)
    other = ReplicateArtist(service=service, model=catalog.model("picture", "google/imagen-4-fast"))
    other.submit(picture_brief())

    assert artist.adopt(picture_brief(), since=intent_at) is None


@pytest.mark.parametrize(("seconds", "found"), [(4, True), (6, False)])
def test_adoption_looks_back_by_the_clocks_difference(
    artist: ReplicateArtist, fake: FakeReplicate, seconds: float, found: bool
) -> None:
    """An order from up to five seconds before the intent counts, because two clocks never agree; an older one does not."""
    ticket = artist.submit(picture_brief())
    since = fake.bureau.orders[0].created_at + timedelta(seconds=seconds)

    assert artist.adopt(picture_brief(), since=since) == (ticket if found else None)


def test_adoption_reads_on_through_the_pages(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """An order is found behind many newer ones, and older pages than the intent are not asked for."""
    fake.bureau.page_size = 2
    artist.submit(picture_brief("Long ago", seed=1))
    fake.bureau.age(3600)
    intent_at = datetime.now(UTC)
    ticket = artist.submit(picture_brief())
    for seed in range(10, 15):
        artist.submit(picture_brief(seed=seed))

    assert artist.adopt(picture_brief(), since=intent_at) == ticket
    assert fake.bureau.requests["list"] == 3
    assert artist.adopt(picture_brief("Long ago", seed=1), since=intent_at) is None


@pytest.mark.parametrize("trouble", [Trouble.FAIL, Trouble.REFUSE, Trouble.CANCEL, Trouble.ABORT])
def test_a_fruitless_order_is_not_adopted(artist: ReplicateArtist, trouble: Trouble) -> None:
    """An order that ended without a picture cost nothing, so the retry places a new one."""
    intent_at = datetime.now(UTC)
    brief = picture_brief(f"A fox [fake:{trouble}]")
    artist.submit(brief)

    assert artist.adopt(brief, since=intent_at) is None


def test_an_unusual_neighbour_does_not_hide_an_order(artist: ReplicateArtist) -> None:
    """A prediction with a status that the client does not know, made elsewhere on the account, hides nothing."""
    intent_at = datetime.now(UTC)
    ticket = artist.submit(picture_brief())
    artist.submit(picture_brief("A neighbour [fake:abort]"))

    assert artist.adopt(picture_brief(), since=intent_at) == ticket


def test_defaults_and_addresses_of_the_service_do_not_hide_an_order(catalog: Catalog) -> None:
    """An input that came back with added defaults, or with a stored file in place of ours, is still this order."""
    model = catalog.model("edit")
    order = {**picture_order(model, picture_brief()), "input_image": "data:image/jpeg;base64,AAAA"}
    listed = {**order, "input_image": "https://replicate.delivery/x/still.jpg", "safety_tolerance": 2}

    assert same_order(model, order, listed)
    assert not same_order(model, order, {**listed, "seed": 8})


@pytest.mark.parametrize("trouble", [Trouble.DROP_AFTER, Trouble.ERROR_AFTER])
def test_a_lost_answer_is_adopted_at_once(
    artist: ReplicateArtist, fake: FakeReplicate, trouble: Trouble
) -> None:
    """When the service took the order but its answer was lost, the ticket is found and nothing is sent again."""
    fake.trouble(trouble, "create")
    ticket = artist.submit(picture_brief())

    assert ticket == fake.bureau.orders[0].id
    assert (fake.bureau.requests["create"], fake.ledger()["created"]) == (1, 1)


def test_a_lost_answer_that_cannot_be_looked_up_says_so(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """When not even the list can be read, the error says that nobody knows, and the later adoption finds the order."""
    intent_at = datetime.now(UTC)
    fake.trouble(Trouble.DROP_AFTER, "create")
    fake.trouble(Trouble.ERROR, "list", count=QUICK.tries)
    with pytest.raises(ProviderTimeout) as caught:
        artist.submit(picture_brief())

    assert caught.value.retryable
    assert artist.adopt(picture_brief(), since=intent_at) == fake.bureau.orders[0].id
    assert fake.ledger()["created"] == 1


def test_a_hanging_order_is_left_open(fake: FakeReplicate, catalog: Catalog) -> None:
    """An order that gets no answer in time is not sent again; the error says that nobody knows."""
    patience = Patience(poll_ms=2, retry_ms=2, tries=2, request_ms=100)
    service = ReplicateService(token=fake.token, base_url=fake.url, patience=patience)
    fake.trouble(Trouble.HANG, "create", seconds=60)
    started = time.monotonic()
    with pytest.raises(ProviderTimeout, match="did not answer in time"):
        ReplicateArtist(service=service, model=catalog.model("picture")).submit(picture_brief())
    service.close()

    assert fake.bureau.requests["create"] == 1
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("told", ["header", "text"])
def test_a_busy_service_tells_how_long(artist: ReplicateArtist, fake: FakeReplicate, told: str) -> None:
    """The wait that a service asks for, in its header or its sentence, reaches whoever decides on the retry."""
    fake.trouble(Trouble.BUSY, "create", seconds=30, told=told)
    with pytest.raises(ProviderBusy) as caught:
        artist.submit(picture_brief())

    assert caught.value.retry_after_seconds == 30
    assert fake.bureau.requests["create"] == 1


def test_a_busy_service_that_does_not_tell_how_long(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """Without a word on the wait there is none in the error either."""
    fake.trouble(Trouble.BUSY, "create", told="")
    with pytest.raises(ProviderBusy) as caught:
        artist.submit(picture_brief())

    assert caught.value.retry_after_seconds is None


def test_an_order_may_wait_for_its_turn(fake: FakeReplicate, catalog: Catalog) -> None:
    """With patience for a busy service the order is sent again after the wait, which is safe because it was refused."""
    artist, service = waiting_artist(fake, catalog, busy_ms=20_000)
    fake.trouble(Trouble.BUSY, "create", count=2, seconds=0.01)
    ticket = artist.submit(picture_brief())
    service.close()

    assert ticket == fake.bureau.orders[0].id
    assert (fake.bureau.requests["create"], fake.ledger()["created"]) == (3, 1)


def test_the_wait_for_a_turn_is_bounded(fake: FakeReplicate, catalog: Catalog) -> None:
    """A wait longer than the patience is not begun."""
    artist, service = waiting_artist(fake, catalog, busy_ms=1000)
    fake.trouble(Trouble.BUSY, "create", seconds=30)
    with pytest.raises(ProviderBusy):
        artist.submit(picture_brief())
    service.close()

    assert fake.bureau.requests["create"] == 1


@contextmanager
def cancelled_after(fake: FakeReplicate, kind: str, count: int) -> Iterator[Cancellation]:
    """A cancellation that somebody else asks for once the service has seen this many requests of a kind."""
    cancellation = Cancellation()

    def watch() -> None:
        fake.bureau.wait_for(kind, count)
        cancellation.cancel()

    somebody = threading.Thread(target=watch)
    somebody.start()
    yield cancellation
    somebody.join(10)


def test_cancelling_ends_the_wait_for_a_turn(fake: FakeReplicate, catalog: Catalog) -> None:
    """Whoever cancels does not sit out the wait that a busy service asked for."""
    artist, service = waiting_artist(fake, catalog, busy_ms=60_000)
    fake.trouble(Trouble.BUSY, "create", seconds=50)
    with cancelled_after(fake, "create", 1) as cancellation, pytest.raises(Canceled):
        artist.submit(picture_brief(), cancellation)
    service.close()

    assert fake.ledger()["created"] == 0


def test_cancelling_ends_the_wait_and_reaches_the_service(
    artist: ReplicateArtist, fake: FakeReplicate
) -> None:
    """A cancelled wait ends at once, and the withdrawn order is cancelled at the service and not billed."""
    brief = picture_brief("A fox [fake:slow]")
    ticket = artist.submit(brief)
    with cancelled_after(fake, "get", 3) as cancellation, pytest.raises(Canceled):
        artist.collect(ticket, brief, cancellation)
    artist.withdraw(ticket)

    assert fake.ledger()["entries"][0]["status"] == "canceled"
    assert fake.ledger()["total_micros"] == 0


def test_an_order_of_a_cancelled_job_is_not_placed(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """Cancelled before it began, an order never leaves."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Canceled):
        artist.submit(picture_brief(), cancellation)

    assert fake.bureau.requests["create"] == 0


def test_withdrawing_twice_or_too_late_does_no_harm(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """An order that is done, or that nobody knows, is left as it is; a done one can still be collected."""
    ticket = artist.submit(picture_brief())
    artist.withdraw(ticket)
    artist.withdraw(ticket)
    artist.withdraw("unknown")

    assert isinstance(artist.collect(ticket, picture_brief(), Cancellation()), Picture)
    assert fake.ledger()["total_micros"] == 3000


def test_a_withdrawal_survives_trouble(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """Cancelling is safe to repeat, so a broken connection does not stop it."""
    ticket = artist.submit(picture_brief("A fox [fake:slow]"))
    fake.trouble(Trouble.DROP, "cancel", count=2)
    artist.withdraw(ticket)

    assert fake.ledger()["entries"][0]["status"] == "canceled"
