"""Prompt: what the film is about, how long, in which style and shape, and what it will cost."""

import streamlit as st

from pages._ui.film import film_named_in_address
from pages._ui.guard import show_notice
from pages._ui.paid_choices import paid_choices
from pages._ui.places import PROMPT
from pages._ui.prompt_form import (
    draft_of,
    estimate,
    film_wanted,
    length_and_scenes,
    prompt_text,
    shape,
    start,
    style,
    words,
)
from pages._ui.rail import rail
from pages._ui.wording import literal

job = film_named_in_address()
rail(job, here=PROMPT)
st.title("What is your film about?", anchor=False)
show_notice()
if job is not None:
    st.caption(
        f"This is what “{literal(job.title)}” was made from. Change what you like and make a new film of it."
    )

story, side = st.columns([2, 1], gap="large")
with story:
    prompt = prompt_text(job)
    chosen_style = style(job)
with side:
    length = length_and_scenes(job)
    chosen_shape = shape(job)
    chosen_words = words(job)
    choices = paid_choices(job, draft=draft_of(job))
    request = film_wanted(
        prompt, length=length, style=chosen_style, shape=chosen_shape, words=chosen_words, choices=choices
    )
    estimate(request)
    start(request)
