"""Settings: your account, tokens for programs, who draws and for how much, what is stored, and whether all is well."""

import streamlit as st

from pages._ui.account_panel import account_panel
from pages._ui.guard import show_notice
from pages._ui.token_panel import token_panel
from pages._ui.workshop_panels import artist_panel, health_panel, prices_panel, storage_panel

st.title("Settings", anchor=False)
show_notice()
account_panel()
left, right = st.columns(2, gap="large")
with left:
    artist_panel()
    prices_panel()
with right:
    health_panel()
    storage_panel()
token_panel()
