"""Statements about the keys that all processes share."""

from typing import Any, cast

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from db.models import Secret


def get_or_add(session: Session, name: str, offered: str) -> str:
    """The value under this name; `offered` is stored when there is none yet, and of several offers one wins."""
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = insert(Secret).values(name=name, value=offered).on_conflict_do_nothing()
    session.exec(cast("Any", statement))
    kept = session.get(Secret, name)
    return kept.value if kept is not None else offered
