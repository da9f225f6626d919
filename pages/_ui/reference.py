"""The picture that a film's new pictures follow, so that the hero stays the hero."""

import streamlit as st

from core.views import JobView, SceneView, TakeView
from pages._ui.film import edit_of
from pages._ui.guard import act
from pages._ui.studio import address, studio
from pages._ui.wording import markup


def followed(job: JobView) -> None:
    """The picture that is followed, with a way to end it; nothing where there is none."""
    if job.reference is None or not job.takes_reference:
        return
    source = markup(address(job.reference))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="followed"):
        st.html(f'<img class="followed" src="{source}" alt="The picture that new pictures follow">')
        st.caption("New pictures follow this one: the hero stays the hero.", width="stretch")
        if st.button("Follow the words alone", key="drop_reference"):
            act(
                lambda: studio().drop_reference(edit_of(job)),
                told="New pictures follow the words alone again.",
            )


def follow_button(job: JobView, scene: SceneView, take: TakeView) -> None:
    """Let new pictures follow this one; offered where the picture model can."""
    if not job.takes_reference:
        return
    label = "Hero from here" if take.followed else "Keep this hero"
    if st.button(
        f"{label} *: picture {take.number} of scene {scene.number}*",
        key=f"follow_{scene.id}_{take.number}",
        disabled=take.followed,
        width="stretch",
    ):
        act(
            lambda: studio().choose_reference(
                edit_of(job), scene_number=scene.number, take_number=take.number
            ),
            told=f"From now on new pictures keep the hero of picture {take.number} of scene {scene.number}.",
        )


def own_reference(job: JobView) -> None:
    """A picture from the device that new pictures are to follow."""
    if not job.takes_reference:
        return
    # With another picture it is another form, so that it is empty again.
    with st.form(f"reference_{job.id}_{job.reference}", border=False):
        upload = st.file_uploader(
            "Or keep the hero of a picture from your device",
            type=["png", "jpg", "jpeg", "webp"],
            max_upload_size=studio().settings.max_upload_mb,
        )
        pressed = st.form_submit_button("Let new pictures follow it")
    if pressed and upload is None:
        st.warning("Choose a picture first.")
    elif pressed and upload is not None:
        content = upload.getvalue()
        act(
            lambda: studio().upload_reference(edit_of(job), content=content),
            told="From now on new pictures keep the hero of your picture.",
        )
