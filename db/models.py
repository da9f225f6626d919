"""The tables: jobs with their scenes and takes, what was ordered and paid, films and exports, tokens and events.

All times are aware and in UTC, all money is integer micro-dollars, all lengths are integer milliseconds.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Index, MetaData, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

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


class Job(Table, Trouble, table=True):
    """One film from prompt to export; `revision` grows with every edit of its storyboard."""

    __table_args__ = (
        UniqueConstraint("owner", "idempotency_key"),
        Index("ix_job_owner_id", "owner", "id"),
        Index("ix_job_status", "status"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    owner: str
    client_id: str | None = None
    idempotency_key: str | None = None
    request_digest: str | None = None
    prompt: str
    title: str = ""
    look: str = ""
    style: str
    aspect_ratio: str
    brand_guidelines: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    motion: str | None = None
    artist: str
    planner: str
    seed: int
    target_ms: int
    duration_ms: int
    scene_count: int
    status: str = JobStatus.PENDING
    # Counts the times the work was started or retried; it keeps the ids of workflows apart.
    round: int = 1
    stage_started_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    revision: int = 0
    approved_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    refinement_count: int = 0
    refinements_open: int = 0
    download_count: int = 0
    estimated_micros: int = 0
    film_id: int | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    trashed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Scene(Table, Trouble, table=True):
    """One scene; `position` counts from 1 and is None once the scene was taken off the board."""

    __table_args__ = (Index("ix_scene_job_id_position", "job_id", "position"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    position: int | None
    description: str
    image_prompt: str
    duration_ms: int
    motion: str
    transition: str = "crossfade"
    status: str = WorkStatus.PENDING
    take_id: int | None = None
    # What the motion `clip` plays; a clip of the take above.
    clip_id: int | None = None


class Take(Table, table=True):
    """One picture of a scene; takes are added and never changed."""

    __table_args__ = (UniqueConstraint("scene_id", "number"), Index("ix_take_job_id", "job_id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    scene_id: int = Field(foreign_key="scene.id", ondelete="CASCADE")
    number: int
    artist: str
    model: str
    image_prompt: str
    seed: int | None = None
    ticket: str | None = None
    key: str
    media_type: str
    width: int
    height: int
    sha256: str
    charged_micros: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Clip(Table, table=True):
    """A take brought to life; clips are added and never changed, and the newest of a take is played."""

    __table_args__ = (
        Index("ix_clip_job_id", "job_id"),
        Index("ix_clip_take_id", "take_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    take_id: int = Field(foreign_key="take.id", ondelete="CASCADE")
    animator: str
    model: str
    seed: int | None = None
    ticket: str | None = None
    key: str
    media_type: str
    width: int
    height: int
    duration_ms: int
    sha256: str
    charged_micros: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Charge(Table, table=True):
    """A ledger row for one paid call; it is written before the call, and its ticket right after."""

    __table_args__ = (
        Index("ix_charge_job_id", "job_id"),
        Index("ix_charge_created_at", "created_at"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    # The ledger outlives a deleted job, since the money was spent all the same.
    job_id: int | None = Field(foreign_key="job.id", ondelete="SET NULL")
    owner: str
    kind: str
    provider: str
    model: str
    state: str = ChargeState.RESERVED
    reserved_micros: int
    settled_micros: int = 0
    seed: int
    intent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ticket: str | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Attempt(Table, Trouble, table=True):
    """An order for one picture of a scene (the first, a refinement or a retry), or for a clip.

    `take_id` is the take that came of it; a clip's is the one that it is made of, and `duration_ms` its length.
    """

    __table_args__ = (Index("ix_attempt_job_id_status", "job_id", "status"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    scene_id: int = Field(foreign_key="scene.id", ondelete="CASCADE")
    charge_id: int = Field(foreign_key="charge.id")
    kind: str
    image_prompt: str
    new_description: str | None = None
    status: str = WorkStatus.PENDING
    take_id: int | None = None
    duration_ms: int | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Revision(Table, table=True):
    """The storyboard as it was after an edit; `parent` is the revision that undoing leads back to."""

    job_id: int = Field(foreign_key="job.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    parent: int | None = None
    kind: str
    summary: str
    board: list[dict[str, Any]] = Field(sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Render(Table, Trouble, table=True):
    """One rendering of one revision; a completed one has a film under `key`."""

    __table_args__ = (Index("ix_render_job_id", "job_id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    revision: int
    status: str = WorkStatus.PENDING
    stage: str = ""
    done: float = 0.0
    seconds_left: float | None = None
    shot: int | None = None
    key: str | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    duration_ms: int | None = None
    size_bytes: int | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Export(Table, Trouble, table=True):
    """One film in one format and quality; a new film has exports of its own."""

    __table_args__ = (
        UniqueConstraint("render_id", "format", "quality"),
        Index("ix_export_job_id", "job_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    render_id: int = Field(foreign_key="render.id", ondelete="CASCADE")
    format: str
    quality: str
    status: str = WorkStatus.PENDING
    round: int = 1
    done: float = 0.0
    seconds_left: float | None = None
    key: str | None = None
    size_bytes: int | None = None
    download_count: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Token(Table, table=True):
    """A bearer token; only its digest is kept."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    name: str
    owner: str
    digest: str = Field(unique=True)
    ending: str
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Event(Table, table=True):
    """One line of a job's history."""

    __table_args__ = (Index("ix_event_job_id_id", "job_id", "id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    kind: str
    text: str
    revision: int
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Heartbeat(Table, table=True):
    """When a worker was last seen; whoever is silent too long has its work taken over."""

    id: str = Field(primary_key=True)
    seen: float
