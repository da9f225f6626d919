"""All pictures a scene ever had: side by side, and back to any of them for free."""

import streamlit as st

from core.views import JobView, SceneView, TakeView
from pages._ui.film import edit_of
from pages._ui.guard import act
from pages._ui.pictures import picture
from pages._ui.reference import follow_button, own_reference
from pages._ui.studio import studio
from pages._ui.wording import ago, dollars, markup


def takes(job: JobView, scene: SceneView) -> None:
    """The strip, and below it any two beside each other."""
    if not scene.takes:
        st.caption("No picture was made for this scene yet.")
        return
    grid = st.grid("auto", min_column_width=120, gap="small", key="takes")
    for take in scene.takes:
        with grid.cell():
            _take(job, scene, take)
    if len(scene.takes) > 1:
        _compare(job, scene)
    st.caption("Choosing an earlier picture is free and uses no refinement.")
    own_reference(job)


def _take(job: JobView, scene: SceneView, take: TakeView) -> None:
    alt = f"Picture {take.number} of scene {scene.number}"
    st.html(
        f'<figure class="frame">{picture(take, alt=alt, width=320, frame=job.aspect_ratio)}</figure>'
        f'<p class="quiet tight">Picture {take.number} · {_source(take)}<br>'
        f"{ago(take.created_at)} · {dollars(take.charged_micros)} charged</p>"
    )
    label = "In use" if take.chosen else "Use this"
    name = f"{label} *: picture {take.number} of scene {scene.number}*"
    if st.button(name, key=f"use_{scene.id}_{take.number}", disabled=take.chosen, width="stretch"):
        act(
            lambda: studio().choose_take(edit_of(job), scene_number=scene.number, take_number=take.number),
            told=f"Scene {scene.number} shows picture {take.number} again. That was free.",
        )
    follow_button(job, scene, take)


def _source(take: TakeView) -> str:
    return markup({"own": "your own", "sketch": "sketch artist"}.get(take.artist, take.model))


def _compare(job: JobView, scene: SceneView) -> None:
    numbers = [take.number for take in scene.takes]
    chosen = next((take.number for take in scene.takes if take.chosen), numbers[-1])
    other = next(number for number in reversed(numbers) if number != chosen)
    st.markdown("#### Side by side")
    for side, column, first in zip(
        ("Left", "Right"), st.columns(2, wrap=False), (chosen, other), strict=True
    ):
        with column:
            number = st.selectbox(
                f"{side} picture",
                numbers,
                index=numbers.index(first),
                format_func=lambda number: f"Picture {number}",
                key=f"compare_{side}_{scene.id}",
            )
            take = scene.takes[numbers.index(number)]
            image = picture(take, alt=f"{side}: picture {number}", frame=job.aspect_ratio)
            st.html(f'<figure class="frame">{image}</figure><p class="text">{markup(take.image_prompt)}</p>')
