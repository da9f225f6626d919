"""What a prompt is about: who, after what, where, doing what, and which sort of film it asks for."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from core.planning.frames import FrameBook
from core.planning.phrases import NounPhrase, phrase_around
from core.planning.wording import clean, cut
from core.vocabulary.lexicon import Vocabulary, reading_of
from core.vocabulary.meaning import Kind, Language, Meaning, Passage, Role
from core.vocabulary.reading import Reading
from core.vocabulary.spelling import third_person_of, tokens_of
from core.vocabulary.subjects import Found, found_subjects, is_verb

# A deed or a topic longer than this would repeat the prompt instead of telling it.
_LONGEST_DEED: Final = 60
_LONGEST_TOPIC: Final = 40
_KEPT_PREPOSITIONS: Final = frozenset(
    "in on at under near by above inside beside behind beneath below im am an auf unter bei in über en sobre bajo junto "
    "dans sur sous près".split()
)


class Genre(StrEnum):
    """The sort of film; each has beats and sentences of its own."""

    STORY = "story"
    NATURE = "nature"
    THING = "thing"
    PRODUCT = "product"
    TRAVEL = "travel"
    HOWTO = "howto"
    EXPLAINER = "explainer"
    IDEA = "idea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A prompt understood; whatever it does not say is None or empty.

    `main` is the hero or the thing the film is about, `place` the phrase behind `preposition`, `deeds` are finite
    verb phrases of the main subject, `topic` and `task` serve films about ideas and instructions.
    """

    words: str
    language: Language | None
    genre: Genre
    reading: Reading
    main: NounPhrase | None = None
    goal: NounPhrase | None = None
    place: NounPhrase | None = None
    preposition: str = ""
    in_place: str = ""
    deeds: tuple[str, ...] = ()
    topic: str = ""
    task: str = ""

    @property
    def living(self) -> bool:
        """Whether the main subject can want something."""
        return self.main is not None and self.main.kind in (Kind.PERSON, Kind.ANIMAL)


def premise_of(prompt: str, vocabulary: Vocabulary) -> Premise:
    """Read a prompt; takes any text and never fails."""
    words = without_lead_in(clean(prompt))
    passage = vocabulary.passage(words)
    reading = reading_of(passage)
    if passage.language is None or not words:
        return Premise(words=words, language=None, genre=Genre.IDEA, reading=reading)
    book = FrameBook.load(passage.language)
    found = _named(passage) or found_subjects(passage)
    genre = _genre(clean(prompt), found, reading)
    main = found[0] if found and genre is not Genre.HOWTO else None
    goal = next((one for one in found if one is not main), None)
    place, preposition = _place(passage, book)
    return Premise(
        words=passage.text,
        language=passage.language,
        genre=genre,
        reading=reading,
        main=_phrase(passage, main, book),
        goal=_phrase(passage, goal, book),
        place=place,
        preposition=preposition,
        deeds=_deeds(passage, main.term) if main else (),
        topic=_topic(passage),
        task=_task(passage),
    )


def without_lead_in(words: str) -> str:
    """The prompt without "create a video about" and the like."""
    for _ in range(3):
        lowered = words.lower()
        lead = next((lead for lead in _genre_words()["lead_in"] if lowered.startswith(lead + " ")), "")
        rest = words[len(lead) :].lstrip(" :,-") if lead else words
        if not lead or len(tokens_of(rest)) < 2:
            return words
        words = rest
    return words


