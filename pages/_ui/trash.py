"""Deleting a film, and having it back: right after, or later, from the list of those that were deleted."""

from functools import partial

import streamlit as st

from core.views import JobSummary
from pages._ui.guard import act
from pages._ui.studio import owner, studio
from pages._ui.wording import count_of, literal, short

_DELETED = "deleted"
# More would make every look at the library slow; the calls of the API page through all of them.
_LISTED = 50


@st.dialog("Delete this film?")
def confirm_delete(film: JobSummary) -> None:
    """Ask first, and say how long it can be had back."""
    days = count_of(studio().settings.trash_days, "day")
    st.markdown(
        f"**{literal(film.title)}** leaves the library with its pictures and its film. "
        f"For {days} it can be taken back; then it is gone for good."
    )
    with st.container(horizontal=True):
        if st.button("Delete", type="primary", key="confirm_delete"):
            st.session_state[_DELETED] = (film.id, film.title)
            act(lambda: studio().trash(film.id, owner=owner()))
        if st.button("Keep it", key="keep"):
            st.rerun()


def undo_delete() -> None:
    """Right after a film was deleted: the way back."""
    deleted: tuple[int, str] | None = st.session_state.get(_DELETED)
    if deleted is None:
        return
    number, title = deleted
    with st.container(horizontal=True, vertical_alignment="center", key="undo_delete", border=True):
        st.markdown(f"**{literal(short(title, 60))}** is deleted.", width="stretch")
        if st.button("Undo", key="undo_delete_button", type="primary"):
            del st.session_state[_DELETED]
            act(lambda: studio().take_back(number, owner=owner()), toast="The film is back.")
        if st.button("Fine", key="forget_delete"):
            del st.session_state[_DELETED]
            st.rerun()


def deleted_films() -> None:
    """Those that can still be had back; nothing where there are none."""
    films = studio().jobs(owner=owner(), trashed=True, limit=_LISTED)
    if not films:
        return
    days = count_of(studio().settings.trash_days, "day")
    with st.expander(f"Deleted films ({len(films)})", key="deleted_films"):
        more = f" Only the newest {_LISTED} are listed." if len(films) == _LISTED else ""
        st.caption(f"{days} after a film was deleted it is gone for good.{more}")
        for film in films:
            with st.container(horizontal=True, vertical_alignment="center", key=f"deleted_{film.id}"):
                title = literal(short(film.title, 60))
                st.markdown(f"**{title}** · {count_of(film.scenes_total, 'scene')}", width="stretch")
                if st.button(f"Take back *{title}*", key=f"take_back_{film.id}"):
                    st.session_state.pop(_DELETED, None)
                    act(partial(studio().take_back, film.id, owner=owner()), toast="The film is back.")
