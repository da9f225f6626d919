"""A copy of a scene, its picture and clip included, for its own board or another film's."""

from collections.abc import Callable
from typing import Any

from core.presentation import ident
from core.storyboard import settle_scene
from db.engine import Session
from db.models import Clip, Music, Scene, Take
from db.queries import clips, scenes


def _where_it_lies(key: str) -> str:
    return key


def copy_scene(
    session: Session,
    scene: Scene,
    *,
    duration_ms: int,
    into: int,
    carried: Callable[[str], str] = _where_it_lies,
) -> Scene:
    """A scene with the same words, picture and clip in the job `into`, on no board yet.

    `carried` gives the key under which a file of the original lies for the copy.
    """
    twin = scenes.add(
        session,
        Scene(
            job_id=into,
            position=None,
            description=scene.description,
            image_prompt=scene.image_prompt,
            duration_ms=duration_ms,
            motion=scene.motion,
            transition=scene.transition,
        ),
    )
    take = scenes.take(session, scene.take_id) if scene.take_id else None
    if take is not None:
        own: dict[str, Any] = {"job_id": into, "scene_id": ident(twin), "number": 0, "key": carried(take.key)}
        twin.take_id = scenes.add_take(session, Take(**shared(take) | own)).id
        clip = clips.get(session, scene.clip_id) if scene.clip_id else None
        if clip is not None:
            own = {"job_id": into, "take_id": twin.take_id, "key": carried(clip.key)}
            twin.clip_id = clips.add(session, Clip(**shared(clip) | own)).id
    # What is being made for the original is not made for its copy; what is wrong with it is wrong with both.
    settle_scene(session, twin)
    if scene.error_code is not None:
        twin.error_code, twin.error_message, twin.error_hint = (
            scene.error_code,
            scene.error_message,
            scene.error_hint,
        )
    return twin


def shared(row: Take | Clip | Music) -> dict[str, Any]:
    """What a row and its copy have in common; what it cost was paid once."""
    return row.model_dump(exclude={"id", "charged_micros", "created_at"})
