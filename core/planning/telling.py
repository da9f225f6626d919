"""Chooses the sentences of a plan so that each fits its beat and none comes twice."""

import random
from collections.abc import Iterator
from typing import Final

from core.planning.beats import Beat
from core.planning.frames import FrameBook
from core.planning.premise import Genre, Premise, without_lead_in
from core.planning.slots import plurals_of, slots_of
from core.planning.wording import capitalised, clean, cut, opened, pieces

_LONGEST_TITLE: Final = 60
# Where a genre has no sentence left for a beat, these have.
_KIN: Final = {
    Genre.NATURE: (Genre.STORY,),
    Genre.THING: (Genre.NATURE,),
    Genre.PRODUCT: (Genre.THING,),
    Genre.EXPLAINER: (Genre.IDEA,),
    Genre.TRAVEL: (Genre.STORY,),
}
# Words of a text without known language are shown in pieces of at least this many characters.
_SHORTEST_PIECE: Final = 24
_LONGEST_WHOLE: Final = 40
_LONGEST_PIECE: Final = 400


class Teller:
    """Tells one premise, beat by beat, in the language of its prompt."""

    def __init__(self, premise: Premise, book: FrameBook, chance: random.Random) -> None:
        self._premise = premise
        self._book = book
        self._chance = chance
        self._slots = slots_of(premise, book, chance)
        self._plurals = plurals_of(premise)
        self._deeds = list(premise.deeds)
        self._said: set[str] = set()

    def tell(self, beat: Beat) -> str:
        """One or two sentences for this beat, different from all told before."""
        for frames in self._sources(beat):
            found = self._first_new(frames, best_first=beat is Beat.TURN)
            if found:
                return found
        return self._again(beat)

    def _sources(self, beat: Beat) -> Iterator[tuple[str, ...]]:
        """Where to look for a sentence: the genre, its kin, the place, anything."""
        genre = self._premise.genre
        place = self._premise.reading.place
        if beat is not Beat.DETAIL:
            yield self._book.frames(genre.value, beat.value)
            for kin in _KIN.get(genre, ()):
                yield self._book.frames(kin.value, beat.value)
        if place is not None:
            yield self._book.frames("detail", place.value)
        yield self._book.frames("detail", "any")
        for other in Beat:
            yield self._book.frames(genre.value, other.value)

    def _first_new(self, frames: tuple[str, ...], *, best_first: bool) -> str:
        """A sentence not said before; of a turn the most telling one, else by chance."""
        order = list(frames) if best_first else self._chance.sample(frames, len(frames))
        for frame in order:
            slots = self._slots
            if "{deed}" in frame:
                if not self._deeds:
                    continue
                slots = slots | {"deed": self._deeds[0]}
            text = self._book.fill(frame, slots, self._plurals)
            if text and frame not in self._said:
                self._said.add(frame)
                if "{deed}" in frame:
                    self._deeds.pop(0)
                return capitalised(text)
        return ""

    def _again(self, beat: Beat) -> str:
        """A sentence told before, under a new sign of time: only very long films come here."""
        genre, place = self._premise.genre, self._premise.reading.place
        frames = self._book.frames("detail", place.value if place else "any") or self._book.frames(
            genre.value, beat.value
        )
        for sign in self._book.frames("later", "any"):
            for frame in (*frames, *self._book.frames("detail", "any")):
                text = self._book.fill(frame, self._slots, self._plurals)
                if text and f"{sign} {frame}" not in self._said:
                    self._said.add(f"{sign} {frame}")
                    return f"{sign} {capitalised(text)}"
        return self._premise.topic


def neutral_texts(words: str, book: FrameBook, count: int) -> tuple[str, ...]:
    """The person's own words, as they are, each time in another frame; long texts go by piece by piece."""
    frames = book.frames("neutral", "any")
    parts = (words,) if len(words) <= _LONGEST_WHOLE else pieces(words, max(2, count), _SHORTEST_PIECE)
    last = len(frames) - 1
    texts: list[str] = []
    for place in range(count):
        part = cut(parts[place * len(parts) // count], _LONGEST_PIECE)
        frame = frames[last if place == count - 1 and count > 1 else place % last]
        texts.append(frame.replace("{words}", part.rstrip(".")))
    return tuple(texts)


def title_of(prompt: str, premise: Premise) -> str:
    """A title of at most 60 characters in the person's own words."""
    first = next((line for line in (clean(line) for line in prompt.splitlines()) if line), "")
    words = without_lead_in(first) or premise.words
    for sign in (". ", "! ", "? ", ": ", "; ", " - ", " – "):
        head = words.split(sign)[0]
        words = head if len(head) >= 10 else words
    if len(words) > _LONGEST_TITLE and "," in words[12:_LONGEST_TITLE]:
        words = words[: words.index(",", 12)]
    return opened(cut(words.rstrip(" .,;:-–"), _LONGEST_TITLE)) or "Untitled"
