"""A fake of the paid service for each test, and a connection to it that never waits long."""

from collections.abc import Iterator

import pytest

from core.providers.base import MotionBrief, PictureBrief, StoryBrief
from core.providers.catalog import Catalog
from core.providers.replicate import Patience, ReplicateService
from core.terms import AspectRatio
from tests.fake_replicate import FakeReplicate

QUICK = Patience(
    poll_ms=2, retry_ms=2, longest_retry_ms=10, tries=3, deadline_ms=20_000, request_ms=10_000, outage_ms=0
)


@pytest.fixture
def fake() -> Iterator[FakeReplicate]:
    with FakeReplicate() as running:
        yield running


@pytest.fixture
def service(fake: FakeReplicate) -> Iterator[ReplicateService]:
    connection = ReplicateService(token=fake.token, base_url=fake.url, patience=QUICK)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load()


def picture_brief(prompt: str = "A fox at the harbour", **changes: object) -> PictureBrief:
    """A brief for a still, with what the test cares about."""
    wishes: dict[str, object] = {
        "style": "watercolour",
        "aspect_ratio": AspectRatio.WIDE,
        "size": AspectRatio.WIDE.picture_size,
        "seed": 7,
        "job_seed": 1,
        "look": "The fox wears a red scarf; warm evening light.",
    }
    return PictureBrief(prompt=prompt, **{**wishes, **changes})  # type: ignore[arg-type]


def story_brief(prompt: str = "A fox learns to sail", **changes: object) -> StoryBrief:
    """A brief for a plan, with what the test cares about."""
    wishes: dict[str, object] = {
        "duration_ms": 20_000,
        "scene_count": 4,
        "style": "watercolour",
        "aspect_ratio": AspectRatio.WIDE,
        "seed": 7,
    }
    return StoryBrief(prompt=prompt, **{**wishes, **changes})  # type: ignore[arg-type]


def motion_brief(
    prompt: str = "The boat rocks gently", *, picture: bytes | str, duration_ms: int = 3000
) -> MotionBrief:
    """A brief for a clip from this still."""
    return MotionBrief(picture=picture, prompt=prompt, duration_ms=duration_ms, size=(1344, 768), seed=7)
