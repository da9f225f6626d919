"""What exactly is being approved, the one button that does it, and what changed since the last film."""

import streamlit as st

from core.views import JobStatus, JobView
from pages._ui.film import edit_of
from pages._ui.film_words import words_in_short
from pages._ui.guard import act
from pages._ui.pictures import filmstrip
from pages._ui.places import EXPORT, STORYBOARD, go
from pages._ui.studio import owner, studio
from pages._ui.wording import SHAPES, count_of, dollars, length, literal, markup, plain


def what_is_approved(job: JobView) -> None:
    """The facts of the storyboard as it is now, and its pictures in their order."""
    scenes = job.storyboard or ()
    shape = next(words for ratio, words in SHAPES.items() if ratio == job.aspect_ratio)
    facts = (
        ("Version", str(job.revision)),
        ("Scenes", str(len(scenes))),
        ("Length", length(job.duration_ms)),
        ("Shape", shape),
        ("Words", words_in_short(job)),
        ("Estimated", dollars(job.estimated_micros)),
        ("Charged", dollars(job.actual_micros)),
        ("Music", job.music.name if job.music else "None"),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{markup(value)}</dd></div>" for name, value in facts)
    st.html(f'<dl class="facts">{cells}</dl>{filmstrip(job)}')


def changes(job: JobView) -> None:
    """What was edited since the film below was made, and what is left to do to have it in the film."""
    if job.film is None or not job.film.changes:
        return
    lines = "\n".join(f"- {literal(plain(change))}" for change in job.film.changes)
    told = f"**Changed since the last film was made:**\n\n{lines}\n\n"
    if job.status == JobStatus.RENDERING:
        st.info(f"{told}The film with all of this is being made.")
    else:
        step = "Render" if job.approved else "Approve again"
        st.warning(f"{told}{step} to have this in the film. The film as it was is at the end of this page.")


def approve_and_render(job: JobView) -> None:
    """One button; what stands in its way is said instead of hidden."""
    lacking = [str(scene.number) for scene in job.storyboard or () if scene.picture is None]
    if lacking:
        st.warning(
            f"**No picture yet for scene {', '.join(lacking)}.** Have it made, put in your own, or delete the scene."
        )
    if job.clipless_scenes:
        numbers = ", ".join(map(str, job.clipless_scenes))
        st.warning(
            f"**The clip failed for scene {numbers}.** Bring it to life again, or choose how its camera moves instead."
        )
    again = job.film is not None
    label = "Approve and render again" if again else "Approve and render"
    with st.container(horizontal=True, key="decide"):
        if st.button(label, type="primary", key="approve", disabled=bool(lacking or job.clipless_scenes)):
            act(lambda: _approve_and_render(job))
        if st.button("Back to the storyboard", key="to_storyboard"):
            go(STORYBOARD, job.id)
    st.caption("Rendering takes no money. Any later change of the storyboard asks for your approval again.")


def _approve_and_render(job: JobView) -> JobView:
    studio().approve(job.id, owner=owner(), seen_revision=edit_of(job).seen_revision)
    return studio().render(job.id, owner=owner())


def render_approved(job: JobView) -> None:
    """An approved storyboard whose film was not made, or not finished."""
    st.success(f"**Version {job.revision} is approved:** {count_of(len(job.storyboard or ()), 'scene')}.")
    if st.button("Render the film", type="primary", key="render"):
        act(lambda: studio().render(job.id, owner=owner()))


def finished(job: JobView) -> None:
    """Where to go with a film that is ready."""
    with st.container(horizontal=True, key="finished"):
        if st.button("Download and export", type="primary", key="to_export"):
            go(EXPORT, job.id)
        if st.button("Change the storyboard", key="to_storyboard"):
            go(STORYBOARD, job.id)


def is_waiting_for_approval(job: JobView) -> bool:
    """Whether the next step is a person's."""
    return job.status == JobStatus.STORYBOARD_READY and not job.approved
