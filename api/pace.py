"""How much a token or an address may ask for in a minute; counted in memory, so a restart forgives."""

import time
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute, WindowStats
from limits.aio.storage import MemoryStorage as LoopStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import refusal
from core.errors import RateLimited
from core.tokens import digest

# An office or a proxy shows one address for many people, each with pages full of pictures.
ADDRESS_FACTOR: Final = 5
# What watches the server must see it also when it is busy.
FREE: Final = frozenset({"/health", "/metrics"})


class Pace:
    """How many films a token may ask for in a minute."""

    def __init__(self, *, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, secret: str) -> None:
        """Take one, or raise `RateLimited` with the seconds until there is one again."""
        key = digest(secret)
        if not self._windows.hit(self._limit, key):
            raise RateLimited(
                f"A token may ask for {self._limit.amount} films a minute.",
                retry_after_seconds=_seconds_until(self._windows.get_window_stats(self._limit, key)),
            )


class CallLimit:
    """Wraps an app; whoever calls more often than `per_minute` is answered 429 until there is room again.

    Each token is counted by itself and each address over all its tokens, so that made-up tokens bring nothing.
    Counters, not lists of moments, so that a flood costs no memory; counted on the server's own loop, where the storage
    for threads would start a thread a call to forget old counters, and the loop would wait for its start.
    """

    def __init__(self, app: ASGIApp, *, per_minute: int) -> None:
        self._app = app
        self._by_token = RateLimitItemPerMinute(per_minute)
        self._by_address = RateLimitItemPerMinute(per_minute * ADDRESS_FACTOR)
        self._windows = SlidingWindowCounterRateLimiter(LoopStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it before anything is read or looked up."""
        if scope["type"] == "http" and scope["path"] not in FREE:
            for limit, key in self._counted(scope):
                if not await self._windows.hit(limit, key):
                    seconds = _seconds_until(await self._windows.get_window_stats(limit, key))
                    answer = refusal(
                        429,
                        detail=f"More than {limit.amount:,} calls in a minute.",
                        code="rate_limited",
                        hint="Wait for as long as Retry-After says, and ask less often.",
                        headers={"Retry-After": str(seconds)},
                    )
                    await answer(scope, receive, send)
                    return
        await self._app(scope, receive, send)

    def _counted(self, scope: Scope) -> list[tuple[RateLimitItem, str]]:
        address = scope["client"][0] if scope.get("client") else "unknown"
        found: list[tuple[RateLimitItem, str]] = [(self._by_address, f"address {address}")]
        token = Headers(scope=scope).get("authorization")
        if token:
            found.append((self._by_token, digest(token)))
        return found


def _seconds_until(window: WindowStats) -> int:
    return max(1, round(window.reset_time - time.time() + 0.5))
