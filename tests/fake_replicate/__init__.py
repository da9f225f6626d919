"""A stand-in for Replicate that speaks its HTTP protocol over a real socket and bills nobody.

In tests: `with FakeReplicate() as fake: ...`; by hand: `python -m tests.fake_replicate --port 8790`.
Prompts that hold `[fake:KIND]` make the trouble of that name, see `troubles.Trouble`.
"""

import threading
from types import TracebackType
from typing import Any, Self

from tests.fake_replicate.bureau import Bureau
from tests.fake_replicate.server import FakeServer
from tests.fake_replicate.troubles import Planned, Trouble

__all__ = ["Bureau", "FakeReplicate", "Planned", "Trouble"]

FAKE_TOKEN = "r8_fake_token_for_the_fake_service"


class FakeReplicate:
    """The fake, listening on 127.0.0.1 from `start` to `stop`; port 0 takes any free one."""

    def __init__(self, bureau: Bureau | None = None, *, port: int = 0, token: str = FAKE_TOKEN) -> None:
        self.bureau = bureau or Bureau()
        self.token = token
        self._server = FakeServer(self.bureau, port, token)
        self.url = self._server.url
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answer no more and free the port."""
        self.bureau.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Block until the fake is stopped or the process interrupted."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def trouble(self, kind: Trouble, on: str, **wish: Any) -> None:
        """Spoil the next requests of one kind; the wishes are those of `Planned`."""
        self.bureau.plan(Planned(kind=kind, on=on, **wish))

    def ledger(self) -> dict[str, Any]:
        """What would have been billed so far."""
        return self.bureau.ledger()
