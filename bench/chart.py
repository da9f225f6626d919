"""One chart as SVG: how long each work took, by the clock and of the processor."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from bench.rows import Bar

_WIDTH: Final = 860
_LABELS: Final = 300
_ROOM: Final = 90
_LINE: Final = 50
_TOP: Final = 84
_WALL: Final = "#0b6e69"
_CPU: Final = "#d9a441"
_INK: Final = "#2b2926"
_FAINT: Final = "#6d675f"
_PAPER: Final = "#fdfcfa"


def draw_chart(bars: Sequence[Bar], path: Path, note: str) -> None:
    """Write the chart; `note` stands under its title."""
    longest = max((max(bar.lap.wall, bar.lap.cpu) for bar in bars), default=1.0)
    height = _TOP + _LINE * len(bars) + 16
    font = 'font-family="system-ui, sans-serif" font-size="14"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" {font} fill="{_INK}">',
        "<title>Seconds by the clock and of the processor for each work</title>",
        f'<rect width="{_WIDTH}" height="{height}" rx="10" fill="{_PAPER}"/>',
        '<text x="24" y="32" font-size="17" font-weight="600">Seconds to make a film</text>',
        f'<text x="24" y="54" font-size="12" fill="{_FAINT}">{escape(note)}</text>',
        *_legend(),
    ]
    for number, bar in enumerate(bars):
        parts += _bar(bar, _TOP + number * _LINE, longest)
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _legend() -> list[str]:
    return [
        f'<rect x="{_WIDTH - 200}" y="21" width="12" height="12" rx="2" fill="{_WALL}"/>',
        f'<text x="{_WIDTH - 182}" y="32" font-size="12">clock</text>',
        f'<rect x="{_WIDTH - 120}" y="21" width="12" height="12" rx="2" fill="{_CPU}"/>',
        f'<text x="{_WIDTH - 102}" y="32" font-size="12">processor</text>',
    ]


def _bar(bar: Bar, top: int, longest: float) -> list[str]:
    parts = [f'<text x="{_LABELS - 12}" y="{top + 23}" text-anchor="end">{escape(bar.label)}</text>']
    for row, (seconds, color) in enumerate(((bar.lap.wall, _WALL), (bar.lap.cpu, _CPU))):
        length = max(2.0, (_WIDTH - _LABELS - _ROOM) * seconds / longest)
        y = top + 2 + row * 18
        parts.append(
            f'<rect x="{_LABELS}" y="{y}" width="{length:.1f}" height="15" rx="3" fill="{color}"/>'
            f'<text x="{_LABELS + length + 8:.1f}" y="{y + 12}" font-size="12">{seconds:.2f} s</text>'
        )
    return parts
