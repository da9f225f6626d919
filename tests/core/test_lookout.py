"""The lookout: one look for all queues rings only where work waits, and goes on after a look that failed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.bell import Bell
from core.lookout import Lookout
from core.workshop import Workshop
from db.engine import DatabaseTrouble, Session

LONG_SECONDS = 30.0


class CountedBell(Bell):
    """A bell that counts its rings."""

    def __init__(self) -> None:
        super().__init__()
        self.rings = 0

    def ring(self) -> None:
        self.rings += 1
        super().ring()


class Looks:
    """What the looks find, one after another, and then nothing any more; an exception is raised in place of a find."""

    def __init__(self, *finds: set[str] | Exception) -> None:
        self._finds = iter(finds)
        self.done = threading.Event()

    def __call__(self, _session: Session) -> set[str]:
        find = next(self._finds, None)
        if isinstance(find, Exception):
            raise find
        if find is None:
            self.done.set()
        return find or set()


@contextmanager
def lookout(shop: Workshop, looks: Looks, bells: dict[str, CountedBell]) -> Iterator[None]:
    """A lookout at work until all its looks are done."""
    at_work = Lookout(database=shop.database, waiting=looks, bells=bells, every_seconds=0.01)
    at_work.start()
    try:
        assert looks.done.wait(LONG_SECONDS)
        yield
    finally:
        at_work.stop()
        at_work.join(LONG_SECONDS)
    assert not at_work.is_alive()


def test_it_rings_only_where_work_waits(shop: Workshop) -> None:
    """A queue with work is rung at once a look; one without is left in peace, and one nobody watches is no trouble."""
    bells = {"render": CountedBell(), "plan": CountedBell()}
    with lookout(shop, Looks({"render", "foreign"}, {"render"}), bells):
        assert {name: bell.rings for name, bell in bells.items()} == {"render": 2, "plan": 0}


@pytest.mark.parametrize("trouble", [DatabaseTrouble("gone"), RuntimeError("unexpected")])
def test_it_goes_on_after_a_look_that_failed(shop: Workshop, trouble: Exception) -> None:
    """What could not be looked at now is looked at the next time."""
    bells = {"render": CountedBell()}
    with lookout(shop, Looks(trouble, {"render"}), bells):
        assert bells["render"].rings == 1
