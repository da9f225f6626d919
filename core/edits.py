"""Free edits of the storyboard: order, takes, own pictures, seconds, motion, adding and removing scenes, undo."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.copies import copy_scene
from core.errors import InvalidInput, NotFound, WrongStep
from core.media import pictures
from core.presentation import SUFFIXES, ident
from core.storyboard import (
    open_for_edit,
    record_edit,
    record_undo,
    restore,
    scene_numbered,
    settle_scene,
    show_take,
    tell,
    within,
)
from core.terms import (
    MAX_DESCRIPTION,
    MAX_FILM_MS,
    MAX_IMAGE_PROMPT,
    MAX_SCENES,
    MAX_TITLE,
    MIN_SCENE_MS,
    Captions,
    Motion,
    Transition,
)
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, Scene, Take, WorkStatus, utc_now
from db.queries import clips, scenes

# Twice what a camera delivers today; a picture that claims more is a bomb, not a photograph.
MAX_PICTURE_PIXELS = 100_000_000


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Whose edit of which job; `seen_revision` is the revision the editor was looking at, None to not care."""

    job_id: int
    owner: str | None = None
    seen_revision: int | None = None


def _open(session: Session, edit: Edit, *, locked: bool = True) -> tuple[Job, list[Scene]]:
    return open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision, locked=locked)


def reorder(shop: Workshop, edit: Edit, scene_order: Sequence[int]) -> None:
    """Put the scenes in this order of their present numbers; anything but a permutation changes nothing."""
    if not scene_order:
        raise InvalidInput(
            "scene_order cannot be empty", hint="Name every scene once, in the order you want."
        )
    with shop.writing() as session:
        job, board = _open(session, edit)
        if sorted(scene_order) != list(range(1, len(board) + 1)):
            raise InvalidInput(
                "Failed to reorder scenes. Check that all scene numbers are valid.",
                hint=f"Name each of the scenes 1 to {len(board)} exactly once.",
            )
        if list(scene_order) == sorted(scene_order):
            summary = "Kept the order"
        else:
            summary = "Order: " + ", ".join(str(number) for number in scene_order)
        board = [board[number - 1] for number in scene_order]
        record_edit(session, job, board, kind="reorder", summary=summary)


def choose_take(shop: Workshop, edit: Edit, *, scene_number: int, take_number: int) -> None:
    """Make another take the picture of its scene; free, and no refinement is counted."""
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        take = scenes.take_by_number(session, ident(scene), take_number)
        if take is None:
            raise NotFound(f"Scene {scene_number} has no take {take_number}.")
        _show(session, scene, take)
        record_edit(
            session, job, board, kind="take", summary=f"Scene {scene_number}: took take {take_number}"
        )


def _show(session: Session, scene: Scene, take: Take) -> None:
    show_take(session, scene, take)
    scene.image_prompt = take.image_prompt or scene.image_prompt


def put_picture(shop: Workshop, edit: Edit, *, scene_number: int, content: bytes) -> None:
    """Put a person's own picture into a scene, as a new take; the bytes are checked, not the file name."""
    facts = pictures.inspect(
        content, max_bytes=shop.settings.max_upload_mb * 1_000_000, max_pixels=MAX_PICTURE_PIXELS
    )
    with shop.reading() as session:
        scene_numbered(_open(session, edit, locked=False)[1], scene_number)
    shop.check_room("the picture")
    digest = hashlib.sha256(content).hexdigest()
    key = f"jobs/{edit.job_id}/takes/own-{digest}.{SUFFIXES[facts.media_type]}"
    shop.store.put_bytes(key, content)
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        take = scenes.add_take(
            session,
            Take(
                job_id=edit.job_id,
                scene_id=ident(scene),
                number=0,
                artist="own",
                model="upload",
                image_prompt=scene.image_prompt,
                key=key,
                media_type=facts.media_type,
                width=facts.width,
                height=facts.height,
                sha256=digest,
            ),
        )
        _show(session, scene, take)
        record_edit(session, job, board, kind="picture", summary=f"Scene {scene_number}: own picture")


