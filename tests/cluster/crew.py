"""The processes of a cluster, and what may happen to them: killed, frozen, thawed, started again."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import psycopg

from tests.core.waiting import until
from tests.programs import begin, end


@dataclass
class Crew:
    """Workers with a disk each, over one database and one bucket; `environment` holds the settings of all."""

    folder: Path
    environment: Mapping[str, str]
    count: int = 2
    _workers: dict[int, ForkServerProcess] = field(default_factory=dict)
    _said: dict[int, int] = field(default_factory=dict)

    @property
    def journal(self) -> Path:
        """A line for every order that a worker gave to the artist."""
        return self.folder / "orders.txt"

    def __enter__(self) -> "Crew":
        for number in range(self.count):
            self.start(number)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            end(worker)

    def start(self, number: int) -> None:
        """Start a worker, or the same one again, on its own disk."""
        self._said[number] = self._times_ready(number)
        self._workers[number] = self._process(f"worker-{number}", "tests.cluster.worker", str(self.journal))

    def look_after(self, number: int) -> None:
        """Start a worker again that ended by itself, as one does that finds no database when it starts."""
        if not self._workers[number].is_alive():
            self.start(number)

    def ready(self, number: int) -> bool:
        """Whether a worker has begun to work since it was started last."""
        return self._times_ready(number) > self._said[number]

    def direct(self, films: int, *, first: int = 0) -> ForkServerProcess:
        """Start the director; its words are in director.log. `first` is the number of the first film."""
        process = self._process("director", "tests.cluster.director", str(films), str(first))
        self._workers[-1] = process
        return process

    def log(self, name: str) -> str:
        """What a process said so far."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, number: int) -> None:
        """End a worker as the system's out-of-memory killer would."""
        end(self._workers[number])

    def rest(self) -> None:
        """Tell all workers to stop, and wait until each has put away what it was at.

        One that was started just now is let begin first; one that found no database when it started has ended by itself.
        """
        for number in range(self.count):
            worker = self._workers[number]
            until(partial(self._has_begun, number), what=f"worker {number} beginning")
            if worker.is_alive():
                assert end(worker, signal.SIGTERM) == 0, self.log(f"worker-{number}")

    def freeze(self, number: int) -> None:
        """Let a worker stand still, as a machine does that swaps or is paused."""
        self._signal(number, signal.SIGSTOP)

    def thaw(self, number: int) -> None:
        """Let it go on as if nothing had been."""
        self._signal(number, signal.SIGCONT)

    def name(self, number: int) -> str:
        """What the engine calls the place of a worker that was ready once, the end of its name left off."""
        return (self.folder / f"worker-{number}" / "executor.id").read_text().strip()

    def _has_begun(self, number: int) -> bool:
        return not self._workers[number].is_alive() or self.ready(number)

    def _times_ready(self, number: int) -> int:
        file = self.folder / f"worker-{number}.log"
        return file.read_text(errors="replace").splitlines().count("working") if file.exists() else 0

    def _signal(self, number: int, what: signal.Signals) -> None:
        pid = self._workers[number].pid
        if pid is not None and self._workers[number].is_alive():
            os.kill(pid, what)

    def _process(self, name: str, module: str, *words: str) -> ForkServerProcess:
        surroundings = {**os.environ, **self.environment, "STORYREEL_DATA_DIR": str(self.folder / name)}
        with (self.folder / f"{name}.log").open("ab") as log:
            return begin(module, *words, output=log.fileno(), environment=surroundings)


@dataclass
class Disturbance:
    """What happens to a crew, chosen by chance but the same for the same seed."""

    crew: Crew
    crash_database: Callable[[], None]
    chance: Random
    happened: list[str] = field(default_factory=list)
    _frozen: int | None = None

    def next(self) -> None:
        """One blow: a worker is killed and started again, frozen, or thawed; every fifth is the database's crash."""
        if self._frozen is not None:
            self.crew.thaw(self._frozen)
            self._frozen = None
            self.happened.append("thaw")
        elif len(self.happened) % 5 == 4:
            self.crash_database()
            self.happened.append("database crash")
        else:
            self._strike(self.chance.randrange(self.crew.count))

    def end(self) -> None:
        """Leave everybody awake."""
        if self._frozen is not None:
            self.next()

    def _strike(self, number: int) -> None:
        if self.chance.random() < 0.6:
            self.crew.kill(number)
            self.crew.start(number)
            self.happened.append("kill")
        else:
            self.crew.freeze(number)
            self._frozen = number
            self.happened.append("freeze")


def work_of(database_url: str, place: str) -> int:
    """How many pieces of work a worker's place still holds, by the engine's own table."""
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        row = connection.execute(
            "select count(*) from dbos.workflow_status where status = 'PENDING' and executor_id like %s",
            (f"%-{place}-%",),
        ).fetchone()
    return int(row[0]) if row else 0
