"""What is looked at, and what is said when it is not there."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from core.errors import DiskFull, StoreError
from core.media.ffmpeg import FFmpeg
from core.studio import Studio
from core.workshop import Workshop
from db.engine import Database
from db.migrate import migrate
from db.queries import heartbeats


def test_all_is_well(studio: Studio) -> None:
    """A Studio at work has a database, an engine, a store and room."""
    assert {check.name: check.ok for check in studio.health()} == {
        "database": True,
        "engine": True,
        "store": True,
        "disk": True,
    }
    assert all(check.ok for check in studio.checks())


def test_a_process_that_only_serves_asks_for_workers(shop: Workshop, tmp_path: Path) -> None:
    """Without a worker its films would wait for ever, so it says how to start one; one worker is enough."""
    database = Database(f"sqlite:///{tmp_path / 'web.db'}")
    migrate(database)
    settings = shop.settings.model_copy(update={"works_here": False})
    studio = Studio(replace(shop, database=database, settings=settings))

    alone = studio.checks()[-1]
    with database.writing() as session:
        heartbeats.beat(session, "web", works=False)
        heartbeats.beat(session, "worker")
    together = studio.checks()[-1]
    database.close()

    assert (alone.name, alone.ok, alone.fix) == ("workers", False, "Start one: `python -m core worker`.")
    assert (together.ok, together.found) == (True, "1 at work")


def test_a_missing_ffmpeg_is_named_with_its_fix(shop: Workshop) -> None:
    """The check says what to install or to set."""
    studio = Studio(replace(shop, ffmpeg=partial(FFmpeg.locate, "/nowhere/ffmpeg")))

    check = next(check for check in studio.checks() if check.name == "ffmpeg")

    assert not check.ok
    assert "FFMPEG_BINARY" in check.fix


def test_an_old_database_is_told_to_migrate(shop: Workshop, tmp_path: Path) -> None:
    """A database without the newest schema is not fit to serve."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    check = Studio(replace(shop, database=database)).health()[0]
    database.close()

    assert (check.ok, check.fix) == (False, "Run `python -m core migrate`.")


def test_a_database_that_is_gone_is_told(shop: Workshop, tmp_path: Path) -> None:
    """The error is the store's, with what happens next."""
    database = Database(f"sqlite:///{tmp_path / 'no' / 'folder.db'}")
    broken = replace(shop, database=database)

    assert not Studio(broken).health()[0].ok
    with pytest.raises(StoreError, match="does not answer"), broken.reading() as session:
        session.connection()
    database.close()


def test_a_full_database_is_a_full_disk(shop: Workshop, tmp_path: Path) -> None:
    """The product's own error says that nothing half-written is kept."""
    database = Database(f"sqlite:///{tmp_path / 'full.db'}")
    full = replace(shop, database=database)

    def fill() -> None:
        with full.writing() as session:
            session.connection().exec_driver_sql("pragma max_page_count=2")
            session.connection().exec_driver_sql("create table big (text)")
            session.connection().exec_driver_sql("insert into big values (zeroblob(100000))")

    with pytest.raises(DiskFull, match="no room left"):
        fill()
    database.close()


def test_a_busy_database_is_told(shop: Workshop, tmp_path: Path) -> None:
    """Whoever could not write is told to try again, and that nothing changed."""
    address = f"sqlite:///{tmp_path / 'busy.db'}"
    holder, hasty = Database(address), Database(address, patience_ms=20)
    waiting = replace(shop, database=hasty)

    with holder.writing() as held:
        held.connection()
        with pytest.raises(StoreError, match="busy"), waiting.writing() as session:
            session.connection()
    holder.close()
    hasty.close()
