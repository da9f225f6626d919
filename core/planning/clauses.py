"""Further clauses of a prompt: the "but" that is an obstacle and the "until" that is a turn, in the person's words."""

from typing import Final

from core.vocabulary.meaning import Passage, Role
from core.vocabulary.subjects import is_verb

_AGAINST: Final = frozenset({"but", "although", "though", "aber", "doch", "pero", "aunque", "mais"})
_AT_LAST: Final = frozenset(
    [
        "until",
        "when",
        "suddenly",
        "then",
        "bis",
        "als",
        "plötzlich",
        "dann",
        "hasta",
        "cuando",
        "entonces",
        "quand",
        "lorsque",
        "soudain",
        "jusqu",
    ]
)
# A clause shorter than this says nothing on its own, one longer than this would repeat the prompt.
_SHORTEST: Final = 12
_LONGEST: Final = 90


def obstacle_of(passage: Passage) -> str:
    """The clause that begins with "but" or the like; empty when there is none."""
    return _clause(passage, _AGAINST)


def turning_of(passage: Passage) -> str:
    """The clause that begins with "until", "when" or the like; empty when there is none."""
    return _clause(passage, _AT_LAST)


def _clause(passage: Passage, openings: frozenset[str]) -> str:
    for index, term in enumerate(passage.terms[1:], start=1):
        if passage.tokens[term.start].key not in openings:
            continue
        end = _end(passage, index)
        words = passage.words(term.start, passage.terms[end - 1].end)
        if _SHORTEST <= len(words) <= _LONGEST and any(
            is_verb(passage, place) for place in range(index + 1, end)
        ):
            return words
    return ""


def _end(passage: Passage, start: int) -> int:
    """A clause ends at a sign or where the next of its kind begins."""
    for index in range(start + 1, len(passage.terms)):
        term = passage.terms[index]
        key = passage.tokens[term.start].key
        if (
            passage.gap(term.start).strip(" -'’")
            or key in _AGAINST
            or (key in _AT_LAST and term.has(Role.CONJUNCTION, Role.PREPOSITION))
        ):
            return index
    return len(passage.terms)
