"""Laps of one process, its finished children included; needs nothing but Python, since other environments use it too."""

import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager


def processor_seconds() -> float:
    """What this process and its children that have ended have cost so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Stopwatch:
    """Named laps and other facts, told at the end as one line of JSON."""

    def __init__(self) -> None:
        self._laps: dict[str, dict[str, float]] = {}
        self.facts: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time the block, in seconds by the clock and by the processor."""
        wall, cpu = time.perf_counter(), processor_seconds()
        yield
        self._laps[name] = {"wall": time.perf_counter() - wall, "cpu": processor_seconds() - cpu}

    def tell(self) -> None:
        """Print everything for the process that started this one."""
        print(json.dumps({"laps": self._laps, "facts": self.facts}), flush=True)
