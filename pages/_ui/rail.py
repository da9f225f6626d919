"""The four steps of a film: which are done, where we are, what comes next, each leading to its page."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from core.views import JobStatus, JobView
from pages._ui.places import EXPORT, PROMPT, RENDER, STORYBOARD, link


class Step(NamedTuple):
    """One step as the rail shows it; the state is said to those who cannot see it."""

    page: Path
    label: str
    state: str
    open: bool


def rail(job: JobView | None, *, here: Path) -> None:
    """The steps of this film; without one only the first is open."""
    with st.container(key="rail", horizontal=True, vertical_alignment="center", gap="small"):
        for number, step in enumerate(_steps(job), start=1):
            place = "here" if step.page == here else step.state
            said = "you are here" if place == "here" else step.state
            mark = "✓" if place == "done" else number
            with st.container(key=f"step_{place}_{number}", width="content"):
                if step.open:
                    link(step.page, f"**{mark}** {step.label} *{said}*", job.id if job else None)
                else:
                    st.html(f'<p class="closed"><b>{number}</b> {step.label} <em>{said}</em></p>')


def _steps(job: JobView | None) -> list[Step]:
    if job is None:
        return [
            Step(PROMPT, "Prompt", "next", True),
            Step(STORYBOARD, "Storyboard", "later", False),
            Step(RENDER, "Approve and render", "later", False),
            Step(EXPORT, "Export", "later", False),
        ]
    board = job.storyboard is not None
    film = job.status == JobStatus.COMPLETED
    decided = job.approved or film
    return [
        Step(PROMPT, "Prompt", "done", True),
        Step(STORYBOARD, "Storyboard", "done" if decided else "next", True),
        Step(RENDER, "Approve and render", _render_state(job, film=film, decided=decided), board),
        Step(EXPORT, "Export", "next" if film else "later", film),
    ]


def _render_state(job: JobView, *, film: bool, decided: bool) -> str:
    if film:
        return "done"
    ready = decided or job.status == JobStatus.STORYBOARD_READY
    return "next" if ready else "later"
