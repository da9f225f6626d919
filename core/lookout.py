"""One look for the work of all queues, in place of one a queue, each of which would take the database's write lock."""

import logging
import threading
from collections.abc import Callable, Mapping

from core.bell import Bell
from db.engine import Database, DatabaseTrouble, Session

log = logging.getLogger(__name__)


class Lookout(threading.Thread):
    """Rings at each queue where work waits that another process ordered, or that was to begin later."""

    def __init__(
        self,
        *,
        database: Database,
        waiting: Callable[[Session], set[str]],
        bells: Mapping[str, Bell],
        every_seconds: float,
    ) -> None:
        super().__init__(daemon=True, name="lookout")
        self._database = database
        self._waiting = waiting
        self._bells = bells
        self._every_seconds = every_seconds
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look until stopped; a database that does not answer is asked again at the next look."""
        while not self._stopping.wait(self._every_seconds):
            try:
                with self._database.reading() as session:
                    names = self._waiting(session)
            except DatabaseTrouble as trouble:
                log.warning("No look for work, the database does not answer: %s", trouble)
            except Exception:
                # Work that another process ordered would wait for the queues' own, seldom looks.
                log.exception("The look for work stumbled and goes on")
            else:
                for name in names & self._bells.keys():
                    self._bells[name].ring()

    def stop(self) -> None:
        """End the thread without waiting for it, since it may be inside a database call."""
        self._stopping.set()
