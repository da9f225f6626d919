"""docs/reliability.md: each measurement writes its own section and leaves the others as they are."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from bench.processes import ROOT
from bench.report import machine
from bench.rows import Row

PAGE: Final = ROOT / "docs" / "reliability.md"


def write_section(name: str, rows: Sequence[Row], words: Sequence[str], *, foreign: float) -> None:
    """Replace the section between the marks of this name; `foreign` is the share of the machine others used."""
    section = "\n".join(
        [
            f"<!-- {name} -->",
            *(f"- {word}" for word in (*words, *_facts(foreign))),
            "",
            "| what | goal | measured | verdict | behind it |",
            "|---|---|---|---|---|",
            *(f"| {row.work} | {row.goal} | {row.measured} | {row.verdict} | {row.beside} |" for row in rows),
            f"<!-- /{name} -->",
        ]
    )
    page = PAGE.read_text(encoding="utf-8")
    marked = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    PAGE.write_text(marked.sub(lambda _: section, page), encoding="utf-8")


def _facts(foreign: float) -> list[str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    when, python = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", f"Python {platform.python_version()}"
    return [
        f"{when}, {machine()}, {memory:.0f} GB of memory, {platform.system()}, {python}",
        f"Meanwhile other processes used {foreign:.0%} of the machine.",
    ]
