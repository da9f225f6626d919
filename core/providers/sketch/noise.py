"""Seeded fractal noise: along a line for ridges, over a plane for clouds, paper and water."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from core.providers.sketch.pixels import Pixels


def skyline(
    rng: Generator, count: int, first: int = 3, octaves: int = 6, rough: float = 0.5
) -> NDArray[np.float64]:
    """`count` heights of -1 to 1 along a line; `first` swings of the largest wave, each octave `rough` as high."""
    total = np.zeros(count)
    weight, swings, reach = 1.0, first, 0.0
    for _ in range(octaves):
        knots = rng.uniform(-1, 1, swings + 3)
        total += weight * _smooth(knots, count, float(rng.random()))
        reach += weight
        weight, swings = weight * rough, swings * 2
    return total / reach * 1.4


def plane(rng: Generator, width: int, height: int, cells: tuple[int, int], octaves: int = 4) -> Pixels:
    """A (height, width) field of 0 to 255 around 128, with `cells` (across, down) lumps in its largest octave."""
    total = np.zeros((height, width), np.uint16)
    across, down = cells
    for octave in range(octaves):
        knots = rng.integers(0, 256, (down + 2, across + 2), dtype=np.uint8)
        lumps = cv2.resize(knots, (width, height), interpolation=cv2.INTER_CUBIC)
        # Each octave counts half as much as the one before: shifting is exact where a float is not.
        total += np.asarray(lumps, np.uint16) << np.uint16(octaves - 1 - octave)
        across, down = min(across * 2, width), min(down * 2, height)
    return (total // np.uint16(2**octaves - 1)).astype(np.uint8)


def grain(rng: Generator, width: int, height: int, amount: int) -> Pixels:
    """Film grain: a (height, width) field of 128 plus or minus `amount`, finer than any lump."""
    # A quarter of the frame, mirrored into the rest, looks the same and costs a quarter.
    tile = rng.integers(128 - amount, 129 + amount, ((height + 1) // 2, (width + 1) // 2), dtype=np.uint8)
    return np.pad(tile, ((0, height - tile.shape[0]), (0, width - tile.shape[1])), mode="symmetric")


def _smooth(knots: NDArray[np.float64], count: int, shift: float) -> NDArray[np.float64]:
    places = np.linspace(0, len(knots) - 2.001, count) + shift * 0.999
    index = places.astype(np.int64)
    part = places - index
    ease = part * part * (3 - 2 * part)
    high = np.minimum(index + 1, len(knots) - 1)
    return knots[index] * (1 - ease) + knots[high] * ease
