"""The counters of downloads, which films and their exports both have."""

from functools import cache

from sqlalchemy import Update, bindparam, update
from sqlmodel import Session, col

from db.models import Export, Job


def count_one(session: Session, counted: type[Job] | type[Export], row_id: int) -> None:
    """Add one to a row's counter, atomically; what the session has loaded stays as it was."""
    session.connection().execute(_one_more(counted), {"counted": row_id})


@cache
def _one_more(counted: type[Job] | type[Export]) -> Update:
    """Put together once, and run beside the session's own objects: either takes as long as the database does, and
    somebody waits for the first byte."""
    row = update(counted).where(col(counted.id) == bindparam("counted"))
    return row.values(download_count=col(counted.download_count) + 1)
