"""Turns a premise into the words that fill the frames: the hero with and without article, the light, the place."""

import random
from dataclasses import dataclass
from typing import Final

from core.planning.frames import FrameBook
from core.planning.phrases import NounPhrase
from core.planning.premise import Premise
from core.vocabulary.meaning import Kind, Language
from core.vocabulary.reading import DayTime, Weather

# Without a word about it a film plays where the light is good.
_FRIENDLY_LIGHT: Final = (DayTime.DAWN, DayTime.GOLDEN, DayTime.DAY)
_THEIRS: Final = {"m": "his", "f": "her", "n": "its"}
_MANY: Final = frozenset({"mountains", "snow", "ruins"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What each slot of a frame says, and which of "", "goal" and "place" are plural; settled once a film."""

    words: dict[str, str]
    plurals: dict[str, bool]
    light: str


def slots_of(premise: Premise, book: FrameBook, chance: random.Random) -> Slots:
    """The words of this film; a slot is missing where the prompt gives nothing for it."""
    time = premise.reading.day_time or chance.choice(_FRIENDLY_LIGHT)
    weather = premise.reading.weather
    told = "" if weather is None or weather is Weather.CLEAR else weather.value
    words = _cast(premise) | _place(premise, book)
    words |= {"light": book.word("words", time.value), "sky": book.word("sky", told or time.value)}
    words |= {"weather": book.word("sky", told)}
    words |= {
        "topic": premise.topic,
        "task": premise.task,
        "obstacle": premise.obstacle,
        "turning": premise.turning,
    }
    light = [book.word("light", time.value), book.word("light", told)]
    light += [book.word("mood", premise.reading.mood.value)] if premise.reading.mood else []
    return Slots(
        words={name: said for name, said in words.items() if said},
        plurals=_plurals(premise),
        light=", ".join(part for part in light if part),
    )


def _cast(premise: Premise) -> dict[str, str]:
    words: dict[str, str] = {}
    main, goal = premise.main, premise.goal
    if main is not None:
        kind = "hero" if premise.living else "thing"
        words |= {f"a_{kind}": main.indefinite(), f"the_{kind}": main.definite(), "their": _their(main)}
        words |= {"a_main": main.indefinite(), "main": main.full}
    if goal is not None:
        words |= {"a_goal": goal.indefinite(), "the_goal": goal.definite(full=True)}
    return words


def _place(premise: Premise, book: FrameBook) -> dict[str, str]:
    setting = premise.setting
    if setting is not None:
        the_place = setting.phrase.definite(full=True)
        # German prepositions govern a case, so the words of the text are kept as they stand.
        inside = (
            setting.words if premise.language is Language.GERMAN else f"{setting.preposition} {the_place}"
        )
        return {"the_place": the_place, "in_place": inside, "place": the_place}
    if premise.reading.place is None:
        return {}
    place = premise.reading.place.value
    known = book.word("place", place)
    inside = book.word("in_place", place) or f"{book.preposition(place)} {known}"
    return {"the_place": known, "in_place": inside, "place": known}


def _plurals(premise: Premise) -> dict[str, bool]:
    phrases = {
        "": premise.main,
        "goal": premise.goal,
        "place": premise.setting.phrase if premise.setting else None,
    }
    plurals = {name: phrase.plural for name, phrase in phrases.items() if phrase is not None}
    if premise.setting is None and premise.reading.place is not None:
        plurals["place"] = premise.reading.place.value in _MANY
    return plurals


def _their(main: NounPhrase) -> str:
    if main.language is not Language.ENGLISH or main.plural:
        return "their"
    return _THEIRS.get(main.gender, "their" if main.kind is Kind.PERSON else "its")
