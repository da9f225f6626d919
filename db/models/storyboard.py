"""Jobs with their scenes, the pictures and clips made for them, and what was ordered and changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, JobStatus, Table, Trouble, UTCDateTime, WorkStatus, utc_now


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
    captions: str = "off"
    title_card: bool = False
    artist: str
    planner: str
    # What may be done when planner or clips fail, as it was chosen beforehand; the trouble is set once it was done.
    planner_fallback: str = "none"
    clip_fallback: str = "none"
    plan_trouble: str | None = None
    # A stored picture that new pictures of the film are to follow.
    reference_key: str | None = None
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
    music_id: int | None = None
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
    # The film's reference when this was ordered, so that every run orders the same.
    reference_key: str | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Revision(Table, table=True):
    """The storyboard as it was after an edit; `parent` is the revision that undoing leads back to."""

    job_id: int = Field(foreign_key="job.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    parent: int | None = None
    kind: str
    summary: str
    board: list[dict[str, Any]] = Field(sa_type=JSON)
    captions: str = "off"
    title_card: bool = False
    # Only where it is shown: another name of a film without a title over its opening makes no other film.
    title: str | None = None
    music_id: int | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)


class Event(Table, table=True):
    """One line of a job's history."""

    __table_args__ = (Index("ix_event_job_id_id", "job_id", "id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    kind: str
    text: str
    revision: int
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
