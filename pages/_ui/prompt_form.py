"""The questions that a film is made from, each in a shape that shows what it means."""

import streamlit as st

from core.gallery import STYLES
from core.jobs import NewJob
from core.terms import (
    MAX_FILM_MS,
    MAX_PROMPT_CHARACTERS,
    MAX_SCENES,
    MIN_FILM_MS,
    MIN_PROMPT_CHARACTERS,
    AspectRatio,
)
from core.views import JobView
from pages._ui.film_words import Chosen, words_chosen
from pages._ui.guard import act
from pages._ui.paid_choices import PaidChoices
from pages._ui.places import STORYBOARD, go
from pages._ui.studio import address, owner, studio
from pages._ui.wording import SHAPES, artist_line, count_of, dollars, literal

USUAL_SECONDS = 30
PLACEHOLDER = "For example: A hero discovers a hidden treasure in ancient ruins"
OWN_STYLE = "own"
_DRAFT = "draft"


def prompt_text(job: JobView | None) -> str:
    """The text; one that is too long stays, and is told."""
    text = st.text_area(
        "In a sentence or a whole script, in any language",
        value=job.prompt if job else "",
        height=150,
        placeholder=PLACEHOLDER,
        key=_key("prompt", job),
        persist_state="session",
    )
    _told_too_long(text or "")
    return text or ""


def _told_too_long(text: str) -> None:
    """The browser would take none of a longer text, and not say why."""
    above = len(text.strip()) - MAX_PROMPT_CHARACTERS
    if above > 0:
        st.warning(
            f"Your text has {above + MAX_PROMPT_CHARACTERS:,} characters; at most {MAX_PROMPT_CHARACTERS:,} are taken. "
            f"Shorten it by {above:,}."
        )


def length_and_scenes(job: JobView | None) -> tuple[int, int | None]:
    """How long, and in how many scenes; None lets the text decide."""
    seconds = st.number_input(
        "Length in seconds",
        min_value=MIN_FILM_MS // 1000,
        max_value=MAX_FILM_MS // 1000,
        value=job.target_ms // 1000 if job else USUAL_SECONDS,
        step=5,
        key=_key("seconds", job),
        persist_state="session",
    )
    scenes = st.number_input(
        "Number of scenes",
        min_value=1,
        max_value=MAX_SCENES,
        value=None,
        placeholder="As many as fit the length",
        key=_key("scenes", job),
        persist_state="session",
    )
    return int(seconds or USUAL_SECONDS) * 1000, int(scenes) if scenes else None


def style(job: JobView | None) -> str:
    """The style as a gallery of what the artist makes of one and the same scene."""
    options = [*STYLES, OWN_STYLE]
    present = job.style if job else STYLES[0]
    with st.container(key="styles"):
        chosen = st.radio(
            "Style",
            options,
            index=options.index(present) if present in options else options.index(OWN_STYLE),
            format_func=_style_label,
            horizontal=True,
            width="stretch",
            key=_key("style", job),
            persist_state="session",
        )
    if chosen != OWN_STYLE:
        return str(chosen)
    words = st.text_input(
        "Your own words for the style",
        value=present if present not in options else "",
        max_chars=100,
        placeholder="For example: charcoal drawing, warm light",
        key=_key("style_words", job),
        persist_state="session",
    )
    if not (words or "").strip():
        st.caption(f"Until you write some, the style is {STYLES[0]}.")
    return (words or "").strip() or STYLES[0]


def _style_label(name: str) -> str:
    return (
        "Your own words"
        if name == OWN_STYLE
        else f"![]({address(f'/data/samples/{name}.jpg')}) {name.capitalize()}"
    )


def shape(job: JobView | None) -> AspectRatio:
    """The shape as drawn frames."""
    shapes = list(SHAPES)
    with st.container(key="shapes"):
        chosen = st.radio(
            "Shape",
            shapes,
            index=shapes.index(AspectRatio(job.aspect_ratio)) if job else 0,
            format_func=SHAPES.__getitem__,
            horizontal=True,
            width="stretch",
            key=_key("shape", job),
            persist_state="session",
        )
    return AspectRatio(chosen or AspectRatio.WIDE)


def words(job: JobView | None) -> Chosen:
    """What is written in the film."""
    return words_chosen(job, _key("words", job))


def film_wanted(
    prompt: str,
    *,
    length: tuple[int, int | None],
    style: str,
    shape: AspectRatio,
    words: Chosen,
    choices: PaidChoices,
) -> NewJob:
    """The answers as a request; `length` is the milliseconds and the number of scenes."""
    duration_ms, scene_count = length
    return NewJob(
        prompt=prompt,
        duration_ms=duration_ms,
        scene_count=scene_count,
        style=style,
        aspect_ratio=shape,
        captions=words.captions,
        title_card=words.title_card,
        motion=choices.motion,
        planner_fallback=choices.planner_fallback,
        clip_fallback=choices.clip_fallback,
        reference=choices.reference,
    )


def estimate(request: NewJob) -> None:
    """What it would cost by the price list, and what the artist at work will charge."""
    offer = studio().estimate(request)
    artist = studio().artist()
    st.html(
        '<dl class="offer">'
        f"<div><dt>Scenes</dt><dd>{offer.scenes}</dd></div>"
        f"<div><dt>Estimated</dt><dd>{dollars(offer.estimated_micros)}</dd></div>"
        f"<div><dt>Charged at most</dt><dd>{dollars(offer.charge_micros)}</dd></div></dl>"
    )
    st.caption(
        f"{literal(artist_line(artist))}. {count_of(studio().settings.max_refinements, 'refinement')} included. "
        "Your own pictures can be put into scenes later."
    )


def start(request: NewJob) -> None:
    """The button; what is missing is said when it is pressed."""
    if not st.button("Make the storyboard", type="primary", width="stretch", key="start"):
        return
    if len(request.prompt.strip()) < MIN_PROMPT_CHARACTERS:
        st.warning(f"Write at least {MIN_PROMPT_CHARACTERS} characters about your film first.")
        return
    act(lambda: studio().create(request, owner=owner()), then=_open_storyboard)


def _open_storyboard(job: JobView) -> None:
    # The next new film begins with empty questions.
    st.session_state[_DRAFT] = st.session_state.get(_DRAFT, 0) + 1
    go(STORYBOARD, job.id)


def draft_of(job: JobView | None) -> str:
    """A name for this form's answers, another one for each new film."""
    return _key("choices", job)


def _key(name: str, job: JobView | None) -> str:
    """A new film and each film that is made anew have drafts of their own."""
    return f"{name}_{job.id}" if job else f"{name}-{st.session_state.get(_DRAFT, 0)}"
