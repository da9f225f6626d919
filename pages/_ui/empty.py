"""What is shown where there is nothing to show yet, with the way on."""

import streamlit as st

from core.views import JobView
from pages._ui.places import LIBRARY, PROMPT, RENDER, STORYBOARD, go


def no_film() -> None:
    """A page of a film that was opened without one."""
    st.title("Which film?", anchor=False)
    st.markdown("This page belongs to a film. Open one from the library, or start a new one.")
    with st.container(horizontal=True):
        if st.button("Open the library", type="primary"):
            st.switch_page(LIBRARY)
        if st.button("Start a new film"):
            st.switch_page(PROMPT)


def no_storyboard(job: JobView) -> None:
    """A step that needs pictures, before there are any."""
    st.markdown("There is no storyboard to approve yet.")
    if st.button("Go to the storyboard", type="primary", key="to_storyboard"):
        go(STORYBOARD, job.id)


def no_finished_film(job: JobView) -> None:
    """The export, before there is a film that is up to date."""
    if job.film is None:
        st.markdown(
            "There is no finished film to export yet. Approve the storyboard and have it rendered first."
        )
    else:
        st.markdown(
            "The storyboard was changed since its film was made. Have it rendered again to export the new film; "
            "the last one can still be watched beside the approval."
        )
    if st.button("Go to approval", type="primary", key="to_approval"):
        go(RENDER, job.id)
