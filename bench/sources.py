"""What the films are made of: photographs that were never taken, and plans over them."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.media.film import FilmPlan, Shot
from core.media.probe import sha256_of
from core.terms import AspectRatio, Motion, Transition

PICTURE_SIZE: Final = AspectRatio.WIDE.picture_size
FILM_SIZE: Final = AspectRatio.WIDE.film_size
# What the planner chooses most, in turn.
MOTIONS: Final = (Motion.IN, Motion.RIGHT, Motion.OUT, Motion.LEFT)
# From hills to leaves: each octave has twice the detail and a bit more than half the strength, as in photographs.
_OCTAVES: Final = 8
_FALLING: Final = 0.53
# A good camera in daylight, in codes of 255.
_SENSOR_NOISE: Final = 1.1


def photographs(folder: Path, count: int) -> list[Path]:
    """`count` different pictures with soft shapes, hard edges, fine texture and noise; the same every time."""
    folder.mkdir(parents=True, exist_ok=True)
    return [photograph(folder / f"{number}.jpg", seed=number) for number in range(count)]


def photograph(path: Path, *, seed: int) -> Path:
    """One of them."""
    chance = np.random.default_rng(seed)
    width, height = PICTURE_SIZE
    scene = np.zeros((height, width, 3), np.float32)
    for octave in range(_OCTAVES):
        grid = chance.normal(size=(3 << octave, 5 << octave, 3)).astype(np.float32)
        scene += cv2.resize(grid, PICTURE_SIZE, interpolation=cv2.INTER_CUBIC) * _FALLING**octave
    # One brightness for all colours most of the time, as light does, and edges where things end.
    grey = scene.mean(axis=2, keepdims=True)
    scene = 0.75 * grey + 0.25 * scene + 0.8 * np.sign(grey - 0.2) * np.abs(grey) ** 0.5
    pixels = 122 + 48 * scene + chance.normal(scale=_SENSOR_NOISE, size=scene.shape)
    cv2.imwrite(str(path), np.clip(pixels, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 94])
    return path


def plan(pictures: list[Path], scene_seconds: float) -> FilmPlan:
    """A film of all pictures, every one in motion, each fading into the next."""
    shots = tuple(
        Shot(
            picture=picture,
            picture_hash=sha256_of(picture),
            duration_ms=round(scene_seconds * 1000),
            motion=MOTIONS[number % len(MOTIONS)],
            transition=Transition.CROSSFADE,
        )
        for number, picture in enumerate(pictures)
    )
    return FilmPlan(shots=shots, size=FILM_SIZE)
