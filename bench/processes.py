"""Work in a process of its own, with what it cost: laps that it told itself, and the memory of its whole tree."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.stopwatch import processor_seconds

ROOT: Final = Path(__file__).resolve().parents[1]
# Peaks of encoders last for seconds; looking twenty times a second costs a thousandth of a core.
_LOOK_SECONDS: Final = 0.05
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")


class WorkFailed(Exception):
    """A measured process ended without telling what it cost; the text holds its last words."""


@dataclass(frozen=True)
class Lap:
    """Seconds by the clock and of the processor."""

    wall: float
    cpu: float


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a process told, and the most memory that it and its children held at once."""

    laps: Mapping[str, Lap]
    facts: Mapping[str, float]
    peak_bytes: int


def work(task: str, **order: object) -> Told:
    """Run a task of bench.film_tasks or bench.export_tasks in a fresh interpreter."""
    return run([sys.executable, "-m", "bench.task", task, json.dumps(order)])


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Told:
    """Run a command that ends by telling its laps; raises `WorkFailed`."""
    # Lines nobody reads would fill a pipe and stop the process, so they go to a file.
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=told, stderr=errors, env={**os.environ, **(environment or {})}
        )
        with Peak(process.pid) as peak:
            status = process.wait()
        told.seek(0)
        lines = told.read().splitlines()
        if status != 0 or not lines:
            errors.seek(0)
            raise WorkFailed(f"{' '.join(command)[:200]}\n{errors.read()[-2000:]}")
    return _told(json.loads(lines[-1]), peak.bytes)


def _told(told: dict[str, Any], peak_bytes: int) -> Told:
    laps = {name: Lap(lap["wall"], lap["cpu"]) for name, lap in told["laps"].items()}
    return Told(laps=laps, facts=told["facts"], peak_bytes=peak_bytes)


class Peak:
    """Watches the resident memory of a process and all below it while the block runs."""

    def __init__(self, process_id: int) -> None:
        self._process_id = process_id
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.bytes = 0

    def __enter__(self) -> "Peak":
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self.bytes = max(self.bytes, sum(resident_bytes(one) for one in tree(self._process_id)))


def tree(process_id: int) -> Iterator[int]:
    """The process and all below it that live right now."""
    yield process_id
    for thread in _listed(Path(f"/proc/{process_id}/task")):
        for child in _text(thread / "children").split():
            yield from tree(int(child))


def resident_bytes(process_id: int) -> int:
    """The memory that a process holds now; 0 when it has ended."""
    words = _text(Path(f"/proc/{process_id}/statm")).split()
    return int(words[1]) * _PAGE_BYTES if words else 0


def processor_seconds_of(process_id: int) -> float:
    """What a living process has cost so far, its own threads only."""
    return _ticks(process_id, fields=2) / _TICKS_PER_SECOND


def _ticks(process_id: int, *, fields: int) -> int:
    """The first two fields are a process's own, user and system; the next two those of its children that have ended."""
    # The name stands in brackets and may hold anything, so fields are counted from the last bracket.
    told = _text(Path(f"/proc/{process_id}/stat")).rpartition(")")[2].split()
    return sum(int(ticks) for ticks in told[11 : 11 + fields])


class Neighbours:
    """How much of the machine everything else used since this was made, next to this process and its children."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._before = _busy_seconds() - _family_seconds()

    @property
    def share(self) -> float:
        """From 0 for an idle machine to 1, where ours had to share every core all the time."""
        passed = (time.monotonic() - self._started) * (os.cpu_count() or 1)
        return max(0.0, _busy_seconds() - _family_seconds() - self._before) / passed


def _family_seconds() -> float:
    """What this process and all below it have cost so far, those that have ended included."""
    living = (one for one in tree(os.getpid()) if one != os.getpid())
    return processor_seconds() + sum(_ticks(one, fields=4) for one in living) / _TICKS_PER_SECOND


def _busy_seconds() -> float:
    """What all processes of the machine have cost since it started: user, nice, system, interrupts."""
    fields = [int(ticks) for ticks in _text(Path("/proc/stat")).splitlines()[0].split()[1:8]]
    user, nice, system, _idle, _waiting, hard, soft = fields
    return (user + nice + system + hard + soft) / _TICKS_PER_SECOND


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, ProcessLookupError):  # It ended between two looks.
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
