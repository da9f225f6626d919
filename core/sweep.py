"""The nightly sweep: what nobody needs any more is removed, and nothing that somebody may need.

A file goes only when no row names it and it is a day old, because work stores a file first and writes its row
right after.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from core import jobs
from core.cancellation import Cancellation
from core.errors import AppError
from core.media.files import sweep_drafts
from core.workshop import Workshop
from db.engine import Session
from db.models import utc_now
from db.queries import keys, tokens, webhooks

log = logging.getLogger(__name__)

TASK: Final = "sweep"
# No piece of work takes this long between storing its file and writing its row.
OLD_SECONDS: Final = 86_400.0
# A bucket may hold other things than ours.
OURS: Final = ("jobs", "probe")
# What can be made again at any time is kept for as long as somebody is likely to look again.
CACHE_DAYS: Final = 30
# Folders of the cache, besides that of the segments, which has a rule of its own.
CACHED: Final = ("thumbnails", "remote", "films", "exports")


@dataclass(frozen=True, kw_only=True)
class Swept:
    """How much of each was removed."""

    trashed_films: int
    orphans: int
    cached: int
    segments: int
    finished_work: int
    tokens: int
    deliveries: int

    def __str__(self) -> str:
        """In words, without what there was nothing of."""
        found = [f"{count} {name.replace('_', ' ')}" for name, count in asdict(self).items() if count]
        return ", ".join(found) or "nothing"


def sweep(shop: Workshop, *, now: datetime | None = None) -> Swept:
    """Remove what is no longer needed; safe beside work of any kind, and beside another sweep."""
    moment = now or utc_now()
    kept_until = moment - timedelta(days=shop.settings.keep_finished_days)
    swept = Swept(
        trashed_films=jobs.empty_trash(shop),
        orphans=remove_orphans(shop, older_than=moment - timedelta(seconds=OLD_SECONDS)),
        cached=_forget_cached(shop),
        segments=shop.segments.sweep(round(shop.settings.segment_cache_gb * 1e9)).removed,
        finished_work=shop.engine.forget_finished(before=kept_until),
        tokens=_forget(shop, kept_until, tokens.forget_ended),
        deliveries=_forget(shop, kept_until, webhooks.forget_deliveries),
    )
    log.info("Swept: %s", swept)
    return swept


def run(shop: Workshop, _subject: int, _cancellation: Cancellation) -> None:
    """The sweep as a task of the engine."""
    sweep(shop)


def fail(_shop: Workshop, _subject: int, error: AppError) -> None:
    """The next night sweeps again."""
    log.warning("The sweep failed: %s", error.message)


def remove_orphans(shop: Workshop, *, older_than: datetime) -> int:
    """Remove stored files that no row names and that were stored before this moment; returns how many."""
    # The files are listed before the rows are read: whatever is stored and written in between is not in the list.
    old = [key for prefix in OURS for key in shop.store.stored_before(prefix, older_than)]
    with shop.reading() as session:
        named = keys.named(session)
    removed = 0
    for key in old:
        # Looked at once more, since the same file may have been stored anew, for a row that is not written yet.
        if key not in named and shop.store.is_older(key, older_than):
            shop.store.delete(key)
            removed += 1
    for path in shop.store.unfinished_before(older_than):
        path.unlink(missing_ok=True)
        removed += 1
    return removed


def _forget_cached(shop: Workshop) -> int:
    folder = shop.settings.cache_folder
    sweep_drafts(shop.settings.data_dir)
    limit = time.time() - CACHE_DAYS * 86_400
    unfinished = time.time() - OLD_SECONDS
    removed = 0
    for name in CACHED:
        for path in (folder / name).rglob("*"):
            if _unused_since(path) < (unfinished if name in ("films", "exports") else limit):
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _unused_since(path: Path) -> float:
    """When a file was last read or written; for ever ahead for what is no file, or gone."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return float("inf")
    return max(facts.st_atime, facts.st_mtime) if path.is_file() else float("inf")


def _forget(shop: Workshop, before: datetime, statement: Callable[[Session, datetime], int]) -> int:
    with shop.writing() as session:
        return statement(session, before)
