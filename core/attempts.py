"""How often somebody may try to sign in: for each account, and for each address that tries."""

import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.errors import RateLimited

WINDOW_MINUTES: Final = 5
# Who mistypes is through long before; at this pace a guesser needs a year for a million passwords.
FOR_AN_ACCOUNT: Final = RateLimitItemPerMinute(10, WINDOW_MINUTES, namespace="account")
# An office may sit behind one address, so there is more room here.
FOR_AN_ADDRESS: Final = RateLimitItemPerMinute(50, WINDOW_MINUTES, namespace="address")


class Attempts:
    """Counts in the memory of one process; a restart forgives, and several processes each allow as many."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, *, account: str, address: str) -> None:
        """Take one attempt before the password is looked at, so that parallel guesses count too.

        Raises `RateLimited` with the seconds until there is one again.
        """
        for limit, key in ((FOR_AN_ADDRESS, address), (FOR_AN_ACCOUNT, account)):
            if not self._windows.hit(limit, key):
                free_at = self._windows.get_window_stats(limit, key).reset_time
                seconds = max(1, round(free_at - time.time() + 0.5))
                raise RateLimited(
                    "Too many attempts to sign in.",
                    retry_after_seconds=seconds,
                    hint=f"Wait {seconds} seconds, then try again; an admin can set a new password.",
                )

    def forgive(self, *, account: str) -> None:
        """Forget an account's failures, once its password was right."""
        self._windows.clear(FOR_AN_ACCOUNT, account)
