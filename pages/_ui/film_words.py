"""What the film says in writing: captions and a title, chosen in plain words, and what of it could not be shown."""

from typing import Literal, NamedTuple

import streamlit as st

from core.edits import FilmChange
from core.terms import Captions
from core.views import JobView
from pages._ui.film import edit_of
from pages._ui.guard import act, show_notice
from pages._ui.studio import studio
from pages._ui.wording import CAPTION_MEANINGS, CAPTIONS, literal, plain

TITLE_LABEL = "Show the title over the opening"


class Chosen(NamedTuple):
    """How a film is to carry its words."""

    captions: Captions
    title_card: bool


def words_chosen(job: JobView | None, key: str) -> Chosen:
    """The two questions of a new film; `key` keeps the drafts of different films apart."""
    present = Chosen(job.captions, job.title_card) if job else Chosen(Captions.OFF, False)
    return _questions(present, key, kept="session")


def words_form(job: JobView) -> None:
    """The same for a film that has a storyboard, and its name; saved with a button.

    What is seen of it in the film is undone like any other change.
    """
    # Another version has another form, so that it always begins with what is true.
    key = f"words_{job.id}_{job.revision}"
    with st.popover("Captions and title", key="words", width="stretch"), st.form(key, border=False):
        show_notice("words")
        title = st.text_input("Title", value=job.title, key=f"name_{key}")
        chosen = _questions(Chosen(job.captions, job.title_card), key, kept=None)
        pressed = st.form_submit_button("Save captions and title", type="primary")
    if pressed:
        change = FilmChange(captions=chosen.captions, title_card=chosen.title_card, title=title)
        act(
            lambda: studio().change_film(edit_of(job), change),
            told="Captions and title are saved. That was free.",
            beside="words",
        )


def _questions(present: Chosen, key: str, *, kept: Literal["session"] | None) -> Chosen:
    options = list(CAPTIONS)
    captions = st.radio(
        "Captions",
        options,
        index=options.index(present.captions),
        format_func=CAPTIONS.__getitem__,
        captions=[CAPTION_MEANINGS[option] for option in options],
        key=f"captions_{key}",
        persist_state=kept,
    )
    title = st.checkbox(TITLE_LABEL, value=present.title_card, key=f"title_{key}", persist_state=kept)
    return Chosen(Captions(captions or Captions.OFF), title)


def words_in_short(job: JobView) -> str:
    """Both choices in a few words."""
    return CAPTIONS[job.captions] + (", title over the opening" if job.title_card else "")


def words_that_fail(job: JobView) -> None:
    """Whatever would not be seen as it is written, said before anybody approves."""
    if not job.caption_warnings:
        return
    lines = "\n".join(f"- {literal(plain(warning.message))}" for warning in job.caption_warnings)
    hints = dict.fromkeys(literal(plain(warning.hint)) for warning in job.caption_warnings)
    st.warning(f"**Not all words can be shown in the picture:**\n\n{lines}\n\n{' '.join(hints)}")
