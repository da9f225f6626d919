"""An id is never given twice, however often the schema changes, in either direction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from db.engine import Database
from db.migrate import alembic_config, migrate, revision_of
from db.models import METADATA

FIRST = "0001"
NEW_JOB = """insert into job (owner, prompt, title, look, style, aspect_ratio, artist, planner, seed, target_ms,
    duration_ms, scene_count, status, round, stage_started_at, revision, refinement_count, refinements_open,
    download_count, estimated_micros, created_at, updated_at)
    values ('ada', 'A prompt', '', '', '', '16:9', 'sketch', 'sketch', 1, 5000, 5000, 1, 'pending', 0, '2026-01-01',
    0, 0, 0, 0, 0, '2026-01-01', '2026-01-01') returning id"""
NEW_EVENT = (
    "insert into event (job_id, kind, text, revision, created_at) values (:job, 'x', 'x', 0, '2026-01-01')"
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite file with the newest schema."""
    found = Database(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(found)
    yield found
    found.close()


def forgetful(database: Database) -> set[str]:
    """The tables that promise to give no id twice and were made without that."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select name, sql from sqlite_master where type = 'table'").all()
        made = {str(row[0]): str(row[1]) for row in rows}
    promised = {
        table.name for table in METADATA.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]
    }
    return {name for name in promised & set(made) if "AUTOINCREMENT" not in made[name]}


def test_every_table_that_promises_it_never_gives_an_id_twice(database: Database) -> None:
    """A reused id would find the finished work of the row that had it, and wait for ever."""
    assert forgetful(database) == set()


def test_going_back_keeps_the_promise_and_the_rows(database: Database) -> None:
    """Dropping columns makes no table anew: ids stay counted, and no row goes because its parent's table went."""
    with database.engine.begin() as connection:
        kept, gone = (connection.execute(sa.text(NEW_JOB)).scalar_one() for _ in range(2))
        connection.execute(sa.text(NEW_EVENT), {"job": kept})
        connection.execute(sa.text("delete from job where id = :id"), {"id": gone})
    while revision_of(database) != FIRST:
        with database.engine.begin() as connection:
            command.downgrade(alembic_config(connection), "-1")
        assert forgetful(database) == set(), revision_of(database)
    migrate(database)

    with database.engine.begin() as connection:
        assert connection.execute(sa.text("select job_id from event")).scalar_one() == kept
        assert connection.execute(sa.text(NEW_JOB)).scalar_one() > gone
    assert forgetful(database) == set()
