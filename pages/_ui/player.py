"""The film in a player, with captions from the descriptions."""

import streamlit as st

from core.terms import AspectRatio
from core.views import JobView
from pages._ui.places import whole_address
from pages._ui.studio import address
from pages._ui.wording import length, size


def player(job: JobView) -> None:
    """The last film; the address names the render, so that a new film is never an old one from the cache."""
    film = job.film
    if film is None:
        return
    tall = AspectRatio(job.aspect_ratio) == AspectRatio.TALL
    with st.container(key="player_tall" if tall else "player"):
        st.video(
            whole_address(address(film.path, v=film.render_id)),
            subtitles={"Descriptions": captions(job)},
            alt=f"The film {job.title}",
        )
    st.caption(f"{film.width} × {film.height} · {length(film.duration_ms)} · {size(film.size_bytes)}")


def captions(job: JobView) -> str:
    """WebVTT with one cue a scene, as long as the scene is seen."""
    cues, start = ["WEBVTT"], 0
    for scene in job.storyboard or ():
        end = start + scene.duration_ms
        # A line with an arrow would be read as a time, and a blank line would end the cue.
        words = " ".join(scene.description.split()).replace("-->", "→")
        words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        cues.append(f"{_clock(start)} --> {_clock(end)}\n{words or '…'}")
        start = end
    return "\n\n".join(cues) + "\n"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
