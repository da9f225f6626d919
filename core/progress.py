"""How far a job is, in numbers and in words."""

from collections.abc import Iterable, Sequence

from core.terms import Motion
from core.views import ProgressView
from db.models import Job, JobStatus, Render, Scene, WorkStatus, utc_now


def completed(board: Iterable[Scene]) -> int:
    """How many scenes of the board have a picture."""
    return sum(scene.take_id is not None for scene in board)


def progress(job: Job, board: Sequence[Scene], render: Render | None) -> ProgressView:
    """How far a job is: its stage, what is done of it, and how long the rest will take."""
    status = JobStatus(job.status)
    rendering = render if status == JobStatus.RENDERING else None
    done = completed(board)
    working = next((scene.position for scene in board if scene.status == WorkStatus.GENERATING), None)
    return ProgressView(
        stage=status.value,
        scenes_total=len(board) or job.scene_count,
        scenes_completed=done,
        current_scene=rendering.shot if rendering else working,
        percent=_percent(status, _share_made(job, board), rendering),
        seconds_left=_seconds_left(job, done, len(board), rendering),
        message=_message(job, board, rendering),
    )


def _share_made(job: Job, board: Sequence[Scene]) -> float:
    """How much of the pictures, and of the clips if the film was asked for with them, is made: 0 to 1."""
    made, wanted = completed(board), len(board)
    if job.motion == Motion.CLIP:
        # With its picture a scene waits again, now for its clip.
        made += sum(scene.take_id is not None and scene.status == WorkStatus.COMPLETED for scene in board)
        wanted *= 2
    return made / max(wanted, 1)


def _percent(status: JobStatus, made: float, rendering: Render | None) -> float:
    if status in (JobStatus.STORYBOARD_READY, JobStatus.COMPLETED):
        return 100.0
    if rendering is not None:
        return round(min(rendering.done, 0.99) * 100, 1)
    # Planning is the first tenth of the way to a storyboard, the pictures share the rest.
    return {JobStatus.PENDING: 0.0, JobStatus.PARSING: 5.0}.get(status, round(10 + 90 * made, 1))


def _seconds_left(job: Job, done: int, total: int, rendering: Render | None) -> float | None:
    if rendering is not None:
        return rendering.seconds_left
    if job.status != JobStatus.GENERATING_STORYBOARD or done in (0, total):
        return None
    elapsed = (utc_now() - job.stage_started_at).total_seconds()
    return round(elapsed / done * (total - done), 1)


def _message(job: Job, board: Sequence[Scene], rendering: Render | None) -> str | None:
    done, total = completed(board), len(board)
    failed = [str(scene.position) for scene in board if scene.status == WorkStatus.FAILED]
    messages = {
        JobStatus.PENDING: "Waiting to start.",
        JobStatus.PARSING: "Reading the prompt and planning the scenes.",
        JobStatus.GENERATING_STORYBOARD: f"{done} of {total} pictures are made.",
        JobStatus.STORYBOARD_READY: "The storyboard is approved."
        if job.approved_at
        else "The storyboard is ready for review.",
        JobStatus.RENDERING: (rendering.stage if rendering else "") or "Waiting to render.",
        JobStatus.COMPLETED: "The film is ready.",
        JobStatus.FAILED: job.error_message or "The work failed.",
        JobStatus.CANCELED: "The work was cancelled.",
    }
    if job.status == JobStatus.GENERATING_STORYBOARD and done == total:
        return "The pictures are made; the scenes are coming to life."
    if job.status == JobStatus.STORYBOARD_READY and failed:
        return f"No picture for scene {', '.join(failed)}; retry or refine."
    return messages[JobStatus(job.status)]
