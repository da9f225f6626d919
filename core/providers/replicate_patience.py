"""How long the connection to Replicate waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long to wait for what, in milliseconds, and how often to ask again.

    `busy_ms` is how long an order may wait when the service asks to slow down; zero raises at once.
    """

    poll_ms: int = 250
    deadline_ms: int = 600_000
    # The service answers within a second; a cancelled job should not hang on a dead connection for longer.
    request_ms: int = 10_000
    busy_ms: int = 0
    # A placed order is paid, so it is not given up for a short trouble with the connection or the service.
    outage_ms: int = 120_000
    tries: int = 5
    retry_ms: int = 500
    longest_retry_ms: int = 60_000
