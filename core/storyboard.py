"""The storyboard as something that is edited: checks, one new revision an edit, and its memory for undo."""

from collections.abc import Sequence
from typing import Any

from core import ledger
from core.errors import AppError, Conflict, InvalidInput, NotFound, WrongStep
from core.presentation import ident
from core.roles import refuse_viewer
from core.terms import Motion
from core.webhooks import announce
from db.engine import Session
from db.models import Attempt, Event, Job, JobStatus, Revision, Scene, Take, Trouble, WorkStatus
from db.queries import charges, clips, events, jobs, scenes

EDITABLE = (JobStatus.STORYBOARD_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED)
PLANNING = (JobStatus.PENDING, JobStatus.PARSING)
# What a revision remembers of each scene, and what undoing puts back.
REMEMBERED = ("description", "image_prompt", "duration_ms", "motion", "transition", "take_id", "clip_id")


def find(session: Session, job_id: int, owner: str | None, *, locked: bool = False) -> Job:
    """The job, if there is one and it is this owner's (None sees all); raises `NotFound` in the law's words.

    It is locked to be changed, which `AccessDenied` refuses to an owner who may only look.
    """
    job = shown(jobs.lock(session, job_id) if locked else jobs.get(session, job_id), job_id, owner)
    if locked:
        refuse_viewer(session, owner)
    return job


def shown(job: Job | None, job_id: int, owner: str | None) -> Job:
    """What was found under an id, if this owner may know that it is there; raises `NotFound` in the law's words."""
    if job is None or job.trashed_at is not None or (owner is not None and job.owner != owner):
        raise absent(job_id)
    return job


def absent(job_id: int) -> NotFound:
    """What is said of a job that is not there, or not to be seen by whoever asks, in the law's words."""
    return NotFound(f"Job {job_id} not found")


def open_for_edit(
    session: Session, job_id: int, owner: str | None, *, seen_revision: int | None = None, locked: bool = True
) -> tuple[Job, list[Scene]]:
    """Lock the job for an edit of its storyboard, unless it is only looked at, and return it with its scenes.

    `seen_revision` is what the editor had on screen; another one by now is a `Conflict`.
    """
    job = find(session, job_id, owner, locked=locked)
    board = list(scenes.on_board(session, job_id))
    if job.status in PLANNING or not board:
        raise WrongStep(
            f"Job {job_id} has no storyboard yet.", hint="Wait until its status is storyboard_ready."
        )
    if job.status not in EDITABLE:
        doing = "rendered" if job.status == JobStatus.RENDERING else "drawn"
        raise Conflict(
            f"Job {job_id} is being {doing} and cannot be edited now.",
            hint="Wait until it is done, or cancel it.",
        )
    if seen_revision is not None and seen_revision != job.revision:
        raise Conflict(
            "The storyboard was changed elsewhere in the meantime; nothing was done.",
            hint="Look at it as it is now, and make the change again if you still want it.",
        )
    return job, board


def within(text: str, most: int, what: str) -> str:
    """The text, if it is no longer than that many characters; raises `InvalidInput` saying by how much it is."""
    if len(text) > most:
        raise InvalidInput(
            f"{what} has {len(text):,} characters; at most {most:,} are taken.",
            hint=f"Shorten it by {len(text) - most:,}.",
        )
    return text


def scene_numbered(board: Sequence[Scene], number: int) -> Scene:
    """The scene with this number; raises `InvalidInput` naming the range."""
    if not 1 <= number <= len(board):
        raise InvalidInput(
            f"There is no scene {number}.", hint=f"The storyboard has scenes 1 to {len(board)}."
        )
    return board[number - 1]


def record_edit(session: Session, job: Job, board: Sequence[Scene], *, kind: str, summary: str) -> None:
    """Close an edit: number the scenes, raise the revision, clear the approval, remember the board."""
    _store(session, job, board, kind=kind, summary=summary, parent=job.revision or None)


def record_undo(
    session: Session, job: Job, board: Sequence[Scene], *, undone: Revision, restored: Revision
) -> None:
    """Close an undo: a new revision with the old board, whose own undo leads one step further back."""
    _store(session, job, board, kind="undo", summary=f"Undid: {undone.summary}", parent=restored.parent)


def _store(
    session: Session, job: Job, board: Sequence[Scene], *, kind: str, summary: str, parent: int | None
) -> None:
    for position, scene in enumerate(board, start=1):
        scene.position = position
        session.add(scene)
    number = job.revision + 1
    values: dict[str, Any] = {
        "revision": number,
        "duration_ms": sum(scene.duration_ms for scene in board),
        "scene_count": len(board),
        "approved_at": None,
        "status": JobStatus.STORYBOARD_READY,
        "error_code": None,
        "error_message": None,
        "error_hint": None,
    }
    jobs.change(session, ident(job), **values)
    session.flush()
    remembered = [remember(scene) for scene in board]
    scenes.add_revision(
        session,
        Revision(
            job_id=ident(job),
            number=number,
            parent=parent,
            kind=kind,
            summary=summary,
            board=remembered,
            captions=job.captions,
            title_card=job.title_card,
            title=shown_title(job),
            music_id=job.music_id,
        ),
    )
    tell(session, job, kind, summary, revision=number)


