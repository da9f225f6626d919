"""Wakes open pages when their film changed: one look for all who look at it, where each page would ask by itself.

A poll costs Streamlit a thread, a run and a handful of messages even when nothing is new; two hundred open pages would
keep a core busy with that alone.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from core.errors import AccessDenied, AppError
from core.studio import Studio

log = logging.getLogger(__name__)

# A browser that lost its connection comes back within seconds, or not at all.
ABSENT_SECONDS: Final = 600.0
# The mark of a film that is not to be seen any more; its page then tells why.
GONE: Final = ""


@dataclass(kw_only=True)
class _Screen:
    """What one browser shows, and the message by which its own page would ask for news."""

    job_id: int
    owner: str
    cookie: str | None
    known: str
    ask: ClientState
    present_at: float = field(default_factory=time.monotonic)


def is_drawn_alone() -> bool:
    """Called inside a fragment: whether it is drawn without its page."""
    ctx = get_script_run_ctx()
    return ctx is not None and bool(ctx.fragment_ids_this_run)


class Watch:
    """All screens of this process that show a film."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._screens: dict[str, _Screen] = {}

    def shows(self, job_id: int, *, owner: str, cookie: str | None, mark: str) -> None:
        """Called inside a fragment: run it again as soon as the film's mark is another, or is refused to its visitor."""
        ctx, fragment = get_script_run_ctx(), ThreadState.get().fragment_id
        if ctx is None or fragment is None:
            return
        ask = ClientState(
            query_string=ctx.query_string,
            page_script_hash=ctx.page_script_hash,
            fragment_id=fragment,
            is_auto_rerun=True,
            context_info=ctx.context_info,
        )
        screen = _Screen(job_id=job_id, owner=owner, cookie=cookie, known=mark, ask=ask)
        with self._lock:
            self._screens[ctx.session_id] = screen

    async def keep(self, studio: Studio) -> None:
        """Look again and again and wake whoever shows something else, until cancelled; runs on the server's own loop."""
        while True:
            await asyncio.sleep(studio.settings.page_look_seconds)
            try:
                for session, screen in await asyncio.to_thread(self._outdated, studio):
                    _wake(session, screen)
            except AppError as error:
                log.warning("Open films were not looked at: %s", error.message)
            except Exception:
                # Pages that are told nothing any more would be worse than one look that failed.
                log.exception("The look at open films failed and is repeated")

    def _outdated(self, studio: Studio) -> list[tuple[str, _Screen]]:
        """The screens on which something else is to be seen, each told once."""
        present = list(self._present())
        marks = studio.marks({(screen.job_id, screen.owner) for _, screen in present}) if present else {}
        found = []
        for session, screen in present:
            mark = marks.get((screen.job_id, screen.owner), GONE) if _is_open(studio, screen) else GONE
            if mark != screen.known:
                screen.known = mark
                found.append((session, screen))
        return found

    def _present(self) -> Iterator[tuple[str, _Screen]]:
        """The screens with a browser behind them; one that stays away is forgotten."""
        now = time.monotonic()
        with self._lock:
            screens = list(self._screens.items())
        for session, screen in screens:
            if runtime.get_instance().get_app_session(session) is not None:
                screen.present_at = now
                yield session, screen
            elif now - screen.present_at > ABSENT_SECONDS:
                with self._lock:
                    self._screens.pop(session, None)


def _is_open(studio: Studio, screen: _Screen) -> bool:
    """Whether whoever sits before it is still signed in, where anybody is asked."""
    try:
        return not studio.signs_in or studio.visitor(screen.cookie).name == screen.owner
    except AccessDenied:
        return False


def _wake(session: str, screen: _Screen) -> None:
    """Hand in the message that a browser sends whose page asks for news; it never interrupts what a person does."""
    present = runtime.get_instance().get_app_session(session)
    if present is not None:
        present.request_rerun(screen.ask)
