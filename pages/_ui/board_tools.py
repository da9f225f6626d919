"""What can be done with the storyboard as a whole: undo, add a scene, see how long it is and what happened to it."""

import streamlit as st

from core.terms import MIN_SCENE_MS, AspectRatio
from core.views import JobStatus, JobView
from pages._ui.film import edit_of
from pages._ui.guard import act, was_changed_elsewhere
from pages._ui.places import COSTS, quiet_link
from pages._ui.studio import owner, studio
from pages._ui.wording import SHAPES, STATES, ago, count_of, dollars, length, literal, markup, plain

NEW_SCENE_SECONDS = 4.0
_ADDED = "scenes_added"


def tools(job: JobView) -> None:
    """The heading of the cards with its buttons."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tools"):
        st.subheader("Scenes", anchor=False, width="stretch")
        if st.button("Undo the last change", key="undo", disabled=not job.can_undo):
            act(lambda: studio().undo(edit_of(job)), toast="The last change is undone.")
        with st.popover("Add a scene", key="add_scene"):
            _add_scene(job)


def _add_scene(job: JobView) -> None:
    scenes = job.storyboard or ()
    # Emptied only once a scene was added: what a double click or a refusal finds in it is still there.
    key = f"add_scene_{job.id}_{st.session_state.get(_ADDED, 0)}"
    with st.form(key, border=False):
        after = st.selectbox(
            "Where",
            range(len(scenes) + 1),
            index=len(scenes),
            format_func=lambda number: f"After scene {number}" if number else "At the start",
            key=f"where_{key}",
        )
        text = st.text_area("Text of the scene", height=80, key=f"text_{key}")
        prompt = st.text_area("What the picture should show", height=80, key=f"picture_{key}")
        seconds = st.number_input(
            "Seconds",
            min_value=MIN_SCENE_MS / 1000,
            max_value=300.0,
            value=NEW_SCENE_SECONDS,
            step=0.5,
            key=f"seconds_{key}",
        )
        pressed = st.form_submit_button("Add this scene", type="primary")
    if pressed and not (text or "").strip():
        st.warning("Write what happens in the scene first.")
    elif pressed:
        said = (text or "").strip()
        act(
            lambda: studio().add_scene(
                edit_of(job),
                after=after,
                description=said,
                image_prompt=(prompt or "").strip() or said,
                duration_ms=round((seconds or NEW_SCENE_SECONDS) * 1000),
            ),
            told=f"Scene {after + 1} is added. Have its picture made, or put in your own.",
            then=lambda _job: _begin_another(),
        )


def _begin_another() -> None:
    st.session_state[_ADDED] = st.session_state.get(_ADDED, 0) + 1


def numbers(job: JobView) -> None:
    """Length against what was asked for, refinements, and both sums of money."""
    share = min(job.duration_ms / max(job.target_ms, 1), 1.0)
    most = studio().settings.max_refinements
    st.html(
        '<dl class="numbers">'
        f"<div><dt>Length</dt><dd>{length(job.duration_ms)} <span>of {length(job.target_ms)} asked for</span>"
        f'<i class="bar" aria-hidden="true"><b style="width:{share:.0%}"></b></i></dd></div>'
        f"<div><dt>Refinements</dt><dd>{job.refinements_remaining} <span>of {most} left</span></dd></div>"
        f"<div><dt>Estimated</dt><dd>{dollars(job.estimated_micros)}</dd></div>"
        f"<div><dt>Charged</dt><dd>{dollars(job.actual_micros)}</dd></div></dl>"
    )
    quiet_link(COSTS, "What this film cost", job.id)


def past(job: JobView) -> None:
    """What happened to this film, newest first; looked up only where somebody opened it."""
    told = st.expander("What happened so far", key="past", on_change="rerun")
    if told.open:
        lines = "".join(
            f"<li>{markup(plain(event.text))} <span>{ago(event.created_at)}</span></li>"
            for event in studio().history(job.id, owner=owner())
        )
        told.html(f'<ol class="past">{lines}</ol>')


def news(job: JobView) -> None:
    """When the storyboard became another one under this screen: what happened, in a word."""
    if was_changed_elsewhere(job):
        latest = studio().history(job.id, owner=owner())[0]
        st.toast(literal(plain(latest.text)))


def film_title(job: JobView) -> None:
    """The film's name, with its words as they were typed, where it stands, and what kind of film it is."""
    st.title(literal(job.title or "Untitled film"), anchor=False)
    state = STATES[job.status]
    label = "Approved" if job.approved and job.status == JobStatus.STORYBOARD_READY else state.label
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="facts_line"):
        st.badge(label, color=state.color)
        scenes = count_of(job.progress.scenes_total, "scene")
        shape = SHAPES[AspectRatio(job.aspect_ratio)]
        facts = f"{scenes} · {length(job.duration_ms)} · {shape} · {job.style}"
        st.html(f'<p class="quiet">{markup(facts)}</p>', width="stretch")
