"""Finds who and what a text is about, the most important first.

The grammatical subject leads, then what is done to or stands beside it, then what follows a preposition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.vocabulary.meaning import Kind, Language, Meaning, Passage, Role, Term
from core.vocabulary.reading import Subject

PROP: Final = "prop"
# Words that lead to a noun; a word after them is no verb.
_BEFORE_NOUN: Final = (Role.ARTICLE, Role.ADJECTIVE, Role.COLOR, Role.COUNT, Role.PREPOSITION)
_NEVER_PROP: Final = frozenset(Role) - {Role.FILLER, Role.ABSTRACT}
_NEGATIONS: Final = frozenset({"no", "without", "kein", "keine", "keinen", "ohne", "sin", "sans"})
# Endings of nouns that name no thing one can see (happiness, education, Freundschaft, libertad).
_UNSEEN: Final = (
    "ness", "tion", "sion", "ment", "ity", "ism", "ance", "ence", "ship", "hood", "dom", "ing", "ly", "ology",
    "heit", "keit", "ung", "schaft", "tat", "dad", "cion", "ite", "isme", "ismo",
)  # fmt: skip
# Prepositions that only say of what a picture is: "a portrait of a wolf", "a story about a robot".
_TRANSPARENT: Final = frozenset({"of", "about", "über", "von", "de", "d", "du", "sobre", "sur", "by"})
_DEEPEST: Final = 2
_SENTENCE_SIGNS: Final = frozenset(".!?;:\n")


@dataclass(frozen=True, slots=True)
class Found:
    """A subject, the place of its term, and its rank: 0 subject, 1 object, 2 after a preposition."""

    rank: int
    term: int
    subject: Subject


def subjects_of(passage: Passage) -> tuple[Subject, ...]:
    """The people, animals and things of a passage, by importance; each drawing once."""
    return tuple(found.subject for found in found_subjects(passage))


def found_subjects(passage: Passage) -> tuple[Found, ...]:
    """As `subjects_of`, with where each was found."""
    kept: dict[str, Found] = {}
    for one in sorted(_found_in(passage), key=lambda one: (one.rank, one.term)):
        name = one.subject.word.casefold() if one.subject.motif == PROP else one.subject.motif
        kept.setdefault(name, one)
    return tuple(kept.values())


def is_verb(passage: Passage, index: int) -> bool:
    """Whether the word at this place is used as a verb where it could also be a noun or an adjective."""
    term = passage.terms[index]
    if not term.has(Role.VERB):
        return False
    if not term.has(Role.NOUN, Role.PLACE, Role.ADJECTIVE, Role.MOOD, Role.COLOR, Role.ABSTRACT):
        return True
    if index == 0:
        return _leads_object(passage, index)
    before = passage.terms[index - 1]
    if before.has(Role.PRONOUN, Role.AUXILIARY):
        return True
    return before.has(Role.NOUN) and not before.has(*_BEFORE_NOUN) and not _agreeing(before, term)


def is_noun(passage: Passage, index: int) -> bool:
    """Whether the word at this place names something that can be drawn."""
    return passage.terms[index].has(Role.NOUN) and not is_verb(passage, index)


def _agreeing(noun: Term, term: Term) -> bool:
    """Whether two neighbours are one compound ("coffee machines"), not noun and verb ("a dog watches")."""
    verb, subject = term.first(Role.VERB), noun.first(Role.NOUN)
    if verb is None or subject is None or verb.form in ("ing", "past"):
        return verb is None
    return (verb.form == "s") == subject.plural and subject.kind is Kind.THING


def _leads_object(passage: Passage, index: int) -> bool:
    """At the start of a text a word is a verb when an article follows ("light a candle")."""
    return index + 1 < len(passage.terms) and passage.terms[index + 1].has(Role.ARTICLE)


def _found_in(passage: Passage) -> Iterator[Found]:
    rank = 0
    # Before anything leads, a comma ends an opening phrase: "In a dark forest, an old lantern glows".
    led = False
    for index, term in enumerate(passage.terms):
        if rank == _DEEPEST and "," in passage.gap(term.start) and not led:
            rank = 0
        rank = _rank_after(passage, index, rank)
        if _negated(passage, index):
            continue
        if is_noun(passage, index):
            if not _modifies(passage, index):
                yield Found(rank, index, _known(passage, index))
        elif _is_unknown_noun(passage, index):
            yield Found(rank, index, _unknown(passage, index))
        led = led or (rank < _DEEPEST and term.has(Role.NOUN))


def _rank_after(passage: Passage, index: int, rank: int) -> int:
    """How deep the sentence is at this word: 0 subject, 1 object, 2 after a preposition."""
    term = passage.terms[index]
    gap = passage.gap(term.start)
    if index and gap != " " and not _SENTENCE_SIGNS.isdisjoint(gap):
        rank = 0
    if term.has(Role.PREPOSITION) and not term.has(Role.NOUN):
        key = passage.tokens[term.start].key
        return rank if key in _TRANSPARENT and not _seen_noun(passage, index) else _DEEPEST
    if term.has(Role.VERB) and is_verb(passage, index):
        return 1
    if term.has(Role.CONJUNCTION) and rank == _DEEPEST:
        return 1
    return rank


def _seen_noun(passage: Passage, index: int) -> bool:
    """Whether something that can be drawn has been named shortly before this word."""
    return any(term.has(Role.NOUN, Role.COUNT) for term in passage.terms[max(0, index - 8) : index])


def _negated(passage: Passage, index: int) -> bool:
    before = passage.terms[max(0, index - 2) : index]
    return not _NEGATIONS.isdisjoint([passage.tokens[term.start].key for term in before])


def _modifies(passage: Passage, index: int) -> bool:
    """Whether this noun only qualifies the next one: the paper of a paper boat."""
    following = index + 1
    if passage.language in (Language.SPANISH, Language.FRENCH) or following >= len(passage.terms):
        return False
    joined = passage.gap(passage.terms[following].start).strip() in ("", "-")
    return joined and is_noun(passage, following) and passage.terms[index].has(Role.NOUN)


def _known(passage: Passage, index: int) -> Subject:
    term = passage.terms[index]
    noun = term.first(Role.NOUN) or Meaning(role=Role.NOUN)
    return Subject(
        motif=noun.value,
        word=passage.words(term.start, term.end),
        count=_count(passage, index, noun.count),
        color=_color(passage, index),
        figure=noun.kind in (Kind.PERSON, Kind.ANIMAL),
    )


def _count(passage: Passage, index: int, implied: int) -> int:
    """The number that stands before a noun, past its adjectives; else what the noun implies."""
    for before in range(index - 1, max(-1, index - 4), -1):
        term = passage.terms[before]
        number = term.first(Role.COUNT)
        if number:
            return max(int(number.value), implied if int(number.value) == 1 else 1)
        key = passage.tokens[term.start].key
        if key.isascii() and key.isdigit():
            return max(1, min(9, int(key[:4])))
        if not term.has(Role.ADJECTIVE, Role.COLOR, Role.MOOD):
            break
    return implied


def _color(passage: Passage, index: int) -> str | None:
    """The colour beside a noun: before it, or behind it in Spanish and French."""
    before = range(index - 1, max(-1, index - 4), -1)
    behind = range(index + 1, min(len(passage.terms), index + 2))
    romance = passage.language in (Language.SPANISH, Language.FRENCH)
    for place in (*behind, *before) if romance else before:
        color = passage.terms[place].first(Role.COLOR)
        if color:
            return color.value
        if place < index and not passage.terms[place].has(Role.ADJECTIVE, Role.MOOD, Role.COUNT, Role.NOUN):
            break
    return None


def _is_unknown_noun(passage: Passage, index: int) -> bool:
    """A word that the vocabulary lacks, led by an article or standing first, with no noun behind it."""
    term = passage.terms[index]
    word = passage.tokens[term.start].text
    if (
        term.meanings
        or not word.isalpha()
        or len(word) < 3
        or passage.tokens[term.start].key.endswith(_UNSEEN)
    ):
        return False
    if not _led_by_article(passage, index):
        return False
    if passage.language is Language.GERMAN:
        return word[0].isupper()
    if passage.language in (Language.SPANISH, Language.FRENCH):
        after = passage.terms[index + 1] if index + 1 < len(passage.terms) else None
        is_adjective = after is not None and after.has(Role.NOUN) and not passage.gap(after.start).strip()
        return passage.terms[index - 1].has(Role.ARTICLE, Role.COUNT) and not is_adjective
    return not _goes_on(passage, index)


def _led_by_article(passage: Passage, index: int) -> bool:
    for before in range(index - 1, max(-1, index - 5), -1):
        term = passage.terms[before]
        if passage.gap(passage.terms[before + 1].start).strip(" -"):
            return False
        if term.has(Role.ARTICLE, Role.COUNT):
            return True
        if term.has(Role.NOUN, Role.VERB, Role.PREPOSITION, Role.PLACE) and not term.has(Role.ADJECTIVE):
            return False
    return False


def _goes_on(passage: Passage, index: int) -> bool:
    """Whether the noun phrase goes on behind this word, so that it is no more than an adjective."""
    if index + 1 >= len(passage.terms):
        return False
    following = passage.terms[index + 1]
    if passage.gap(following.start).strip(" -"):
        return False
    if not following.meanings:
        return not passage.tokens[following.start].key.endswith(("s", "ing", "ed"))
    return following.has(Role.NOUN, Role.ADJECTIVE, Role.COLOR, Role.PLACE, Role.ABSTRACT) and not is_verb(
        passage, index + 1
    )


def _unknown(passage: Passage, index: int) -> Subject:
    term = passage.terms[index]
    return Subject(
        motif=PROP,
        word=passage.words(term.start, term.end),
        count=_count(passage, index, 1),
        color=_color(passage, index),
    )
