"""Has the house swept once a day: at night, or as soon as somebody is at work again after a night that was missed."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from core.errors import AppError
from core.sweep import TASK
from core.workshop import Workshop
from db.models import utc_now

log = logging.getLogger(__name__)

# Any subject does; there is only one house.
SUBJECT: Final = 0
# Longer than this nothing is slept, so that a clock that was set or a laptop that slept is noticed.
LONGEST_NAP_SECONDS: Final = 600.0


class Night(threading.Thread):
    """Orders the sweep in every process; the engine carries it out once a day, since its key is the date."""

    def __init__(self, shop: Workshop, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(daemon=True, name="night")
        self._shop = shop
        self._now = now
        self._stopping = threading.Event()

    def run(self) -> None:
        """Order what is due and nap until the next night; a database that is away is asked again after a nap."""
        while not self._stopping.is_set():
            try:
                self.order()
            except AppError as error:
                log.warning("The sweep could not be ordered: %s", error.message)
            self._stopping.wait(min(self._until_next(), LONGEST_NAP_SECONDS))

    def stop(self) -> None:
        """End the thread without waiting for it."""
        self._stopping.set()

    def order(self) -> str:
        """Order the sweep of the night that was last; returns its key."""
        key = f"{TASK}-{self._last():%Y-%m-%d}"
        with self._shop.writing() as session:
            self._shop.engine.enqueue(session, TASK, SUBJECT, key=key)
        return key

    def _last(self) -> datetime:
        now = self._now()
        tonight = datetime.combine(now.date(), time(self._shop.settings.sweep_hour), tzinfo=UTC)
        return tonight if tonight <= now else tonight - timedelta(days=1)

    def _until_next(self) -> float:
        return (self._last() + timedelta(days=1) - self._now()).total_seconds()
