"""Clips bought from the service: from a still to a film file, its price by the second, and broken ones."""

import io

import av
import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import InvalidInput, ProviderError
from core.providers.base import Clip, MotionBrief
from core.providers.catalog import Catalog
from core.providers.replicate import ReplicateAnimator, ReplicateService
from tests.fake_replicate import FakeReplicate
from tests.providers.conftest import motion_brief


@pytest.fixture(scope="module")
def still() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((672, 384)).save(buffer, "PNG")
    return buffer.getvalue()


def animator(service: ReplicateService, catalog: Catalog, name: str = "") -> ReplicateAnimator:
    return ReplicateAnimator(service=service, model=catalog.model("motion", name))


def made(animator: ReplicateAnimator, brief: MotionBrief) -> Clip:
    return animator.collect(animator.submit(brief), brief, Cancellation())


def test_a_clip_is_a_film(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, still: bytes
) -> None:
    """The clip decodes, starts from the still that was sent along, and is ordered with words, seed and length."""
    clip = made(animator(service, catalog), motion_brief(picture=still))
    given = fake.bureau.orders[0].given

    with av.open(io.BytesIO(clip.content), mode="r") as film:
        frame = next(film.decode(video=0))
        assert frame.width / frame.height == pytest.approx(672 / 384, rel=0.02)
    assert clip.media_type == "video/mp4"
    assert (given["seed"], given["num_frames"], given["resolution"]) == (7, 81, "480p")
    assert given["image"].startswith("data:image/jpeg;base64,")


def test_a_clip_by_the_call_costs_its_price(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, still: bytes
) -> None:
    """A model with one price per clip charges it, however long the scene is."""
    brief = motion_brief(picture=still, duration_ms=7000)
    clip = made(animator(service, catalog), brief)

    assert (
        clip.charged_micros
        == fake.ledger()["total_micros"]
        == animator(service, catalog).price_micros(brief)
        == 50_000
    )


def test_a_clip_by_the_second_costs_its_seconds(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, still: bytes
) -> None:
    """A model with a price per second charges the seconds that the service measured."""
    seedance = animator(service, catalog, "bytedance/seedance-1-lite")
    brief = motion_brief(picture=still, duration_ms=2400)
    clip = made(seedance, brief)

    assert clip.charged_micros == fake.ledger()["total_micros"] == seedance.price_micros(brief) == 108_000


def test_a_still_by_address_is_sent_as_it_is(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A still that lies at a public address is not sent along but named."""
    address = "https://example.com/still.png"
    animator(service, catalog).submit(motion_brief(picture=address))

    assert fake.bureau.orders[0].given["image"] == address


def test_a_clip_is_adopted_although_its_still_is_large(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, still: bytes
) -> None:
    """An order with a still is found again by its words and seed, whatever the service did with the still."""
    ticket = animator(service, catalog).submit(motion_brief(picture=still))
    fake.bureau.orders[0].given["image"] = "https://replicate.delivery/stored/still.jpg"
    since = fake.bureau.orders[0].created_at

    assert animator(service, catalog).adopt(motion_brief(picture=still), since=since) == ticket


@pytest.mark.parametrize("trouble", ["broken", "truncated"])
def test_a_broken_clip_is_told_and_accounted(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate, still: bytes, trouble: str
) -> None:
    """A file that does not play is found before the film is built on it, and carries what it cost."""
    brief = motion_brief(f"The boat rocks [fake:{trouble}]", picture=still)
    with pytest.raises(ProviderError, match="cannot be read") as caught:
        made(animator(service, catalog), brief)

    assert caught.value.charged_micros == fake.ledger()["total_micros"] == 50_000


def test_a_still_that_is_no_picture_is_refused(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """A damaged still is found before anything is ordered."""
    with pytest.raises(InvalidInput, match="cannot be read"):
        animator(service, catalog).submit(motion_brief(picture=b"no picture"))

    assert fake.ledger()["created"] == 0
