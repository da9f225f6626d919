"""Approval stands between the cheap stills and the costly render."""

from core.clips import CLIP_ATTEMPT
from core.errors import ClipMissing, Conflict, WrongStep
from core.storyboard import find, tell
from core.workshop import Workshop
from db.engine import Session
from db.models import JobStatus, utc_now
from db.queries import jobs, scenes


def approve(shop: Workshop, job_id: int, *, owner: str | None, seen_revision: int | None = None) -> None:
    """Approve the storyboard as it is now; any later edit takes the approval back.

    Raises `WrongStep` for a job at another step or with scenes that have no picture, `Conflict` while a picture
    is being made or when `seen_revision` is not the present one.
    """
    with shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        if job.status != JobStatus.STORYBOARD_READY:
            raise WrongStep(f"Cannot approve job in status '{job.status}'. Must be 'storyboard_ready'.")
        board = scenes.on_board(session, job_id)
        lacking = [str(scene.position) for scene in board if scene.take_id is None]
        if lacking:
            raise WrongStep(
                f"Cannot approve: no picture for scene {', '.join(lacking)}.",
                hint="Retry, refine, put in a picture of your own, or delete the scene.",
            )
        still = [str(scene.position) for scene in board if scene.error_code == ClipMissing.code]
        if still:
            raise WrongStep(
                f"Cannot approve: the clip failed for scene {', '.join(still)}.",
                hint=ClipMissing.default_hint,
            )
        refuse_unfinished(session, job_id)
        if seen_revision is not None and seen_revision != job.revision:
            raise Conflict(
                "The storyboard was changed elsewhere in the meantime; it was not approved.",
                hint="Look at it as it is now, then approve.",
            )
        if job.approved_at is None:
            jobs.change(session, job_id, approved_at=utc_now())
            tell(session, job, "approved", f"Approved revision {job.revision}")


def refuse_unfinished(session: Session, job_id: int) -> None:
    """Raise `Conflict` while a picture or clip is being made, which will change the storyboard once it is there."""
    attempts = scenes.open_attempts(session, job_id)
    if attempts:
        awaited = "clip" if attempts[0].kind == CLIP_ATTEMPT else "picture"
        raise Conflict(
            f"A new {awaited} is still being made.",
            hint="Wait until it is there, look at it, then approve.",
        )
