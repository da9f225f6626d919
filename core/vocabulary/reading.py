"""The result of reading a text with the vocabulary: who, where, when, in which mood and how near."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Place(StrEnum):
    SEA = "sea"
    BEACH = "beach"
    HARBOR = "harbor"
    RIVER = "river"
    UNDERWATER = "underwater"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    MEADOW = "meadow"
    GARDEN = "garden"
    DESERT = "desert"
    SNOW = "snow"
    CAVE = "cave"
    RUINS = "ruins"
    VILLAGE = "village"
    CITY = "city"
    ROAD = "road"
    INTERIOR = "interior"
    KITCHEN = "kitchen"
    OFFICE = "office"
    STAGE = "stage"
    SPACE = "space"
    SKY = "sky"


class DayTime(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    CLOUDS = "clouds"
    FOG = "fog"
    RAIN = "rain"
    STORM = "storm"
    SNOWFALL = "snowfall"


class Mood(StrEnum):
    CALM = "calm"
    JOY = "joy"
    WONDER = "wonder"
    TENSION = "tension"
    SORROW = "sorrow"
    MYSTERY = "mystery"


class Shot(StrEnum):
    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE_UP = "close_up"
    OVER_SHOULDER = "over_shoulder"
    AERIAL = "aerial"
    DETAIL = "detail"


class Pose(StrEnum):
    STANDING = "standing"
    WALKING = "walking"
    RUNNING = "running"
    SITTING = "sitting"
    REACHING = "reaching"
    FLYING = "flying"
    FIGHTING = "fighting"
    DANCING = "dancing"
    LYING = "lying"
    RIDING = "riding"


# What people ride on or in.
CARRIERS: Final = frozenset({
    "ship", "sailboat", "rowboat", "car", "truck", "bus", "train", "plane", "rocket", "spaceship", "bicycle", "balloon",
    "submarine", "horse", "elephant", "dragon", "cow", "deer", "whale", "dolphin", "turtle", "eagle",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person, animal or thing of the picture.

    `motif` is the name of a drawing (`dog`, `lighthouse`, `hero`, ...), `word` the person's own word for it;
    an unknown noun carries the motif `prop`, so that it is never left out. `figure` tells who can have a pose.
    """

    motif: str
    word: str
    count: int = 1
    color: str | None = None
    figure: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a text says; None or empty where it says nothing, so that the reader can fill in from the job."""

    subjects: tuple[Subject, ...] = ()
    place: Place | None = None
    day_time: DayTime | None = None
    weather: Weather | None = None
    mood: Mood | None = None
    shot: Shot | None = None
    pose: Pose | None = None
    colors: tuple[str, ...] = ()
