"""The composition root: builds a Studio from the settings; every part can be replaced by keyword."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from core.engine import DurableEngine, Engine
from core.errors import ConfigurationError
from core.media import heap
from core.media.copies import LocalCopies
from core.media.ffmpeg import FFmpeg
from core.media.fonts import FontShelf, usual_folders
from core.media.segments import SegmentCache
from core.media.store import MediaStore, S3Access
from core.media.typesetter import Typesetter
from core.planning.planner import StoryPlanner
from core.providers.base import Animator, Artist, Planner
from core.providers.catalog import Catalog, ModelKind
from core.providers.plugins import load_artist, plugged_in
from core.providers.replicate import ReplicateAnimator, ReplicateArtist, ReplicatePlanner
from core.providers.replicate_service import DEFAULT_BASE_URL, ReplicateService
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
    animators: Mapping[str, Animator] | None = None,
    works: bool | None = None,
) -> Studio:
    """A Studio with its database migrated; `works` says whether it carries out work too, else the settings do."""
    return Studio(
        build_workshop(
            settings or Settings(),
            engine=engine,
            artists=artists,
            planners=planners,
            animators=animators,
            works=works,
        )
    )


@contextmanager
def idle_studio() -> Iterator[Studio]:
    """A studio for one command, which works on nothing and is closed afterwards."""
    studio = build_studio(works=False)
    try:
        yield studio
    finally:
        studio.close()


def build_workshop(
    settings: Settings,
    *,
    engine: Engine | None = None,
    artists: Mapping[str, Artist] | None = None,
    planners: Mapping[str, Planner] | None = None,
    animators: Mapping[str, Animator] | None = None,
    works: bool | None = None,
) -> Workshop:
    """The parts behind a Studio."""
    heap.share()
    _make_folder(settings.data_dir)
    database = Database(settings.database)
    migrate(database)
    works = settings.works_here if works is None else works
    service = replicate_service(settings)
    return Workshop(
        settings=settings,
        database=database,
        store=media_store(settings),
        segments=SegmentCache(settings.cache_folder / "segments"),
        engine=engine or DurableEngine(settings=settings, database=database, works=works),
        ffmpeg=partial(FFmpeg.locate, settings.ffmpeg_binary),
        typesetter=Typesetter(FontShelf([*settings.font_folders, *usual_folders()])),
        artists=artists if artists is not None else known_artists(settings, service),
        planners=planners if planners is not None else known_planners(settings, service),
        animators=animators if animators is not None else known_animators(settings, service),
        connections=(service,) if service else (),
    )


def media_store(settings: Settings) -> MediaStore:
    """The folder or bucket of the settings; copies of a bucket's files are kept in the cache folder."""
    secret = settings.s3_secret_key
    return MediaStore.open(
        settings.media_url,
        settings.media_folder,
        s3=S3Access(
            endpoint=settings.s3_endpoint,
            region=settings.s3_region,
            access_key=settings.s3_access_key,
            secret_key=secret.get_secret_value() if secret else None,
        ),
        copies=LocalCopies(settings.cache_folder / "remote", max_bytes=round(settings.copy_cache_gb * 1e9)),
    )


def replicate_service(settings: Settings) -> ReplicateService | None:
    """A connection to Replicate when there is a token."""
    token = settings.replicate_api_token
    if token is None:
        return None
    address = settings.replicate_base_url or DEFAULT_BASE_URL
    return ReplicateService(token=token.get_secret_value(), base_url=address)


def known_artists(settings: Settings, service: ReplicateService | None) -> dict[str, Artist]:
    """The artists that can work with these settings, one from another package included when it is chosen."""
    artists: dict[str, Artist] = {"sketch": SketchArtist()}
    if service is not None:
        model = Catalog.load(settings.models_file).model(ModelKind.PICTURE, settings.picture_model)
        artists["replicate"] = ReplicateArtist(service=service, model=model)
    if settings.artist in plugged_in():
        artists[settings.artist] = load_artist(settings.artist)
    return artists


def known_planners(settings: Settings, service: ReplicateService | None) -> dict[str, Planner]:
    """The planners that can work with these settings."""
    planners: dict[str, Planner] = {"sketch": StoryPlanner()}
    if service is not None:
        model = Catalog.load(settings.models_file).model(ModelKind.TEXT, settings.text_model)
        planners["replicate"] = ReplicatePlanner(service=service, model=model)
    return planners


def known_animators(settings: Settings, service: ReplicateService | None) -> dict[str, Animator]:
    """The animators that can work with these settings; nothing built in makes clips."""
    if service is None:
        return {}
    model = Catalog.load(settings.models_file).model(ModelKind.MOTION, settings.motion_model)
    return {"replicate": ReplicateAnimator(service=service, model=model)}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            hint="Set STORYREEL_DATA_DIR to a folder that can be written.",
        ) from error
