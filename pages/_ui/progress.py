"""How far the work is, how long it will still take, and a way to stop it."""

import streamlit as st

from core.views import JobStatus, JobView
from pages._ui.film import WORKING_SECONDS
from pages._ui.guard import act, part
from pages._ui.studio import owner, studio
from pages._ui.wording import left, literal, plain


def progress(job: JobView, *, stop: str) -> None:
    """A bar that moves by itself, and a button with the words of `stop`."""

    @st.fragment(run_every=WORKING_SECONDS)
    def bar() -> None:
        with part():
            now = studio().job(job.id, owner=owner()).progress
            words = " · ".join(filter(None, (plain(now.message or ""), left(now.seconds_left))))
            st.progress(now.percent / 100, text=literal(words))

    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="medium", key="progress"
    ):
        with st.container():
            bar()
        if st.button(stop, key="stop"):
            act(lambda: studio().cancel(job.id, owner=owner()), toast="Stopped. What was finished is kept.")


def trouble(job: JobView) -> None:
    """Why the film failed or stopped, and the button that goes on from there."""
    if job.status not in (JobStatus.FAILED, JobStatus.CANCELED):
        return
    if job.trouble is not None:
        st.error(f"**{literal(plain(job.trouble.message))}**\n\n{literal(plain(job.trouble.hint))}")
    elif job.status == JobStatus.CANCELED:
        st.info("**This film was stopped.** What was finished before is kept.")
    if st.button("Go on with what is missing", type="primary", key="go_on"):
        act(lambda: studio().retry(job.id, owner=owner()), toast="Going on.")
