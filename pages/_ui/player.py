"""The film in a player, with captions from the descriptions unless it has them in the picture.

They are seen at once where the film is to carry them, and wait to be switched on where it is to have none.
"""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.terms import AspectRatio, Captions
from core.views import JobView
from pages._ui.places import whole_address
from pages._ui.studio import address, owner, studio
from pages._ui.wording import length, size


def player(job: JobView) -> None:
    """The last film; the address names the render, so that a new film is never an old one from the cache."""
    film = job.film
    if film is None:
        return
    with frame(job):
        st.video(
            whole_address(address(film.path, v=film.render_id)),
            subtitles=_subtitles(job, film.captions),
            alt=f"The film {job.title}",
        )
    st.caption(f"{film.width} × {film.height} · {length(film.duration_ms)} · {size(film.size_bytes)}")


def frame(job: JobView) -> DeltaGenerator:
    """What a film of this shape is played in, so that it is seen whole."""
    return st.container(key=f"player_{AspectRatio(job.aspect_ratio).name.lower()}")


def _subtitles(job: JobView, captions: Captions) -> dict[str, Any] | None:
    # A film that has its captions in the picture would show them twice.
    if captions is Captions.BURNED:
        return None
    descriptions = {"Descriptions": studio().captions(job.id, owner=owner())}
    # Streamlit shows the first one, so that an empty one before it leaves the picture as it was approved.
    return descriptions if captions is Captions.TRACK else {"No captions": "", **descriptions}
