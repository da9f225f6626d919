"""The shell around every page: title, look, door, header, and the guard that turns errors into words."""

import streamlit as st

from pages._ui.door import is_signed_out
from pages._ui.guard import PAGE, errors_told
from pages._ui.header import header
from pages._ui.places import ASSETS, all_pages, to_library
from pages._ui.turns import turn

st.set_page_config(page_title="Storyreel", page_icon=str(ASSETS / "favicon.png"), layout="wide")
page = st.navigation(all_pages(), position="hidden")
st.session_state[PAGE] = page.url_path
st.html(ASSETS / "look.css")
with turn():
    with errors_told():
        if is_signed_out():
            st.stop()
        header()
    with errors_told(way_out=to_library):
        page.run()
