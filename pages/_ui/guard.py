"""The one place where errors become words on screen; what nobody expected is logged under a reference."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

import streamlit as st

from core.errors import AppError, SignedOut
from core.views import JobView
from pages._ui.turns import turn
from pages._ui.wording import literal, plain

Outcome = TypeVar("Outcome")

log = logging.getLogger(__name__)

# The shell notes here which page is shown.
PAGE = "page"
_NOTICE = "notice"
_TOAST = "toast"
_SEEN = "seen"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What came of the last thing a person did, and where it was done."""

    kind: Literal["success", "error"]
    message: str
    hint: str
    place: str


@contextmanager
def errors_told(*, way_out: Callable[[], None] | None = None) -> Iterator[None]:
    """Say what went wrong in place of what could not be shown, and offer the way out if there is one."""
    try:
        yield
    except SignedOut:
        # Drawn anew, the page is nothing but its door; a part of it that looks again by itself would stay.
        st.rerun()
    except Exception as error:  # noqa: BLE001 the one door: unexpected ones are logged in full under a reference
        _show("error", *_words_of(error))
        if way_out is not None:
            way_out()


@contextmanager
def part() -> Iterator[None]:
    """A part of a page that is drawn by itself as well: in its turn, and with errors told in its place."""
    with turn(), errors_told():
        yield


def act(
    deed: Callable[[], Outcome],
    *,
    told: str = "",
    toast: str = "",
    then: Callable[[Outcome], None] | None = None,
    beside: str = "",
) -> None:
    """Do what a person asked for, remember what came of it, and draw the page anew or go on to another with `then`.

    A refusal is shown at the top of the page, or where `show_notice` is called with the name `beside`.
    """
    st.session_state.pop(_NOTICE, None)
    try:
        outcome = deed()
    except Exception as error:  # noqa: BLE001 as above
        refuse(*_words_of(error), beside=beside)
    else:
        if isinstance(outcome, JobView):
            screen_shows(outcome)
        if told:
            say(told)
        if toast:
            st.session_state[_TOAST] = toast
        if then is not None:
            then(outcome)
    st.rerun()


def say(message: str) -> None:
    """Good news, in place of the last notice."""
    st.session_state[_NOTICE] = Notice(kind="success", message=message, hint="", place=_place())


def refuse(message: str, hint: str, *, beside: str = "") -> None:
    """Bad news, in place of the last notice."""
    st.session_state[_NOTICE] = Notice(
        kind="error", message=plain(message), hint=plain(hint), place=_place(beside)
    )


def show_notice(beside: str = "") -> None:
    """Show what came of the last deed, if it was done here."""
    toast = st.session_state.pop(_TOAST, None)
    if toast:
        st.toast(literal(toast))
    notice: Notice | None = st.session_state.get(_NOTICE)
    if notice is not None and notice.place == _place(beside):
        _show(notice.kind, notice.message, notice.hint)


def screen_shows(job: JobView) -> None:
    """Remember which version of a storyboard this screen shows."""
    st.session_state[f"{_SEEN}-{job.id}"] = job.revision


def was_changed_elsewhere(job: JobView) -> bool:
    """Whether the storyboard is another than this screen showed, by somebody else's doing or by finished work."""
    return version_seen(job) != job.revision


def version_seen(job: JobView) -> int:
    """The version that was on this screen when its last button was pressed."""
    return int(st.session_state.get(f"{_SEEN}-{job.id}", job.revision))


def _place(beside: str = "") -> str:
    address = (st.query_params.get(name, "") for name in ("job", "scene"))
    return "/".join((st.session_state.get(PAGE, ""), *address, beside))


def _words_of(error: Exception) -> tuple[str, str]:
    if isinstance(error, AppError):
        return plain(error.message), plain(error.hint)
    reference = secrets.token_hex(3)
    log.error("Reference %s", reference, exc_info=error)
    return (
        f"Something went wrong that should not have (reference {reference}).",
        "Try again; if it happens again, tell whoever runs Storyreel this reference.",
    )


def _show(kind: Literal["success", "error"], message: str, hint: str) -> None:
    body = f"**{literal(message)}**" + (f"\n\n{literal(hint)}" if hint else "")
    if kind == "error":
        st.error(body)
    else:
        st.success(literal(message))
