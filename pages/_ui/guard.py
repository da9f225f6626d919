"""The one place where errors become words on screen; what nobody expected is logged under a reference."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

import streamlit as st

from core.errors import AppError
from core.views import JobView
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
def errors_told() -> Iterator[None]:
    """Say what went wrong in place of what could not be shown."""
    try:
        yield
    except AppError as error:
        _show("error", *_words_of(error))
    except Exception as error:  # noqa: BLE001 the one door: it is logged in full, and told under its reference
        _show("error", *_words_of(error))


def act(
    deed: Callable[[], Outcome],
    *,
    told: str = "",
    toast: str = "",
    then: Callable[[Outcome], None] | None = None,
) -> None:
    """Do what a person asked for, remember what came of it, and draw the page anew or go on to another with `then`."""
    st.session_state.pop(_NOTICE, None)
    try:
        outcome = deed()
    except Exception as error:  # noqa: BLE001 as above
        message, hint = _words_of(error)
        st.session_state[_NOTICE] = Notice(kind="error", message=message, hint=hint, place=_place())
    else:
        if isinstance(outcome, JobView):
            screen_shows(outcome)
        if told:
            st.session_state[_NOTICE] = Notice(kind="success", message=told, hint="", place=_place())
        if toast:
            st.session_state[_TOAST] = toast
        if then is not None:
            then(outcome)
    st.rerun()


def say(message: str) -> None:
    """Remember good news for the next drawing of the page."""
    st.session_state[_NOTICE] = Notice(kind="success", message=message, hint="", place=_place())


def show_notice() -> None:
    """Show what came of the last deed, if it was done here."""
    toast = st.session_state.pop(_TOAST, None)
    if toast:
        st.toast(literal(toast))
    notice: Notice | None = st.session_state.get(_NOTICE)
    if notice is not None and notice.place == _place():
        _show(notice.kind, notice.message, notice.hint)


def screen_shows(job: JobView) -> None:
    """Remember which version of a storyboard this screen shows."""
    st.session_state[f"{_SEEN}-{job.id}"] = job.revision


def version_seen(job: JobView) -> int:
    """The version that was on this screen when its last button was pressed."""
    return int(st.session_state.get(f"{_SEEN}-{job.id}", job.revision))


def _place() -> str:
    address = (st.query_params.get(name, "") for name in ("job", "scene"))
    return "/".join((st.session_state.get(PAGE, ""), *address))


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
