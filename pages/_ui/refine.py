"""Refining a scene: what it costs is said before, what came of it afterwards."""

import zlib

import streamlit as st

from core.views import JobView, SceneView, TroubleView, WorkStatus
from pages._ui.film import edit_of
from pages._ui.guard import act, refuse, say
from pages._ui.reference import followed
from pages._ui.studio import owner, studio
from pages._ui.wording import artist_line, dollars, literal

# The orders of this tab whose outcome was not told yet: attempt to number of the scene.
_ORDERED = "ordered"


def refine(job: JobView, scene: SceneView) -> None:
    """The form for a new picture, a new text, or both at once."""
    settings = studio().settings
    artist = studio().artist()
    # A paid picture is asked for at what it costs; a free one counts in the estimate only.
    price = dollars(artist.picture_micros or settings.picture_micros)
    remaining = f"{job.refinements_remaining} of {settings.max_refinements} left"
    making = scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING)
    followed(job)
    with st.form(f"refine_{scene.id}", border=False):
        prompt = st.text_area(
            "What the picture should show",
            value=scene.image_prompt,
            height=110,
            key=f"picture_words_{scene.id}_{_print(scene.image_prompt)}",
        )
        text = st.text_area(
            "Text of the scene",
            value=scene.description,
            height=80,
            key=f"text_{scene.id}_{_print(scene.description)}",
        )
        st.markdown(
            f"**{literal(price)} – {remaining}.** A new text alone costs nothing, but counts as one. "
            f"{literal(artist_line(artist))}. A failed one is not counted."
        )
        pressed = st.form_submit_button(
            f"Refine now *: scene {scene.number}*",
            type="primary",
            disabled=making or not job.refinements_remaining,
        )
    _why_not(job, making=making)
    if pressed:
        _order(
            job, scene, prompt=_changed(prompt, scene.image_prompt), text=_changed(text, scene.description)
        )


def _why_not(job: JobView, *, making: bool) -> None:
    if making:
        st.info("A new picture for this scene is being made. The present one stays until it is there.")
    if not job.refinements_remaining:
        st.info(
            "All refinements of this film are used. You can still choose an earlier picture, put in one of your own, "
            "or duplicate the film in the library to go on."
        )


def _print(text: str) -> int:
    """A field is a new one when the text behind it changed; else what was typed into it stays."""
    return zlib.crc32(text.encode())


def _changed(typed: str | None, present: str) -> str | None:
    typed = (typed or "").strip()
    return typed if typed and typed != present.strip() else None


def _order(job: JobView, scene: SceneView, *, prompt: str | None, text: str | None) -> None:
    if prompt:
        told = f"Scene {scene.number} gets a new picture; the present one stays until it is there."
    else:
        left = job.refinements_remaining - 1
        told = f"Scene {scene.number} has its new text. That cost nothing; {left} refinements are left."
    act(
        lambda: studio().refine(
            edit_of(job), scene_number=scene.number, new_image_prompt=prompt, new_description=text
        ),
        told=told,
        then=lambda attempt: _remember(attempt, scene.number),
    )


def _remember(attempt: int | None, number: int) -> None:
    if attempt is not None:
        st.session_state.setdefault(_ORDERED, {})[attempt] = number


def news_of_refining(job: JobView) -> None:
    """Say what came of the pictures that this tab ordered, as soon as it is known."""
    ordered: dict[int, int] = st.session_state.get(_ORDERED, {})
    for attempt, number in list(ordered.items()):
        status, trouble = studio().attempt(attempt)
        if status in (WorkStatus.PENDING, WorkStatus.GENERATING):
            continue
        del ordered[attempt]
        if status == WorkStatus.COMPLETED:
            # The film on this screen may have been read a moment before the picture came.
            now = studio().job(job.id, owner=owner())
            say(
                f"Scene {number} has its new picture; the earlier one is kept among its pictures. "
                f"{now.refinements_remaining} of {studio().settings.max_refinements} refinements are left, "
                f"{dollars(now.actual_micros)} charged for this film so far."
            )
        elif trouble is not None:
            refuse(f"Scene {number}: {trouble.message}", f"{trouble.hint} {_cost_of(trouble)}")


def _cost_of(trouble: TroubleView) -> str:
    if trouble.charged_micros:
        return f"Nothing was counted, but the service charged {dollars(trouble.charged_micros)} all the same."
    return "Nothing was counted or charged."
