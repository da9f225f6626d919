"""Finds the scenes that a person has already written: lines, numbered items or sentences.

Merging and splitting them to another number of scenes loses no word.
"""

import re
from collections.abc import Sequence
from typing import Final

from core.planning.wording import clean

_NUMBER: Final = re.compile(
    r"^\s*(?:(?:scene|shot|step|part|szene|bild|schritt|escena|toma|paso|scène|plan|étape)\s*)?"
    r"(?:\(?\d{1,2}[.):\]]+|\d{1,2}\s*[-–—]|[-*•·–—]+)\s+",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"^\s*(?:scene|shot|step|szene|schritt|escena|paso|scène|étape)\s+\d{1,2}\s*[.):\-–—]*\s*", re.IGNORECASE
)
_INLINE: Final = re.compile(
    r"(?:^|(?<=\s))(?:scene |shot |step |szene |schritt |escena |paso |scène |étape )?\(?(\d{1,2})[.):](?=\s)",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+|(?<=[。！？।؟])\s*")
_ABBREVIATION: Final = re.compile(
    r"(?:^|\s)(?:\w|[Dd]r|[Mm]rs?|[Mm]s|[Ss]t|[Pp]rof|vs|etc|ca|e\.g|i\.e|z\.\s?B|[Nn]o|[Ss]ra?|[Jj]r)\.$"
)
# A sentence that tells the film maker what to do is direction, not a scene.
_DIRECTION: Final = re.compile(
    r"^(?:please|create|generate|produce|i want|i need|i would like|make (?:me )?(?:a|an|it|the)\b.{0,40}\b(?:video|film|clip|movie|ad)"
    r"|(?:the )?(?:style|tone|mood|duration|format|audience)\b|use |avoid |keep it|bitte|erstelle|mach(?:e)? (?:mir )?ein"
    r"|crea |haz |genera |crée|fais |génère)",
    re.IGNORECASE,
)
_MARKS: Final = ",;:，、،؛"
# Two short sentences are one idea and its colour; from three on a person has told a story.
_FEWEST_SENTENCES: Final = 3
_FEWEST_LINES: Final = 2


def own_scenes(prompt: str) -> tuple[str, ...]:
    """The scenes that the person wrote, in order and in their words; empty when the prompt is a single idea."""
    lines = [line for line in (clean(line) for line in prompt.splitlines()) if line]
    if len(lines) >= _FEWEST_LINES:
        return _without_heading(lines)
    text = clean(prompt)
    items = _numbered_items(text)
    if items:
        return items
    sentences = sentences_of(text)
    if len(sentences) < _FEWEST_SENTENCES or any(_DIRECTION.match(sentence) for sentence in sentences):
        return ()
    return sentences


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of one line of text; an abbreviation or a lone exclamation ends none."""
    found: list[str] = []
    for part in (part.strip() for part in _STOP.split(text)):
        if not part:
            continue
        if found and (_ABBREVIATION.search(found[-1][-12:]) or _is_crumb(found[-1])):
            found[-1] += " " + part
        else:
            found.append(part)
    if len(found) > 1 and _is_crumb(found[-1]):
        found[-2:] = [" ".join(found[-2:])]
    return tuple(found)


def regrouped(scenes: Sequence[str], count: int) -> tuple[str, ...]:
    """The scenes merged with their neighbours down to `count`, or split towards it; every word stays, in order."""
    parts = list(scenes)
    while len(parts) < count and _split_longest(parts):
        pass
    while len(parts) > count:
        lengths = [len(parts[place]) + len(parts[place + 1]) for place in range(len(parts) - 1)]
        place = lengths.index(min(lengths))
        parts[place : place + 2] = [f"{parts[place]} {parts[place + 1]}"]
    return tuple(parts)


def _without_heading(lines: list[str]) -> tuple[str, ...]:
    """Lines without their numbers and bullets; a heading over a list ("Scenes:") is no scene."""
    numbered = [bool(_NUMBER.match(line) or _NAMED.match(line)) for line in lines]
    bare = [_NAMED.sub("", _NUMBER.sub("", line)).strip() or line for line in lines]
    if sum(numbered) >= _FEWEST_LINES and not numbered[0] and bare[0].endswith(":"):
        return tuple(bare[1:])
    return tuple(bare)


def _numbered_items(text: str) -> tuple[str, ...]:
    """The items of a list written in one line: "1. A fox wakes. 2. It runs."; its numbers must count up from 1."""
    marks: list[re.Match[str]] = []
    for mark in _INLINE.finditer(text):
        if int(mark.group(1)) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < _FEWEST_LINES:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip(" ,;") for mark, end in zip(marks, ends, strict=True)]
    before = text[: marks[0].start()].strip(" :")
    kept = [item for item in items if item]
    if before and kept and not text[: marks[0].start()].rstrip().endswith(":"):
        kept[0] = f"{before} {kept[0]}"
    return tuple(kept) if len(kept) >= _FEWEST_LINES else ()


def _split_longest(parts: list[str]) -> bool:
    """Split the longest part that has more than one sentence or clause; tell whether there was one."""
    for place in sorted(range(len(parts)), key=lambda place: -len(parts[place])):
        halves = _halves(parts[place])
        if halves:
            parts[place : place + 1] = halves
            return True
    return False


def _halves(text: str) -> list[str]:
    sentences = sentences_of(text)
    if len(sentences) > 1:
        middle = len(sentences) // 2
        return [" ".join(sentences[:middle]), " ".join(sentences[middle:])]
    places = [
        place + 1
        for place, letter in enumerate(text)
        if letter in _MARKS and text[place + 1 : place + 2] == " "
    ]
    if not places:
        return []
    middle = min(places, key=lambda place: abs(place - len(text) // 2))
    halves = [text[:middle].strip(), text[middle:].strip()]
    # A clause of less than 25 characters makes no picture of its own.
    return halves if min(len(half) for half in halves) >= 25 else []


def _is_crumb(sentence: str) -> bool:
    """Whether this is too little for a scene: one short word such as "Wow!"."""
    return len(sentence) < 8 and " " not in sentence and sentence.isascii()
