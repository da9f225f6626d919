"""Opens the database and hands out reading and writing transactions.

SQLite runs in WAL mode and takes the write lock when a writing transaction begins, so that what was read inside
it still holds when it is written; PostgreSQL stays at READ COMMITTED with row locks where the queries take them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

__all__ = ["Database", "DatabaseBusy", "DatabaseFull", "DatabaseTrouble", "Session", "after_commit"]


class DatabaseTrouble(Exception):
    """The database could not do its work; the message says what it answered."""


class DatabaseFull(DatabaseTrouble):
    """There is no room left to write."""


class DatabaseBusy(DatabaseTrouble):
    """Somebody else held the write lock for too long."""


# A writer may have to wait for a whole queue of others; half a minute is longer than any of them takes.
PATIENCE_MS = 30_000


def _sqlite_engine(url: str, patience_ms: int) -> sa.Engine:
    pragmas = ("journal_mode=wal", "synchronous=normal", f"busy_timeout={patience_ms}", "foreign_keys=on")
    engine = sa.create_engine(url, pool_size=20, max_overflow=10, pool_timeout=30)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is emitted below, at the moment and of the kind we want.
        for pragma in pragmas:
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str) -> sa.Engine:
    # The options end a waiter after five seconds and a forgotten transaction after a minute.
    options = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 5},
    )


class Database:
    """One database; `url` is an SQLAlchemy URL of SQLite or PostgreSQL.

    A writer of SQLite waits `patience_ms` for the others at most, then raises `DatabaseBusy`.
    """

    def __init__(self, url: str, *, patience_ms: int = PATIENCE_MS) -> None:
        self.url = url
        self.engine = _sqlite_engine(url, patience_ms) if url.startswith("sqlite") else _postgres_engine(url)
        self._reading: dict[str, Any] = {"reading": True}

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends, and rolled back when it raises."""
        with _translated(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment and never waits for a writer; nothing may be written in it."""
        bound = self.engine.execution_options(**self._reading)
        with _translated(), Session(bound, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Act once when the session's transaction is committed, never when it is rolled back."""
    event.listen(session, "after_commit", lambda _session: act(), once=True)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, DBAPIError) as error:
        raise _trouble(error) from error


def _trouble(error: DBAPIError) -> Exception:
    words = str(error.orig).lower()
    if "full" in words or "no space left" in words:
        return DatabaseFull(str(error.orig))
    if "locked" in words or "lock timeout" in words:
        return DatabaseBusy(str(error.orig))
    return DatabaseTrouble(str(error.orig)) if isinstance(error, OperationalError) else error