@dataclass(frozen=True, kw_only=True)
class SceneChange:
    """What may be changed of a scene for free; None leaves it as it is."""

    duration_ms: int | None = None
    motion: Motion | None = None
    transition: Transition | None = None


def change_scene(shop: Workshop, edit: Edit, *, scene_number: int, change: SceneChange) -> None:
    """Change the seconds, motion or transition of a scene.

    Raises `WrongStep` for the motion `clip` when no clip was made of the scene's picture.
    """
    wanted = {name: value for name, value in vars(change).items() if value is not None}
    if not wanted:
        raise InvalidInput("Nothing to change.", hint="Give a duration, a motion or a transition.")
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        for name, value in wanted.items():
            setattr(scene, name, value)
        if change.motion is not None:
            _settle_motion(session, scene)
        _check_length(board)
        record_edit(session, job, board, kind="scene", summary=f"Scene {scene_number}: {_in_words(change)}")


def _settle_motion(session: Session, scene: Scene) -> None:
    """Whoever says how a scene moves has seen why a clip of it failed."""
    if scene.motion == Motion.CLIP:
        scene.clip_id = scene.clip_id or _newest_clip(session, scene)
    if scene.take_id is not None and scene.status == WorkStatus.COMPLETED:
        scene.error_code = scene.error_message = scene.error_hint = None


def _newest_clip(session: Session, scene: Scene) -> int:
    clip = clips.newest_of_take(session, scene.take_id)
    if clip is None:
        raise WrongStep(
            f"Scene {scene.position} has no clip of its picture to play.",
            hint="Bring the scene to life first; it plays its clip by itself then.",
        )
    return ident(clip)


def _in_words(change: SceneChange) -> str:
    words = [
        f"{change.duration_ms / 1000:g} s" if change.duration_ms is not None else "",
        f"motion {change.motion}" if change.motion else "",
        f"transition {change.transition}" if change.transition else "",
    ]
    return ", ".join(word for word in words if word)


def _check_length(board: Sequence[Scene]) -> None:
    shortest = min(scene.duration_ms for scene in board)
    if shortest < MIN_SCENE_MS:
        raise InvalidInput(f"A scene lasts at least {MIN_SCENE_MS / 1000:g} s.", hint="Give it more time.")
    total = sum(scene.duration_ms for scene in board)
    if total > MAX_FILM_MS:
        raise InvalidInput(
            f"The film would last {total / 1000:g} s.", hint=f"Keep it under {MAX_FILM_MS // 1000} s."
        )


@dataclass(frozen=True, kw_only=True)
class FilmChange:
    """What may be changed of the film as a whole for free; None leaves it as it is."""

    captions: Captions | None = None
    title_card: bool | None = None
    title: str | None = None


_CAPTIONS_IN_WORDS = {
    Captions.OFF: "no captions",
    Captions.BURNED: "captions in the picture",
    Captions.TRACK: "captions as a track",
}


def change_film(shop: Workshop, edit: Edit, change: FilmChange) -> None:
    """Change the film's name and how it carries its texts; what is so already makes no new revision.

    Neither does another name that is not shown in the film, so it keeps its approval.
    """
    wanted = {name: value for name, value in vars(change).items() if value is not None}
    if not wanted:
        raise InvalidInput("Nothing to change.", hint="Give captions, title_card or title.")
    with shop.writing() as session:
        job, board = _open(session, edit)
        # A planner's own title may be longer; whoever leaves it as it is may change all else.
        if change.title not in (None, job.title):
            wanted["title"] = _clean_title(change.title or "")
        fresh = {name: value for name, value in wanted.items() if getattr(job, name) != value}
        if not fresh:
            return
        for name, value in fresh.items():
            setattr(job, name, value)
        session.add(job)
        if set(fresh) == {"title"} and not job.title_card:
            job.updated_at = utc_now()
            tell(session, job, "film", f"Named “{job.title}”")
        else:
            record_edit(session, job, board, kind="film", summary=_film_summary(job, fresh))


