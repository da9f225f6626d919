"""Music that people put under their films."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, Table, UTCDateTime, utc_now


class Music(Table, table=True):
    """A music file of a job under the name that it was sent with; rows are added and never changed.

    A file stays as long as its job, since undo may lead back to any revision that has it.
    """

    __table_args__ = (UniqueConstraint("job_id", "sha256", "name"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", ondelete="CASCADE")
    name: str
    key: str
    media_type: str
    duration_ms: int
    sha256: str
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
