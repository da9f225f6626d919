"""`python -m bench.soak` lets workers on PostgreSQL and S3 make films while they are killed and frozen and the database crashes.

Everything runs on the loopback, ends by itself, and is bounded by --seconds and by the films of a round.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final

import psycopg

from bench.processes import Neighbours
from bench.reliability import write_section
from bench.report import print_table
from bench.rows import Row
from core.settings import Settings
from tests.cluster.crew import Crew, work_of
from tests.cluster.verdict import found_wrong
from tests.servers.bucket import Bucket
from tests.servers.postgres import Postgres

WORKERS: Final = 2
# What the defaults promise: a beat of 5 s, death after 30 s of silence, noticed at the next beat.
TAKEN_OVER_SECONDS: Final = 40.0
_FROZEN_SECONDS: Final = 45.0
_LOOK_SECONDS: Final = 0.25
# A worker has something to do most of the time; who is idle for so long is killed all the same.
_BUSY_SECONDS: Final = 20.0
_ROUND_SECONDS: Final = 600.0
_STARTS: Final = 4


@dataclass
class Soak:
    """One run: the servers, the crew, and what was noted."""

    crew: Crew
    postgres: Postgres
    database_url: str
    chance: Random
    ends_at: float
    blows: Counter[str] = field(default_factory=Counter)
    takeovers: list[float] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def disturb(self) -> None:
        """Strike every few seconds until the time is over; every worker is awake at the end."""
        blows = cycle((self.kill_for_good, self.kill, self.crash, self.kill, self.freeze))
        while not self._over.wait(self.chance.uniform(3, 9)) and time.monotonic() < self.ends_at:
            number = self.chance.randrange(WORKERS)
            self.crew.look_after(number)
            # Whoever is struck again before it stands disturbs nobody.
            if self.crew.ready(number):
                next(blows)(number)

    def kill(self, number: int) -> None:
        """Kill a worker and start it again at once, as a supervisor does."""
        self.blows["killed and started again"] += 1
        self.crew.kill(number)
        self.crew.start(number)

    def kill_for_good(self, number: int) -> None:
        """Kill a worker and wait until the others took its work; only then it comes back."""
        place, waits_until = self.crew.name(number), time.monotonic() + _BUSY_SECONDS
        while not self._work_of(place) and time.monotonic() < waits_until:
            time.sleep(_LOOK_SECONDS)
        self.blows["killed and left dead for a while"] += 1
        self.crew.kill(number)
        killed = time.monotonic()
        if self._work_of(place):
            while self._work_of(place) and time.monotonic() - killed < 2 * TAKEN_OVER_SECONDS:
                time.sleep(_LOOK_SECONDS)
            self.takeovers.append(time.monotonic() - killed)
        self.crew.start(number)

    def freeze(self, number: int) -> None:
        """Stop a worker until it was given up, and let it wake beside its successor."""
        self.blows["frozen and woken"] += 1
        self.crew.freeze(number)
        self._over.wait(_FROZEN_SECONDS)
        self.crew.thaw(number)

    def crash(self, _number: int) -> None:
        """End the database in the middle of everything, and start it again."""
        self.blows["database crashes"] += 1
        self.postgres.crash()
        self._over.wait(1.0)
        self.postgres.start()

    def end(self) -> None:
        """Strike no more."""
        self._over.set()

    def _work_of(self, place: str) -> int:
        try:
            return work_of(self.database_url, place)
        except psycopg.OperationalError:
            return 1  # Nobody can tell, so it is not counted as done.


def main() -> int:
    """Run it; 1 when anything is not as it must be."""
    chosen = _options().parse_args()
    neighbours = Neighbours()
    with (
        tempfile.TemporaryDirectory(prefix="storyreel-soak-") as folder,
        Postgres() as postgres,
        Bucket() as bucket,
    ):
        url = postgres.database()
        environment = {
            "STORYREEL_DATABASE_URL": url,
            "STORYREEL_PROVIDER": "sketch",
            "STORYREEL_MAX_WAITING_JOBS": "10000",
            # Films are what is counted, so the workers make nothing else.
            "STORYREEL_BACKGROUND_EXPORTS": "false",
            **bucket.environment("soak"),
        }
        settings = Settings(
            data_dir=Path(folder) / "look",
            provider="sketch",
            database_url=url,
            _env_file=None,
            **bucket.settings("soak"),
        )
        started = time.monotonic()
        with Crew(folder=Path(folder), environment=environment, count=WORKERS) as crew:
            soak = Soak(
                crew=crew,
                postgres=postgres,
                database_url=url,
                chance=Random(chosen.seed),
                ends_at=started + chosen.seconds,
            )
            films, unfinished = _directed(soak, chosen.films)
        wrong = found_wrong(settings, crew.journal, count=films)
    rows = list(_rows(soak, films, unfinished, wrong, time.monotonic() - started))
    print_table(rows)
    for word in wrong:
        print(word)
    words = [f"`make soak SECONDS={chosen.seconds}`: {WORKERS} workers, {chosen.films} films at once"]
    write_section("soak", rows, words, foreign=neighbours.share)
    return 0 if all(row.ok for row in rows) else 1


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    options.add_argument("--seconds", type=int, default=600, help="how long workers are disturbed")
    options.add_argument("--films", type=int, default=30, help="films that are ordered at once")
    options.add_argument("--seed", type=int, default=7, help="chooses what happens")
    return options


def _directed(soak: Soak, films: int) -> tuple[int, str]:
    """Order films, round after round, while the crew is disturbed; how many, and what was not finished."""
    disturber = threading.Thread(target=soak.disturb, name="disturber")
    disturber.start()
    ordered, said = 0, ""
    while not said and (ordered == 0 or time.monotonic() < soak.ends_at):
        # Started again like any other process when it found no database at its start; its films keep their keys.
        if not any(_finished(soak.crew, films, first=ordered) for _ in range(_STARTS)):
            said = "the director did not finish"
            print(soak.crew.log("director")[-2000:])
        ordered += films
        print(f"{ordered} films, {dict(soak.blows)}", flush=True)
    soak.end()
    disturber.join()
    return ordered, said


def _finished(crew: Crew, films: int, *, first: int) -> bool:
    """Let the director order a round of films; whether it ended well and in time."""
    director = crew.direct(films, first=first)
    director.join(_ROUND_SECONDS)
    return director.exitcode == 0


def _rows(soak: Soak, films: int, unfinished: str, wrong: list[str], seconds: float) -> Iterator[Row]:
    happened = ", ".join(f"{count} {what}" for what, count in soak.blows.items())
    yield Row(
        work="films whose every picture was ordered, paid and kept once, and whose file is whole",
        goal="all",
        measured=f"{films} ordered, {len(wrong)} things found wrong",
        ok=not wrong and not unfinished,
        beside=f"{seconds:.0f} s; {happened}; {unfinished or 'every film was finished'}",
    )
    slowest = max(soak.takeovers, default=0.0)
    yield Row(
        work="the work of a worker that does not come back is taken over, with default settings",
        goal=f"within {TAKEN_OVER_SECONDS:.0f} s",
        measured=f"slowest {slowest:.1f} s" if soak.takeovers else "did not happen in this run",
        ok=bool(soak.takeovers) and slowest <= TAKEN_OVER_SECONDS,
        beside=f"{len(soak.takeovers)} times",
    )


if __name__ == "__main__":
    sys.exit(main())
