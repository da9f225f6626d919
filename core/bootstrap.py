"""The composition root: builds a Studio from the settings; every part can be replaced by keyword."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from core.engine import DurableEngine, Engine
from core.errors import ConfigurationError
from core.media.ffmpeg import FFmpeg
from core.media.segments import SegmentCache
from core.media.store import MediaStore
from core.planning.planner import StoryPlanner
from core.providers.base import Artist, Planner
from core.providers.sketch.artist import SketchArtist
from core.settings import Settings
from core.studio import Studio
from core.workshop import Workshop
from db.engine import Database
from db.migrate import migrate


def build_studio(
    settings: Settings | None = None,
    *,
    engine: Engine | None = None,
    artists: Mapping[str, Artist] | None = None,
    planners: Mapping[str, Planner] | None = None,
    works: bool = True,
) -> Studio:
    """A Studio with its database migrated; `works` False for a process that only orders work."""
    return Studio(
        build_workshop(settings or Settings(), engine=engine, artists=artists, planners=planners, works=works)
    )


def build_workshop(
    settings: Settings,
    *,
    engine: Engine | None = None,
    artists: Mapping[str, Artist] | None = None,
    planners: Mapping[str, Planner] | None = None,
    works: bool = True,
) -> Workshop:
    """The parts behind a Studio."""
    _make_folder(settings.data_dir)
    database = Database(settings.database)
    migrate(database)
    return Workshop(
        settings=settings,
        database=database,
        store=MediaStore.open(settings.media_url, settings.media_folder),
        segments=SegmentCache(settings.cache_folder / "segments"),
        engine=engine or DurableEngine(settings=settings, database=database, works=works),
        ffmpeg=partial(FFmpeg.locate, settings.ffmpeg_binary),
        artists=artists if artists is not None else known_artists(settings),
        planners=planners if planners is not None else known_planners(settings),
    )


def known_artists(_settings: Settings) -> dict[str, Artist]:
    """The artists that can work with these settings."""
    return {"sketch": SketchArtist()}


def known_planners(_settings: Settings) -> dict[str, Planner]:
    """The planners that can work with these settings."""
    return {"sketch": StoryPlanner()}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            hint="Set STORYREEL_DATA_DIR to a folder that can be written.",
        ) from error
