"""The bell at a queue: who rings it, who is woken, and that nothing rings for work that was taken back."""

import threading

from core.bell import Bell
from core.workshop import Workshop
from db.engine import after_commit


def test_a_ring_ends_a_long_wait() -> None:
    """Whoever waits an hour is woken by a ring, and told that this is no stop."""
    bell, stopped = Bell(), [True]
    waiter = threading.Thread(target=lambda: stopped.append(bell.wait(3600)))
    waiter.start()
    bell.ring()
    waiter.join(timeout=10)

    assert stopped == [True, False]


def test_a_ring_between_two_waits_is_not_lost() -> None:
    """A ring while nobody waits ends the next wait, and only that one."""
    bell = Bell()
    bell.ring()

    assert (bell.wait(3600), bell.wait(0), bell.is_set()) == (False, False, False)


def test_stopping_wakes_for_good() -> None:
    """After the stop every wait ends at once and says so."""
    bell = Bell()
    bell.set()

    assert (bell.wait(3600), bell.is_set()) == (True, True)


def test_a_bell_rings_when_the_order_is_committed(shop: Workshop) -> None:
    """Not before, not twice, and not at all when the transaction is taken back."""
    rung: list[str] = []
    with shop.writing() as session:
        after_commit(session, lambda: rung.append("kept"))
        assert rung == []
    with shop.reading() as session:
        after_commit(session, lambda: rung.append("read only"))
        session.rollback()

    assert rung == ["kept"]
