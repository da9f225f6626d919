"""Transactions, counters and migrations, on a real SQLite file and on a real PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Timer

import pytest
import sqlalchemy as sa

from db.engine import Database, DatabaseBusy, DatabaseFull, DatabaseTrouble
from db.migrate import alembic_config, is_current, migrate, one_at_a_time
from db.models import METADATA, Charge, ChargeState, Job, JobStatus, utc_now
from db.queries import charges, heartbeats, jobs, secrets
from tests.servers.postgres import Postgres


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of its own, of each kind."""
    database = Database(database_url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def file_database(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite file."""
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    migrate(database)
    yield database
    database.close()


def new_job(database: Database) -> int:
    with database.writing() as session:
        job = jobs.add(
            session,
            Job(
                owner="ada",
                prompt="A prompt",
                style="",
                aspect_ratio="16:9",
                artist="sketch",
                planner="sketch",
                seed=1,
                target_ms=5000,
                duration_ms=5000,
                scene_count=1,
            ),
        )
    assert job.id is not None
    return job.id


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    """Alembic finds nothing to add, so the models and the migrations say the same."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrating_twice_at_once_is_safe(database_url: str) -> None:
    """Two starting processes end with one schema."""
    databases = [Database(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(migrate, databases))

    assert all(is_current(database) for database in databases)
    for database in databases:
        database.close()


def test_who_opens_a_new_file_waits_while_another_changes_it(tmp_path: Path) -> None:
    """A file that is not in WAL mode yet is opened once the other has let go of it, not refused."""
    with closing(sqlite3.connect(tmp_path / "new.db", check_same_thread=False)) as other:
        other.execute("create table scratch (number integer)")
        other.execute("begin immediate")
        letting_go = Timer(0.2, other.rollback)
        letting_go.start()

        database = Database(f"sqlite:///{tmp_path / 'new.db'}")
        with database.reading() as session:
            assert session.connection().exec_driver_sql("pragma journal_mode").scalar() == "wal"
        letting_go.join()
    database.close()


def test_a_new_file_that_stays_locked_is_told_as_busy(tmp_path: Path) -> None:
    """Patience ends for the change of mode too."""
    with closing(sqlite3.connect(tmp_path / "new.db")) as other:
        other.execute("create table scratch (number integer)")
        other.execute("begin immediate")

        database = Database(f"sqlite:///{tmp_path / 'new.db'}", patience_ms=30)
        with pytest.raises(DatabaseBusy), database.writing() as session:
            session.connection()
    database.close()


def test_a_migration_can_be_taken_back(database: Database) -> None:
    """Down to nothing and up again leaves a current schema."""
    from alembic import command

    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert not is_current(database)
    migrate(database)
    assert is_current(database)


def test_a_broken_parent_link_stops_the_migration(tmp_path: Path) -> None:
    """Rows whose parent is gone are told before anything is committed."""
    path = tmp_path / "broken.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with sqlite3.connect(path) as raw:
        raw.execute(
            "insert into event (job_id, kind, text, revision, created_at) values (99, 'x', 'x', 0, '2026-01-01')"
        )
    raw.close()

    with pytest.raises(DatabaseTrouble, match="1 rows without their parent"):
        migrate(database)
    database.close()


def test_counters_lose_nothing_under_parallel_writers(database: Database) -> None:
    """Eight threads that count forty downloads each arrive at 320."""
    job_id = new_job(database)

    def count(_number: int) -> None:
        for _ in range(40):
            with database.writing() as session:
                jobs.count_download(session, job_id)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(8)))

    with database.reading() as session:
        job = jobs.get(session, job_id)
    assert job is not None
    assert job.download_count == 320


def test_a_state_is_moved_once(database: Database) -> None:
    """Of many that compare and set the same state, one succeeds."""
    job_id = new_job(database)

    def move(_number: int) -> bool:
        with database.writing() as session:
            return jobs.move(session, job_id, origin=(JobStatus.PENDING,), to=JobStatus.PARSING)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(move, range(8)))[-2:] == [False, True]


