"""Pictures bought from the service: what is sent, what is checked, and what each trouble means for people and money."""

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import (
    ConfigurationError,
    InvalidInput,
    ProviderAccess,
    ProviderBusy,
    ProviderError,
    ProviderInterrupted,
    ProviderRejected,
    ProviderTimeout,
)
from core.providers.base import Picture, PictureBrief
from core.providers.catalog import Catalog
from core.providers.replicate import Patience, ReplicateArtist, ReplicateService
from core.providers.replicate_orders import picture_order
from core.terms import AspectRatio
from tests.fake_replicate import FakeReplicate, Trouble
from tests.fake_replicate.models import OfferedModel
from tests.providers.conftest import QUICK, picture_brief
from tests.providers.test_catalog import NEW_PAINTER


@pytest.fixture
def artist(service: ReplicateService, catalog: Catalog) -> ReplicateArtist:
    return ReplicateArtist(service=service, model=catalog.model("picture"))


@pytest.fixture
def hasty(fake: FakeReplicate) -> Iterator[ReplicateService]:
    """A connection that gives up on a request after a tenth of a second, and on a picture after a fifth."""
    patience = Patience(poll_ms=2, retry_ms=2, longest_retry_ms=10, tries=2, deadline_ms=200, request_ms=100)
    connection = ReplicateService(token=fake.token, base_url=fake.url, patience=patience)
    yield connection
    connection.close()


def bought(artist: ReplicateArtist, brief: PictureBrief) -> Picture:
    return artist.collect(artist.submit(brief), brief, Cancellation())


@pytest.mark.parametrize("shape", list(AspectRatio))
def test_the_picture_has_the_films_shape(artist: ReplicateArtist, shape: AspectRatio) -> None:
    """The shape is always sent, so that no film gets the service's own square."""
    content = bought(artist, picture_brief(aspect_ratio=shape, size=shape.picture_size)).content

    across, down = (int(part) for part in shape.value.split(":"))
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width / picture.height == pytest.approx(across / down, rel=0.01)