@cache
def _genre_words() -> dict[str, tuple[str, ...]]:
    """The phrases of `genres.toml`, the longest first."""
    content = tomllib.loads(Path(__file__).with_name("genres.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(sorted((word.strip() for word in listed.split(",")), key=len, reverse=True))
        for name, listed in content.items()
    }


def _genre(prompt: str, found: tuple[Found, ...], reading: Reading) -> Genre:
    spoken = f" {' '.join(token.text.lower() for token in tokens_of(prompt))} "
    named = [
        genre
        for genre in (Genre.HOWTO, Genre.PRODUCT, Genre.EXPLAINER, Genre.TRAVEL, Genre.NATURE, Genre.IDEA)
        if any(f" {word} " in spoken for word in _genre_words()[genre.value])
    ]
    first = found[0].subject if found else None
    if first and first.figure and found[0].rank < 2:
        strong = [genre for genre in named if genre not in (Genre.IDEA, Genre.TRAVEL)]
        return strong[0] if strong else Genre.STORY
    if named:
        return named[0]
    if first is None:
        return Genre.TRAVEL if reading.place else Genre.IDEA
    if first.figure:
        return Genre.STORY
    return _genre_of_thing(first.motif, reading)


def _genre_of_thing(motif: str, reading: Reading) -> Genre:
    if motif in _genre_words()["goods"] and reading.place is None:
        return Genre.PRODUCT
    return Genre.NATURE if motif in _genre_words()["scenery"] else Genre.THING


def _named(passage: Passage) -> tuple[Found, ...]:
    """A name at the very start of an English text is its hero: "Maria opens a bakery"."""
    if passage.language is not Language.ENGLISH or len(passage.terms) < 2:
        return ()
    first, second = passage.terms[:2]
    word = passage.tokens[first.start].text
    if first.meanings or not word.istitle() or not second.has(Role.VERB) or second.has(Role.NOUN):
        return ()
    from core.vocabulary.reading import Subject

    return (Found(0, 0, Subject(motif="hero", word=word, figure=True)), *found_subjects(passage))


def _phrase(passage: Passage, found: Found | None, book: FrameBook) -> NounPhrase | None:
    if found is None:
        return None
    phrase = phrase_around(passage, found.term, bare_nouns=book.bare_nouns)
    if found.subject.figure and phrase.kind is None:
        return NounPhrase(language=phrase.language, noun=phrase.noun, bare=True, kind=Kind.PERSON)
    return phrase


def _place(passage: Passage, book: FrameBook) -> tuple[NounPhrase | None, str]:
    """The phrase of the place that the text names, and the preposition that goes with it."""
    places = [(term.first(Role.PLACE), index) for index, term in enumerate(passage.terms)]
    told = [(meaning, index) for meaning, index in places if meaning and _stands_as_noun(passage, index)]
    if not told:
        return None, ""
    meaning, index = min(told, key=lambda one: one[0].weak)
    phrase = phrase_around(passage, index, bare_nouns=book.bare_nouns)
    return phrase, _preposition(passage, index) or book.preposition(meaning.value)


def _stands_as_noun(passage: Passage, index: int) -> bool:
    """Whether a place word is the noun itself, not an adjective ("snowy") or part of a compound ("city lights")."""
    term = passage.terms[index]
    meaning = term.first(Role.PLACE)
    if meaning is None or is_verb(passage, index) or term.has(Role.ADJECTIVE, Role.WEATHER, Role.FILLER):
        return False
    if passage.language is not Language.ENGLISH:
        return bool(meaning.gender)
    if (
        term.has(Role.PREPOSITION, Role.NOUN)
        or " " in meaning.base
        and meaning.base.split()[0] in ("on", "under", "in")
    ):
        return False
    following = passage.terms[index + 1] if index + 1 < len(passage.terms) else None
    joined = following is not None and not passage.gap(following.start).strip()
    return not (
        joined and following and following.has(Role.NOUN, Role.PLACE) and not is_verb(passage, index + 1)
    )


def _preposition(passage: Passage, index: int) -> str:
    """The preposition of the text where it says where something is (not whence or whither)."""
    for before in range(index - 1, max(-1, index - 6), -1):
        term = passage.terms[before]
        if term.has(Role.PREPOSITION):
            key = passage.tokens[term.start].key
            return key if key in _KEPT_PREPOSITIONS else ""
        if term.has(Role.VERB, Role.CONJUNCTION):
            return ""
    return ""


def _deeds(passage: Passage, main: int) -> tuple[str, ...]:
    """What the main subject does, as finite verb phrases in the words of the text."""
    deeds: list[str] = []
    index = main + 1
    while index < len(passage.terms) and len(deeds) < 3:
        if _begins_deed(passage, index):
            end = _end_of_deed(passage, index)
            deed = _finite(passage, index, end)
            if deed:
                deeds.append(deed)
            index = end
        else:
            index += 1
    return tuple(dict.fromkeys(deeds))


def _begins_deed(passage: Passage, index: int) -> bool:
    term = passage.terms[index]
    if not is_verb(passage, index) or passage.terms[index - 1].has(Role.ARTICLE, Role.PREPOSITION):
        return False
    verb = term.first(Role.VERB) or Meaning(role=Role.VERB)
    return verb.form != "past" or not passage.terms[index - 1].has(Role.ADJECTIVE)


def _end_of_deed(passage: Passage, start: int) -> int:
    """A deed ends at a sign, at the next clause, or before it grows too long."""
    for index in range(start + 1, len(passage.terms)):
        term = passage.terms[index]
        if passage.gap(term.start).strip(" -'’"):
            return index
        if term.has(Role.CONJUNCTION) and passage.tokens[term.start].key not in ("as",):
            return index
    return len(passage.terms)


def _finite(passage: Passage, start: int, end: int) -> str:
    """The verb phrase in the form that goes with the subject, or nothing when it is too long to be said again."""
    while end > start + 1 and (
        passage.terms[end - 1].end
        and len(passage.words(passage.terms[start].start, passage.terms[end - 1].end)) > _LONGEST_DEED
        or passage.terms[end - 1].has(Role.PREPOSITION, Role.ARTICLE)
    ):
        end = _shorter(passage, start, end)
    term = passage.terms[start]
    verb = term.first(Role.VERB) or Meaning(role=Role.VERB)
    rest = passage.words(term.end, passage.terms[end - 1].end)
    head = passage.words(term.start, term.end)
    if passage.language is Language.ENGLISH:
        if verb.form in ("past",) or not verb.form:
            return ""
        head = verb.base if verb.form == "base" else third_person_of(verb.base)
    return f"{head} {rest}".strip()


def _shorter(passage: Passage, start: int, end: int) -> int:
    """The phrase up to its last preposition."""
    for index in range(end - 1, start + 1, -1):
        if passage.terms[index].has(Role.PREPOSITION):
            return index
    return start + 1


def _topic(passage: Passage) -> str:
    """The first phrase of a text as something one can speak of: "the feeling of Monday"."""
    end = len(passage.tokens)
    for place in range(1, len(passage.tokens)):
        if any(sign in passage.gap(place) for sign in '.,;:!?()–—"'):
            end = place
            break
    words = passage.words(0, end)
    while end > 1 and len(words) > _LONGEST_TOPIC:
        end -= 1
        words = passage.words(0, end)
    while end > 1 and _is_small(passage, end):
        end -= 1
    words = cut(passage.words(0, end), _LONGEST_TOPIC)
    first = passage.terms[0] if passage.terms else None
    lower = first is not None and first.has(
        Role.ARTICLE, Role.PREPOSITION, Role.CONJUNCTION, Role.ADJECTIVE, Role.MOOD, Role.VERB
    )
    return words[:1].lower() + words[1:] if lower else words


def _is_small(passage: Passage, end: int) -> bool:
    term = next(term for term in passage.terms if term.start < end <= term.end)
    small = (Role.ARTICLE, Role.PREPOSITION, Role.CONJUNCTION, Role.AUXILIARY, Role.FILLER)
    return term.has(*small) and not term.has(Role.NOUN, Role.PLACE)


def _task(passage: Passage) -> str:
    """What is taught: "bake bread" out of "how to bake bread at home"."""
    lowered = passage.text.lower()
    for lead in ("how to ", "wie man ", "cómo ", "comment "):
        place = lowered.find(lead)
        if place >= 0:
            rest = passage.text[place + len(lead) :]
            rest = min((rest.split(sign)[0] for sign in ".,;:!?("), key=len)
            return cut(rest.strip(), _LONGEST_TOPIC)
    return ""
