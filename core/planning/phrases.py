"""Noun phrases: lifted from a text and put back into sentences with the right article and number."""

from dataclasses import dataclass
from typing import Final

from core.vocabulary.meaning import Kind, Language, Meaning, Passage, Role

_MODIFIERS: Final = (Role.ADJECTIVE, Role.COLOR, Role.COUNT, Role.MOOD, Role.WEATHER, Role.TIME)
_POSSESSIVES: Final = frozenset(
    [
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "your",
        "mein",
        "meine",
        "sein",
        "seine",
        "seinen",
        "seinem",
        "seiner",
        "ihr",
        "ihre",
        "ihren",
        "ihrem",
        "su",
        "sus",
        "mi",
        "mis",
        "son",
        "sa",
        "ses",
        "mon",
        "ma",
        "mes",
        "leur",
        "leurs",
        "no",
        "one's",
        "each",
        "every",
        "another",
    ]
)
# Feminine Spanish nouns that take the masculine article for the sound's sake.
_STRESSED_A: Final = ("águila", "agua", "hada", "arma", "hacha")
# How far back from its noun an article may stand.
_REACH: Final = 6
_DEFINITE: Final = {
    Language.GERMAN: {"m": "der", "f": "die", "n": "das", "p": "die"},
    Language.SPANISH: {"m": "el", "f": "la", "p": "los", "fp": "las"},
    Language.FRENCH: {"m": "le", "f": "la", "p": "les", "fp": "les"},
}
_INDEFINITE: Final = {
    Language.GERMAN: {"m": "ein", "f": "eine", "n": "ein"},
    Language.SPANISH: {"m": "un", "f": "una", "p": "unos", "fp": "unas"},
    Language.FRENCH: {"m": "un", "f": "une", "p": "des", "fp": "des"},
}
_GENDER_OF_ARTICLE: Final = {
    Language.GERMAN: {"eine": "f", "einer": "f", "einen": "m", "das": "n"},
    Language.SPANISH: {"el": "m", "la": "f", "un": "m", "una": "f", "los": "m", "las": "f"},
    Language.FRENCH: {"le": "m", "la": "f", "un": "m", "une": "f"},
}
# English words that begin with a vowel letter but a consonant sound, and the reverse.
_A_DESPITE_VOWEL: Final = ("uni", "use", "euro", "ufo", "one", "once", "unicorn", "uk", "ukulele")
_AN_DESPITE_CONSONANT: Final = ("hour", "honest", "honour", "heir", "suv", "x-ray", "mp3")


@dataclass(frozen=True, slots=True, kw_only=True)
class NounPhrase:
    """A noun with what qualifies it; `before` and `behind` are adjectives, `bare` nouns take no article."""

    language: Language
    noun: str
    article: str = ""
    before: str = ""
    behind: str = ""
    gender: str = ""
    plural: bool = False
    bare: bool = False
    kind: Kind | None = None

    @property
    def full(self) -> str:
        """The noun with its qualifiers and without its article."""
        return " ".join(part for part in (self.before, self.noun, self.behind) if part)

    def indefinite(self) -> str:
        """As it is brought in: "a small fox", "two dogs", "fresh bread", "eine Katze", "unos niños"."""
        if self.bare or self._possessed:
            return self._with(self.article if self._possessed else "", self.full)
        if self.language is Language.ENGLISH:
            if self.article == "the":
                return f"the {self.full}"
            return self.full if self.plural else f"{english_article(self.full)} {self.full}"
        if self.article in _INDEFINITE[self.language].values() or (
            self.language is Language.GERMAN and self.before
        ):
            return self._with(self.article, self.full)
        if self.before and self.plural:
            return self.full
        return self._with(_INDEFINITE[self.language].get(self._form, ""), self.full)

    def definite(self, *, full: bool = False) -> str:
        """As it is spoken of once it is known: "the fox", "the two dogs", "der Fuchs", "l'enfant"."""
        if self.bare and self.language is not Language.ENGLISH:
            return self.full
        words = self.full if full and self.language is Language.ENGLISH else self.noun
        if self._possessed:
            return self._with(self.article, words)
        if self.language is Language.ENGLISH:
            return words if self.bare and self.noun[:1].isupper() else f"the {words}"
        if full and self.language is not Language.GERMAN:
            words = self.full
        return self._with(_DEFINITE[self.language].get(self._form, ""), words)

    @property
    def _possessed(self) -> bool:
        return self.article in _POSSESSIVES

    @property
    def _form(self) -> str:
        if self.plural or self.gender == "p":
            return "p" if self.language is Language.GERMAN else ("fp" if self.gender == "f" else "p")
        return self.gender or ("m" if self.language is not Language.GERMAN else "n")

    def _with(self, article: str, words: str) -> str:
        """Article and noun joined; French drops the vowel, Spanish says `el agua` for the sound's sake."""
        if self.language is Language.FRENCH and article in ("le", "la") and _is_elided(words):
            return f"l'{words}"
        if self.language is Language.SPANISH and article == "la" and words.startswith(_STRESSED_A):
            article = "el"
        return f"{article} {words}".strip()


