"""Whether a compare-and-set took effect."""

from typing import Any, cast

from sqlalchemy import CursorResult, Update
from sqlmodel import Session


def changed_one(session: Session, statement: Update) -> bool:
    """Run the statement; True when exactly one row met its condition, and loaded rows are brought up to date."""
    result = session.exec(statement.execution_options(synchronize_session="fetch"))
    return cast("CursorResult[Any]", result).rowcount == 1
