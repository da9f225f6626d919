"""Library: every film with its state, found again by words, state or age, and a way to start."""

import streamlit as st

from pages._ui.guard import show_notice
from pages._ui.shelf import first_film, no_hit, shelf, shelf_wanted
from pages._ui.studio import owner, studio
from pages._ui.trash import deleted_films, undo_delete
from pages._ui.wording import count_of

st.title("Your films", anchor=False)
show_notice()
undo_delete()

if not studio().library(owner=owner(), per_page=1).anything:
    first_film()
else:
    wanted = shelf_wanted()
    found = studio().library(owner=owner(), **wanted)
    if found.total == 0:
        no_hit()
    else:
        st.caption(count_of(found.total, "film"))
        shelf(found)

deleted_films()
