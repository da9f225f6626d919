"""The film in a player, with captions from the descriptions unless it has them in the picture."""

import streamlit as st

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
    burned = film.captions is Captions.BURNED
    tall = AspectRatio(job.aspect_ratio) == AspectRatio.TALL
    with st.container(key="player_tall" if tall else "player"):
        st.video(
            whole_address(address(film.path, v=film.render_id)),
            # A film that has its captions in the picture would show them twice.
            subtitles=None if burned else {"Descriptions": studio().captions(job.id, owner=owner())},
            alt=f"The film {job.title}",
        )
    st.caption(f"{film.width} × {film.height} · {length(film.duration_ms)} · {size(film.size_bytes)}")
