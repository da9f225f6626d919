"""How many films a token may ask for in a minute."""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import RateLimited
from core.tokens import digest


class Pace:
    """Counts in memory, for each token by itself; a restart forgives."""

    def __init__(self, *, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, secret: str) -> None:
        """Take one, or raise `RateLimited` with the seconds until there is one again."""
        key = digest(secret)
        if self._windows.hit(self._limit, key):
            return
        free_at = self._windows.get_window_stats(self._limit, key).reset_time
        raise RateLimited(
            f"A token may ask for {self._limit.amount} films a minute.",
            retry_after_seconds=max(1, round(free_at - time.time() + 0.5)),
        )
