"""What a word may mean, and a text taken apart into words with their meanings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.vocabulary.spelling import Token


class Language(StrEnum):
    """The languages whose sentences are understood."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"


class Role(StrEnum):
    """What a word does in a sentence or in a picture."""

    NOUN = "noun"
    PLACE = "place"
    TIME = "time"
    WEATHER = "weather"
    MOOD = "mood"
    SHOT = "shot"
    VERB = "verb"
    ADJECTIVE = "adjective"
    COLOR = "color"
    COUNT = "count"
    ARTICLE = "article"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    AUXILIARY = "auxiliary"
    PRONOUN = "pronoun"
    FILLER = "filler"
    ABSTRACT = "abstract"


class Kind(StrEnum):
    """What sort of thing a noun names."""

    PERSON = "person"
    ANIMAL = "animal"
    THING = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One meaning of a word or phrase.

    `value` is the motif, place, pose, colour or number; `gender` is m, f, n, p or empty; `base` is the infinitive
    of an English verb or the singular of a noun; `form` is base, s, ing or past; `at` is the place that a thing
    takes with it; `carrier` the thing that carries people who do what a verb says; `weak` meanings give way to any
    other of their role.
    """

    role: Role
    value: str = ""
    kind: Kind | None = None
    count: int = 1
    plural: bool = False
    gender: str = ""
    base: str = ""
    form: str = ""
    at: str = ""
    carrier: str = ""
    weak: bool = False


class Term(NamedTuple):
    """A word or phrase of a text, from token `start` up to but without token `end`, and what it may mean."""

    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    roles: frozenset[Role] = frozenset()

    def first(self, role: Role) -> Meaning | None:
        """The meaning of this role, if it has one."""
        if role not in self.roles:
            return None
        return next(meaning for meaning in self.meanings if meaning.role is role)

    def has(self, *roles: Role) -> bool:
        """Whether any meaning has one of these roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text taken apart; `language` is None when its words belong to no language that is understood."""

    text: str
    language: Language | None
    tokens: tuple[Token, ...]
    terms: tuple[Term, ...]

    def words(self, start: int, end: int) -> str:
        """The text as written from token `start` up to but without token `end`."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def gap(self, index: int) -> str:
        """What stands between token `index` and the one before it (spaces, commas, signs)."""
        before = self.tokens[index - 1].end if index else 0
        return self.text[before : self.tokens[index].start]
