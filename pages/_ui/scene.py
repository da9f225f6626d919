"""One scene opened over the board: large, with everything that can be done with it."""

import streamlit as st

from core.edits import SceneChange
from core.terms import CAMERA_MOTIONS, MIN_SCENE_MS, Motion, Transition
from core.views import JobView, SceneView
from pages._ui.board_tools import news
from pages._ui.film import edit_of, latest, mark_drawn, stay_at, wake_when_changed
from pages._ui.guard import act, part, screen_shows, show_notice
from pages._ui.pictures import LARGE_WIDTH, scene_picture
from pages._ui.refine import news_of_refining, refine
from pages._ui.studio import studio
from pages._ui.takes import takes
from pages._ui.wording import MOTIONS, TRANSITIONS, dollars, literal, markup, plain


def opened_scene(job: JobView) -> SceneView | None:
    """The scene that the address names, if it is on the board."""
    named = st.query_params.get("scene")
    return next((scene for scene in job.storyboard or () if str(scene.id) == named), None)


def scene_drawer(job: JobView, scene: SceneView) -> None:
    """Open the scene over the board, and keep it true by itself: drawn with the page, it would lose the cursor.

    Closing it takes it out of the address.
    """
    title, mark, address = _title(job, scene), mark_drawn(), st.query_params.to_dict()

    @st.dialog(title, width="large", on_dismiss=_close)
    def drawer() -> None:
        with part():
            stay_at(address)
            now = latest(job, mark)
            present = opened_scene(now)
            if present is None or _title(now, present) != title:
                st.rerun()
            news_of_refining(now)
            news(now)
            # Always there, so that what is below stays in its place when a notice comes.
            with st.container():
                show_notice()
            picture, sections = st.columns([3, 2], gap="large")
            with picture:
                _large(now, present)
            with sections:
                _sections(now, present)
            screen_shows(now)
            # Last, since what was broken off halfway must be asked for again.
            wake_when_changed(now)

    drawer()


def _title(job: JobView, scene: SceneView) -> str:
    return f"Scene {scene.number} of {len(job.storyboard or ())}"


def _close() -> None:
    st.query_params.pop("scene", None)


def _large(job: JobView, scene: SceneView) -> None:
    st.html(
        f'<figure class="frame large">{scene_picture(job, scene, width=LARGE_WIDTH)}</figure>'
        f'<p class="text">{markup(scene.description)}</p>'
    )
    if scene.trouble is not None:
        st.error(f"**{literal(plain(scene.trouble.message))}** {literal(plain(scene.trouble.hint))}")
    scenes = job.storyboard or ()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        before = scenes[scene.number - 2] if scene.number > 1 else None
        after = scenes[scene.number] if scene.number < len(scenes) else None
        for label, other in (("Previous scene", before), ("Next scene", after)):
            if st.button(label, key=label, disabled=other is None) and other is not None:
                st.query_params["scene"] = str(other.id)
                st.rerun()


def _sections(job: JobView, scene: SceneView) -> None:
    # Remembered, so that a saved change, or the way to the next scene, leads back to the same place.
    tabs = st.tabs(["Refine", "Pictures", "Time", "Own picture", "More"], key="scene_tabs", on_change="rerun")
    with tabs[0]:
        refine(job, scene)
    with tabs[1]:
        takes(job, scene)
    with tabs[2]:
        _time_and_camera(job, scene)
        _to_life(job, scene)
    with tabs[3]:
        _own_picture(job, scene)
    with tabs[4]:
        _more(job, scene)


def _time_and_camera(job: JobView, scene: SceneView) -> None:
    with st.form(f"camera_{scene.id}", border=False):
        seconds = st.number_input(
            "Seconds",
            min_value=MIN_SCENE_MS / 1000,
            max_value=300.0,
            value=scene.duration_ms / 1000,
            step=0.5,
        )
        motions: list[Motion] = list(Motion) if scene.clip else list(CAMERA_MOTIONS)
        transitions = list(Transition)
        motion = st.selectbox(
            "Camera", motions, index=motions.index(Motion(scene.motion)), format_func=MOTIONS.__getitem__
        )
        transition = st.selectbox(
            "Into the next scene",
            transitions,
            index=transitions.index(Transition(scene.transition)),
            format_func=TRANSITIONS.__getitem__,
        )
        pressed = st.form_submit_button(f"Save time and camera *of scene {scene.number}*", type="primary")
    if pressed:
        change = SceneChange(duration_ms=round((seconds or 0) * 1000), motion=motion, transition=transition)
        act(
            lambda: studio().change_scene(edit_of(job), scene_number=scene.number, change=change),
            told=f"Scene {scene.number} is changed. That was free.",
        )


def _to_life(job: JobView, scene: SceneView) -> None:
    """A moving clip from the picture, where a model that makes them is at hand; priced before the click."""
    if scene.clip_price_micros is None:
        return
    st.caption(
        "A model can turn the picture into a moving clip. The picture stays, and Undo takes the clip back."
    )
    price = literal(dollars(scene.clip_price_micros))
    making = f"The clip of scene {scene.number} is being made."
    if st.button(
        f"Bring scene {scene.number} to life ({price})", key="animate_scene", disabled=not scene.can_animate
    ):
        act(lambda: studio().animate(edit_of(job), scene_number=scene.number), told=making)


def _own_picture(job: JobView, scene: SceneView) -> None:
    with st.form(f"own_{scene.id}_{len(scene.takes)}", border=False):
        upload = st.file_uploader(
            "A picture from your device (PNG, JPEG or WebP)",
            type=["png", "jpg", "jpeg", "webp"],
            max_upload_size=studio().settings.max_upload_mb,
        )
        st.caption("It becomes one more picture of this scene. That is free and uses no refinement.")
        pressed = st.form_submit_button(f"Put it into scene {scene.number}", type="primary")
    if pressed and upload is None:
        st.warning("Choose a picture first.")
    elif pressed and upload is not None:
        content = upload.getvalue()
        act(
            lambda: studio().put_picture(edit_of(job), scene_number=scene.number, content=content),
            told=f"Scene {scene.number} shows your own picture.",
        )


def _more(job: JobView, scene: SceneView) -> None:
    number = scene.number
    st.caption("All of this is free, and Undo on the storyboard takes it back.")
    with st.container(horizontal=True):
        if st.button(f"Duplicate scene {number}", key="duplicate_scene"):
            act(
                lambda: studio().duplicate_scene(edit_of(job), scene_number=number),
                told=f"Scene {number + 1} is a copy of scene {number}.",
            )
        if st.button(f"Split scene {number} in two", key="split_scene"):
            act(
                lambda: studio().split_scene(edit_of(job), scene_number=number),
                told=f"Scene {number} is now two scenes, each half as long.",
            )
        if st.button(f"Delete scene {number}", key="delete_scene"):
            _close()
            act(
                lambda: studio().delete_scene(edit_of(job), scene_number=number),
                told=f"Scene {number} is deleted. Undo brings it back.",
            )
