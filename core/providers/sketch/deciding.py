"""Fills in what the words leave open, from the subjects and from the film's own seed."""

from dataclasses import dataclass
from typing import Final, TypeVar

from core.providers.base import PictureBrief
from core.providers.sketch.seeds import generator
from core.vocabulary.reading import CARRIERS, DayTime, Mood, Place, Pose, Reading, Shot, Subject, Weather

Choice = TypeVar("Choice")


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """A reading without gaps."""

    subjects: tuple[Subject, ...]
    place: Place
    day_time: DayTime
    weather: Weather
    mood: Mood
    shot: Shot
    pose: Pose


# Where a motif is at home when the words name no place; the first subject that has a home decides.
_HOMES: Final[dict[Place, tuple[str, ...]]] = {
    Place.SEA: (
        "ship",
        "sailboat",
        "whale",
        "dolphin",
        "rowboat",
        "sailor",
        "pirate",
        "lighthouse",
        "island",
    ),
    Place.UNDERWATER: ("fish", "octopus", "submarine", "turtle"),
    Place.SPACE: ("astronaut", "spaceship", "planet", "rocket", "star"),
    Place.SKY: ("plane", "balloon", "eagle", "cloud"),
    Place.CITY: ("car", "bus", "skyscraper", "shop", "detective", "robot", "sign"),
    Place.ROAD: ("truck", "bicycle"),
    Place.OFFICE: ("business_person", "laptop", "phone", "screen", "robot_arm", "worker"),
    Place.KITCHEN: ("chef", "bread", "cake", "bowl", "cup"),
    Place.STAGE: ("dancer", "musician", "piano", "guitar", "crowd"),
    Place.INTERIOR: (
        "scientist",
        "book",
        "candle",
        "letter",
        "mirror",
        "chair",
        "table",
        "window",
        "clock",
        "old_woman",
        "painter",
    ),
    Place.SNOW: ("penguin",),
    Place.DESERT: ("cactus",),
    Place.BEACH: ("palm",),
    Place.CAVE: ("chest", "gem", "dragon"),
    Place.FOREST: (
        "fox",
        "wolf",
        "deer",
        "bear",
        "owl",
        "mushroom",
        "tree",
        "cabin",
        "witch",
        "wizard",
        "tent",
    ),
    Place.MEADOW: (
        "rabbit",
        "sheep",
        "cow",
        "horse",
        "butterfly",
        "flower",
        "farmer",
        "windmill",
        "kite",
        "house",
    ),
    Place.MOUNTAINS: ("explorer", "waterfall", "volcano", "castle", "temple", "knight"),
    Place.VILLAGE: ("church", "king", "queen"),
}
_OUTDOORS: Final = (Place.MOUNTAINS, Place.MEADOW, Place.FOREST, Place.CITY, Place.BEACH, Place.VILLAGE)
_MOOD_TIMES: Final = {
    Mood.CALM: DayTime.GOLDEN, Mood.JOY: DayTime.DAY, Mood.WONDER: DayTime.GOLDEN, Mood.TENSION: DayTime.DUSK,
    Mood.SORROW: DayTime.DAWN, Mood.MYSTERY: DayTime.NIGHT,
}  # fmt: skip


def decide(brief: PictureBrief, reading: Reading) -> Decisions:
    """What is drawn: what the words say, and for the rest one choice for the whole film."""
    film = generator("film", brief.job_seed)
    mood = reading.mood or _one(film.random(), tuple(Mood))
    usual = _one(film.random(), (DayTime.DAY, DayTime.GOLDEN, DayTime.GOLDEN, DayTime.DAWN, DayTime.DUSK))
    outdoors = _one(film.random(), _OUTDOORS)
    clear = _one(film.random(), (Weather.CLEAR, Weather.CLOUDS, Weather.CLOUDS))
    picture = generator("shot", brief.seed, brief.prompt)
    subjects = reading.subjects or (Subject(motif="hero", word="", figure=True),)
    return Decisions(
        subjects=subjects,
        place=reading.place or _home(_carriers_first(reading, subjects)) or outdoors,
        day_time=reading.day_time or (_MOOD_TIMES[mood] if reading.mood else usual),
        weather=reading.weather or clear,
        mood=mood,
        shot=reading.shot or _one(picture.random(), (Shot.WIDE, Shot.WIDE, Shot.MEDIUM)),
        pose=reading.pose or _one(picture.random(), (Pose.STANDING, Pose.STANDING, Pose.WALKING)),
    )


def _one(share: float, choices: tuple[Choice, ...]) -> Choice:
    return choices[int(share * len(choices))]


def _carriers_first(reading: Reading, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Who rides is where that can be ridden."""
    if reading.pose is not Pose.RIDING:
        return subjects
    return tuple(sorted(subjects, key=lambda subject: subject.motif not in CARRIERS))


def _home(subjects: tuple[Subject, ...]) -> Place | None:
    for subject in subjects:
        for place, names in _HOMES.items():
            if subject.motif in names:
                return place
    return None
