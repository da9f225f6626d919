"""What a person decides beforehand where models at a service work: clips, what to do when one fails, whom to follow."""

from dataclasses import dataclass

import streamlit as st

from core.terms import ClipFallback, Motion, PlannerFallback
from core.views import ArtistView, JobView
from pages._ui.studio import studio
from pages._ui.wording import dollars, literal


@dataclass(frozen=True, kw_only=True)
class PaidChoices:
    """The choices as a request for a film takes them; those that were not offered stay open."""

    motion: Motion | None = None
    planner_fallback: PlannerFallback | None = None
    clip_fallback: ClipFallback | None = None
    reference: bytes | None = None


def paid_choices(job: JobView | None, *, draft: str) -> PaidChoices:
    """Ask only what the models at work can do; `draft` keeps the answers of one form apart from another's."""
    artist = studio().artist()
    motion, clip_fallback = _clips(job, artist, draft)
    return PaidChoices(
        motion=motion,
        planner_fallback=_planner(job, draft),
        clip_fallback=clip_fallback,
        reference=_reference(draft) if artist.takes_reference else None,
    )


def _clips(job: JobView | None, artist: ArtistView, draft: str) -> tuple[Motion | None, ClipFallback | None]:
    if artist.clip_micros is None:
        return None, None
    wanted = st.toggle(
        f"Bring every scene to life, about {literal(dollars(artist.clip_micros))} each",
        key=f"clips_{draft}",
        persist_state="session",
    )
    if not wanted:
        return None, None
    present = job.clip_fallback if job else studio().settings.clip_fallback
    camera = st.checkbox(
        "If a clip fails, move the camera instead",
        value=present == ClipFallback.CAMERA,
        key=f"clip_fallback_{draft}",
        persist_state="session",
    )
    return Motion.CLIP, ClipFallback.CAMERA if camera else ClipFallback.NONE


def _planner(job: JobView | None, draft: str) -> PlannerFallback | None:
    if studio().settings.planner == PlannerFallback.SKETCH:
        return None
    present = job.planner_fallback if job else studio().settings.planner_fallback
    built_in = st.checkbox(
        "If planning fails, let the built-in planner plan",
        value=present == PlannerFallback.SKETCH,
        key=f"planner_fallback_{draft}",
        persist_state="session",
    )
    return PlannerFallback.SKETCH if built_in else PlannerFallback.NONE


def _reference(draft: str) -> bytes | None:
    upload = st.file_uploader(
        "A picture of your hero, if you have one",
        type=["png", "jpg", "jpeg", "webp"],
        max_upload_size=studio().settings.max_upload_mb,
        help="Every picture of the film is made to follow it, so that the hero stays the hero.",
        key=f"reference_{draft}",
    )
    return upload.getvalue() if upload is not None else None


def told_fallback(job: JobView) -> None:
    """Say that the built-in planner planned this film, and why."""
    if job.plan_trouble:
        st.info(
            f"**Planned by the built-in planner, as you chose.** {literal(job.plan_trouble)}",
            icon=":material/info:",
        )
