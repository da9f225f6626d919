"""The tables: jobs with their scenes and takes, what was ordered and paid, films and exports, tokens and events.

All times are aware and in UTC, all money is integer micro-dollars, all lengths are integer milliseconds.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Alembic can only alter what has a name, so every constraint gets one.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = MetaData(naming_convention=NAMING)
# SQLite would give the id of a deleted job to the next one, and old links and workflow ids would mean another film.
NEVER_REUSED = {"sqlite_autoincrement": True}


class JobStatus(StrEnum):
    """Where a job stands; docs/architecture.md draws the transitions."""

    PENDING = "pending"
    PARSING = "parsing"
    GENERATING_STORYBOARD = "generating_storyboard"
    STORYBOARD_READY = "storyboard_ready"
    RENDERING = "rendering"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"


class WorkStatus(StrEnum):
    """How one piece of work stands: a scene's picture, a film, an export, an attempt."""

    PENDING = "pending"
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"


class ChargeState(StrEnum):
    """A charge is reserved before the call, then settled at what it cost or released."""

    RESERVED = "reserved"
    SETTLED = "settled"
    RELEASED = "released"


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored; use utc_now().")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(SQLModel):
    """Base of all tables, so that they share one set of constraint names."""

    metadata = METADATA


class Trouble(SQLModel):
    """Why a piece of work failed, in the words that people are shown."""

    error_code: str | None = None
    error_message: str | None = None
    error_hint: str | None = None