def test_an_order_says_everything(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """Words, look, style, shape, seed and the number of pictures are all in the order."""
    artist.submit(picture_brief())
    given = fake.bureau.orders[0].given

    assert given["prompt"].startswith("A fox at the harbour")
    assert "red scarf" in given["prompt"]
    assert "watercolour" in given["prompt"]
    assert (given["seed"], given["aspect_ratio"], given["num_outputs"]) == (7, "16:9", 1)


def test_a_prompt_beyond_the_models_limit_keeps_the_look(
    artist: ReplicateArtist, fake: FakeReplicate
) -> None:
    """A very long description is shortened at a word, and the film's look stays whole."""
    artist.submit(picture_brief("harbour " * 2000))
    prompt = fake.bureau.orders[0].given["prompt"]

    assert len(prompt) <= 4000
    assert prompt.endswith("warm evening light. Style: watercolour.")
    assert "harbou\n" not in prompt


def test_the_charge_is_the_catalogues_price(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """What a picture is reserved at, is charged at and is billed at are one number."""
    brief = picture_brief()
    picture = bought(artist, brief)

    assert picture.charged_micros == artist.price_micros(brief) == fake.ledger()["total_micros"] == 3000


@pytest.mark.parametrize(
    ("wish", "media_type"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")]
)
def test_the_media_type_is_the_files_own(
    service: ReplicateService, catalog: Catalog, wish: str, media_type: str
) -> None:
    """The type of a picture is read from its content, not from an address or a header."""
    model = catalog.model("picture").model_copy(update={"always": {"output_format": wish}})

    assert bought(ReplicateArtist(service=service, model=model), picture_brief()).media_type == media_type


def test_forty_pictures_at_once_are_forty_on_the_bill(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """One connection serves many threads, and each picture is ordered once."""
    briefs = [picture_brief(f"Moment {number}", seed=number) for number in range(40)]
    with ThreadPoolExecutor(20) as pool:
        pictures = list(pool.map(lambda brief: bought(artist, brief), briefs))

    assert len({picture.content for picture in pictures}) == 40
    assert (fake.ledger()["created"], fake.ledger()["billed"]) == (40, 40)
    assert sum(picture.charged_micros for picture in pictures) == fake.ledger()["total_micros"]


def test_collecting_twice_gives_the_same_picture(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """A ticket can be collected again after a crash and costs nothing more."""
    brief = picture_brief()
    ticket = artist.submit(brief)
    first = artist.collect(ticket, brief, Cancellation())

    assert artist.collect(ticket, brief, Cancellation()) == first
    assert fake.ledger()["total_micros"] == 3000


def test_a_model_by_version_is_ordered_by_version(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A catalogue entry with a version is ordered and adopted under that version."""
    version = "a" * 64
    known = fake.bureau.models["black-forest-labs/flux-schnell"]
    fake.bureau.models["black-forest-labs/flux-schnell"] = OfferedModel(**{**vars(known), "version": version})
    model = catalog.model("picture").model_copy(update={"version": version})
    artist = ReplicateArtist(service=service, model=model)
    ticket = artist.submit(picture_brief())

    assert fake.bureau.requests["create"] == 1
    assert fake.bureau.orders[0].by_version
    assert artist.adopt(picture_brief(), since=fake.bureau.orders[0].created_at) == ticket


def test_a_new_model_needs_no_code(service: ReplicateService, fake: FakeReplicate, tmp_path: Path) -> None:
    """A model with inputs of its own names is used from its catalogue entry alone."""
    path = tmp_path / "mine.toml"
    path.write_text(NEW_PAINTER, encoding="utf-8")
    number: dict[str, object] = {"type": "integer", "minimum": 0}
    inputs: dict[str, dict[str, object]] = {
        "text": {"type": "string"},
        "w": number,
        "h": number,
        "noise": number,
    }
    fake.bureau.models["acme/new-painter"] = OfferedModel(
        name="acme/new-painter", makes="picture", micros=1234, inputs=inputs, required=("text", "w", "h")
    )
    artist = ReplicateArtist(service=service, model=Catalog.load(path).model("picture", "acme/new-painter"))
    picture = bought(artist, picture_brief())

    assert picture.charged_micros == 1234 == fake.ledger()["total_micros"]
    assert (fake.bureau.orders[0].given["w"], fake.bureau.orders[0].given["h"]) == (1344, 768)


def test_a_redrawn_picture_starts_from_the_reference(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """An edit model gets the reference picture along with the words, small enough to be sent along."""
    buffer = io.BytesIO()
    Image.effect_noise((1344, 768), 200).save(buffer, "PNG")
    brief = picture_brief(reference=buffer.getvalue())
    bought(ReplicateArtist(service=service, model=catalog.model("edit")), brief)
    sent = fake.bureau.orders[0].given["input_image"]

    assert sent.startswith("data:image/jpeg;base64,")
    assert len(sent) < 256_000


@pytest.mark.parametrize("as_list", [False, True])
def test_a_picture_follows_the_reference_where_the_model_can(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, as_list: bool
) -> None:
    """The picture goes along under the input that the catalogue names, and the words say what it is for."""
    model = catalog.model("picture", "black-forest-labs/flux-kontext-pro")
    if as_list:
        model = model.model_copy(update={"reference_as_list": True})
    artist = ReplicateArtist(service=service, model=model)
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(buffer, "PNG")
    order = picture_order(model, picture_brief(reference=buffer.getvalue()))
    if not as_list:
        bought(artist, picture_brief(reference=buffer.getvalue()))
        bought(artist, picture_brief())
        sent, alone = (one.given for one in fake.bureau.orders)
        assert sent == order
        assert "input_image" not in alone
        assert "reference picture" not in alone["prompt"]
    picture = order["input_image"]

    assert artist.takes_reference
    assert str(order["prompt"]).startswith("The main character looks exactly as in the reference picture")
    assert str(picture[0] if isinstance(picture, list) else picture).startswith("data:image/jpeg;base64,")
    assert isinstance(picture, list) == as_list


def test_a_model_without_the_input_follows_nothing(
    artist: ReplicateArtist, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A reference is never sent to a model that would not know what it is."""
    bought(artist, picture_brief(reference=b"never opened"))

    assert not artist.takes_reference
    assert fake.bureau.orders[0].given == picture_order(catalog.model("picture"), picture_brief())


def test_an_edit_without_a_reference_is_refused(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A model that redraws a picture is not asked to redraw nothing."""
    artist = ReplicateArtist(service=service, model=catalog.model("edit"))
    with pytest.raises(InvalidInput, match="none to start from"):
        artist.submit(picture_brief())

    assert fake.ledger()["created"] == 0


def test_a_reference_that_is_no_picture_is_refused(service: ReplicateService, catalog: Catalog) -> None:
    """A damaged reference picture is found before anything is ordered."""
    artist = ReplicateArtist(service=service, model=catalog.model("edit"))
    with pytest.raises(InvalidInput, match="cannot be read"):
        artist.submit(picture_brief(reference=b"no picture"))


def test_a_text_model_is_no_artist(service: ReplicateService, catalog: Catalog) -> None:
    """A model of the wrong kind in the settings is told at the start, not at the first order."""
    with pytest.raises(ConfigurationError, match="is a text model"):
        ReplicateArtist(service=service, model=catalog.model("text"))


REFUSALS = [
    (Trouble.UNAUTHORIZED, ProviderAccess, "does not accept the token"),
    (Trouble.NO_CREDIT, ProviderAccess, "no credit left"),
    (Trouble.FORBIDDEN, ProviderAccess, "may not do this"),
    (Trouble.UNKNOWN, ProviderRejected, "does not know the model black-forest-labs/flux-schnell"),
    (Trouble.INVALID, ProviderRejected, "seed must be of type integer"),
    (Trouble.BUSY, ProviderBusy, "slow down"),
    (Trouble.DROP, ProviderTimeout, "did not answer"),
    (Trouble.ERROR, ProviderTimeout, "did not answer"),
    (Trouble.UNAVAILABLE, ProviderTimeout, "did not answer"),
    (Trouble.NONSENSE, ProviderTimeout, "did not answer"),
]


@pytest.mark.parametrize(("trouble", "error", "says"), REFUSALS)
def test_a_refused_order_costs_nothing(
    artist: ReplicateArtist, fake: FakeReplicate, trouble: Trouble, error: type[ProviderError], says: str
) -> None:
    """Each way of refusing an order is told in words with a next step, is sent once and bills nothing."""
    fake.trouble(trouble, "create")
    with pytest.raises(error) as caught:
        artist.submit(picture_brief())

    assert says in caught.value.message
    assert caught.value.hint
    assert caught.value.charged_micros == 0
    assert (fake.bureau.requests["create"], fake.ledger()["created"]) == (1, 0)


def test_a_wrong_shape_is_told_as_the_service_tells_it(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """When a catalogue entry is out of date, the message names the input that the service refuses."""
    wrong = {**catalog.model("picture").shapes, AspectRatio.WIDE: "landscape"}
    artist = ReplicateArtist(
        service=service, model=catalog.model("picture").model_copy(update={"shapes": wrong})
    )
    with pytest.raises(ProviderRejected, match="aspect_ratio must be one of"):
        artist.submit(picture_brief())

    assert fake.ledger()["created"] == 0


FATES = [
    (Trouble.FAIL, ProviderError, "CUDA out of memory", 0),
    (Trouble.OVERLOAD, ProviderInterrupted, "could not finish", 0),
    (Trouble.REFUSE, ProviderRejected, "refused this content", 0),
    (Trouble.CANCEL, ProviderError, "was cancelled at Replicate", 0),
    (Trouble.ABORT, ProviderError, "was cancelled at Replicate", 0),
    (Trouble.EXPIRE, ProviderError, "already deleted", 3000),
    (Trouble.GONE, ProviderError, "already deleted", 3000),
    (Trouble.BROKEN, ProviderError, "cannot be read", 3000),
    (Trouble.TRUNCATED, ProviderError, "cannot be read", 3000),
    (Trouble.BLANK, ProviderError, "is blank", 3000),
    (Trouble.TINY, ProviderError, "too small", 3000),
    (Trouble.HUGE, ProviderError, "larger than 50 MB", 3000),
    (Trouble.FOREIGN, ProviderError, "not Replicate's", 3000),
]


@pytest.mark.parametrize(("trouble", "error", "says", "charged"), FATES)
def test_a_picture_that_goes_wrong_is_told_and_accounted(
    artist: ReplicateArtist,
    fake: FakeReplicate,
    trouble: Trouble,
    error: type[ProviderError],
    says: str,
    charged: int,
) -> None:
    """Each bad end of an order has its words, and the error carries exactly what the service bills for it."""
    brief = picture_brief(f"A fox [fake:{trouble}]")
    ticket = artist.submit(brief)
    with pytest.raises(error) as caught:
        artist.collect(ticket, brief, Cancellation())

    assert type(caught.value) is error
    assert says in caught.value.message
    assert caught.value.hint
    assert caught.value.charged_micros == fake.ledger()["total_micros"] == charged


def test_a_foreign_address_is_never_visited(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """A redirect away from the service's hosts is not followed."""
    brief = picture_brief()
    ticket = artist.submit(brief)
    fake.trouble(Trouble.FOREIGN, "file")
    with pytest.raises(ProviderError, match="not Replicate's") as caught:
        artist.collect(ticket, brief, Cancellation())

    assert caught.value.detail == "http://example.com/out.png"


def test_a_redirect_within_the_service_is_followed(artist: ReplicateArtist) -> None:
    """A file that has moved on the service's own host is fetched from there."""
    assert bought(artist, picture_brief("A fox [fake:redirect]")).content


@pytest.mark.parametrize("on", ["get", "file"])
@pytest.mark.parametrize("trouble", [Trouble.BUSY, Trouble.ERROR, Trouble.UNAVAILABLE, Trouble.DROP])
def test_looking_again_survives_trouble(
    artist: ReplicateArtist, fake: FakeReplicate, trouble: Trouble, on: str
) -> None:
    """A busy answer, an error or a broken connection while waiting or downloading is only a reason to ask again."""
    fake.trouble(trouble, on, count=2, seconds=30)

    assert bought(artist, picture_brief()).charged_micros == 3000
    assert fake.bureau.requests[on] == 3
    assert fake.ledger()["created"] == 1


def test_a_wait_that_the_service_asks_for_is_kept(fake: FakeReplicate, catalog: Catalog) -> None:
    """Told to come back later, the next look comes no sooner, although it would come at once of its own accord."""
    patience = Patience(poll_ms=1, retry_ms=1, longest_retry_ms=5000, tries=3)
    service = ReplicateService(token=fake.token, base_url=fake.url, patience=patience)
    fake.trouble(Trouble.BUSY, "get", seconds=0.15)
    started = time.monotonic()
    bought(ReplicateArtist(service=service, model=catalog.model("picture")), picture_brief())
    service.close()

    assert time.monotonic() - started >= 0.15


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(Trouble.ERROR, ProviderBusy), (Trouble.DROP, ProviderBusy), (Trouble.BUSY, ProviderBusy)],
)
def test_looking_again_has_an_end(
    artist: ReplicateArtist, fake: FakeReplicate, trouble: Trouble, error: type[ProviderError]
) -> None:
    """A service that stays in trouble is given up after the agreed number of tries, with a retryable error."""
    brief = picture_brief()
    ticket = artist.submit(brief)
    fake.trouble(trouble, "get", count=50)
    with pytest.raises(error) as caught:
        artist.collect(ticket, brief, Cancellation())

    assert caught.value.retryable
    assert fake.bureau.requests["get"] == QUICK.tries


def test_a_wrong_token_while_waiting_is_told(artist: ReplicateArtist, fake: FakeReplicate) -> None:
    """A token that is revoked in the middle is told as such and not asked for again."""
    brief = picture_brief()
    ticket = artist.submit(brief)
    fake.trouble(Trouble.UNAUTHORIZED, "get")
    with pytest.raises(ProviderAccess, match="does not accept the token"):
        artist.collect(ticket, brief, Cancellation())

    assert fake.bureau.requests["get"] == 1


def test_a_slow_answer_to_a_look_is_asked_for_again(
    hasty: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A look that hangs is given up after its time limit and repeated."""
    fake.trouble(Trouble.HANG, "get", seconds=60)

    assert bought(ReplicateArtist(service=hasty, model=catalog.model("picture")), picture_brief()).content
    assert fake.bureau.requests["get"] == 2


def test_a_picture_that_never_comes_is_given_up(
    hasty: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """Waiting has a deadline; the order stays at the service until it is withdrawn, and then bills nothing."""
    artist = ReplicateArtist(service=hasty, model=catalog.model("picture"))
    brief = picture_brief("A fox [fake:slow]")
    ticket = artist.submit(brief)
    with pytest.raises(ProviderTimeout, match="within 0 seconds"):
        artist.collect(ticket, brief, Cancellation())
    assert fake.ledger()["entries"][0]["status"] == "processing"
    artist.withdraw(ticket)

    assert fake.ledger()["entries"][0]["status"] == "canceled"
    assert fake.ledger()["total_micros"] == 0


def test_no_token_is_told_at_once() -> None:
    """Without a token there is no connection, and the hint says where to get one."""
    with pytest.raises(ConfigurationError, match="no token") as caught:
        ReplicateService(token="  ")

    assert "REPLICATE_API_TOKEN" in caught.value.hint


def test_a_wrong_token_is_told(fake: FakeReplicate, catalog: Catalog) -> None:
    """An order with a token that the service does not know is refused with the way to a new one."""
    wrong = ReplicateService(token="r8_wrong", base_url=fake.url, patience=QUICK)
    with pytest.raises(ProviderAccess, match="does not accept the token") as caught:
        ReplicateArtist(service=wrong, model=catalog.model("picture")).submit(picture_brief())
    wrong.close()

    assert "api-tokens" in caught.value.hint
    assert "r8_wrong" not in caught.value.message + caught.value.detail


def test_a_service_that_is_not_there_is_told(catalog: Catalog, fake: FakeReplicate) -> None:
    """When nothing listens, nothing was ordered, and the error says so by being retryable."""
    gone = FakeReplicate().start()
    gone.stop()
    connection = ReplicateService(token="r8", base_url=gone.url, patience=QUICK)
    with pytest.raises(ProviderBusy, match="connection to Replicate broke"):
        ReplicateArtist(service=connection, model=catalog.model("picture")).submit(picture_brief())
    connection.close()
