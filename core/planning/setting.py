"""Where a story plays: the place as the prompt names it, with the preposition that goes with it."""

from dataclasses import dataclass
from typing import Final

from core.planning.frames import FrameBook
from core.planning.genre import genre_words
from core.planning.phrases import NounPhrase, phrase_around
from core.vocabulary.meaning import Language, Meaning, Passage, Role, Term
from core.vocabulary.subjects import is_verb

# Prepositions that say where something is, not whence or whither it goes.
_WHERE: Final = frozenset(
    [
        "in",
        "on",
        "at",
        "under",
        "near",
        "by",
        "above",
        "inside",
        "beside",
        "behind",
        "beneath",
        "below",
        "im",
        "am",
        "an",
        "auf",
        "unter",
        "bei",
        "in",
        "über",
        "en",
        "sobre",
        "bajo",
        "junto",
        "dans",
        "sur",
        "sous",
        "près",
    ]
)
_IN: Final = frozenset({"in", "on", "at", "inside", "im", "am", "auf", "en", "dans", "sur", "aboard"})
_BEFORE_PLACE: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A place of the prompt; `words` are preposition and place as written, `term` is where it stands."""

    phrase: NounPhrase
    preposition: str
    words: str
    term: int


def setting_of(passage: Passage, book: FrameBook) -> Setting | None:
    """The place that the text names: a place word first, else a building or ship that somebody is in or on."""
    told = [
        (place, index)
        for index, term in enumerate(passage.terms)
        if (place := _place_noun(passage, index, term))
    ]
    if told:
        meaning, index = min(told, key=lambda one: one[0].weak)
        return _built(passage, index, book, meaning.value)
    for index, term in enumerate(passage.terms):
        noun = term.first(Role.NOUN)
        if noun and noun.value in genre_words()["settings"] and _preposition(passage, index)[0] in _IN:
            return _built(passage, index, book, "any")
    return None


def _built(passage: Passage, index: int, book: FrameBook, place: str) -> Setting:
    inside = _with_own_preposition(passage, index)
    if inside is not None:
        return inside
    phrase = phrase_around(passage, index, bare_nouns=book.bare_nouns, proper_names=book.proper_names)
    preposition, at = _preposition(passage, index)
    told = preposition in _WHERE
    term = passage.terms[index]
    return Setting(
        phrase=phrase,
        preposition=preposition if told else book.preposition(place),
        words=passage.words(passage.terms[at].start, term.end) if told else "",
        term=index,
    )


def _with_own_preposition(passage: Passage, index: int) -> Setting | None:
    """Places whose word brings its preposition: "on the moon", "above the clouds"."""
    term = passage.terms[index]
    first, *rest = [passage.tokens[place] for place in range(term.start, term.end)]
    if not rest or first.key not in _WHERE:
        return None
    has_article = rest[0].key in ("the", "dem", "den", "der", "la", "el", "las", "los", "le", "les")
    noun = passage.words(term.start + (2 if has_article and len(rest) > 1 else 1), term.end)
    language = passage.language or Language.ENGLISH
    meaning = term.first(Role.PLACE) or Meaning(role=Role.PLACE)
    phrase = NounPhrase(language=language, noun=noun, bare=not has_article, gender=meaning.gender or "f")
    return Setting(
        phrase=phrase, preposition=first.key, words=passage.words(term.start, term.end), term=index
    )


def _preposition(passage: Passage, index: int) -> tuple[str, int]:
    """The preposition before a noun phrase and the place of its term; empty when something else comes first."""
    for before in range(index - 1, max(-1, index - _BEFORE_PLACE), -1):
        term = passage.terms[before]
        if term.has(Role.PREPOSITION) and not term.has(Role.ADJECTIVE):
            return passage.tokens[term.start].key, before
        if term.has(Role.VERB, Role.CONJUNCTION, Role.NOUN) and not term.has(Role.ADJECTIVE):
            return "", before
    return "", index


def _place_noun(passage: Passage, index: int, term: Term) -> Meaning | None:
    """The place a term names when it is the noun itself, not an adjective ("snowy") or the first half of "city lights"."""
    meaning = term.first(Role.PLACE)
    if meaning is None or is_verb(passage, index) or term.has(Role.ADJECTIVE, Role.WEATHER, Role.FILLER):
        return None
    if passage.language is not Language.ENGLISH:
        return meaning if meaning.gender else None
    if term.has(Role.PREPOSITION, Role.NOUN):
        return None
    return None if _first_half(passage, index) else meaning


def _first_half(passage: Passage, index: int) -> bool:
    if index + 1 >= len(passage.terms):
        return False
    following = passage.terms[index + 1]
    joined = not passage.gap(following.start).strip()
    return joined and following.has(Role.NOUN, Role.PLACE) and not is_verb(passage, index + 1)
