"""The engine's edges: taking over from the dead, refusing before its start, names that no other worker has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.engine import SELDOM_SECONDS, DurableEngine, claim_executor
from core.errors import ConfigurationError
from core.heartbeat import Heartbeats
from core.settings import Settings
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.engine import Database, DatabaseTrouble
from db.migrate import migrate
from db.queries import heartbeats
from tests.core.waiting import PATIENCE_SECONDS, until


def test_two_workers_in_one_folder_have_different_names(tmp_path: Path) -> None:
    """The name is free again as soon as its worker ends, however it ends."""
    first, first_slot = claim_executor(tmp_path)
    second, second_slot = claim_executor(tmp_path)
    first_slot.close()
    third, third_slot = claim_executor(tmp_path)

    assert first != second
    assert third == first
    second_slot.close()
    third_slot.close()


def test_a_folder_has_places_for_sixty_four_workers(tmp_path: Path) -> None:
    """The next one is told what to do."""
    slots = [claim_executor(tmp_path)[1] for _ in range(64)]

    with pytest.raises(ConfigurationError, match="All 64 worker places"):
        claim_executor(tmp_path)
    for slot in slots:
        slot.close()


def test_work_is_not_ordered_before_the_start(shop: Workshop) -> None:
    """An order that nobody would carry out is refused instead of being lost."""
    engine = DurableEngine(settings=shop.settings, database=shop.database)

    with shop.reading() as session, pytest.raises(ConfigurationError, match="not started"):
        engine.enqueue(session, "plan", 1, key="plan-1-1")
    assert not engine.alive()


def test_work_of_another_process_is_found_at_the_next_look(
    shop: Workshop, board: Callable[..., JobView], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order that rings no bell here does not wait until the queues look by themselves, which they do seldom."""
    assert SELDOM_SECONDS > PATIENCE_SECONDS
    monkeypatch.setattr(shop.engine, "_bells", {})

    assert board().status == JobStatus.STORYBOARD_READY


def test_the_work_of_the_silent_is_taken_over(tmp_path: Path, database_url: str) -> None:
    """Owners of work who do not beat lose it; this worker and living ones keep theirs."""
    settings = Settings(data_dir=tmp_path, heartbeat_seconds=0.02, dead_after_seconds=5, _env_file=None)
    database = Database(database_url)
    migrate(database)
    with database.writing() as session:
        heartbeats.beat(session, "living")
    taken: list[str] = []

    def take_over(dead: str) -> int:
        taken.append(dead)
        return 1

    beating = Heartbeats(
        database=database,
        me="me",
        settings=settings,
        owners=lambda: {"me", "living", "dead"},
        take_over=take_over,
    )
    beating.start()
    until(lambda: len(taken) >= 2)
    beating.stop()
    beating.join()
    database.close()

    assert set(taken) == {"dead"}


@pytest.mark.parametrize("trouble", [DatabaseTrouble("gone"), RuntimeError("a stumble")])
def test_the_heart_goes_on_after_trouble(tmp_path: Path, trouble: Exception) -> None:
    """One failed beat is told and followed by the next."""
    settings = Settings(data_dir=tmp_path, heartbeat_seconds=0.02, _env_file=None)
    database = Database(settings.database)
    migrate(database)
    asked: list[int] = []

    def owners() -> set[str]:
        asked.append(1)
        if len(asked) == 1:
            raise trouble
        return set()

    beating = Heartbeats(database=database, me="me", settings=settings, owners=owners, take_over=len)
    beating.start()
    until(lambda: len(asked) >= 2)
    beating.stop()
    beating.join()
    database.close()
