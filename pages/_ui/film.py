"""The film that the address names, and keeping the screen true to it."""

import streamlit as st

from core.edits import Edit
from core.errors import InvalidInput
from core.views import JobStatus, JobView
from pages._ui.guard import part, version_seen
from pages._ui.studio import cookie, owner, studio, watch
from pages._ui.watch import is_drawn_alone

AT_WORK = (
    JobStatus.PENDING,
    JobStatus.PARSING,
    JobStatus.GENERATING_STORYBOARD,
    JobStatus.RENDERING,
)
# Pictures and frames come every second or so; asking more often would only cost.
WORKING_SECONDS = 1.0
_MARK = "mark"


def film_named_in_address() -> JobView | None:
    """The film of `?job=`, or None when the address names none."""
    named = st.query_params.get("job")
    if named is None:
        return None
    if not named.isascii() or not named.isdigit() or len(named) > 15:
        raise InvalidInput(f"'{named}' is no number of a film.", hint="Open the film from the library.")
    return _read(int(named))


def _read(number: int) -> JobView:
    # The mark is read first, so that a change in between is seen as one, not missed.
    st.session_state[_MARK] = studio().mark(number, owner=owner())
    return studio().job(number, owner=owner())


def mark_drawn() -> str:
    """What the film that was read last is known by; another mark is another film to see."""
    return str(st.session_state.get(_MARK))


def edit_of(job: JobView) -> Edit:
    """An edit made on what this screen shows; a newer version elsewhere refuses it."""
    return Edit(job_id=job.id, owner=owner(), seen_revision=version_seen(job))


def is_at_work(job: JobView) -> bool:
    """Whether something is being made that changes what is to be seen."""
    return (
        job.status in AT_WORK
        or job.refinements_open > 0
        or any(scene.status in ("pending", "generating") for scene in job.storyboard or ())
    )


def latest(job: JobView, mark: str) -> JobView:
    """The film as it is now, for a part of the page that may be drawn without the rest; `mark` is that of `job`."""
    return _read(job.id) if is_drawn_alone() and _is_another(job, mark) else job


def _is_another(job: JobView, mark: str) -> bool:
    return studio().mark(job.id, owner=owner()) != mark


def wake_when_changed(job: JobView) -> None:
    """Called inside a fragment: draw it again as soon as the film is no longer as it was read last."""
    watch().shows(job.id, owner=owner(), cookie=cookie(), mark=mark_drawn())


def stay_at(address: dict[str, str]) -> None:
    """For a look that may have been asked for before a scene was opened or closed; it must not take that back."""
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def keep_true(job: JobView) -> None:
    """Draw the page anew as soon as the film is no longer as it was drawn."""
    mark, address = mark_drawn(), st.query_params.to_dict()

    @st.fragment
    def look_again() -> None:
        with part():
            wake_when_changed(job)
            # Drawn with its page it need not ask what the page has just read.
            if is_drawn_alone() and _is_another(job, mark):
                stay_at(address)
                st.rerun()

    look_again()
