"""Reads a text with the vocabulary: which language it is in, what its words mean, and what a picture of it shows."""

import unicodedata
from collections import Counter
from functools import cache
from typing import Final, Self

from core.vocabulary.meaning import Kind, Language, Meaning, Passage, Role, Term
from core.vocabulary.reading import CARRIERS, DayTime, Mood, Place, Pose, Reading, Shot, Subject, Weather
from core.vocabulary.spelling import Token, tokens_of
from core.vocabulary.subjects import Found, found_subjects, is_verb
from core.vocabulary.word_list import WordTable, word_tables

# A small word ("the", "und") tells more about the language of a text than a noun that may be a loan.
_SMALL_WORD_VOTE: Final = 3
# Small words of neighbouring languages that would else be taken for Spanish, French, German or English.
_ELSEWHERE: Final = frozenset(
    [
        "il",
        "nella",
        "della",
        "che",
        "gli",
        "degli",
        "nel",
        "dello",
        "uma",
        "não",
        "em",
        "do",
        "da",
        "um",
        "os",
        "ao",
        "het",
        "een",
        "van",
        "niet",
        "och",
        "ett",
        "det",
        "som",
        "på",
        "w",
        "się",
        "jest",
        "ve",
        "bir",
        "için",
        "og",
        "ikke",
    ]
)
# "A row of houses" is not rowed.
_BEFORE_NOUN: Final = (Role.ARTICLE, Role.ADJECTIVE, Role.COLOR, Role.COUNT)
_MOST_CHARACTERS: Final = 8_000
# More pictures than these have no room; the first ones are the important ones.
_MOST_SUBJECTS: Final = 6


class Vocabulary:
    """The words that the planner and the sketch artist share, in English, German, Spanish and French."""

    def __init__(self, tables: dict[Language, WordTable]) -> None:
        self._tables = tables

    @classmethod
    @cache
    def load(cls) -> Self:
        """The vocabulary of `words.toml`; read once a process."""
        return cls(word_tables())

    @property
    def motifs(self) -> frozenset[str]:
        """Every drawing that some word stands for."""
        return frozenset[str]().union(*(table.motifs for table in self._tables.values()))

    def word_count(self, language: Language) -> int:
        """How many single words of this language are known, inflected forms included."""
        return len(self._tables[language].words)

    def read(self, text: str) -> Reading:
        """What a picture of this text shows; takes any text and never fails."""
        return reading_of(self.passage(text))

    def passage(self, text: str) -> Passage:
        """The text (in Unicode form NFKC) taken apart into words and phrases with their meanings.

        Looks at the first 8,000 characters only: some signs unfold to eighteen, and no prompt is that long.
        """
        text = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS])[:_MOST_CHARACTERS]
        tokens = tokens_of(text)
        language, order = self._languages(tokens)
        return Passage(text, language, tokens, tuple(self._terms(tokens, order)))

    def _languages(self, tokens: tuple[Token, ...]) -> tuple[Language | None, tuple[Language, ...]]:
        """The language of a text, and the languages in which its words are looked up, in that order."""
        keys = Counter(token.key for token in tokens)
        votes = dict.fromkeys(Language, 0)
        for language, table in self._tables.items():
            for key, times in keys.items():
                small = key in table.small_words
                votes[language] += times * (_SMALL_WORD_VOTE if small else key in table.words)
        best = max(Language, key=lambda language: votes[language])
        elsewhere = _SMALL_WORD_VOTE * sum(times for key, times in keys.items() if key in _ELSEWHERE)
        if votes[best] <= elsewhere:
            return None, ()
        sure = any(key in self._tables[best].small_words for key in keys)
        others = (Language.ENGLISH,) if sure else tuple(Language)
        return best, tuple(dict.fromkeys((best, *others)))

    def _terms(self, tokens: tuple[Token, ...], order: tuple[Language, ...]) -> list[Term]:
        terms: list[Term] = []
        place = 0
        while place < len(tokens):
            term = self._longest(tokens, place, order)
            terms.append(term)
            place = term.end
        return terms

    def _longest(self, tokens: tuple[Token, ...], place: int, order: tuple[Language, ...]) -> Term:
        for language in order:
            for phrase in self._tables[language].phrases.get(tokens[place].key, ()):
                end = place + len(phrase.keys)
                alone = end == place + 1
                if alone or tuple([token.key for token in tokens[place:end]]) == phrase.keys:
                    return Term(place, end, phrase.meanings, phrase.roles)
        return Term(place, place + 1)


def reading_of(passage: Passage) -> Reading:
    """What a picture of this passage shows; see `Reading`."""
    found = found_subjects(passage)
    pose = _pose(passage, found)
    subjects = _carried(pose, found)[:_MOST_SUBJECTS]
    place = _told(passage, Role.PLACE) or _taken_along(passage, subjects)
    time, weather, mood = (_told(passage, role) for role in (Role.TIME, Role.WEATHER, Role.MOOD))
    shot = _told(passage, Role.SHOT)
    colors = [color.value for term in passage.terms if (color := term.first(Role.COLOR))]
    return Reading(
        subjects=subjects,
        place=Place(place) if place else None,
        day_time=DayTime(time) if time else None,
        weather=Weather(weather) if weather else None,
        mood=Mood(mood) if mood else None,
        shot=Shot(shot) if shot else None,
        pose=Pose(pose.value) if pose.value else None,
        colors=tuple(dict.fromkeys(colors)),
    )


def _told(passage: Passage, role: Role) -> str:
    """The first value of this role, a strong one before a weak one."""
    found = [meaning for term in passage.terms if (meaning := term.first(role))]
    return min(found, key=lambda meaning: meaning.weak, default=Meaning(role=role)).value


def _taken_along(passage: Passage, subjects: tuple[Subject, ...]) -> str:
    """The place that a subject brings with it: a ship its sea."""
    wanted = [subject.motif for subject in subjects]
    places = {
        noun.value: noun.at
        for term in passage.terms
        if (noun := term.first(Role.NOUN)) and noun.at and noun.value in wanted
    }
    return next((places[motif] for motif in wanted if motif in places), "")


def _pose(passage: Passage, found: tuple[Found, ...]) -> Meaning:
    """What the first verb with a pose means; only people ride."""
    people = any(_is_person(passage, one) for one in found)
    for index, term in enumerate(passage.terms):
        if not is_verb(passage, index):
            continue
        rides = people and not (index and passage.terms[index - 1].has(*_BEFORE_NOUN))
        for verb in term.meanings:
            if verb.role is Role.VERB and verb.value and (rides or not verb.carrier):
                return verb
    return Meaning(role=Role.VERB)


def _is_person(passage: Passage, found: Found) -> bool:
    noun = passage.terms[found.term].first(Role.NOUN)
    return noun is not None and noun.kind is Kind.PERSON


def _carried(pose: Meaning, found: tuple[Found, ...]) -> tuple[Subject, ...]:
    """The subjects, and behind the first one what carries it, unless something else does or is what it is about."""
    subjects = tuple(one.subject for one in found)
    ridden = any(one.subject.motif in CARRIERS or (one.rank == 1 and not one.subject.figure) for one in found)
    if not pose.carrier or ridden:
        return subjects
    return (*subjects[:1], Subject(motif=pose.carrier, word=pose.carrier), *subjects[1:])
