"""A house in which work is carried out a piece at a time, and in which something may happen between any two writes.

The rows, files, tasks and the film are the real ones; the queue is driven by hand and the artist costs money.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.bootstrap import build_workshop, media_store
from core.cancellation import Cancellation
from core.engine import Task
from core.errors import Canceled
from core.media.segments import SegmentCache
from core.metrics import Metrics
from core.providers.base import Picture, PictureBrief, Plan, StoryBrief
from core.room import Room
from core.settings import Settings
from core.studio import Studio
from core.tasks import tasks
from core.workshop import Workshop
from db.engine import Database, Session, after_commit
from tests.studio_fakes import REFUSED, ProgrammableArtist, ProgrammablePlanner

PRICE = 10_000
PLAN_PRICE = 3_000


class Killed(BaseException):
    """The process is gone; nothing in the product may catch it."""


def die() -> None:
    """What happens when a process is killed."""
    raise Killed


@dataclass
class Moments:
    """The moments of a task before and after whatever it leaves behind; at one of them something happens once."""

    left: int = 0
    happens: Callable[[], None] | None = None

    @contextmanager
    def at(self, moment: int, happens: Callable[[], None]) -> Iterator[None]:
        """While the block runs, let something happen at its n-th moment, counted from 0."""
        self.left, self.happens = moment, happens
        try:
            yield
        finally:
            self.happens = None

    def pass_by(self) -> None:
        """One more moment."""
        if self.happens is None:
            return
        self.left -= 1
        if self.left < 0:
            happens, self.happens = self.happens, None
            happens()


class MomentousDatabase(Database):
    """A database with a moment before and after each writing transaction; `seen` looks at what was committed."""

    def __init__(self, url: str, moments: Moments, seen: Callable[[], None]) -> None:
        super().__init__(url)
        self._moments = moments
        self._seen = seen

    @contextmanager
    def writing(self) -> Iterator[Session]:
        self._moments.pass_by()
        with super().writing() as session:
            yield session
        self._seen()
        self._moments.pass_by()


@dataclass
class MomentousArtist(ProgrammableArtist):
    """An artist with a moment before and after each call; all pictures are the same small one, so films are cheap."""

    moments: Moments = field(default_factory=Moments)

    def submit(self, brief: PictureBrief) -> str:
        self.moments.pass_by()
        ticket = super().submit(brief)
        self.moments.pass_by()
        return ticket

    def collect(self, ticket: str, brief: PictureBrief, cancellation: Cancellation) -> Picture:
        self.moments.pass_by()
        cancellation.check()
        words = REFUSED if REFUSED in brief.prompt else ""
        return super().collect(ticket, replace(brief, prompt=words, seed=0, size=(96, 96)), cancellation)


@dataclass
class MomentousPlanner(ProgrammablePlanner):
    """A planner with a moment before and after each call, who remembers what was ordered."""

    moments: Moments = field(default_factory=Moments)
    orders: list[int] = field(default_factory=list)

    def submit(self, brief: StoryBrief) -> str:
        self.moments.pass_by()
        ticket = super().submit(brief)
        self.orders.append(brief.seed)
        self.moments.pass_by()
        return ticket

    def adopt(self, brief: StoryBrief, *, since: datetime) -> str | None:
        return f"list-{brief.seed}" if brief.seed in self.orders else None

    def collect(self, ticket: str, brief: StoryBrief, cancellation: Cancellation) -> Plan:
        self.moments.pass_by()
        cancellation.check()
        return super().collect(ticket, brief, cancellation)


@dataclass
class HandQueue:
    """The engine's promises, by hand: an order counts once it is committed, is kept until it is done, and is done once."""

    orders: dict[str, tuple[str, int]] = field(default_factory=dict)
    running: dict[str, Cancellation] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Know the tasks."""
        self.tasks = tasks

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        """Keep the order once the session's transaction is committed."""
        after_commit(session, lambda: self._keep(key, task, subject))

    def _keep(self, key: str, task: str, subject: int) -> None:
        if key not in self._known:
            self._known.add(key)
            self.orders[key] = (task, subject)

    def cancel(self, key: str) -> None:
        """Never begin it, or tell it to stop."""
        self.orders.pop(key, None)
        if key in self.running:
            self.running[key].cancel()

    def forget_finished(self, *, before: datetime) -> int:
        """Nothing is kept."""
        return 0

    def alive(self) -> bool:
        """It never stops."""
        return True

    def stop(self) -> None:
        """Nothing runs by itself."""

    def idle(self) -> list[str]:
        """The keys of the orders that no worker has in hand, oldest first."""
        return [key for key in self.orders if key not in self.running]

    def work(self, key: str) -> None:
        """Carry out one order; when the worker is killed, it is kept."""
        task, subject = self.orders[key]
        self.running[key] = Cancellation()
        try:
            with suppress(Canceled):
                self.tasks[task](subject, self.running[key])
            self.orders.pop(key, None)
        finally:
            del self.running[key]


class House:
    """One data folder with whoever works in it at the moment; the artist's and the queue's memory outlives them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.moments = Moments()
        self.artist = MomentousArtist(name="sketch", price=PRICE, moments=self.moments)
        self.planner = MomentousPlanner(name="sketch", price=PLAN_PRICE, moments=self.moments)
        self.queue = HandQueue()
        self.seen: Callable[[], Any] = lambda: None
        shop = build_workshop(
            settings,
            engine=self.queue,
            artists={"sketch": self.artist},
            planners={"sketch": self.planner},
            animators={},
        )
        shop.close()
        self._database = MomentousDatabase(settings.database, self.moments, self._look)
        self._begin(shop)

    def _begin(self, shop: Workshop) -> None:
        # The connections to the database stay, since with them goes what SQLAlchemy has compiled.
        self.shop = replace(
            shop,
            database=self._database,
            store=media_store(self._settings),
            segments=SegmentCache(self._settings.cache_folder / "segments"),
            room=Room(),
            metrics=Metrics(),
        )
        self.studio = Studio(self.shop)
        self.queue.start(tasks(self.shop))

    def work_all(self) -> None:
        """Carry out all that no worker has in hand, and what comes of it."""
        while idle := self.queue.idle():
            self.queue.work(idle[0])

    def _look(self) -> None:
        self.seen()

    def begin_anew(self) -> None:
        """Start another process over what is there, after the last one was killed."""
        self._begin(self.shop)
