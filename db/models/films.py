"""Films and their exports."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, true
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, Table, Trouble, UTCDateTime, WorkStatus, utc_now


class Render(Table, Trouble, table=True):
    """One rendering of one revision; a completed one has a film under `key`.

    While it is made, its first `preview_frames` frames can be seen.
    """

    __table_args__ = (Index("ix_render_job_id", "job_id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    revision: int
    status: str = WorkStatus.PENDING
    stage: str = ""
    done: float = 0.0
    seconds_left: float | None = None
    shot: int | None = None
    preview_frames: int | None = None
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
    """One film in one format and quality; a new film has exports of its own.

    One that nobody `asked` for is made in the background. `maker` is the key of the task that makes it.
    """

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
    # The database keeps the default for rows of releases that know nothing of the background.
    asked: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    maker: str | None = None
    status: str = WorkStatus.PENDING
    round: int = 1
    done: float = 0.0
    seconds_left: float | None = None
    key: str | None = None
    size_bytes: int | None = None
    download_count: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
