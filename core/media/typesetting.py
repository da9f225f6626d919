"""Words set into lines: each sign in a font that has it, in the order in which it is read, broken where a language breaks.

Widths and sizes are in pixels.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from core.media.fonts import Face, FontShelf, needs_glyph

ELLIPSIS: Final = "…"
# No three lines hold more signs, be they families of emoji; what lies beyond would only be measured for nothing.
MOST_SIGNS: Final = 1000
# A letter with a tower of marks on it is still one character, but its marks need not all be drawn.
_MOST_MARKS: Final = 8
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_NUMBERS: Final = {"EN", "AN"}
# What brackets a direction around words; cut apart by a line's end it would turn all that follows.
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, kw_only=True)
class Run:
    """Signs that one font draws in one direction; `level` is odd where they are read from right to left."""

    text: str
    face: Face
    level: int


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A text in lines, all of one size; `shortened` tells that it did not fit."""

    lines: tuple[str, ...]
    size: int
    shortened: bool


def tidy(text: str) -> str:
    """The text in one line, without signs that are not seen or would turn its direction."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if sign.isspace():
            kept.append(" ")
        elif kind not in {"Cc", "Cs"} and sign not in _TURNING and marks <= _MOST_MARKS:
            kept.append(sign)
    return " ".join("".join(kept).split())


def clusters(text: str) -> list[str]:
    """What is seen as one character each, however many signs it is made of."""
    if len(text) < 2 or text.isascii():
        return list(text)
    return list(grapheme_clusters(text))


def drawable(text: str, shelf: FontShelf) -> tuple[str, tuple[str, ...]]:
    """The text without the characters that no font has, and these."""
    if shelf.own.has(text):
        return text, ()
    kept, missing = [], dict[str, None]()
    for cluster in clusters(text):
        if not any(needs_glyph(sign) for sign in cluster) or shelf.face_for(cluster):
            kept.append(cluster)
        else:
            missing[cluster] = None
    return tidy("".join(kept)), tuple(missing)


def reads_backwards(text: str) -> bool:
    """Whether the first letter belongs to a script that is read from right to left."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind == "L" or kind in _RIGHT_TO_LEFT:
            return kind in _RIGHT_TO_LEFT
    return False


def runs(line: str, shelf: FontShelf) -> list[Run]:
    """The runs of a line from left to right as they are seen."""
    signs = clusters(line)
    levels = _levels(signs, base=int(reads_backwards(line)))
    faces = _faces(signs, shelf)
    parts = [
        Run(text=sign, face=face, level=level)
        for sign, face, level in zip(signs, faces, levels, strict=True)
        if face is not None
    ]
    joined = [_joined(list(group)) for _, group in groupby(parts, key=lambda run: (run.face, run.level))]
    return _in_sight(joined)


def _joined(parts: Sequence[Run]) -> Run:
    return replace(parts[0], text="".join(part.text for part in parts))


def _faces(signs: Sequence[str], shelf: FontShelf) -> Iterator[Face | None]:
    """Spaces and punctuation stay in the font of the word before them, so that no word is torn."""
    before: Face | None = None
    for sign in signs:
        word = unicodedata.category(sign[0])[0] in "LMN"
        stays = before is not None and not before.strike and not word and before.has(sign)
        before = before if stays else shelf.face_for(sign)
        yield before


def _levels(signs: Sequence[str], *, base: int) -> list[int]:
    """How deep each sign lies, after the rules of UAX 9 that matter without nested quotations."""
    kinds = [_kind(sign) for sign in signs]
    sides: list[str | None] = []
    strong: str | None = None
    for kind in kinds:
        if kind in {"L", "R"}:
            strong = kind
        # Numbers are read from left to right, and belong to the words before them.
        sides.append(("N" if strong == "R" or (strong is None and base) else "L") if kind == "EN" else kind)
    _settle(sides, "R" if base else "L")
    deep = {"L": base + base % 2, "R": base + 1 - base % 2, "N": 2}
    return [deep[side or "L"] for side in sides]


def _kind(sign: str) -> str | None:
    kind = next((unicodedata.bidirectional(part) for part in sign if needs_glyph(part)), "")
    if kind in _NUMBERS:
        return "EN"
    return "L" if kind == "L" else "R" if kind in _RIGHT_TO_LEFT else None


