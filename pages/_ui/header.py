"""What stands on top of every page: where to go, and who draws."""

import streamlit as st

from pages._ui.places import LIBRARY, PROMPT, SETTINGS, link
from pages._ui.studio import studio
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
        st.html(f'<p class="artist"><span class="quiet">Artist:</span> {line}</p>', width="stretch")
