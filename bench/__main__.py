"""`python -m bench [--quick]` measures every goal, prints it beside what was measured, and fails when one is missed."""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.download_rows import download_rows
from bench.export_rows import export_rows
from bench.film_rows import film_rows
from bench.page_rows import page_rows
from bench.preview_rows import preview_rows
from bench.processes import ROOT, Neighbours
from bench.report import print_table, write_page
from bench.rows import Bar, Row
from bench.scale import FULL, QUICK, Scale
from bench.service_rows import artist_rows, service_rows

PAGE = ROOT / "docs" / "benchmarks.md"
Measure = Callable[[Scale, Path], Iterator[Row]]


def main() -> int:
    """Run what was chosen; 1 when a goal is missed."""
    if not Path("/proc/self/statm").exists():
        sys.exit("The benchmarks read memory and processor time from /proc, so they need Linux.")
    # Ended from outside, it still ends its servers and removes its films.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = _options().parse_args()
    scale, page = _scale(chosen), chosen.out
    if page is None and not chosen.quick and not chosen.only:
        page = PAGE
    neighbours, bars = Neighbours(), list[Bar]()
    rows = list(_measured(scale, chosen.only, bars))
    print_table(rows)
    print(f"Meanwhile other processes used {neighbours.share:.0%} of the machine.")
    if page is not None:
        write_page(page, scale, rows, bars, neighbours.share)
        print(f"Written to {page}")
    return 0 if all(row.ok for row in rows) else 1


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument(
        "--quick", action="store_true", help="shorter films and single rounds, under three minutes"
    )
    options.add_argument(
        "--only", nargs="+", choices=["film", "preview", "exports", "downloads", "pages", "service", "artist"]
    )
    options.add_argument("--long-rounds", type=int, help="rounds of MoviePy, the long film and transcodes")
    options.add_argument("--out", type=Path, help="page to write; the whole run writes docs/benchmarks.md")
    return options


def _scale(chosen: argparse.Namespace) -> Scale:
    scale = QUICK if chosen.quick else FULL
    return replace(scale, long_rounds=chosen.long_rounds) if chosen.long_rounds else scale


def _measured(scale: Scale, only: list[str] | None, bars: list[Bar]) -> Iterator[Row]:
    parts: dict[str, Measure] = {
        "film": lambda scale, folder: film_rows(scale, folder, bars),
        "preview": preview_rows,
        "exports": export_rows,
        "downloads": download_rows,
        "pages": page_rows,
        "service": service_rows,
        "artist": artist_rows,
    }
    with tempfile.TemporaryDirectory(prefix="storyreel-bench-") as folder:
        for name, measure in parts.items():
            if only and name not in only:
                continue
            started = time.monotonic()
            for row in measure(scale, Path(folder) / name):
                print(f"{row.verdict:6}  {row.work}: {row.measured} (goal: {row.goal})", flush=True)
                yield row
            print(f"        {name}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
