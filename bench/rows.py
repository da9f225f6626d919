"""What a benchmark finds: a row for each goal, and bars for the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.processes import Lap

MEGABYTE: Final = 1e6


@dataclass(frozen=True, kw_only=True)
class Row:
    """One goal beside what was measured; `beside` holds the absolute numbers behind a ratio."""

    work: str
    goal: str
    measured: str
    ok: bool
    beside: str = ""

    @property
    def verdict(self) -> str:
        """`ok` or `misses`."""
        return "ok" if self.ok else "misses"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One work in the chart, in seconds."""

    label: str
    lap: Lap


def missing(work: str, goal: str, why: str) -> Row:
    """A row for what could not be measured; that misses its goal as well."""
    return Row(work=work, goal=goal, measured=why, ok=False)


def typical(laps: Sequence[Lap]) -> Lap:
    """The medians of both clocks."""
    return Lap(median(lap.wall for lap in laps), median(lap.cpu for lap in laps))


def halfway(before: Lap, after: Lap) -> Lap:
    """What the same work would have cost between two times that it was measured."""
    return Lap((before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2)


def shares(parts: Sequence[Lap], wholes: Sequence[Lap]) -> Lap:
    """The median share of each part in the whole that was measured beside it, by both clocks."""
    pairs = list(zip(parts, wholes, strict=True))
    return Lap(
        median(part.wall / whole.wall for part, whole in pairs),
        median(part.cpu / whole.cpu for part, whole in pairs),
    )


def told(lap: Lap) -> str:
    """Both clocks in words."""
    return f"{lap.wall:.2f} s, {lap.cpu:.2f} s CPU"
