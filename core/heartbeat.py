"""Tells living workers from dead ones, and has the work of the dead taken over."""

import logging
import threading
from collections.abc import Callable

from core.settings import Settings
from db.engine import Database, DatabaseTrouble
from db.queries import heartbeats

log = logging.getLogger(__name__)


class Heartbeats(threading.Thread):
    """Beats for this worker and looks for work whose owner has fallen silent."""

    def __init__(
        self,
        *,
        database: Database,
        me: str,
        settings: Settings,
        works: bool = True,
        owners: Callable[[], set[str]],
        take_over: Callable[[str], int],
    ) -> None:
        super().__init__(daemon=True, name="heartbeat")
        self._database = database
        self._me = me
        self._settings = settings
        self._works = works
        self._owners = owners
        self._take_over = take_over
        self._stopping = threading.Event()
        self._beat()  # The first beat comes before any work, so that nobody takes this worker for dead.

    def run(self) -> None:
        """Beat until stopped; a database that does not answer is asked again at the next beat."""
        while not self._stopping.wait(self._settings.heartbeat_seconds):
            try:
                self._bury(self._beat())
            except DatabaseTrouble as trouble:
                log.warning("No heartbeat, the database does not answer: %s", trouble)
            except Exception:
                # Whatever happens in the engine, a worker that stops beating would lose its work to others.
                log.exception("The heartbeat stumbled and goes on")

    def stop(self) -> None:
        """End the thread without waiting for it, since it may be inside a database call."""
        self._stopping.set()

    def _beat(self) -> set[str]:
        with self._database.writing() as session:
            heartbeats.beat(session, self._me, works=self._works)
            return heartbeats.alive(session, within_seconds=self._settings.dead_after_seconds)

    def _bury(self, alive: set[str]) -> None:
        for dead in self._owners() - alive - {self._me}:
            log.warning("Took over %d pieces of work from %s", self._take_over(dead), dead)
