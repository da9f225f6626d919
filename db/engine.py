"""Opens the database and hands out reading and writing transactions.

SQLite runs in WAL mode and takes the write lock when a writing transaction begins, so that what was read inside
it still holds when it is written; PostgreSQL writes at READ COMMITTED with locks where the queries take them.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
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
# Changing a file's mode takes some milliseconds.
MODE_PAUSE_SECONDS = 0.01
# PostgreSQL's own codes: no lock in time, a deadlock that was resolved at our cost, a disk without room.
_BUSY = {"55P03", "40P01", "40001"}
_FULL = {"53100"}


def _sqlite_engine(url: str, patience_ms: int) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=20, max_overflow=10, pool_timeout=30)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # BEGIN is emitted below, at the moment and of the kind we want.
        # Patience comes first, since the next ones wait as well while another process opens or closes the file.
        connection.execute(f"pragma busy_timeout={patience_ms}")
        _write_ahead(connection, patience_ms)
        connection.execute("pragma synchronous=normal")
        connection.execute("pragma foreign_keys=on")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection, patience_ms: int) -> None:
    """Put the file into WAL mode, where it stays.

    Who changes a new file's mode holds a lock that SQLite does not let others wait for, whatever their busy_timeout:
    they are refused at once, so they ask again.
    """
    end = time.monotonic() + patience_ms / 1000
    while True:
        try:
            connection.execute("pragma journal_mode=wal")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # The low byte is the kind of error.
            if not busy or time.monotonic() > end:
                raise
        time.sleep(MODE_PAUSE_SECONDS)


def _postgres_engine(url: str, patience_ms: int) -> sa.Engine:
    # The options end a waiter when his patience ends, and a forgotten transaction after a minute.
    options = f"-c lock_timeout={patience_ms} -c idle_in_transaction_session_timeout=60000"
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 5},
    )


class Database:
    """One database; `url` is an SQLAlchemy URL of SQLite or PostgreSQL.

    A writer waits `patience_ms` for the others at most, then raises `DatabaseBusy`.
    """

    def __init__(self, url: str, *, patience_ms: int = PATIENCE_MS) -> None:
        self.url = url
        self._reading: dict[str, Any]
        if url.startswith("sqlite"):
            self.engine, self._reading = _sqlite_engine(url, patience_ms), {"reading": True}
        else:
            self.engine = _postgres_engine(url, patience_ms)
            # At READ COMMITTED each statement would see another moment.
            self._reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

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
    except DBAPIError as error:
        raise _trouble(error) from error
    except NoConnectionFree as error:
        raise DatabaseBusy(str(error)) from error


def _trouble(error: DBAPIError) -> Exception:
    words, code = str(error.orig).lower(), getattr(error.orig, "sqlstate", None)
    if code in _FULL or "database or disk is full" in words or "no space left" in words:
        return DatabaseFull(str(error.orig))
    if code in _BUSY or "database is locked" in words or "table is locked" in words:
        return DatabaseBusy(str(error.orig))
    gone = isinstance(error, OperationalError) or error.connection_invalidated
    return DatabaseTrouble(str(error.orig)) if gone else error
