"""Reads `words.toml` into tables that a text can be looked up in."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from core.vocabulary.meaning import Kind, Language, Meaning, Role
from core.vocabulary.spelling import ing_of, past_of, plural_of, third_person_of, tokens_of

Phrase = tuple[str, ...]

_ENTRY: Final = re.compile(
    r"^(?:(?P<gender>[mfnp]) )?(?P<word>[^*>]+)(?:\*(?P<count>\d+))?(?:>(?P<plural>.+))?$"
)
_ROLES: Final = {
    "place": Role.PLACE, "time": Role.TIME, "weather": Role.WEATHER, "mood": Role.MOOD,
    "shot": Role.SHOT, "pose": Role.VERB,
}  # fmt: skip
# How many a plural shows when the text gives no number: enough to be seen as more than a pair.
_SOME: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list in `words.toml`."""

    word: str
    gender: str
    count: int
    plural: str


class KnownPhrase(NamedTuple):
    """A phrase as it is looked up, and everything that it may mean."""

    keys: Phrase
    meanings: tuple[Meaning, ...]
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of one language.

    `phrases` maps a first word to the phrases that start with it, longest first; `motifs` are all noun values.
    """

    phrases: dict[str, tuple[KnownPhrase, ...]]
    small_words: frozenset[str]
    words: frozenset[str]
    motifs: frozenset[str]


@cache
def word_tables() -> dict[Language, WordTable]:
    """The tables of all languages, read once when first needed."""
    content = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {language: _table_of(content, language) for language in Language}


def entries_of(listed: str) -> Iterator[Entry]:
    """The items of a comma-separated list; the notation is explained at the top of `words.toml`."""
    for item in listed.split(","):
        found = _ENTRY.match(item.strip())
        if found:
            part = found.groupdict(default="")
            yield Entry(part["word"].strip(), part["gender"], int(part["count"] or 1), part["plural"])


def _table_of(content: dict[str, Any], language: Language) -> WordTable:
    meanings: dict[Phrase, list[Meaning]] = {}
    for word, meaning in _meanings_of(content, language):
        listed = meanings.setdefault(tuple(token.key for token in tokens_of(word)), [])
        if meaning not in listed:
            listed.append(meaning)
    meanings.pop((), None)
    by_first: dict[str, list[KnownPhrase]] = {}
    for phrase in sorted(meanings, key=len, reverse=True):
        roles = frozenset(meaning.role for meaning in meanings[phrase])
        by_first.setdefault(phrase[0], []).append(KnownPhrase(phrase, tuple(meanings[phrase]), roles))
    return WordTable(
        phrases={first: tuple(found) for first, found in by_first.items()},
        small_words=frozenset(_small_words(content, language)),
        words=frozenset(phrase[0] for phrase in meanings if len(phrase) == 1),
        motifs=frozenset(m.value for found in meanings.values() for m in found if m.role is Role.NOUN),
    )


def _meanings_of(content: dict[str, Any], language: Language) -> Iterator[tuple[str, Meaning]]:
    for kind in Kind:
        for motif, section in content[kind.value].items():
            noun = Meaning(role=Role.NOUN, value=motif, kind=kind, at=section.get("at", ""))
            yield from _nouns(section[language], noun, language)
    # Before the poses, since people who sail ride, and only birds fly then.
    for carrier, section in content["ride"].items():
        yield from _verbs(
            section[language], Meaning(role=Role.VERB, value="riding", carrier=carrier), language
        )
    for name, role in _ROLES.items():
        for value, section in content[name].items():
            yield from _signs(section, Meaning(role=role, value=value), language)
    yield from _verbs(content["verb"][language], Meaning(role=Role.VERB), language)
    yield from _qualities(content, language)


def _qualities(content: dict[str, Any], language: Language) -> Iterator[tuple[str, Meaning]]:
    """Adjectives, colours, numbers and the small words of grammar."""
    listed = {Role.ADJECTIVE: content["adjective"][language]}
    listed |= {Role(name): words for name, words in content["grammar"][language].items()}
    for role, words in listed.items():
        for entry in entries_of(words):
            yield entry.word, Meaning(role=role)
    for role in (Role.COLOR, Role.COUNT):
        for value, section in content[role.value].items():
            for word in _inline(section, language):
                yield word, Meaning(role=role, value=value)


def _nouns(listed: str, noun: Meaning, language: Language) -> Iterator[tuple[str, Meaning]]:
    for entry in entries_of(listed):
        singular = replace(noun, count=entry.count, gender=entry.gender, base=entry.word)
        if entry.gender == "p":
            yield entry.word, replace(singular, count=max(_SOME, entry.count), plural=True)
            continue
        yield entry.word, singular
        for plural in _plurals(entry, language):
            yield plural, replace(singular, count=max(_SOME, entry.count), plural=True)


def _plurals(entry: Entry, language: Language) -> tuple[str, ...]:
    if entry.plural:
        return () if entry.plural == entry.word else (entry.plural,)
    if language is Language.GERMAN:
        return ()
    if language is Language.ENGLISH:
        return (plural_of(entry.word),)
    return tuple(_romance_plurals(entry.word))


def _romance_plurals(word: str) -> Iterator[str]:
    """Spanish and French: the first word of a phrase takes the ending (`estrellas de mar`)."""
    first, space, rest = word.partition(" ")
    yield f"{first}s{space}{rest}"
    if first[-1] not in "aeiouáéíóú":
        yield f"{first}es{space}{rest}"


def _signs(section: dict[str, str], sign: Meaning, language: Language) -> Iterator[tuple[str, Meaning]]:
    if sign.role is Role.VERB:
        yield from _verbs(section[language], sign, language)
        return
    weak = {entry.word for entry in entries_of(section.get("weak", ""))}
    for entry in entries_of(section[language]):
        meaning = replace(sign, gender=entry.gender, base=entry.word, weak=entry.word in weak)
        yield entry.word, meaning
        if sign.role is Role.PLACE:
            for plural in _plurals(entry, language):
                yield plural, replace(meaning, plural=True)
        elif entry.plural:
            yield entry.plural, meaning


def _verbs(listed: str, verb: Meaning, language: Language) -> Iterator[tuple[str, Meaning]]:
    for entry in entries_of(listed):
        if language is not Language.ENGLISH:
            yield entry.word, replace(verb, base=entry.word)
            continue
        forms = {
            "base": entry.word, "s": third_person_of(entry.word),
            "ing": ing_of(entry.word), "past": entry.plural or past_of(entry.word),
        }  # fmt: skip
        for form, word in forms.items():
            yield word, replace(verb, base=entry.word, form=form)


def _inline(section: str, language: Language) -> Iterator[str]:
    for part in section.split(";"):
        name, _, listed = part.partition(":")
        if name.strip() == language.value:
            yield from (entry.word for entry in entries_of(listed))


def _small_words(content: dict[str, Any], language: Language) -> Iterator[str]:
    for name, listed in content["grammar"][language].items():
        if name == Role.ABSTRACT.value:
            continue
        for entry in entries_of(listed):
            yield from (token.key for token in tokens_of(entry.word))
