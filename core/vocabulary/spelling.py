"""How words are spelled: folding to a common form, cutting a text into words, and the regular English forms.

Everything here works in time linear in the length of the text, whatever the text is.
"""

import re
import unicodedata
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart, but that people type apart.
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_VOWELS: Final = "aeiou"


class Token(NamedTuple):
    """One word of a text: as it was written, as it is looked up, and where it lies (in characters)."""

    text: str
    key: str
    start: int
    end: int


def fold(word: str) -> str:
    """The form a word is looked up in: lower case, without accents, compatibility forms resolved."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text in order; digits count as words, signs and emoji do not."""
    return tuple(
        Token(found.group(), fold(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    )


def plural_of(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def third_person_of(verb: str) -> str:
    """The form of an English verb that goes with he, she or it."""
    first, *rest = verb.split(" ")
    form = {"have": "has", "be": "is", "go": "goes", "do": "does"}.get(first) or plural_of(first)
    return " ".join([form, *rest])


def ing_of(verb: str) -> str:
    """The present participle of an English verb."""
    first, *rest = verb.split(" ")
    if first.endswith("ie"):
        stem = first[:-2] + "y"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        stem = first[:-1]
    else:
        stem = _doubled(first)
    return " ".join([stem + "ing", *rest])


def past_of(verb: str) -> str:
    """The regular past of an English verb."""
    first, *rest = verb.split(" ")
    if first.endswith("e"):
        form = first + "d"
    elif first.endswith("y") and first[-2:-1] not in _VOWELS:
        form = first[:-1] + "ied"
    else:
        form = _doubled(first) + "ed"
    return " ".join([form, *rest])


def _doubled(verb: str) -> str:
    """`run` as it stands before an ending: `runn`; only short words with one vowel double their last letter."""
    if len(verb) < 3 or verb[-1] in "aeiouwxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return verb
    vowels = sum(letter in _VOWELS for letter in verb)
    return verb + verb[-1] if vowels == 1 else verb
