"""Completes the reading of one picture's prompt with the reading of the whole film's look."""

from dataclasses import replace

from core.providers.sketch.motifs.kinds import Habitat
from core.providers.sketch.motifs.registry import motif
from core.providers.sketch.places.catalog import WATERS
from core.vocabulary.reading import Pose, Reading


def filled_in(reading: Reading, look: Reading) -> Reading:
    """`reading` where it says something, else `look`; the shot and the pose belong to the picture alone."""
    return replace(
        reading,
        subjects=reading.subjects or look.subjects[:1],
        place=reading.place or (None if _leaves_the_land(reading, look) else look.place),
        day_time=reading.day_time or look.day_time,
        weather=reading.weather or look.weather,
        mood=reading.mood or look.mood,
        colors=reading.colors or look.colors,
    )


def _leaves_the_land(reading: Reading, look: Reading) -> bool:
    """Whether somebody rows or sails, and the film's place is on land."""
    afloat = any(motif(subject.motif).habitat is Habitat.WATER for subject in reading.subjects)
    return reading.pose is Pose.RIDING and afloat and look.place not in WATERS
