"""What the main subject does: finite verb phrases in the words of the prompt."""

from typing import Final

from core.vocabulary.meaning import Language, Meaning, Passage, Role
from core.vocabulary.spelling import third_person_of
from core.vocabulary.subjects import is_verb

# A deed longer than this would repeat the prompt instead of telling it.
_LONGEST: Final = 60
_MOST: Final = 4
_RELATIVE: Final = frozenset({"who", "that", "which", "der", "die", "das", "que", "qui", "quien"})
_SAME_SUBJECT: Final = frozenset(
    {"he", "she", "it", "they", "er", "sie", "es", "él", "ella", "il", "elle", "to"}
)
_LINKS: Final = (Role.CONJUNCTION, Role.FILLER, Role.AUXILIARY)


def deeds_of(passage: Passage, main: int, *, plural: bool) -> tuple[tuple[str, str], ...]:
    """The deeds of the subject at term `main`: (infinitive or form, phrase) in the order of the text."""
    deeds: list[tuple[str, str]] = []
    index = main + 1
    while index < len(passage.terms) and len(deeds) < _MOST:
        start = _next_verb(passage, main, index, first=not deeds)
        if start is None:
            break
        end = _end(passage, start)
        phrase = _finite(passage, start, end, plural=plural)
        if phrase:
            deeds.append(phrase)
        index = end
    return tuple(dict.fromkeys(deeds))


def _next_verb(passage: Passage, main: int, start: int, *, first: bool) -> int | None:
    """The next verb whose subject is still the main one; a noun between the two means that it is not."""
    for index in range(start, len(passage.terms)):
        term = passage.terms[index]
        key = passage.tokens[term.start].key
        if (
            index > start
            and key in _RELATIVE
            and passage.terms[index - 1].has(Role.NOUN)
            and index - 1 != main
        ):
            return None
        if is_verb(passage, index) and not passage.terms[index - 1].has(Role.ARTICLE, Role.PREPOSITION):
            return index
        if not first and not (term.has(*_LINKS) or key in _SAME_SUBJECT):
            return None
        if any(sign in passage.gap(term.start) for sign in ".!?;") and index > start:
            first = False
    return None


def _end(passage: Passage, start: int) -> int:
    """A deed ends at a sign or at the next clause."""
    for index in range(start + 1, len(passage.terms)):
        term = passage.terms[index]
        if passage.gap(term.start).strip(" -'’") or term.has(Role.CONJUNCTION):
            return index
    return len(passage.terms)


def _finite(passage: Passage, start: int, end: int, *, plural: bool) -> tuple[str, str] | None:
    """The verb phrase in the form that goes with the subject; none where the verb form is not known for sure."""
    end = _without_tail(passage, start, end)
    term = passage.terms[start]
    verb = term.first(Role.VERB) or Meaning(role=Role.VERB)
    rest = passage.words(term.end, passage.terms[end - 1].end)
    head = passage.words(term.start, term.end)
    if passage.language is Language.ENGLISH:
        if verb.form in ("past", ""):
            return None
        head = verb.base if plural else third_person_of(verb.base)
    return (verb.base, f"{head} {rest}".strip())


def _without_tail(passage: Passage, start: int, end: int) -> int:
    """The end of the phrase without the place and time at its tail, and short enough to be said again."""
    while end > start + 1:
        tail = next(
            (i for i in range(end - 1, start + 1, -1) if passage.terms[i].has(Role.PREPOSITION)), start + 1
        )
        length = (
            passage.tokens[passage.terms[end - 1].end - 1].end
            - passage.tokens[passage.terms[start].start].start
        )
        last = passage.terms[end - 1]
        loose = last.has(Role.PREPOSITION, Role.ARTICLE, Role.CONJUNCTION) and not last.has(
            Role.NOUN, Role.PLACE
        )
        is_setting = any(term.has(Role.PLACE, Role.TIME, Role.WEATHER) for term in passage.terms[tail:end])
        if loose:
            end -= 1
        elif tail > start + 1 and (length > _LONGEST or is_setting):
            end = tail
        elif length > _LONGEST:
            return start + 1
        else:
            return end
    return end
