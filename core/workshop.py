"""What every part of the pipeline works with: the database, the store, the engine, the artists and the settings."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from core.attempts import Attempts
from core.courier import Courier
from core.engine import Engine
from core.errors import AppError, ConfigurationError, DiskFull, StoreError
from core.media.ffmpeg import FFmpeg
from core.media.segments import SegmentCache
from core.media.store import MediaStore
from core.media.typesetter import Typesetter
from core.metrics import Metrics
from core.passwords import Passwords
from core.providers.base import Animator, Artist, Planner
from core.room import Room
from core.settings import Settings
from core.terms import AspectRatio
from db.engine import Database, DatabaseBusy, DatabaseFull, DatabaseTrouble, Session


class Connection(Protocol):
    """Something that is closed when the work ends."""

    def close(self) -> None:
        """Let go; nothing is asked of it afterwards."""


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Made once by core.bootstrap; `ffmpeg` is looked for when it is needed, so that the rest works without it."""

    settings: Settings
    database: Database
    store: MediaStore
    segments: SegmentCache
    engine: Engine
    ffmpeg: Callable[[], FFmpeg]
    typesetter: Typesetter
    artists: Mapping[str, Artist]
    planners: Mapping[str, Planner]
    animators: Mapping[str, Animator]
    connections: tuple[Connection, ...] = ()
    attempts: Attempts = field(default_factory=Attempts)
    passwords: Passwords = field(default_factory=Passwords)
    metrics: Metrics = field(default_factory=Metrics)
    room: Room = field(default_factory=Room)
    courier: Courier = field(default_factory=Courier)

    def check_room(self, what: str) -> None:
        """Raise `DiskFull` when the disk, or the product's share of it, has no room for `what`."""
        self.room.check(self.settings, what)

    def film_size(self, aspect_ratio: str) -> tuple[int, int]:
        """Width and height of new films of this shape."""
        return AspectRatio(aspect_ratio).size_for(self.settings.film_lines)

    def close(self) -> None:
        """Let go of the database and of every connection to a service."""
        self.database.close()
        for connection in self.connections:
            connection.close()

    @property
    def artist(self) -> Artist:
        """The artist that the settings choose for new pictures."""
        return self.artist_named(self.settings.artist)

    @property
    def planner(self) -> Planner:
        """The planner that belongs to the chosen artist."""
        return self.planner_named(self.settings.planner)

    def artist_named(self, name: str) -> Artist:
        """The artist of this name; raises `ConfigurationError` when there is none, never takes another."""
        return _named(self.artists, name, "artist")

    def planner_named(self, name: str) -> Planner:
        """The planner of this name; raises `ConfigurationError` when there is none."""
        return _named(self.planners, name, "planner")

    @property
    def animates(self) -> bool:
        """Whether there is somebody to make new clips."""
        return self.settings.animator in self.animators

    @property
    def animator(self) -> Animator:
        """The animator that the settings choose for new clips."""
        return self.animator_named(self.settings.animator)

    def animator_named(self, name: str) -> Animator:
        """The animator of this name; raises `ConfigurationError` when there is none."""
        if name not in self.animators:
            raise ConfigurationError(
                f"'{name}' makes no clips, so no scene can be brought to life.",
                hint="Set REPLICATE_API_TOKEN, and STORYREEL_MOTION_PROVIDER=replicate, then start again.",
            )
        return self.animators[name]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction to read in, with the database's troubles told in the product's words."""
        with _told(), self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction to write in; no file, network or engine call but `enqueue` belongs inside."""
        with _told(), self.database.writing() as session:
            session.info["engine"] = self.engine
            yield session


Maker = TypeVar("Maker")


def _named(makers: Mapping[str, Maker], name: str, role: str) -> Maker:
    if name not in makers:
        known = ", ".join(sorted(makers))
        raise ConfigurationError(
            f"There is no {role} named '{name}' here; there are: {known}.",
            hint="Set STORYREEL_PROVIDER to one of them, and for replicate REPLICATE_API_TOKEN as well.",
        )
    return makers[name]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DatabaseFull as error:
        raise DiskFull("There is no room left to write to the database.") from error
    except DatabaseBusy as error:
        raise _busy() from error
    except DatabaseTrouble as error:
        raise StoreError(
            "The database does not answer.",
            hint="It is tried again by itself; see /health.",
            detail=str(error),
        ) from error


def _busy() -> AppError:
    return StoreError("The database is busy.", hint="Try again in a moment; nothing was changed.")
