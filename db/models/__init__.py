"""The tables: jobs with their scenes and takes, what was ordered and paid, films and exports, tokens and events.

All times are aware and in UTC, all money is integer micro-dollars, all lengths are integer milliseconds.
"""

from db.models.access import Account, SignIn
from db.models.columns import (
    METADATA,
    NEVER_REUSED,
    ChargeState,
    JobStatus,
    Table,
    Trouble,
    UTCDateTime,
    WorkStatus,
    utc_now,
)
from db.models.films import Export, Render
from db.models.office import Charge, Heartbeat, Secret, Token
from db.models.outward import Delivery, Webhook
from db.models.sound import Music
from db.models.storyboard import Attempt, Clip, Event, Job, Revision, Scene, Take

__all__ = [
    "METADATA",
    "NEVER_REUSED",
    "Account",
    "Attempt",
    "Charge",
    "ChargeState",
    "Clip",
    "Delivery",
    "Event",
    "Export",
    "Heartbeat",
    "Job",
    "JobStatus",
    "Music",
    "Render",
    "Revision",
    "Scene",
    "Secret",
    "SignIn",
    "Table",
    "Take",
    "Token",
    "Trouble",
    "UTCDateTime",
    "Webhook",
    "WorkStatus",
    "utc_now",
]
