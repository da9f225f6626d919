"""Alembic's entry: runs the migrations on the connection that db.migrate hands over."""

import sqlmodel  # noqa: F401  (the migrations name its column types)
from alembic import context

from db.models import METADATA


def _ours(_thing: object, name: str | None, kind: str, reflected: bool, _compared: object) -> bool:
    """Leave the engine's own tables in the same file alone."""
    return not (kind == "table" and reflected and name not in METADATA.tables)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=_ours,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
