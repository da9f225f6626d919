"""The storyboard before there is one: frames of the right shape that wait for their pictures."""

import streamlit as st

from core.terms import AspectRatio
from core.views import JobView
from pages._ui.film import is_at_work
from pages._ui.pictures import blank
from pages._ui.wording import markup


def planning(job: JobView) -> None:
    """What was asked for, and as many frames as there will be scenes."""
    st.html(f'<blockquote class="prompt">{markup(job.prompt)}</blockquote>')
    alive = is_at_work(job)
    tall = AspectRatio(job.aspect_ratio) == AspectRatio.TALL
    grid = st.grid("auto", min_column_width=200 if tall else 250, gap="medium", key="planning")
    for number in range(1, job.progress.scenes_total + 1):
        with grid.cell():
            st.html(
                f'<figure class="frame">{blank(job.aspect_ratio, f"Scene {number}", alive=alive)}</figure>'
            )
