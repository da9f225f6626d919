"""What is left after `kill -9`: everything that was finished, nothing twice, and no ffmpeg without its parent."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from core.bootstrap import build_workshop
from core.settings import Settings
from core.studio import Studio
from core.views import JobStatus, WorkStatus
from tests.core.survivor import OWNER, SCENES
from tests.core.waiting import until
from tests.programs import talking
from tests.servers.place import Place


class Survivor:
    """The survivor process, started again after each kill."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.said: list[str] = []

    def run_until(self, word: str, *, then: Callable[[], bool] = lambda: True) -> None:
        """Start, wait until it says `word` and `then` something is true, and kill it unless it is done."""
        surroundings = {**os.environ, **self.environment}
        with talking("tests.core.survivor", str(self.folder), environment=surroundings) as (process, lines):
            for line in lines:
                self.said.append(line.strip())
                if line.startswith(word):
                    break
            until(then)
            if word == "done":
                process.join(60)
                assert process.exitcode == 0


def orders(folder: Path) -> list[str]:
    journal = folder / "orders.txt"
    return journal.read_text().split() if journal.exists() else []


def segments(folder: Path) -> dict[str, int]:
    """Every finished segment with the moment it was made."""
    return {str(path): path.stat().st_ino for path in (folder / "cache" / "segments").rglob("*.mp4")}


def ffmpeg_processes(folder: Path) -> list[int]:
    """The living ffmpeg processes that work in this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue  # The process ended while the list was read.
        if b"ffmpeg" in words and str(folder).encode() in words:
            found.append(int(entry.name))
    return found


@pytest.mark.slow
def test_a_film_survives_kills_at_every_stage(tmp_path: Path, place: Place) -> None:
    """Killed during planning, pictures, render and export, the job ends with each picture ordered once."""
    survivor = Survivor(tmp_path, place.environment)
    survivor.run_until("job")
    survivor.run_until("job", then=lambda: len(orders(tmp_path)) >= SCENES // 2)
    survivor.run_until("rendering", then=lambda: len(segments(tmp_path)) >= 2)
    finished = segments(tmp_path)
    survivor.run_until("exporting", then=lambda: ffmpeg_processes(tmp_path) != [])
    until(lambda: ffmpeg_processes(tmp_path) == [])
    survivor.run_until("done")

    assert len(finished) < len(segments(tmp_path))
    assert len(orders(tmp_path)) == SCENES == len(set(orders(tmp_path)))
    after = segments(tmp_path)
    assert {path: after.get(path) for path in finished} == finished
    check_result(tmp_path, place)


def check_result(folder: Path, place: Place) -> None:
    """One job, complete, its money right, its files whole, and no draft that a later call would serve."""
    settings = Settings(data_dir=folder, provider="sketch", _env_file=None, **place.settings)
    shop = build_workshop(settings, works=False)
    studio = Studio(shop)
    jobs = studio.jobs(owner=OWNER)
    assert [job.status for job in jobs] == [JobStatus.COMPLETED]
    job = studio.job(jobs[0].id)
    assert [len(scene.takes) for scene in job.storyboard or ()] == [1] * SCENES
    assert job.actual_micros == SCENES * 10_000
    assert {line.state for line in studio.ledger(owner=OWNER)} == {"settled"}
    made = [export for export in studio.exports(job.id) if export.status == WorkStatus.COMPLETED]
    assert len(made) == 1
    stored = shop.store.list_prefix(f"jobs/{job.id}")
    assert len(stored) == SCENES + 2
    shop.database.close()
