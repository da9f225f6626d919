"""Which sort of film a prompt asks for."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from core.vocabulary.meaning import Passage, Role
from core.vocabulary.reading import Place, Reading
from core.vocabulary.spelling import tokens_of
from core.vocabulary.subjects import Found


class Genre(StrEnum):
    """The sort of film; each has sentences of its own."""

    STORY = "story"
    NATURE = "nature"
    THING = "thing"
    PRODUCT = "product"
    TRAVEL = "travel"
    RECIPE = "recipe"
    HOWTO = "howto"
    EXPLAINER = "explainer"
    IDEA = "idea"


_SPOKEN_OF = (Genre.HOWTO, Genre.PRODUCT, Genre.EXPLAINER, Genre.TRAVEL, Genre.NATURE, Genre.IDEA)
# "A 30-second corporate explainer video about ..."
_FILM_ABOUT: Final = re.compile(
    r"^(?:[\w'’-]+ ){0,5}(?:video|film|movie|clip|explainer|documentary|commercial|advert|ad|trailer|story|tale|animation|montage"
    r"|presentation|tutorial|vídeo|película|historia|anuncio|vidéo|histoire|publicité|geschichte|werbespot)"
    r" (?:about|on|for|of|showing|featuring|über|für|sobre|para|sur|pour) ",
    re.IGNORECASE,
)
# A living hero makes a story of everything but these.
_STRONGER_THAN_HERO = (Genre.HOWTO, Genre.PRODUCT, Genre.EXPLAINER, Genre.NATURE)


# Places that one visits for their people; all others are landscapes.
_INHABITED: Final = (
    Place.CITY,
    Place.VILLAGE,
    Place.HARBOR,
    Place.STAGE,
    Place.KITCHEN,
    Place.OFFICE,
    Place.INTERIOR,
)


@cache
def genre_words() -> dict[str, tuple[str, ...]]:
    """The phrases of `genres.toml`, the longest first."""
    content = tomllib.loads(Path(__file__).with_name("genres.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(sorted((word.strip() for word in listed.split(",")), key=len, reverse=True))
        for name, listed in content.items()
    }


def genre_of(prompt: str, passage: Passage, found: tuple[Found, ...], reading: Reading) -> Genre:
    """The genre by what the prompt says of itself, else by what it is about."""
    named = _named_genres(prompt)
    first = found[0] if found else None
    if Genre.HOWTO in named:
        return (
            Genre.RECIPE
            if any(f" {word} " in _spoken(prompt) for word in genre_words()["recipe"])
            else Genre.HOWTO
        )
    if first is None:
        return named[0] if named else _genre_of_place(reading)
    if first.subject.figure and first.rank < 2:
        strong = [genre for genre in named if genre in _STRONGER_THAN_HERO]
        return strong[0] if strong else Genre.STORY
    if first.rank < 2 and named == (Genre.IDEA,):
        named = ()
    if named:
        return named[0]
    if first.subject.figure:
        return Genre.STORY
    return _genre_of_thing(first, passage, reading)


def _genre_of_place(reading: Reading) -> Genre:
    if reading.place is None:
        return Genre.IDEA
    return Genre.TRAVEL if reading.place in _INHABITED else Genre.NATURE


def _genre_of_thing(first: Found, passage: Passage, reading: Reading) -> Genre:
    motif = first.subject.motif
    if (
        reading.place
        and any(term.has(Role.PLACE) for term in passage.terms[: first.term])
        and first.rank == 0
    ):
        return Genre.TRAVEL
    if motif in genre_words()["goods"]:
        return Genre.PRODUCT
    return Genre.NATURE if motif in genre_words()["scenery"] else Genre.THING


def _begins_with_place(passage: Passage) -> bool:
    """Whether the text speaks of a place first ("Tokyo at night"), not of something in it."""
    for term in passage.terms:
        if term.has(Role.PREPOSITION, Role.NOUN, Role.VERB):
            return False
        if term.has(Role.PLACE):
            return True
    return False


def _named_genres(prompt: str) -> tuple[Genre, ...]:
    spoken = _spoken(prompt)
    return tuple(
        genre for genre in _SPOKEN_OF if any(f" {word} " in spoken for word in genre_words()[genre.value])
    )


def _spoken(prompt: str) -> str:
    """The words of a prompt in lower case with single spaces around each, to look phrases up in."""
    return f" {' '.join(token.text.lower() for token in tokens_of(prompt))} "


def without_lead_in(words: str) -> str:
    """The prompt without "create a video about" and the like."""
    film = _FILM_ABOUT.match(words)
    words = words[film.end() :] if film and len(words) - film.end() >= 10 else words
    for _ in range(3):
        lowered = words.lower()
        lead = next((lead for lead in genre_words()["lead_in"] if lowered.startswith(lead + " ")), "")
        rest = words[len(lead) :].lstrip(" :,-") if lead else words
        if not lead or len(tokens_of(rest)) < 2:
            return words
        words = rest
    return words
