"""Sentence frames of one language, and how they are filled."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from core.vocabulary.meaning import Language

_SLOT: Final = re.compile(r"\{([^{}]*)\}")
_FOLDER: Final = Path(__file__).with_name("frames")
# Spanish and French melt preposition and article together.
_MELTED: Final = {
    Language.SPANISH: ((" de el ", " del "), (" a el ", " al ")),
    Language.FRENCH: ((" de le ", " du "), (" de les ", " des "), (" à le ", " au "), (" à les ", " aux ")),
}


class FrameBook:
    """The sentences, names of shots and lights of one language."""

    def __init__(self, content: Mapping[str, Any], language: Language) -> None:
        self._content = content
        self.language = language
        grammar = content["grammar"]
        self.proper_names = frozenset(word.strip() for word in grammar["names"].split(","))
        self.bare_nouns = frozenset(
            word.strip() for name in ("mass", "names", "bare") for word in grammar[name].split(",")
        )

    @property
    def lasting_verbs(self) -> frozenset[str]:
        """Verbs for what goes on for a while: in English the infinitives, else the forms that texts use."""
        return frozenset(word.strip() for word in self._content["grammar"]["lasting"].split(","))

    @classmethod
    @cache
    def load(cls, language: Language) -> Self:
        """The book of this language; read once a process."""
        text = (_FOLDER / f"{language.value}.toml").read_text(encoding="utf-8")
        return cls(tomllib.loads(text), language)

    def frames(self, genre: str, beat: str) -> tuple[str, ...]:
        """The sentences for one beat of a genre; empty when the genre has none of its own."""
        return tuple(self._content.get(genre, {}).get(beat, ()))

    def word(self, section: str, name: str) -> str:
        """A single word or phrase, for example the name of a shot; empty when there is none."""
        found = self._content.get(section, {}).get(name, "")
        return found if isinstance(found, str) else ""

    def preposition(self, place: str) -> str:
        """The preposition that goes with a place when the text gives none."""
        return self.word("preposition", place) or self.word("preposition", "any")

    def fill(self, frame: str, slots: Mapping[str, str], plurals: Mapping[str, bool]) -> str | None:
        """The frame as a sentence, or None when it names what the story does not have.

        `plurals` tells for each of "", "goal" and "place" whether it is plural.
        """
        missing = False

        def filled(found: re.Match[str]) -> str:
            nonlocal missing
            inside = found.group(1)
            if "|" in inside:
                who, _, forms = inside.rpartition(":")
                one, _, many = forms.partition("|")
                missing |= who not in plurals
                return many if plurals.get(who) else one
            missing |= not slots.get(inside)
            return slots.get(inside, "")

        text = _SLOT.sub(filled, frame)
        return None if missing else self._melted(text)

    def _melted(self, text: str) -> str:
        for apart, melted in _MELTED.get(self.language, ()):
            text = text.replace(apart, melted)
        return text
