"""An id is never given twice, however often a migration rebuilds its table."""

from pathlib import Path

from db.engine import Database
from db.migrate import migrate
from db.models import METADATA


def test_every_table_that_promises_it_never_gives_an_id_twice(tmp_path: Path) -> None:
    """A reused id would find the finished work of the row that had it, and wait for ever."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(database)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select name, sql from sqlite_master where type = 'table'").all()
        made = {str(row[0]): str(row[1]) for row in rows}
    database.close()

    promised = {
        table.name for table in METADATA.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]
    }
    assert {name for name in promised if "AUTOINCREMENT" not in made[name]} == set()
