"""The one Studio that all pages share, lent by the launcher before the first visitor comes, and who the visitor is."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from core.errors import ConfigurationError
from core.studio import Studio
from core.views import AccountView
from pages._ui.watch import Watch

# Whoever opens the pages owns what is made there, where nobody is asked to sign in.
OWNER: Final = "local"
# The gate's cookie. Scripts of the browser cannot read it, and what it says is looked up at each use.
SESSION_COOKIE: Final = "storyreel_session"


def _browser_cookie() -> str | None:
    return st.context.cookies.get(SESSION_COOKIE)


_lent: list[Studio] = []
_watch: Final = Watch()
_session_of: list[Callable[[], str | None]] = [_browser_cookie]


def lend_studio(studio: Studio, *, session_of: Callable[[], str | None] = _browser_cookie) -> None:
    """Make this the Studio of the pages, in place of an earlier one; `session_of` gives the visitor's cookie."""
    _lent[:] = [studio]
    _session_of[:] = [session_of]


def address(path: str, **query: object) -> str:
    """The address of a picture or a film, with the pass that a browser needs where reads are closed."""
    given = _shared().pass_for(path)
    asked = {**query, **({"pass": given} if given else {})}
    return f"{path}?{urlencode(asked)}" if asked else path


def studio() -> Studio:
    """The Studio that was lent; raises `SignedOut` when the visitor's session is over.

    Every part of every page comes by here, so an old tab can do nothing once its session has ended.
    """
    visitor()
    return _shared()


def visitor(*, active: bool = False) -> AccountView | None:
    """Who is looking; None where nobody is asked. `active` when a person did something, not a page by itself."""
    shared = _shared()
    return shared.visitor(_session_of[0](), active=active) if shared.signs_in else None


def cookie() -> str | None:
    """The visitor's cookie; None where nobody is asked."""
    return _session_of[0]() if _shared().signs_in else None


def watch() -> Watch:
    """Who wakes the pages that show a film; the launcher lets it look."""
    return _watch


def owner() -> str:
    """Whose films these are."""
    account = visitor()
    return account.name if account is not None else OWNER


def _shared() -> Studio:
    if not _lent:
        raise ConfigurationError(
            "The pages run without their studio.",
            hint="Start them with `make run` or `streamlit run app.py`.",
        )
    return _lent[0]