def test_a_failed_block_changes_nothing(database: Database) -> None:
    """An error inside a writing block rolls all of it back."""
    job_id = new_job(database)

    def fail_halfway() -> None:
        with database.writing() as session:
            jobs.change(session, job_id, title="half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    with database.reading() as session:
        job = jobs.get(session, job_id)
    assert job is not None
    assert job.title == ""


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    """While a write is open, a read answers with what was there before."""
    job_id = new_job(database)
    with database.writing() as writing:
        jobs.change(writing, job_id, title="new")
        with database.reading() as reading:
            job = jobs.get(reading, job_id)
            assert job is not None
            assert job.title == ""


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    """A time in another zone is the same moment in UTC; one without a zone is refused."""
    job_id = new_job(database)
    moment = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
    with database.writing() as session:
        jobs.change(session, job_id, approved_at=moment)

    with database.reading() as session:
        job = jobs.get(session, job_id)
    assert job is not None
    assert job.approved_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert job.approved_at is not None
    assert job.approved_at.tzinfo is UTC
    with pytest.raises(sa.exc.StatementError, match="without a zone"), database.writing() as session:
        jobs.change(session, job_id, approved_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_database_that_was_away_answers_again(postgres: Postgres) -> None:
    """A crash of the server is trouble for whoever asks then; afterwards the same pool works, and nothing is lost."""
    database = Database(postgres.database())
    migrate(database)
    job_id = new_job(database)
    postgres.crash()

    with pytest.raises(DatabaseTrouble), database.reading() as session:
        jobs.get(session, job_id)
    postgres.start()
    with database.reading() as session:
        assert jobs.get(session, job_id) is not None
    database.close()


def test_no_free_connection_is_told_as_busy(database: Database) -> None:
    """Whoever waits too long for a connection of the pool is told that the database is busy."""
    with pytest.raises(DatabaseBusy, match="QueuePool"), database.reading():
        raise sa.exc.TimeoutError("QueuePool limit reached")


def test_the_engine_is_prepared_by_one_process_at_a_time(database_url: str) -> None:
    """On PostgreSQL the second waits until the first is done; on SQLite nobody has to."""
    database, inside = Database(database_url), list[int]()

    def prepare(number: int) -> bool:
        with one_at_a_time(database):
            inside.append(number)
            alone = len(inside) == 1
            database.engine.connect().close()
            inside.remove(number)
        return alone

    with ThreadPoolExecutor(4) as threads:
        alone = list(threads.map(prepare, range(4)))
    database.close()
    assert all(alone) or database_url.startswith("sqlite")


def test_a_key_is_made_once(database: Database) -> None:
    """Of several offers for one name the first is kept, and everybody gets it."""

    def offer(number: int) -> str:
        with database.writing() as session:
            return secrets.get_or_add(session, "pass", f"offer-{number}")

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(offer, range(4)))) == 1


def test_a_held_lock_is_told_as_busy(database: Database) -> None:
    """Whoever waits too long for the write lock is told that the database is busy."""
    job_id = new_job(database)
    hasty = Database(database.url, patience_ms=50)

    with database.writing() as holding:
        jobs.count_download(holding, job_id)
        with pytest.raises(DatabaseBusy), hasty.writing() as waiting:
            jobs.count_download(waiting, job_id)
    hasty.close()


def test_a_full_disk_is_told_as_full(file_database: Database) -> None:
    """When SQLite may not grow any more, the error is the one of a full disk and nothing is half written."""
    job_id = new_job(file_database)
    with file_database.engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
    file_database.engine.dispose()

    @sa.event.listens_for(file_database.engine, "connect")
    def _limit(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute(f"pragma max_page_count={pages}")

    with pytest.raises(DatabaseFull), file_database.writing() as session:
        jobs.change(session, job_id, prompt="x" * 1_000_000)
    with file_database.reading() as session:
        job = jobs.get(session, job_id)
    assert job is not None
    assert job.prompt == "A prompt"


def test_a_missing_folder_is_trouble(tmp_path: Path) -> None:
    """A database that cannot be opened is told as such."""
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'test.db'}")

    with pytest.raises(DatabaseTrouble), database.reading() as session:
        session.execute(sa.text("select 1"))
    database.close()


def test_a_released_charge_can_still_be_settled_but_never_changed_again(database: Database) -> None:
    """Money that was spent after all is booked; what is settled stays."""
    job_id = new_job(database)
    with database.writing() as session:
        charge = charges.add(
            session,
            Charge(
                job_id=job_id, owner="ada", kind="picture", provider="p", model="m", reserved_micros=5, seed=1
            ),
        )
        assert charge.id is not None
        assert charges.held_micros(session, job_id=job_id) == 5
        assert charges.close(session, charge.id, state=ChargeState.RELEASED)
        assert charges.held_micros(session, job_id=job_id) == 0
        assert charges.close(session, charge.id, state=ChargeState.SETTLED, settled_micros=4)
        assert not charges.close(session, charge.id, state=ChargeState.RELEASED)
        assert not charges.close(session, charge.id, state=ChargeState.SETTLED, settled_micros=9)
        assert charges.held_micros(session, since=utc_now() - timedelta(days=1)) == 4


def test_a_silent_worker_is_not_alive(database: Database) -> None:
    """Alive are those who were seen within the given time, by the database's own clock."""
    with database.writing() as session:
        heartbeats.beat(session, "here")
        heartbeats.beat(session, "here")
        session.execute(sa.text("insert into heartbeat (id, seen) values ('gone', 0)"))

        assert heartbeats.alive(session, within_seconds=30) == {"here"}
        heartbeats.beat(session, "here")
        assert session.execute(sa.text("select count(*) from heartbeat")).scalar_one() == 1
