"""A process that makes one film and its export, to be killed at any moment and started again.

It prints a line at every step and exits when all is done.
"""

from pathlib import Path

from core.bootstrap import build_studio
from core.jobs import NewJob
from core.settings import Settings
from core.studio import Studio
from core.terms import ExportFormat, ExportQuality
from core.views import JobStatus, WorkStatus
from tests.core.waiting import settled, until
from tests.studio_fakes import ProgrammableArtist, ProgrammablePlanner

OWNER = "local"
SCENES = 6


def main(data_dir: str) -> None:
    """Carry the job on from wherever an earlier run was killed."""
    folder = Path(data_dir)
    settings = Settings(
        data_dir=folder,
        provider="sketch",
        queue_poll_seconds=0.05,
        background_exports=False,
        heartbeat_seconds=0.5,
        pictures_at_once=2,
        # Enough work to be cut short, and no more.
        film_lines=540,
        _env_file=None,
    )
    artist = ProgrammableArtist(name="sketch", price=10_000, journal=folder / "orders.txt", seconds=0.2)
    studio = build_studio(
        settings, artists={"sketch": artist}, planners={"sketch": ProgrammablePlanner(name="sketch")}
    )
    studio.start()
    print("started", flush=True)
    walk(studio)
    studio.stop()
    print("done", flush=True)


def walk(studio: Studio) -> None:
    """Every step is one that may be repeated: the key gives the same job, approval and render are idempotent."""
    request = NewJob(prompt="A kite over six hills", duration_ms=6000, scene_count=SCENES, seed=1)
    job = studio.create(request, owner=OWNER, idempotency_key="the-one")
    print("job", job.id, flush=True)
    job = settled(studio, job.id, (JobStatus.STORYBOARD_READY, JobStatus.RENDERING, JobStatus.COMPLETED))
    if job.status == JobStatus.STORYBOARD_READY:
        print("ready", flush=True)
        studio.approve(job.id, owner=OWNER)
        studio.render(job.id, owner=OWNER)
    print("rendering", flush=True)
    settled(studio, job.id, (JobStatus.COMPLETED,))
    print("completed", flush=True)
    export = studio.order_export(job.id, owner=OWNER, format=ExportFormat.WEBM, quality=ExportQuality.LOW)
    print("exporting", flush=True)
    until(lambda: studio.export(export).status == WorkStatus.COMPLETED)
