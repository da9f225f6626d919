"""What stands on top of every page: where to go, who draws, and who is signed in."""

import streamlit as st

from core.roles import Role
from pages._ui.places import LIBRARY, PROMPT, SETTINGS, link
from pages._ui.studio import studio, visitor
from pages._ui.wording import artist_line, markup


def header() -> None:
    """The name of the product, the three places outside a film, and the artist at work."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="brand", width="content"):
            link(LIBRARY, "Storyreel")
        link(LIBRARY, "Library")
        link(PROMPT, "New film")
        link(SETTINGS, "Settings")
        line = markup(artist_line(studio().artist()))
        st.html(f'<p class="artist"><span class="quiet">Artist:</span> {line}{_who()}</p>', width="stretch")


def _who() -> str:
    """The visitor's name and the way out; a viewer is told what the role means."""
    account = visitor()
    if account is None:
        return ""
    only = ' <span class="quiet">(may look and download)</span>' if account.role == Role.VIEWER else ""
    return (
        f'<span class="who"><span class="said">Signed in as</span> {markup(account.name)}{only} '
        '<a href="/sign-out" target="_self">Sign out</a></span>'
    )
