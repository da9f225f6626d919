"""A process that buys the pictures of two storyboards, to be killed at any moment and started again.

With `clips` as its last word it is one board with its clips.
"""

from pathlib import Path

from core.bootstrap import build_studio
from core.jobs import NewJob
from core.settings import Settings
from core.terms import Motion
from tests.core.waiting import settled

OWNER = "local"


BOARDS = {
    f"board-{n}": NewJob(prompt=f"A fox sails to island {n}", duration_ms=60_000, scene_count=20)
    for n in (1, 2)
}
CLIPS = {
    "clips": NewJob(prompt="A fox sails to the moon", duration_ms=8000, scene_count=4, motion=Motion.CLIP)
}


def main(data_dir: str, url: str, token: str, what: str = "boards") -> None:
    """The keys give the same jobs each time."""
    settings = Settings(
        data_dir=Path(data_dir),
        provider="replicate",
        planning_provider="sketch",
        replicate_api_token=token,
        replicate_base_url=url,
        queue_poll_seconds=0.05,
        background_exports=False,
        pictures_at_once=6,
        _env_file=None,
    )
    studio = build_studio(settings)
    studio.start()
    requests = CLIPS if what == "clips" else BOARDS
    jobs = [studio.create(request, owner=OWNER, idempotency_key=key) for key, request in requests.items()]
    print("at work", flush=True)
    for job in jobs:
        settled(studio, job.id)
    studio.stop()