def english_article(words: str) -> str:
    """`a` or `an` by the sound that follows."""
    lowered = words.lower()
    if lowered.startswith(_AN_DESPITE_CONSONANT):
        return "an"
    return "an" if lowered[:1] in "aeiou" and not lowered.startswith(_A_DESPITE_VOWEL) else "a"


def phrase_around(
    passage: Passage, index: int, *, bare_nouns: frozenset[str], proper_names: frozenset[str]
) -> NounPhrase:
    """The noun phrase whose head is the term at `index`; `bare_nouns` take no article, `proper_names` keep their capital."""
    language = passage.language or Language.ENGLISH
    term = passage.terms[index]
    meaning = term.first(Role.NOUN) or term.first(Role.PLACE) or Meaning(role=Role.NOUN)
    start, article = _beginning(passage, index)
    end = _ending(passage, index)
    noun = passage.words(term.start, term.end)
    counted = any(_is_many(before.first(Role.COUNT)) for before in passage.terms[start:index])
    bare = noun.casefold() in bare_nouns or _is_name(passage, index)
    named = _is_name(passage, index) or noun.casefold() in proper_names
    return NounPhrase(
        language=language,
        noun=noun if named or language is not Language.ENGLISH else noun.lower(),
        article=article,
        before=_lowered_lead(passage, start, index),
        behind=passage.words(term.end, passage.terms[end - 1].end) if end > index + 1 else "",
        gender=_GENDER_OF_ARTICLE.get(language, {}).get(article, "") or meaning.gender,
        plural=meaning.plural or (counted and meaning.role is not Role.PLACE),
        bare=bare and article not in ("a", "an"),
        kind=meaning.kind,
    )


def _beginning(passage: Passage, index: int) -> tuple[int, str]:
    """The first term of the phrase after its article, and the article in lower case (empty when there is none)."""
    start = index
    unknown_from = index
    for before in range(index - 1, max(-1, index - _REACH), -1):
        if passage.gap(passage.terms[before + 1].start).strip(" -"):
            break
        term = passage.terms[before]
        if term.has(Role.ARTICLE) and not term.has(Role.COUNT):
            return start, passage.tokens[term.start].key if term.end - term.start == 1 else ""
        if term.has(*_MODIFIERS) or (term.has(Role.NOUN, Role.PLACE) and not term.has(Role.VERB)):
            start = unknown_from = before
        elif not term.meanings:
            start = before
        else:
            break
    return unknown_from, ""


def _ending(passage: Passage, index: int) -> int:
    """Spanish and French adjectives stand behind their noun."""
    end = index + 1
    if passage.language in (Language.SPANISH, Language.FRENCH):
        while end < len(passage.terms) and end < index + 3:
            term = passage.terms[end]
            joined = not passage.gap(term.start).strip()
            if (
                not joined
                or not term.has(Role.ADJECTIVE, Role.COLOR, Role.MOOD)
                or term.has(Role.VERB, Role.NOUN)
            ):
                break
            end += 1
    return end


def _lowered_lead(passage: Passage, start: int, index: int) -> str:
    words = passage.words(passage.terms[start].start, passage.terms[index].start) if start < index else ""
    at_start = passage.terms[start].start == 0
    return words[:1].lower() + words[1:] if at_start and not words.isupper() else words


def _is_many(number: Meaning | None) -> bool:
    return number is not None and number.value != "1"


def _is_name(passage: Passage, index: int) -> bool:
    """English: a capital inside a sentence marks a name."""
    term = passage.terms[index]
    token = passage.tokens[term.start]
    inside = term.start > 0 and not any(sign in passage.gap(term.start) for sign in ".!?:\n")
    # Where most words have a capital ("The Lost City Of Gold"), a capital says nothing.
    telling = 2 * sum(word.text[:1].isupper() for word in passage.tokens) <= len(passage.tokens)
    return passage.language is Language.ENGLISH and inside and token.text[:1].isupper() and telling


def _is_elided(words: str) -> bool:
    return words[:1].lower() in "aeiouéèêâîôœh" and not words.lower().startswith(
        ("héros", "hibou", "haut", "hutte", "huit")
    )
