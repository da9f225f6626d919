"""An artist, a planner and an animator that do what a test tells them: wait, fail, cost money, and write down what they did."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw

from core.cancellation import Cancellation
from core.errors import ProviderRejected
from core.providers.base import Clip, MotionBrief, Picture, PictureBrief, Plan, PlannedScene, StoryBrief
from core.terms import Motion

REFUSED = "forbidden"


@dataclass
class ProgrammableArtist:
    """Draws two-coloured cards; a prompt with the word `forbidden` is refused, `closed()` keeps all waiting.

    `journal`, when given, gets a line per order, so that orders are counted across processes too.
    """

    name: str = "programmable"
    model: str = "cards-1"
    price: int = 0
    journal: Path | None = None
    seconds: float = 0.0
    takes_reference: bool = False
    orders: list[PictureBrief] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    _open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._open.set()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """No picture is finished while the block runs."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def price_micros(self, brief: PictureBrief) -> int:
        """The set price, whatever is asked for."""
        return self.price

    def submit(self, brief: PictureBrief) -> str:
        """Note the order; its ticket follows from the seed."""
        self.orders.append(brief)
        if self.journal is not None:
            with self.journal.open("a") as journal:
                journal.write(f"{brief.seed}\n")
        return f"card-{brief.seed}"

    def adopt(self, brief: PictureBrief, *, since: datetime) -> str | None:
        """The ticket of an order that the journal or this run knows."""
        known = {str(order.seed) for order in self.orders}
        if self.journal is not None and self.journal.exists():
            known |= set(self.journal.read_text().split())
        return f"card-{brief.seed}" if str(brief.seed) in known else None

    def collect(self, ticket: str, brief: PictureBrief, cancellation: Cancellation) -> Picture:
        """Draw the card, or refuse it."""
        if self.seconds:
            cancellation.wait(self.seconds)
        while not self._open.wait(0.02):
            cancellation.check()
        if REFUSED in brief.prompt:
            raise ProviderRejected("The service refused the picture prompt.")
        return Picture(content=card(brief), media_type="image/jpeg", charged_micros=self.price)

    def withdraw(self, ticket: str) -> None:
        """Note that nobody waits any more."""
        self.withdrawn.append(ticket)


def card(brief: PictureBrief) -> bytes:
    """A picture of two colours and a disc that follow from the prompt and the seed."""
    digest = blake2b(f"{brief.prompt}{brief.seed}".encode(), digest_size=8).digest()
    width, height = brief.size
    picture = Image.new("RGB", brief.size, (digest[0], digest[1], digest[2]))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height // 2, width, height), fill=(digest[3], digest[4], digest[5]))
    pen.ellipse((width // 4, height // 4, width // 2, height // 2 + digest[6]), fill=(255, 255, digest[7]))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


@dataclass
class ProgrammablePlanner:
    """Plans equal scenes that carry the prompt; a prompt with the word `forbidden` is refused."""

    name: str = "programmable"
    model: str = "lists-1"
    price: int = 0
    plans: int = 0

    def price_micros(self, brief: StoryBrief) -> int:
        """The set price, whatever is asked for."""
        return self.price

    def submit(self, brief: StoryBrief) -> str:
        """Note the order."""
        self.plans += 1
        return f"list-{brief.seed}"

    def adopt(self, brief: StoryBrief, *, since: datetime) -> str | None:
        """Never known, so that a repeated order shows."""
        return None

    def collect(self, ticket: str, brief: StoryBrief, cancellation: Cancellation) -> Plan:
        """Equal scenes, the rest of the division in the last one."""
        if brief.prompt.startswith(REFUSED):
            raise ProviderRejected("The service refused the prompt.")
        share, rest = divmod(brief.duration_ms, brief.scene_count)
        scenes = [
            PlannedScene(
                description=f"Scene {number} of a story",
                image_prompt=f"{brief.prompt[:1500]}, part {number}",
                duration_ms=share + (rest if number == brief.scene_count else 0),
                motion=Motion.IN,
            )
            for number in range(1, brief.scene_count + 1)
        ]
        return Plan(title="A story", look="", scenes=tuple(scenes), charged_micros=self.price)

    def withdraw(self, ticket: str) -> None:
        """Nothing waits here."""


@dataclass
class ProgrammableAnimator:
    """Makes clips that turn from dark to light; a prompt with the word `forbidden` is refused, `closed()` waits."""

    name: str = "programmable"
    model: str = "reels-1"
    price: int = 0
    orders: list[MotionBrief] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    _open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._open.set()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """No clip is finished while the block runs."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def price_micros(self, brief: MotionBrief) -> int:
        """The set price for each second that was begun."""
        return self.price * -(-brief.duration_ms // 1000)

    def submit(self, brief: MotionBrief) -> str:
        """Note the order."""
        self.orders.append(brief)
        return f"reel-{brief.seed}"

    def adopt(self, brief: MotionBrief, *, since: datetime) -> str | None:
        """The ticket of an order of the same seed."""
        return f"reel-{brief.seed}" if brief.seed in {order.seed for order in self.orders} else None

    def collect(self, ticket: str, brief: MotionBrief, cancellation: Cancellation) -> Clip:
        """The clip, or what is wrong with it."""
        while not self._open.wait(0.02):
            cancellation.check()
        if REFUSED in brief.prompt:
            raise ProviderRejected("The service refused to animate the picture.")
        content = b"no film" if "broken" in brief.prompt else reel()
        return Clip(content=content, media_type="video/mp4", charged_micros=self.price_micros(brief))

    def withdraw(self, ticket: str) -> None:
        """Note that nobody waits any more."""
        self.withdrawn.append(ticket)


@cache
def reel() -> bytes:
    """A film file of a second and a half at 16 frames a second, 208 x 120, from dark to light."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=16, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 208, 120, "yuv420p"
        for number in range(24):
            grey = np.full((120, 208, 3), 9 * number, dtype=np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        film.mux(stream.encode(None))
    return out.getvalue()
