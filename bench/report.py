"""Findings as people read them: a table on the screen, and a page with machine facts and chart."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.chart import draw_chart
from bench.film_tasks import found_ffmpeg
from bench.rows import Bar, Row
from bench.scale import Scale


def print_table(rows: Sequence[Row]) -> None:
    """All rows with their verdicts."""
    table = Table(title="Goals and measurements", show_lines=True)
    for name in ("work", "goal", "measured", "verdict", "behind it"):
        table.add_column(name, overflow="fold")
    for row in rows:
        color = "green" if row.ok else "red"
        table.add_row(row.work, row.goal, row.measured, f"[{color}]{row.verdict}[/]", row.beside)
    # A pipe has no width of its own; there the rows stay on one line.
    Console(width=None if os.isatty(1) else 200).print(table)


def write_page(path: Path, scale: Scale, rows: Sequence[Row], bars: Sequence[Bar], foreign: float) -> None:
    """The page `path`, with the chart beside it."""
    chart = path.with_suffix(".svg")
    draw_chart(bars, chart, f"Photographs in motion with cross-fades at 1080p30; {machine()}")
    misses = sum(not row.ok for row in rows)
    rounds = f"Times are medians; rounds: {scale.rounds}, and {scale.long_rounds} for MoviePy, the long film and transcodes."
    text = [
        "# Benchmarks",
        "",
        "Written by `make bench`; `make bench-quick` measures the same on shorter films in under three minutes.",
        "Every ratio compares two things that were measured in turn in the same run.",
        rounds,
        "CPU seconds and memory hold ffmpeg and all other children. A row also misses when what it asks for is not built.",
        "",
        *_facts(scale, foreign),
        "",
        f"{len(rows) - misses} of {len(rows)} goals are met.",
        "",
        "| work | goal | measured | verdict | behind it |",
        "|---|---|---|---|---|",
        *(f"| {row.work} | {row.goal} | {row.measured} | {row.verdict} | {row.beside} |" for row in rows),
        "",
        f"![Seconds by the clock and of the processor]({chart.name})",
        "",
    ]
    path.write_text("\n".join(text), encoding="utf-8")


def machine() -> str:
    """Processor and cores in a few words."""
    return f"{os.cpu_count()} cores, {_processor()}"


def _facts(scale: Scale, foreign: float) -> list[str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return [
        f"- Run: {scale.name}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; meanwhile other processes used {foreign:.0%} of the machine",
        f"- Machine: {machine()}, {memory:.0f} GB of memory, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, ffmpeg {found_ffmpeg().version()}",
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return platform.machine()