def shown_title(job: Job) -> str | None:
    """The title that the film carries over its opening."""
    return job.title if job.title_card else None


def remember(scene: Scene) -> dict[str, Any]:
    """A scene as a revision keeps it."""
    return {"scene_id": scene.id, **{name: getattr(scene, name) for name in REMEMBERED}}


def restore(session: Session, job: Job, revision: Revision) -> list[Scene]:
    """Put scenes, words and music back as a revision remembers them; added scenes leave the board, their takes stay."""
    job.captions, job.title_card = revision.captions, revision.title_card
    job.title = revision.title or job.title
    job.music_id = revision.music_id
    session.add(job)
    rows = {scene.id: scene for scene in scenes.all_of(session, ident(job))}
    for scene in rows.values():
        scene.position = None
    board = []
    for memory in revision.board:
        scene = rows[memory["scene_id"]]
        for name in REMEMBERED:
            # Boards of before there were clips do not name one.
            setattr(scene, name, memory.get(name))
        settle_scene(session, scene)
        board.append(scene)
    return board


def settle_scene(session: Session, scene: Scene) -> None:
    """Bring the status of a scene in line with its take; one that is being made goes on being made."""
    if scene.id is not None and scenes.is_awaited(session, scene.id):
        return
    scene.status = WorkStatus.COMPLETED if scene.take_id else WorkStatus.FAILED
    if scene.take_id:
        scene.error_code = scene.error_message = scene.error_hint = None
    elif scene.error_code is None:
        scene.error_code, scene.error_message = "no_picture", "This scene has no picture yet."
        scene.error_hint = "Have one made, or put in a picture of your own."


def tell(session: Session, job: Job, kind: str, text: str, *, revision: int | None = None) -> None:
    """Add a line to the job's history, and tell the owner's webhooks if it is one for them."""
    number = job.revision if revision is None else revision
    events.add(session, Event(job_id=ident(job), kind=kind, text=text, revision=number))
    announce(session, job, kind, text, revision=number)


def trouble(error: AppError) -> dict[str, str]:
    """An error as the columns of `Trouble`."""
    return Trouble(error_code=error.code, error_message=error.message, error_hint=error.hint).model_dump()


def show_take(session: Session, scene: Scene, take: Take) -> None:
    """Make a take the picture of its scene; with a take that has no clip the camera moves as it did before."""
    scene.take_id = take.id
    settle_scene(session, scene)
    clip = clips.newest_of_take(session, take.id)
    scene.clip_id = clip.id if clip else None
    if clip is None and scene.motion == Motion.CLIP:
        scene.motion = _last_camera_motion(session, scene)
    session.add(scene)


def _last_camera_motion(session: Session, scene: Scene) -> str:
    for revision in reversed(scenes.revisions(session, scene.job_id)):
        for memory in revision.board:
            if memory["scene_id"] == scene.id and memory["motion"] != Motion.CLIP:
                return str(memory["motion"])
    return Motion.IN


def put_back(session: Session, job: Job, scene: Scene, attempt: Attempt, error: AppError) -> None:
    """Leave the scene as it was before a failed or cancelled attempt, and say why there is nothing new."""
    scene.status = WorkStatus.COMPLETED if scene.take_id else WorkStatus.FAILED
    for name, value in trouble(error).items():
        setattr(scene, name, value)
    session.add(scene)
    session.flush()
    if attempt.kind == "refine":
        jobs.close_refinement(session, ident(job), counted=False)


def finish_board(session: Session, job: Job) -> None:
    """When no scene waits any more, the storyboard is ready, or the job failed if there is no picture at all."""
    board = list(scenes.on_board(session, ident(job)))
    if any(scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING) for scene in board):
        return
    # Clips that were reserved for pictures which nobody made.
    for charge in charges.unused(session, ident(job), kind="motion"):
        ledger.release(session, ident(charge))
    generating = (JobStatus.GENERATING_STORYBOARD,)
    if not any(scene.take_id for scene in board):
        why = {
            "error_code": board[0].error_code,
            "error_message": f"No picture could be made: {board[0].error_message}",
            "error_hint": board[0].error_hint,
        }
        if jobs.move(session, ident(job), origin=generating, to=JobStatus.FAILED, **why):
            tell(session, job, "failed", why["error_message"] or "")
        return
    number = job.revision + 1
    if jobs.move(session, ident(job), origin=generating, to=JobStatus.STORYBOARD_READY, revision=number):
        remembered = [remember(scene) for scene in board]
        scenes.add_revision(
            session,
            Revision(
                job_id=ident(job),
                number=number,
                kind="drawn",
                summary="First storyboard",
                board=remembered,
                captions=job.captions,
                title_card=job.title_card,
                title=shown_title(job),
                music_id=job.music_id,
            ),
        )
        tell(session, job, "ready", "The storyboard is ready for review", revision=number)