def _clean_title(title: str) -> str:
    words = " ".join(title.replace("\x00", "").split())
    if not words:
        raise InvalidInput("A film needs a title.", hint="Write one, or leave the present one.")
    return within(words, MAX_TITLE, "The title")


def _film_summary(job: Job, fresh: Collection[str]) -> str:
    told = [
        _CAPTIONS_IN_WORDS[Captions(job.captions)] if "captions" in fresh else "",
        ("title over the opening" if job.title_card else "no title") if "title_card" in fresh else "",
        f"named “{job.title}”" if "title" in fresh else "",
    ]
    return "Film: " + ", ".join(word for word in told if word)


def duplicate_scene(shop: Workshop, edit: Edit, *, scene_number: int) -> None:
    """Put a copy of a scene, picture included, behind it."""
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        twin = copy_scene(session, scene, duration_ms=scene.duration_ms, into=edit.job_id)
        board.insert(scene_number, twin)
        _check_room(board)
        record_edit(session, job, board, kind="duplicate", summary=f"Duplicated scene {scene_number}")


def split_scene(shop: Workshop, edit: Edit, *, scene_number: int) -> None:
    """Cut a scene into two halves that share its picture; the film stays as long as it was."""
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        second = scene.duration_ms // 2
        scene.duration_ms -= second
        board.insert(scene_number, copy_scene(session, scene, duration_ms=second, into=edit.job_id))
        _check_room(board)
        record_edit(session, job, board, kind="split", summary=f"Split scene {scene_number}")


def add_scene(
    shop: Workshop, edit: Edit, *, after: int, description: str, image_prompt: str, duration_ms: int
) -> None:
    """Add a scene behind scene `after` (0: at the start); it has no picture until one is refined or put in."""
    with shop.writing() as session:
        job, board = _open(session, edit)
        if not 0 <= after <= len(board):
            raise InvalidInput(
                f"There is no scene {after}.", hint=f"Name a scene from 0 (the start) to {len(board)}."
            )
        scene = Scene(
            job_id=edit.job_id,
            position=None,
            description=within(description.replace("\x00", ""), MAX_DESCRIPTION, "The text of the scene"),
            image_prompt=within(
                image_prompt.replace("\x00", ""), MAX_IMAGE_PROMPT, "The picture's description"
            ),
            duration_ms=duration_ms,
            motion=Motion.IN,
        )
        settle_scene(session, scene)
        board.insert(after, scenes.add(session, scene))
        _check_room(board)
        record_edit(session, job, board, kind="add", summary=f"Added scene {after + 1}")


def delete_scene(shop: Workshop, edit: Edit, *, scene_number: int) -> None:
    """Take a scene off the board; its takes stay, and undo brings it back."""
    with shop.writing() as session:
        job, board = _open(session, edit)
        scene = scene_numbered(board, scene_number)
        if len(board) == 1:
            raise WrongStep(
                "The last scene cannot be deleted.", hint="Add another scene first, or delete the film."
            )
        board.remove(scene)
        scene.position = None
        session.add(scene)
        _check_length(board)
        record_edit(session, job, board, kind="delete", summary=f"Deleted scene {scene_number}")


def undo(shop: Workshop, edit: Edit) -> None:
    """Go back to the storyboard before the last edit; counted refinements stay counted."""
    with shop.writing() as session:
        job, _board = _open(session, edit)
        current = scenes.revision(session, edit.job_id, job.revision)
        if current is None or current.parent is None:
            raise WrongStep("There is nothing to undo.", hint="The storyboard is as it was first drawn.")
        restored = scenes.revision(session, edit.job_id, current.parent)
        if restored is None:
            raise WrongStep("There is nothing to undo.", hint="The earlier storyboard is gone.")
        board = restore(session, job, restored)
        record_undo(session, job, board, undone=current, restored=restored)


def _check_room(board: Sequence[Scene]) -> None:
    if len(board) > MAX_SCENES:
        raise InvalidInput(f"A film has at most {MAX_SCENES} scenes.", hint="Delete a scene first.")
    _check_length(board)
