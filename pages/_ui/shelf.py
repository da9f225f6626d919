"""The library's cards, what they are searched and sorted by, and what can be done with each film."""

from pathlib import Path
from typing import Any

import streamlit as st

from core.gallery import EXAMPLES
from core.jobs import NewJob
from core.library import LibraryOrder
from core.views import JobStatus, JobSummary, JobView, LibraryPage
from pages._ui.film import AT_WORK
from pages._ui.guard import act, part
from pages._ui.pictures import CARD_WIDTH, blank
from pages._ui.places import PROMPT, RENDER, STORYBOARD, go
from pages._ui.studio import address, owner, studio
from pages._ui.trash import confirm_delete
from pages._ui.wording import SHELVES, STATES, ago, count_of, length, literal, markup, short

ORDERS = {
    LibraryOrder.NEWEST: "Newest first",
    LibraryOrder.OLDEST: "Oldest first",
    LibraryOrder.CHANGED: "Changed last",
    LibraryOrder.TITLE: "By title",
}
EXAMPLE_MS = 15_000
REFRESH_SECONDS = 2.0


def first_film() -> None:
    """An empty library that invites: three films that start with one click."""
    st.markdown(
        "Write a sentence, look at the pictures, approve them, download the film. Start with one of these:"
    )
    for column, (name, example) in zip(st.columns(3, gap="medium"), EXAMPLES.items(), strict=True):
        with column, st.container(key=f"example_{name}", gap="small"):
            st.html(
                f'<figure class="frame"><img class="picture" style="aspect-ratio:4/3" alt=""'
                f' src="{address(f"/data/samples/{name}.jpg")}" width="4" height="3"></figure>'
                f'<h2 class="name">{markup(example.title)}</h2><p class="text two">{markup(example.prompt)}</p>'
            )
            if st.button(f"Make this film *: {example.title}*", key=f"start_{name}", width="stretch"):
                _start(NewJob(prompt=example.prompt, style=example.style, duration_ms=EXAMPLE_MS))
    if st.button("Or write your own", type="primary", key="write_own"):
        st.switch_page(PROMPT)


def _start(request: NewJob) -> None:
    act(lambda: studio().create(request, owner=owner()), then=_open_storyboard)


def shelf_wanted() -> dict[str, Any]:
    """What the person searches for; kept in the address, so that a reload shows the same."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="search_row"):
        text = st.text_input("Search", type="search", live="400ms", key="q", bind="query-params", width=480)
        order = st.selectbox("Sorted", list(ORDERS), format_func=ORDERS.__getitem__, key="sorted", width=190)
    group = st.pills("State", list(SHELVES), default="All", required=True, key="state", bind="query-params")
    return {
        "text": (text or "").strip() or None,
        "order": order,
        "statuses": SHELVES[group or "All"],
        "page": _page(),
    }


def _page() -> int:
    return int(st.session_state.get("shelf_page", 1))


def no_hit() -> None:
    """A search that found nothing."""
    st.markdown("Nothing here matches. Try fewer words, or another state.")


def shelf(found: LibraryPage) -> None:
    """The cards of one page; films at work move by themselves."""
    busy = any(film.status in AT_WORK for film in found.films)

    @st.fragment(run_every=REFRESH_SECONDS if busy else None)
    def cards() -> None:
        with part():
            grid = st.grid("auto", min_column_width=270, gap="medium", key="shelf")
            for film in found.films:
                with grid.cell(), st.container(key=f"film_{film.id}", gap="small"):
                    _card(film)

    cards()
    if found.pages > 1:
        with st.container(horizontal_alignment="center"):
            st.pagination(found.pages, key="shelf_page")


def _card(film: JobSummary) -> None:
    state = STATES[film.status]
    with st.container(key=f"cover_{film.id}", gap=None):
        st.html(_cover(film))
    st.badge(state.label, color=state.color)
    with st.container(horizontal=True, gap="xsmall", key=f"actions_{film.id}"):
        title = literal(short(film.title, 40))
        if st.button(f"{_verb(film)} *{title}*", key=f"continue_{film.id}"):
            go(_next_page(film), film.id)
        if st.button(f"Duplicate *{title}*", key=f"duplicate_{film.id}"):
            act(lambda: studio().duplicate(film.id, owner=owner()), then=_open_storyboard)
        if st.button(f"Delete *{title}*", key=f"delete_{film.id}"):
            confirm_delete(film)


def _open_storyboard(job: JobView) -> None:
    go(STORYBOARD, job.id)


def _cover(film: JobSummary) -> str:
    if film.thumbnail is None:
        picture = blank("16:9", "No picture yet", alive=film.status in AT_WORK)
    else:
        picture = (
            f'<img class="picture cover" src="{markup(address(film.thumbnail, width=CARD_WIDTH))}" alt="" loading="lazy"'
            ' width="16" height="9">'
        )
    facts = f"{length(film.duration_ms)} · {count_of(film.scenes_total, 'scene')} · {ago(film.created_at)}"
    return (
        f'<article class="card"><figure class="frame">{picture}</figure>'
        f'<h2 class="name">{markup(film.title)}</h2><p class="quiet">{markup(facts)}</p></article>'
    )


def _verb(film: JobSummary) -> str:
    verbs = {
        JobStatus.STORYBOARD_READY: "Review",
        JobStatus.COMPLETED: "Watch",
        JobStatus.RENDERING: "Follow",
    }
    return verbs.get(film.status, "Continue")


def _next_page(film: JobSummary) -> Path:
    return {JobStatus.COMPLETED: RENDER, JobStatus.RENDERING: RENDER}.get(film.status, STORYBOARD)
