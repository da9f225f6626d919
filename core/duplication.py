"""A whole film as it is, as a film of its own: storyboard, pictures, clips, words and music."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core import references
from core.copies import copy_scene, shared
from core.errors import Conflict, WrongStep
from core.presentation import ident, job_view
from core.storyboard import PLANNING, find, record_edit
from core.views import JobView
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, JobStatus, Music
from db.queries import jobs, music, scenes

# What makes a film the film that it is; its revisions, refinements, money and counters are its copy's own.
_KEPT: Final = {
    "owner",
    "client_id",
    "prompt",
    "title",
    "look",
    "style",
    "aspect_ratio",
    "brand_guidelines",
    "motion",
    "captions",
    "title_card",
    "artist",
    "planner",
    "planner_fallback",
    "clip_fallback",
    "plan_trouble",
    "seed",
    "target_ms",
    "duration_ms",
    "scene_count",
    "estimated_micros",
}


def duplicate(shop: Workshop, job_id: int, *, owner: str) -> JobView:
    """A film of its own with the same storyboard, words and music; nothing is ordered, and nothing is charged.

    Raises `WrongStep` before there is a storyboard, `Conflict` while it is drawn, `DiskFull`.
    """
    shop.check_room("another film")
    with shop.reading() as session:
        followed = references.picture_for(shop, find(session, job_id, owner))
    with references.kept(shop, followed) as reference, shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        board = scenes.on_board(session, job_id)
        if job.status == JobStatus.GENERATING_STORYBOARD:
            raise Conflict(f"Job {job_id} is being drawn.", hint="Wait until its pictures are there.")
        if job.status in PLANNING or not board:
            raise WrongStep(
                f"Job {job_id} has no storyboard yet.", hint="Wait until its status is storyboard_ready."
            )
        twin = jobs.add(session, Job(**job.model_dump(include=_KEPT), reference_key=reference))
        carried = _Carrier(shop, ident(twin))
        copied = [
            copy_scene(session, scene, duration_ms=scene.duration_ms, into=ident(twin), carried=carried)
            for scene in board
        ]
        twin.music_id = _copy_music(session, job, ident(twin), carried)
        record_edit(session, twin, copied, kind="copy", summary=f"Copied from job {job_id}")
        session.refresh(twin)
        return job_view(shop, session, twin)


@dataclass(frozen=True)
class _Carrier:
    """Copies files into the folder of another job; what several rows share is copied once.

    They are written anew, not linked, since the sweep takes an old file that no row names yet for one that nobody needs.
    """

    shop: Workshop
    job_id: int
    _done: dict[str, str] = field(default_factory=dict)

    def __call__(self, key: str) -> str:
        if key not in self._done:
            _jobs, _job, within = key.split("/", 2)
            self._done[key] = f"jobs/{self.job_id}/{within}"
            self.shop.store.put_bytes(self._done[key], self.shop.store.get_bytes(key))
        return self._done[key]


def _copy_music(session: Session, job: Job, into: int, carried: Callable[[str], str]) -> int | None:
    heard = music.get(session, job.music_id) if job.music_id else None
    if heard is None:
        return None
    return music.add(session, Music(**shared(heard) | {"job_id": into, "key": carried(heard.key)})).id
