"""What the product needs, and whether it is there: for /health, the Settings page and `doctor`."""

import shutil
from collections import Counter
from collections.abc import Callable

from core.captions import writable
from core.errors import AppError
from core.room import GIGABYTE, size_of
from core.views import CheckView, StorageView
from core.workshop import Workshop
from db.migrate import is_current
from db.queries import events, heartbeats


def serving(shop: Workshop) -> list[CheckView]:
    """What a server must have to answer: the database, the engine, the store and room on the disk."""
    return [_database(shop), _engine(shop), _store(shop), _disk(shop)]


def everything(shop: Workshop) -> list[CheckView]:
    """All that work depends on, for a person who looks for what is wrong."""
    checks = [_database(shop), _store(shop), _disk(shop), _ffmpeg(shop), _artist(shop), _fonts(shop)]
    return checks if shop.settings.works_here else [*checks, _workers(shop)]


def _checked(name: str, look: Callable[[], str]) -> CheckView:
    try:
        return CheckView(name=name, ok=True, found=look(), fix="")
    except AppError as error:
        return CheckView(name=name, ok=False, found=error.message, fix=error.hint)


def _database(shop: Workshop) -> CheckView:
    def look() -> str:
        with shop.reading() as session:
            events.answers(session)
        if not is_current(shop.database):
            raise AppError("The database has an old schema.", hint="Run `python -m core migrate`.")
        return shop.database.engine.dialect.name

    return _checked("database", look)


def _engine(shop: Workshop) -> CheckView:
    alive = shop.engine.alive()
    at_work = "at work" if shop.settings.works_here else "ordering work"
    return CheckView(
        name="engine",
        ok=alive,
        found=at_work if alive else "not running",
        fix="" if alive else "Start the server again; unfinished work is continued.",
    )


def _workers(shop: Workshop) -> CheckView:
    """Asked where this process leaves the work to others; without them every film would wait for ever."""

    def look() -> str:
        with shop.reading() as session:
            alive = heartbeats.workers(session, within_seconds=shop.settings.dead_after_seconds)
        if not alive:
            raise AppError("No worker is running.", hint="Start one: `python -m core worker`.")
        return f"{alive} at work"

    return _checked("workers", look)


def _store(shop: Workshop) -> CheckView:
    def look() -> str:
        shop.store.writable()
        return "writable"

    return _checked("store", look)


def _disk(shop: Workshop) -> CheckView:
    try:
        free = shutil.disk_usage(shop.settings.data_dir).free
    except OSError as error:
        # The cause alone: where the folder lies is nobody's business who asks for the health.
        found, fix = f"The data folder cannot be read: {error.strerror}.", "Bring its disk back."
        return CheckView(name="disk", ok=False, found=found, fix=fix)
    enough = free >= shop.settings.disk_reserve_gb * GIGABYTE
    return CheckView(
        name="disk",
        ok=enough,
        found=f"{free / GIGABYTE:.1f} GB free",
        fix="" if enough else f"Free some space in {shop.settings.data_dir}.",
    )


def _ffmpeg(shop: Workshop) -> CheckView:
    def look() -> str:
        ffmpeg = shop.ffmpeg()
        return f"{ffmpeg.version()} ({ffmpeg.executable})"

    return _checked("ffmpeg", look)


def _artist(shop: Workshop) -> CheckView:
    def look() -> str:
        return f"{shop.artist.name} ({shop.artist.model})"

    return _checked("artist", look)


def _fonts(shop: Workshop) -> CheckView:
    """Which scripts can be drawn as captions; one that cannot is told here and warned of in each storyboard."""
    shelf = shop.typesetter.shelf
    scripts = writable(shelf)
    lacking = [script for script, font in scripts.items() if font is None]
    found = f"captions can be drawn in {', '.join(script for script, font in scripts.items() if font)}"
    if lacking:
        found += f"; not in {', '.join(lacking)}"
    if not shelf.shapes:
        found += "; letters are not joined or set from right to left"
    fix = "Optional: install fonts, on Debian fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji."
    return CheckView(name="fonts", ok=True, found=found, fix=fix if lacking else "")


def storage(shop: Workshop) -> StorageView:
    """What lies in the data folder, added up file by file."""
    folder = shop.settings.data_dir
    kinds = Counter[str]()
    for path in folder.rglob("*"):
        kinds[_kind(path.relative_to(folder).parts)] += size_of(path)
    return StorageView(
        films=kinds["films"],
        pictures=kinds["takes"],
        cache=kinds["cache"],
        database=kinds["database"],
        free=shutil.disk_usage(folder).free,
    )


def _kind(parts: tuple[str, ...]) -> str:
    if parts[0] == "cache":
        return "cache"
    if len(parts) == 1:
        return "database"
    return "takes" if {"takes", "clips", "music"} & set(parts) else "films"
