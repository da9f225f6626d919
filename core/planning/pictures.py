"""Writes the picture prompts: shot, subject, setting, light and style, and the look that all scenes share."""

import random
from collections.abc import Mapping
from typing import Final

from core.planning.beats import Beat
from core.planning.frames import FrameBook
from core.planning.premise import Premise
from core.planning.slots import Slots
from core.planning.wording import clean, cut, opened
from core.providers.base import StoryBrief
from core.vocabulary.lexicon import Vocabulary
from core.vocabulary.meaning import Kind, Language, Role
from core.vocabulary.reading import Shot

# A picture prompt may have 2,000 characters; more than 600 of a person's text drown shot and light.
_LONGEST_CONTENT: Final = 600
_LONGEST_PROMPT: Final = 2_000
_LONGEST_LOOK: Final = 600
_MOST_COLORS: Final = 5
# "It" is not said of a person, "she" not of a ship; only a fitting word is taken to speak of the main subject.
_PERSONAL: Final = frozenset({"he", "she", "they", "er", "sie", "el", "ella", "il", "elle", "ils", "elles"})
_IMPERSONAL: Final = frozenset({"it", "they", "er", "sie", "es", "il", "elle", "ils", "elles"})


class PictureWriter:
    """Writes the picture prompts of one film; what they share is settled once."""

    def __init__(
        self, premise: Premise, brief: StoryBrief, slots: Slots, vocabulary: Vocabulary, chance: random.Random
    ) -> None:
        self._premise = premise
        self._book = FrameBook.load(premise.language or Language.ENGLISH)
        self._vocabulary = vocabulary
        self._slots = slots
        self._style = self._book.word("look", "style").replace("{style}", _style_of(brief))
        self.look = self._look(brief, chance)

    def prompt_for(self, beat: Beat, shot: Shot, description: str, *, own: bool) -> str:
        """The prompt of one picture; a person's own sentence is drawn as it stands."""
        content = self._own(description) if own else self._content(beat, description)
        parts = (content, self._slots.light, self._style)
        prompt = f"{self._book.word('shot', shot.value)}: {', '.join(part for part in parts if part)}"
        return cut(prompt, _LONGEST_PROMPT)

    def _content(self, beat: Beat, description: str) -> str:
        if self._premise.language is None:
            return cut(description.partition(": ")[2].rstrip(".…") or description, _LONGEST_CONTENT)
        if beat is Beat.DETAIL:
            words = self._slots.words
            place = words.get("the_place") or words.get("a_main") or self._premise.topic
            return f"{description.rstrip('.')}, {place}"
        drawn = Beat.SEARCH if beat is Beat.ALSO else beat
        own = self._book.frames(f"image_{self._premise.genre.value}", drawn.value)
        for frame in (*own, *self._book.frames("image", drawn.value)):
            text = self._book.fill(frame, self._slots.words, self._slots.plurals)
            if text:
                return text
        return description.rstrip(".")

    def _own(self, text: str) -> str:
        """A sentence of the person; where it only says "he" or "it", the main subject is named as well."""
        content = cut(text, _LONGEST_CONTENT).rstrip(".。 ")
        main = self._slots.words.get("a_main")
        passage = self._vocabulary.passage(text[:200])
        wanted = _PERSONAL if self._premise.main and self._premise.main.kind is Kind.PERSON else _IMPERSONAL
        spoken_of = any(passage.tokens[term.start].key in wanted for term in passage.terms[:3])
        named = any(term.has(Role.NOUN) for term in passage.terms[:3])
        return f"{main}: {content}" if main and spoken_of and not named else content

    def _look(self, brief: StoryBrief, chance: random.Random) -> str:
        """One sentence about cast, palette and light, the same for all scenes."""
        book, words = self._book, self._slots.words
        parts: list[str] = []
        if "main" in words:
            parts.append(
                book.word("look", "hero")
                .replace("{main}", words["main"])
                .replace("{a_main}", words["a_main"])
                + self._attire(chance)
            )
        if "in_place" in words:
            parts.append(book.word("look", "place").replace("{in_place}", words["in_place"]))
        palette = chance.choice(book.frames("look", "palette"))
        colors = _brand_words(brief.brand_guidelines, ("colors", "colours", "palette", "color"))
        parts.append(book.word("look", "colors").replace("{colors}", colors) if colors else palette)
        parts += [self._slots.light, chance.choice(book.frames("look", "light_from"))]
        tone = _brand_words(brief.brand_guidelines, ("tone", "mood", "voice"))
        parts += [book.word("look", "tone").replace("{tone}", tone)] if tone else []
        return cut(opened(", ".join(part for part in parts if part)), _LONGEST_LOOK - 1) + "."

    def _attire(self, chance: random.Random) -> str:
        """Something a person wears in every picture, so that the eye finds them again."""
        main = self._premise.main
        choice = chance.choice(self._book.frames("look", "attire"))
        return f" {choice}" if main is not None and main.kind is Kind.PERSON and not main.plural else ""


def _style_of(brief: StoryBrief) -> str:
    return cut(clean(brief.style), 100) or "cinematic"


def _brand_words(guidelines: Mapping[str, object] | None, names: tuple[str, ...]) -> str:
    """What brand guidelines say under one of these names, as a short list of words; strange content says nothing."""
    for name, value in (guidelines or {}).items():
        if str(name).casefold() in names:
            values = (
                value
                if isinstance(value, list | tuple)
                else list(value.values())
                if isinstance(value, dict)
                else [value]
            )
            words = [
                clean(str(one))[:40] for one in values[:_MOST_COLORS] if isinstance(one, str | int | float)
            ]
            return ", ".join(word for word in words if word)
    return ""
