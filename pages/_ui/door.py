"""The door of every page: who is signed out sees nothing but the way back in."""

from urllib.parse import quote, urlencode

import streamlit as st

from core.errors import SignedOut
from pages._ui.guard import PAGE, show_notice
from pages._ui.studio import visitor

_WHO = "who"


def is_signed_out() -> bool:
    """Whether the visitor must sign in first; then this is all that the page says."""
    try:
        account = visitor(active=True)
    except SignedOut as ended:
        st.title("Sign in to go on", anchor=False)
        show_notice()
        st.markdown(f"{ended.message} Whatever was saved is safe.")
        way_in(_here())
        return True
    name = account.name if account is not None else ""
    # A tab that comes back under another name must not show what the first one left behind.
    if st.session_state.setdefault(_WHO, name) != name:
        st.session_state.clear()
        st.rerun()
    return False


def way_in(path: str) -> None:
    """A link out of the pages, in this tab, to the sign-in page and back."""
    st.html(f'<a class="way" href="/sign-in?next={quote(path, safe="")}" target="_self">Sign in</a>')


def _here() -> str:
    query = urlencode(list(st.query_params.items()))
    return f"/{st.session_state.get(PAGE, '')}" + (f"?{query}" if query else "")
