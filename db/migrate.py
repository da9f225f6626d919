"""Brings a database to the newest schema, one process at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event

from db.engine import Database, DatabaseTrouble

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
# Any numbers do, as long as every process asks for the same.
POSTGRES_LOCK = 533438
ENGINE_LOCK = 533439
TURN_SECONDS = 0.2


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings, made here so that no alembic.ini has to lie about."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(database: Database) -> None:
    """Run every migration that the database lacks; safe to call from several processes at once."""
    with _migrating_engine(database).begin() as connection:
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection, POSTGRES_LOCK)
        command.upgrade(alembic_config(connection), "head")
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


@contextmanager
def one_at_a_time(database: Database) -> Iterator[None]:
    """Let one process of all bring the engine's own tables up to date; on SQLite the file's lock does that."""
    if database.url.startswith("sqlite"):
        yield
        return
    # Outside of any transaction: an index that is built beside running work waits for every open one to end.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(sa.text("select pg_try_advisory_lock(:key)"), {"key": ENGINE_LOCK}):
            time.sleep(TURN_SECONDS)
        try:
            yield
        finally:
            connection.execute(sa.text("select pg_advisory_unlock(:key)"), {"key": ENGINE_LOCK})


def _wait_for_turn(connection: sa.Connection, key: int) -> None:
    """Hold the lock until the transaction ends; a migration may take longer than a writer usually waits."""
    connection.execute(sa.text("set local lock_timeout = 0"))
    connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": key})


def is_current(database: Database) -> bool:
    """Whether the database has the newest schema."""
    return revision_of(database) == ScriptDirectory.from_config(alembic_config()).get_current_head()


def revision_of(database: Database) -> str | None:
    """Which schema the database has; None for none."""
    with database.engine.execution_options(reading=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> set[str]:
    """Every schema that can be brought to the newest one."""
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def _migrating_engine(database: Database) -> sa.Engine:
    """An engine whose foreign keys sleep: rebuilding a parent table must not delete its children."""
    if not database.url.startswith("sqlite"):
        return database.engine
    engine = sa.create_engine(database.url, poolclass=sa.NullPool, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _entry: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _check_foreign_keys(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
    if broken:
        raise DatabaseTrouble(
            f"The migration left {len(broken)} rows without their parent; nothing was changed."
        )
