"""Approve and render: what is approved, how far the film is, and the film."""

import streamlit as st

from core.views import JobStatus
from pages._ui.approval import (
    approve_and_render,
    changes,
    finished,
    is_waiting_for_approval,
    render_approved,
    what_is_approved,
)
from pages._ui.board_tools import film_title
from pages._ui.empty import no_film, no_storyboard
from pages._ui.film import film_named_in_address, keep_true
from pages._ui.film_words import words_that_fail
from pages._ui.guard import screen_shows, show_notice
from pages._ui.paid_choices import told_fallback
from pages._ui.places import RENDER
from pages._ui.player import player
from pages._ui.preview import preview
from pages._ui.progress import progress, trouble
from pages._ui.rail import rail

job = film_named_in_address()
rail(job, here=RENDER)

if job is None:
    no_film()
else:
    film_title(job)
    show_notice()
    trouble(job)
    told_fallback(job)
    if job.storyboard is None:
        no_storyboard(job)
    elif job.status == JobStatus.COMPLETED:
        player(job)
        finished(job)
        st.subheader("What was approved", anchor=False)
        what_is_approved(job)
    else:
        changes(job)
        if job.status == JobStatus.RENDERING:
            progress(job, stop="Stop rendering")
            preview(job)
        elif is_waiting_for_approval(job):
            st.subheader("Is this the film you want?", anchor=False)
        elif job.status == JobStatus.STORYBOARD_READY:
            render_approved(job)
        what_is_approved(job)
        if is_waiting_for_approval(job):
            words_that_fail(job)
            approve_and_render(job)
        if job.film is not None:
            st.subheader("The film as it was before", anchor=False)
            player(job)
    keep_true(job)
    screen_shows(job)
