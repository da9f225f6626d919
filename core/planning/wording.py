"""Cleans, cuts and joins texts without breaking a letter, a word or an emoji."""

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"\s+")
# Overrides of the writing direction; cut in the middle they would turn everything behind them around.
_DIRECTION: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f\u20e3")
# By the first word of a letter's name in Unicode; most scripts end a sentence as Latin does, some with nothing.
_STOPS: Final = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA"), "。"),
    **dict.fromkeys(("DEVANAGARI", "BENGALI"), "।"),
    **dict.fromkeys(("THAI", "LAO"), ""),
}
_ENDS: Final = ".!?…。！？؟।;:,،、-–— "


def clean(text: str) -> str:
    """The text on one line without control characters, lone surrogates and direction overrides."""
    return _SPACES.sub(" ", "".join(letter if _is_kept(letter) else " " for letter in text)).strip()


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis when it is longer than `most` characters, cut at a word."""
    if len(text) <= most:
        return text
    end = whole_end(text, most - 1)
    space = text.rfind(" ", 0, end + 1)
    if space > end * 0.6:
        end = space
    return text[:end].rstrip(_ENDS) + "…" if end else text[:most]


def whole_end(text: str, end: int) -> int:
    """The nearest place at or before `end` where a text can be cut without breaking a letter or an emoji."""
    place = min(end, len(text))
    while 0 < place < len(text) and place > end - 40 and _belongs(text, place):
        place -= 1
    return place if place > 0 and not (place < len(text) and _belongs(text, place)) else min(end, len(text))


def pieces(text: str, count: int, at_least: int) -> tuple[str, ...]:
    """The text cut into at most `count` pieces in order, each about `at_least` characters or longer."""
    wanted = max(1, min(count, len(text) // at_least))
    found: list[str] = []
    start = 0
    for number in range(wanted):
        aim = round(len(text) * (number + 1) / wanted)
        end = len(text) if number == wanted - 1 else _cutting_place(text, start, aim)
        piece = text[start:end].strip()
        if piece:
            found.append(piece)
        start = end
    return tuple(found) or (text,)


def capitalised(text: str) -> str:
    """The text with a capital at the start of each of its sentences, where the script has capitals."""
    return re.sub(r"(^|[.!?:] )(\w)", _raise_first, text)


def opened(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:] if len(text[:1].upper()) == 1 else text


def closed(text: str) -> str:
    """The text with the full stop of its script unless it ends in a sign of its own."""
    text = text.rstrip(" ,;:-–—")
    return text if text[-1:] in ".!?…。！？؟।\"'»”)」』" else text + _full_stop(text[-1:])


def _full_stop(letter: str) -> str:
    return _STOPS.get(unicodedata.name(letter, "").partition(" ")[0], ".")


def _raise_first(found: re.Match[str]) -> str:
    return found.group(1) + (found.group(2).upper() if found.group(1) != ": " else found.group(2))


def _is_kept(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") and letter not in _DIRECTION


def _belongs(text: str, place: int) -> bool:
    """Whether the letter at `place` forms one sign with the letter before it."""
    here, before = text[place], text[place - 1]
    if unicodedata.combining(here) or here in _JOINERS or before == "\u200d":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or unicodedata.category(here) in ("Mn", "Mc", "Me"):
        return True
    return all("\U0001f1e6" <= flag <= "\U0001f1ff" for flag in (here, before))


def _cutting_place(text: str, start: int, aim: int) -> int:
    """The word or phrase boundary nearest to `aim`, else a place that breaks no letter."""
    reach = max(1, (aim - start) // 2)
    for distance in range(reach):
        for place in (aim - distance, aim + distance):
            if start < place < len(text) and text[place - 1] in _ENDS:
                return place
    return max(start + 1, whole_end(text, aim))
