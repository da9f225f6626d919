"""Storyboard: pictures appear one by one, are put in order, refined, and sent on to approval."""

import streamlit as st

from core.views import JobStatus
from pages._ui.board_tools import film_title, news, numbers, past, tools
from pages._ui.cards import board
from pages._ui.empty import no_film
from pages._ui.film import film_named_in_address, is_at_work, keep_true
from pages._ui.film_words import words_form, words_that_fail
from pages._ui.guard import screen_shows, show_notice
from pages._ui.music import music
from pages._ui.paid_choices import told_fallback
from pages._ui.places import RENDER, STORYBOARD, go
from pages._ui.planning import planning
from pages._ui.progress import progress, trouble
from pages._ui.rail import rail
from pages._ui.refine import news_of_refining
from pages._ui.scene import opened_scene, scene_drawer
from pages._ui.sorter import sortable_order

job = film_named_in_address()
rail(job, here=STORYBOARD)

if job is None:
    no_film()
else:
    film_title(job)
    scene = opened_scene(job)
    if scene is None:
        news_of_refining(job)
        news(job)
        show_notice()
    trouble(job)
    told_fallback(job)
    if job.status != JobStatus.RENDERING and is_at_work(job):
        progress(job, stop="Stop drawing")

    if job.storyboard is None:
        planning(job)
    else:
        cards, side = st.columns([15, 4], gap="large")
        with side, st.container(key="side"):
            if st.button("Review and approve", type="primary", width="stretch", key="to_approval"):
                go(RENDER, job.id)
            numbers(job)
            words_form(job)
            st.subheader("Order", anchor=False)
            st.caption("Drag to sort, or use Earlier and Later.")
            sortable_order(job)
            music(job)
        with cards:
            words_that_fail(job)
            tools(job)
            board(job)
        past(job)

    if scene is not None:
        scene_drawer(job, scene)
    else:
        keep_true(job)
        screen_shows(job)
