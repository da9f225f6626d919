"""Turns a premise into the words that fill the frames: the hero with and without article, the light, the place."""

import random
from typing import Final

from core.planning.frames import FrameBook
from core.planning.phrases import NounPhrase
from core.planning.premise import Premise
from core.vocabulary.meaning import Kind, Language
from core.vocabulary.reading import DayTime, Weather

# Without a word about it a film plays where the light is good.
_FRIENDLY_LIGHT: Final = (DayTime.DAWN, DayTime.GOLDEN, DayTime.DAY)
_THEIRS: Final = {"m": "his", "f": "her", "n": "its"}


def slots_of(premise: Premise, book: FrameBook, chance: random.Random) -> dict[str, str]:
    """What each slot of a frame says; a slot is missing where the prompt gives nothing for it."""
    slots: dict[str, str] = {}
    main, goal = premise.main, premise.goal
    if main is not None:
        kind = "hero" if premise.living else "thing"
        slots |= {f"a_{kind}": main.indefinite(), f"the_{kind}": main.definite(), "their": _their(main)}
        slots |= {"a_main": main.indefinite(), "the_main": main.definite(full=True)}
    if goal is not None:
        slots |= {"a_goal": goal.indefinite(), "the_goal": goal.definite(full=True)}
    slots |= _place_slots(premise, book)
    slots |= _light_slots(premise, book, chance)
    slots |= {"topic": premise.topic, "task": premise.task}
    return {name: words for name, words in slots.items() if words}


def plurals_of(premise: Premise) -> dict[str, bool]:
    """Which of main subject, goal and place are plural."""
    plurals: dict[str, bool] = {}
    for name, phrase in (("", premise.main), ("goal", premise.goal), ("place", premise.place)):
        if phrase is not None:
            plurals[name] = phrase.plural
    if premise.place is None and premise.reading.place is not None:
        plurals["place"] = _defaults_to_plural(premise)
    return plurals


def day_time_of(premise: Premise, chance: random.Random) -> DayTime:
    """The time the prompt names, else one that is kind to the eye."""
    return premise.reading.day_time or chance.choice(_FRIENDLY_LIGHT)


def _their(main: NounPhrase) -> str:
    if main.plural or main.language is not Language.ENGLISH:
        return "their"
    return _THEIRS.get(main.gender, "their" if main.kind is Kind.PERSON else "its")


def _place_slots(premise: Premise, book: FrameBook) -> dict[str, str]:
    if premise.place is not None:
        the_place = premise.place.definite(full=True)
        in_place = _joined(premise, the_place)
        return {"the_place": the_place, "in_place": in_place, "place": premise.place.full}
    if premise.reading.place is None:
        return {}
    place = premise.reading.place.value
    known = book.word("place", place)
    inside = book.word("in_place", place) or f"{book.preposition(place)} {known}"
    return {"the_place": known, "in_place": inside, "place": known}


def _joined(premise: Premise, the_place: str) -> str:
    """Preposition and place; German needs its case, so the words of the text are kept as they stand."""
    if premise.place is not None and premise.language is Language.GERMAN:
        return premise.in_place
    return f"{premise.preposition} {the_place}"


def _light_slots(premise: Premise, book: FrameBook, chance: random.Random) -> dict[str, str]:
    time = day_time_of(premise, chance).value
    weather = premise.reading.weather
    told = weather is not None and weather is not Weather.CLEAR
    sky = book.word("sky", weather.value) if weather and told else book.word("sky", time)
    return {"light": book.word("words", time), "sky": sky}


def _defaults_to_plural(premise: Premise) -> bool:
    """The mountains and the snowfields are many; every other place that goes without saying is one."""
    return premise.reading.place is not None and premise.reading.place.value in ("mountains", "snow", "ruins")
