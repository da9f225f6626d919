"""Money, tokens, and which workers are alive."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, ChargeState, Table, UTCDateTime, utc_now


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
    # How often somebody was about to make the call; whoever is not the last must look again before making it.
    claims: int = 0
    ticket: str | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


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
    # Made in exchange for a password, so it ends when the password changes.
    by_password: bool = False


class Heartbeat(Table, table=True):
    """When a process was last seen; whoever is silent too long has its work taken over.

    `works` is False for one that only serves and leaves the work to others.
    """

    id: str = Field(primary_key=True)
    seen: float
    works: bool = True


class Secret(Table, table=True):
    """A key that all processes sign with; made by whichever needs it first."""

    name: str = Field(primary_key=True)
    value: str
