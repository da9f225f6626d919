"""Completes the reading of one picture's prompt with the reading of the whole film's look."""

from dataclasses import replace

from core.vocabulary.reading import Reading


def filled_in(reading: Reading, look: Reading) -> Reading:
    """`reading` where it says something, else `look`; the shot and the pose belong to the picture alone."""
    return replace(
        reading,
        subjects=reading.subjects or look.subjects[:1],
        place=reading.place or look.place,
        day_time=reading.day_time or look.day_time,
        weather=reading.weather or look.weather,
        mood=reading.mood or look.mood,
        colors=reading.colors or look.colors,
    )
