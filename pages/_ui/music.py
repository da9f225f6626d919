"""The music under a film: put in, listened to, replaced and taken out."""

from typing import Literal

import streamlit as st

from core.media.music import MUSIC_SUFFIXES
from core.views import JobView, MusicView
from pages._ui.film import edit_of
from pages._ui.guard import act, show_notice
from pages._ui.places import whole_address
from pages._ui.studio import address, studio
from pages._ui.wording import length, markup


def music(job: JobView) -> None:
    """What is to be heard, with a player, and how to change it."""
    with st.container(key="music", gap="small"):
        st.subheader("Music", anchor=False)
        if job.music is None:
            st.caption("The film is silent.")
            _upload(job, "Add music", width="stretch")
        else:
            _playing(job, job.music)
            with st.container(horizontal=True, gap="xsmall"):
                _upload(job, "Replace *the music*", width="content")
                if st.button("Remove *the music*", key="remove_music"):
                    act(
                        lambda: studio().remove_music(edit_of(job)),
                        toast="The film is silent again. Undo brings the music back.",
                    )


def _playing(job: JobView, heard: MusicView) -> None:
    st.audio(whole_address(address(heard.path)), format=heard.media_type)
    st.html(
        f'<p class="text tight">{markup(heard.name)}</p>'
        f'<p class="quiet">{length(heard.duration_ms)}. {_what_happens(job, heard)}</p>'
    )


def _what_happens(job: JobView, heard: MusicView) -> str:
    how = "cut" if heard.duration_ms >= job.duration_ms else "repeated"
    return f"In the film it is {how} to {length(job.duration_ms)} and faded out."


def _upload(job: JobView, label: str, *, width: Literal["stretch", "content"]) -> None:
    # With other music it is another form, so that it closes and is empty again.
    present = job.music.path if job.music else "none"
    with st.popover(label, width=width, key=f"upload_{present}"), st.form(f"music_{present}", border=False):
        show_notice("music")
        upload = st.file_uploader(
            "Music from your device (MP3, M4A, WAV, OGG or FLAC)",
            type=list(MUSIC_SUFFIXES),
            max_upload_size=studio().settings.max_upload_mb,
        )
        st.caption(
            f"It is cut or repeated to {length(job.duration_ms)}, faded out, and brought to an even loudness. "
            "That is free, and Undo takes it back."
        )
        pressed = st.form_submit_button("Use this music", type="primary")
        if pressed and upload is None:
            st.warning("Choose a file first.")
    if pressed and upload is not None:
        name, content = upload.name, upload.getvalue()
        act(
            lambda: studio().put_music(edit_of(job), name=name, content=content),
            told="Your music is under the film. Approve and render to hear them together.",
            beside="music",
        )
