"""Chooses the sentences of a plan so that each fits its beat and none comes twice."""

import random
import re
from collections.abc import Iterator
from typing import Final

from core.planning.beats import Beat
from core.planning.frames import FrameBook
from core.planning.genre import Genre, without_lead_in
from core.planning.own_words import own_scenes
from core.planning.premise import Premise
from core.planning.slots import Slots
from core.planning.wording import capitalised, clean, cut, opened, pieces
from core.vocabulary.reading import Place

_LONGEST_TITLE: Final = 60
_SHORTEST_TITLE: Final = 10
_SHORTEST_HEAD: Final = 20
_LINK: Final = re.compile(
    r" (?:through|in|on|at|for|with|who|and|that|where|when|while|but|from|of|im|auf|mit|und|nach|der|die|das|en|de|con|que|y"
    r"|dans|sur|avec|qui|et) "
)
# Where a genre has no sentence left for a beat, these have.
_KIN: Final = {
    Genre.NATURE: (Genre.STORY,),
    Genre.THING: (Genre.NATURE,),
    Genre.PRODUCT: (Genre.THING,),
    Genre.RECIPE: (Genre.HOWTO,),
    Genre.EXPLAINER: (Genre.IDEA,),
    Genre.TRAVEL: (Genre.STORY,),
}
# What makes a sentence of a beat specific to the prompt; such sentences go first.
_TELLING: Final = {
    Beat.SUBJECT: ("{a_hero}", "{a_thing}"),
    Beat.WANT: ("{deed}", "{quest}", "{the_goal}"),
    Beat.SEARCH: ("{deed}", "{quest}", "{obstacle}"),
    Beat.TURN: ("{deed}", "{turning}"),
}
# Somebody is brought in with "a" once, and never after having been spoken of as "the".
_BROUGHT_IN: Final = re.compile(r"\{a_(?:hero|thing)\}")
_MENTION: Final = re.compile(r"\{(?:a|the)_(?:hero|thing)\}")
# Films without a landscape: where others look at the place, these go on with what they tell.
_INDOORS: Final = (Genre.HOWTO, Genre.RECIPE, Genre.PRODUCT, Genre.EXPLAINER, Genre.IDEA)
# Instructions lose their sense in another order.
_IN_ORDER: Final = (Genre.HOWTO, Genre.RECIPE)
# Words of a text without known language are shown in pieces of at least this many characters.
_SHORTEST_PIECE: Final = 24
_LONGEST_WHOLE: Final = 40
_LONGEST_PIECE: Final = 400


