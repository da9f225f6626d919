"""The storyboard as cards: picture, number, text, seconds, state, price, and what can be done with the scene."""

import streamlit as st

from core.terms import AspectRatio
from core.views import JobView, SceneView, TakeView
from pages._ui.film import edit_of
from pages._ui.guard import act
from pages._ui.pictures import scene_picture
from pages._ui.studio import owner, studio
from pages._ui.wording import dollars, length, literal, markup, plain


def board(job: JobView) -> None:
    """All scenes as cards, as many beside one another as there is room for."""
    tall = AspectRatio(job.aspect_ratio) == AspectRatio.TALL
    grid = st.grid("auto", min_column_width=200 if tall else 250, gap="medium", key="board")
    for scene in job.storyboard or ():
        with grid.cell(), st.container(key=f"scene_{scene.id}", gap="small"):
            st.html(_face(job, scene))
            if scene.trouble is not None:
                _trouble(job, scene)
            _buttons(job, scene)


def _face(job: JobView, scene: SceneView) -> str:
    return (
        f'<article class="card"><figure class="frame">{scene_picture(job, scene)}'
        f'<span class="number" aria-hidden="true">{scene.number}</span>'
        f'<span class="seconds">{length(scene.duration_ms)}</span></figure>'
        f'<h3 class="said">Scene {scene.number}</h3><p class="text">{markup(scene.description)}</p>'
        f'<p class="quiet">{_made(scene.picture, len(scene.takes))}</p></article>'
    )


def _made(take: TakeView | None, count: int) -> str:
    if take is None:
        return "&nbsp;"
    by = {"own": "own picture", "sketch": "sketch"}.get(take.artist, take.model)
    which = f"Picture {take.number} of {count} · " if count > 1 else ""
    return markup(f"{which}{by} · {dollars(take.charged_micros)} charged")


def _trouble(job: JobView, scene: SceneView) -> None:
    trouble = scene.trouble
    if trouble is None:
        return
    st.error(f"**{literal(plain(trouble.message))}** {literal(plain(trouble.hint))}")
    lacks = scene.picture is None
    label = "Make the picture" if trouble.code == "no_picture" else "Try again"
    if lacks and st.button(f"{label} *for scene {scene.number}*", key=f"retry_{scene.id}", type="primary"):
        act(lambda: studio().retry(job.id, owner=owner(), scene_number=scene.number))


def _buttons(job: JobView, scene: SceneView) -> None:
    count = len(job.storyboard or ())
    with st.container(horizontal=True, gap="xsmall", key=f"buttons_{scene.id}"):
        st.button(
            f"Refine *scene {scene.number}*",
            key=f"open_{scene.id}",
            on_click=open_scene,
            args=(scene.id,),
        )
        if st.button(
            f"*Scene {scene.number}:* Earlier", key=f"earlier_{scene.id}", disabled=scene.number == 1
        ):
            _move(job, scene.number, -1)
        if st.button(
            f"*Scene {scene.number}:* Later", key=f"later_{scene.id}", disabled=scene.number == count
        ):
            _move(job, scene.number, 1)


def open_scene(scene_id: int) -> None:
    """Put the scene into the address, which opens it."""
    st.query_params["scene"] = str(scene_id)


def _move(job: JobView, number: int, by: int) -> None:
    order = list(range(1, len(job.storyboard or ()) + 1))
    order[number - 1], order[number - 1 + by] = order[number - 1 + by], order[number - 1]
    act(
        lambda: studio().reorder(edit_of(job), order),
        toast=f"Scene {number} is now scene {number + by}.",
    )
