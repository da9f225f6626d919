"""Who may come in: accounts, and the browsers that are signed in."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.models.columns import NEVER_REUSED, Table, UTCDateTime, utc_now


class Account(Table, table=True):
    """Somebody who may sign in; jobs, tokens and charges name their owner by the account's name.

    A removed account keeps its row, since its name must not come to mean somebody else.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    # None for somebody whom only the identity provider vouches for.
    password_hash: str | None = None
    # Issuer and subject at the identity provider; an e-mail address may be given to somebody else, this may not.
    subject: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SignIn(Table, table=True):
    """One browser that is signed in; signing out deletes the row, and with it what its cookie opens."""

    __table_args__ = (Index("ix_signin_account_id", "account_id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE")
    digest: str = Field(unique=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    seen_at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