class Teller:
    """Tells one premise, beat by beat, in the language of its prompt."""

    def __init__(self, premise: Premise, book: FrameBook, slots: Slots, chance: random.Random) -> None:
        self._premise = premise
        self._book = book
        self._chance = chance
        self._slots = slots
        # A deed is told once, and so is a quest.
        self._untold = {"deed": list(premise.deeds), "quest": list(premise.quests)}
        self._said: set[str] = set()
        self._introduced = False
        self._rhyme = ""

    def tell(self, beat: Beat) -> str:
        """One or two sentences for this beat, different from all told before."""
        for frames in self._sources(beat):
            found = self._first_new(frames, beat)
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
        if beat is Beat.DETAIL and genre in _INDOORS:
            yield self._book.frames(genre.value, Beat.SEARCH.value)
        if genre is Genre.RECIPE:
            yield self._book.frames("detail", Place.KITCHEN.value)
        if place is not None:
            yield self._book.frames("detail", place.value)
        yield self._book.frames("detail", "any")
        for other in Beat:
            yield self._book.frames(genre.value, other.value)

    def _first_new(self, frames: tuple[str, ...], beat: Beat) -> str:
        """A sentence not said before, by chance unless order matters; one that tells a deed or the goal goes first."""
        in_order = beat is Beat.TURN or self._premise.genre in _IN_ORDER
        order = list(frames) if in_order else self._chance.sample(frames, len(frames))
        telling = _TELLING.get(beat, _TELLING[Beat.SEARCH])
        order.sort(key=lambda frame: not any(slot in frame for slot in telling))
        for frame in order:
            fits = frame not in self._said and (
                beat is not Beat.AFTER or _rhyme_of(frame) in ("", self._rhyme)
            )
            text = self._filled(frame) if fits else ""
            if text:
                self._rhyme = _rhyme_of(frame) if beat is Beat.OPEN else self._rhyme
                self._said.add(frame)
                self._introduced |= bool(_MENTION.search(frame))
                return text
        return ""

    def _filled(self, frame: str) -> str:
        """The frame filled, using up the deed it tells; empty where it does not fit or says the whole prompt again."""
        if self._introduced and _BROUGHT_IN.search(frame):
            return ""
        name = next((name for name in self._untold if f"{{{name}}}" in frame), "")
        untold = self._untold.get(name, [])
        if name and not untold:
            return ""
        words = self._slots.words | ({name: untold[0]} if name else {})
        text = self._book.fill(frame.removeprefix(f"@{_rhyme_of(frame)} "), words, self._slots.plurals)
        if not text or (
            len(self._premise.words) > _LONGEST_WHOLE and self._premise.words.casefold() in text.casefold()
        ):
            return ""
        del untold[:1]
        return capitalised(text)

    def _again(self, beat: Beat) -> str:
        """A sentence told before, under a new sign of time: only very long films come here."""
        genre, place = self._premise.genre, self._premise.reading.place
        frames = self._book.frames("detail", place.value if place else "any") or self._book.frames(
            genre.value, beat.value
        )
        for sign in self._book.frames("later", "any"):
            for frame in (*frames, *self._book.frames("detail", "any")):
                text = self._filled(frame)
                if text and f"{sign} {frame}" not in self._said:
                    self._said.add(f"{sign} {frame}")
                    return f"{sign} {text}"
        return self._premise.topic


def _rhyme_of(frame: str) -> str:
    """The tag of a frame: a last picture that speaks of the first ("@window ...") needs a first one of its kind."""
    return frame[1:].split(" ", maxsplit=1)[0] if frame.startswith("@") else ""


def neutral_texts(words: str, book: FrameBook, count: int) -> tuple[str, ...]:
    """The person's own words, as they are, each time in another frame; long texts go by piece by piece."""
    frames = book.frames("neutral", "any")
    parts = (words,) if len(words) <= _LONGEST_WHOLE else pieces(words, max(2, count), _SHORTEST_PIECE)
    last = len(frames) - 1
    texts: list[str] = []
    for place in range(count):
        part = cut(parts[place * len(parts) // count], _LONGEST_PIECE)
        frame = frames[place * last // max(1, count - 1)]
        texts.append(frame.replace("{words}", part.rstrip(".")))
    return tuple(texts)


def title_of(prompt: str, premise: Premise) -> str:
    """A title of at most 60 characters in the person's own words."""
    first = next((line for line in (clean(line) for line in prompt.splitlines()) if line), "")
    own = own_scenes(prompt)
    words = without_lead_in(own[0] if own and not first.endswith(":") else first) or premise.words
    for sign in (". ", "! ", "? ", ": ", "; ", " - ", " – ", ", "):
        head = words.split(sign)[0]
        if len(head) >= _SHORTEST_TITLE and (sign != ", " or len(words) > _LONGEST_TITLE):
            words = head
    return opened(cut(_up_to_link(words).rstrip(" .,;:-–"), _LONGEST_TITLE)) or "Untitled"


def _up_to_link(words: str) -> str:
    """Long words up to the last preposition or the like within the length of a title, so that nothing is cut off."""
    if len(words) <= _LONGEST_TITLE:
        return words
    links = [link for link in _LINK.finditer(words[: _LONGEST_TITLE + 1]) if link.start() >= _SHORTEST_HEAD]
    # "in search of", "con la ayuda de": what stands before these does not end a phrase.
    whole = [link for link in links if link.group().strip() not in {"of", "de"}] or links
    return words[: whole[-1].start()] if whole else words
