"""Somebody with a page open, without the browser: speaks to the server as Streamlit's own page does."""

import asyncio
import time
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from bench.processes import WorkFailed

_PATIENCE_SECONDS: Final = 60.0
# Whether a page that asks for nothing was drawn anew as one that does.
_LOOK_SECONDS: Final = 1.0


class Visitor:
    """One open page; `interval` is the time in seconds after which it asks for news, 0 when the server tells it."""

    def __init__(self, port: int, page: str, query: str) -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        # The page is asked for by name first; from then on by the hash that the server gave it, as browsers do.
        self._place = ClientState(query_string=query, page_name=page)
        self._line: ClientConnection
        self._reader: asyncio.Task[None]
        self._awaited = b""
        self._shown = asyncio.Event()
        self._finished = asyncio.Event()
        self._polled: set[str] = set()
        self.interval = 0.0
        self.answered = 0
        self.drawn = 0

    async def __aenter__(self) -> Self:
        self._line = await connect(self._address, subprotocols=[Subprotocol("streamlit")], max_size=None)
        self._reader = asyncio.create_task(self._read())
        await self.run()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.close()
        await self._reader

    async def run(self) -> float:
        """Let the whole page run; the seconds until its script had finished."""
        self._finished.clear()
        started = time.perf_counter()
        await self._send(self._place)
        await self._until(self._finished)
        return time.perf_counter() - started

    async def poll(self) -> None:
        """Ask whether anything changed."""
        for fragment in tuple(self._polled):
            asked = ClientState(fragment_id=fragment, is_auto_rerun=True)
            asked.MergeFrom(self._place)
            await self._send(asked)

    async def stay(self) -> None:
        """Keep the page open, which asks at its own rhythm if it asks at all, until cancelled."""
        while True:
            await asyncio.sleep(self.interval or _LOOK_SECONDS)
            await self.poll()

    def expect(self, text: str) -> None:
        """Watch out for a text from now on."""
        self._awaited = text.encode()
        self._shown.clear()

    async def sees(self) -> float:
        """The moment, in seconds of the performance counter, at which the expected text is there."""
        staying = asyncio.create_task(self.stay())
        try:
            await self._until(self._shown)
            return time.perf_counter()
        finally:
            staying.cancel()
            with suppress(asyncio.CancelledError):
                await staying

    async def _until(self, event: asyncio.Event) -> None:
        """Wait for what the reader is to notice; a reader that has ended will notice nothing any more."""
        noticed = asyncio.create_task(event.wait())
        ends = {noticed, self._reader}
        await asyncio.wait(ends, timeout=_PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not noticed.done():
            noticed.cancel()
            raise WorkFailed(f"{self._address} did not show in time what was asked for.")

    async def _send(self, state: ClientState) -> None:
        await self._line.send(BackMsg(rerun_script=state).SerializeToString())

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for content in self._line:
                self._take(bytes(content) if not isinstance(content, str) else content.encode())

    def _take(self, content: bytes) -> None:
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if kind == "delta" and self._awaited and self._awaited in content:
            self._shown.set()
        elif kind == "auto_rerun":
            self._polled.add(message.auto_rerun.fragment_id)
            self.interval = message.auto_rerun.interval
        elif kind == "new_session" and not message.metadata.run.fragment_ids:
            self._polled.clear()
            self.interval = 0.0
        elif kind == "navigation":
            self._place.page_script_hash = message.navigation.page_script_hash
            self._place.page_name = ""
        elif kind == "script_finished":
            self._end(message.script_finished)

    def _end(self, how: int) -> None:
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.drawn += 1
            self._finished.set()
        elif how == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            self.answered += 1