def _settle(sides: list[str | None], outer: str) -> None:
    """Give what has no direction that of its neighbours where they agree, else that of the line."""
    place = 0
    for side, group in groupby(list(sides)):
        length = len(list(group))
        if side is None:
            before = sides[place - 1] if place else outer
            after = sides[place + length] if place + length < len(sides) else outer
            both = {"R" if neighbour == "N" else neighbour for neighbour in (before, after)}
            sides[place : place + length] = [both.pop() if len(both) == 1 else outer] * length
        place += length


def _in_sight(parts: list[Run]) -> list[Run]:
    """Rule L2: from the deepest level up, whatever lies at least that deep is turned around."""
    for level in range(max((part.level for part in parts), default=0), 0, -1):
        turned: list[Run] = []
        for deep, group in groupby(parts, key=lambda part, level=level: part.level >= level):  # type: ignore[misc]
            found = list(group)
            turned += reversed(found) if deep else found
        parts = turned
    return parts


def measure(line: str, shelf: FontShelf, size: int) -> float:
    """How wide a line is at a size."""
    return sum(width_of(run, shelf, size) for run in runs(line, shelf))


def width_of(run: Run, shelf: FontShelf, size: int) -> float:
    """How wide a run is; a font made of pictures is scaled to the size."""
    drawn = run.face.strike or size
    font = shelf.font(run.face, drawn)
    return font.getlength(run.text, direction=direction(run, shelf)) * size / drawn


def direction(run: Run, shelf: FontShelf) -> str | None:
    """What Pillow is told of a run's direction; without its library for complex scripts it takes none."""
    return ("rtl" if run.level % 2 else "ltr") if shelf.shapes else None


def set_lines(
    text: str,
    shelf: FontShelf,
    *,
    width: float,
    sizes: Sequence[int],
    most_lines: int,
    goes_on: bool = False,
) -> Setting:
    """Break a tidy text at the first of `sizes` at which it fits; at the last one it ends in an ellipsis.

    `goes_on` tells that the text is only the beginning of a longer one. Lines are about equally long.
    """
    for size in sizes[-1:] if goes_on else sizes:
        units = _units(text, shelf, size, width)
        lines = _filled(units, width)
        if not goes_on and len(lines) <= most_lines:
            even = _evened(units, width, len(lines))
            return Setting(lines=tuple(even), size=size, shortened=False)
    lines = _ended(lines[:most_lines], shelf, sizes[-1], width)
    return Setting(lines=tuple(lines), size=sizes[-1], shortened=True)


_Unit = tuple[str, float]


def _units(text: str, shelf: FontShelf, size: int, width: float) -> list[_Unit]:
    """What no line may break, each with its width; a word wider than a line falls into its characters."""
    found: list[_Unit] = []
    known: dict[str, float] = {}

    def wide(part: str) -> float:
        if part not in known:
            known[part] = measure(part, shelf, size)
        return known[part]

    for unit in line_break_units(text):
        parts = [unit] if wide(unit) <= width else clusters(unit)
        found += [(part, wide(part)) for part in parts]
    return found


def _filled(units: Sequence[_Unit], width: float) -> list[str]:
    """Lines, each as full as it gets."""
    lines: list[str] = []
    line, length = "", 0.0
    for text, wide in units:
        if line and length + wide > width:
            lines.append(line.strip())
            line, length = "", 0.0
        line, length = line + text, length + wide
    return [*lines, line.strip()] if line.strip() else lines


def _evened(units: Sequence[_Unit], width: float, count: int) -> list[str]:
    """The same number of lines at the smallest width that still makes no more."""
    narrow, wide = width / 3, width
    for _ in range(8):
        middle = (narrow + wide) / 2
        if len(_filled(units, middle)) <= count:
            wide = middle
        else:
            narrow = middle
    return _filled(units, wide)


def _ended(lines: list[str], shelf: FontShelf, size: int, width: float) -> list[str]:
    """The last line cut so that an ellipsis fits behind it, at a word where that leaves most of the line."""

    def fits(line: str) -> bool:
        return measure(line + ELLIPSIS, shelf, size) <= width

    signs = clusters(lines[-1])
    kept = _most(lambda count: fits("".join(signs[:count])), len(signs))
    last = "".join(signs[:kept])
    if kept < len(signs) and " " in last[len(last) // 2 :]:
        last = last.rsplit(" ", 1)[0]
    return [*lines[:-1], last.rstrip(" ,.;:–-") + ELLIPSIS]


def _most(true: Callable[[int], bool], limit: int) -> int:
    """The largest count up to `limit` for which it is true, when it is true for all smaller ones."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if true(middle) else (low, middle - 1)
    return low
