"""What an artist, a planner and an animator must be able to do, whoever they are.

Every piece of work is bought in two moves, `submit` and `collect`, with the ticket stored in between:
after a crash the same ticket is collected again, so nothing is made or paid for twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from core.cancellation import Cancellation
from core.terms import AspectRatio, Motion

Brief = TypeVar("Brief", contravariant=True)
Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True, kw_only=True)
class StoryBrief:
    """What a planner is asked for; `scene_count` scenes whose times sum to `duration_ms` exactly."""

    prompt: str
    duration_ms: int
    scene_count: int
    style: str
    aspect_ratio: AspectRatio
    seed: int
    brand_guidelines: dict[str, object] | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedScene:
    """One scene of a plan; `description` is for people, `image_prompt` for the artist."""

    description: str
    image_prompt: str
    duration_ms: int
    motion: Motion


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A planner's answer; `look` is the sentence about cast, palette and light that all scenes share."""

    title: str
    look: str
    scenes: tuple[PlannedScene, ...]
    charged_micros: int = 0


@dataclass(frozen=True, kw_only=True)
class PictureBrief:
    """What an artist is asked for; `size` is (width, height) in pixels.

    `seed` belongs to this one picture, `job_seed` and `look` to the whole film: they keep the hero the hero.
    `reference` is an encoded picture to start from or to follow, for models that take one.
    """

    prompt: str
    style: str
    aspect_ratio: AspectRatio
    size: tuple[int, int]
    seed: int
    job_seed: int
    look: str = ""
    reference: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An artist's answer: an encoded picture file as it is to be stored."""

    content: bytes
    media_type: str
    charged_micros: int = 0


@dataclass(frozen=True, kw_only=True)
class MotionBrief:
    """What an animator is asked for: `picture`, an encoded still or its public address, brought to life.

    `size` is (width, height) in pixels; a model may deliver another length and size, which the film adapts.
    """

    picture: bytes | str
    prompt: str
    duration_ms: int
    size: tuple[int, int]
    seed: int


@dataclass(frozen=True, kw_only=True)
class Clip:
    """An animator's answer: an encoded film file without a promise about its rate or exact length."""

    content: bytes
    media_type: str
    charged_micros: int = 0


class Provider(Protocol[Brief, Result]):
    """Anything that makes a result from a brief, perhaps for money."""

    @property
    def name(self) -> str:
        """The provider's name as settings and pages show it, for example `sketch`."""

    @property
    def model(self) -> str:
        """The model that does the work, for example `black-forest-labs/flux-schnell`."""

    def price_micros(self, brief: Brief) -> int:
        """The most that this brief can cost, in micro-dollars; reserved before, settled at the true charge after."""

    def submit(self, brief: Brief) -> str:
        """Order the work and return the ticket under which it is collected; this is what costs money.

        `ProviderTimeout` says that nobody knows whether the order was taken, so `adopt` comes before another
        `submit`; after any other error nothing was ordered.
        """

    def adopt(self, brief: Brief, *, since: datetime) -> str | None:
        """The ticket of this very brief if it was already submitted after `since`, else None.

        Called when the process died between writing down its intent and storing the ticket.
        """

    def collect(self, ticket: str, brief: Brief, cancellation: Cancellation) -> Result:
        """Wait for the result of `ticket`; may be called again after a crash.

        Raises `ProviderError` with the cause in words, or `Canceled`.
        """

    def withdraw(self, ticket: str) -> None:
        """Tell the service that nobody waits for `ticket` any more."""


def takes_reference(artist: object) -> bool:
    """Whether an artist follows the reference picture of a brief; one that does not say so does not."""
    return bool(getattr(artist, "takes_reference", False))


Artist: TypeAlias = Provider[PictureBrief, Picture]
Planner: TypeAlias = Provider[StoryBrief, Plan]
Animator: TypeAlias = Provider[MotionBrief, Clip]
