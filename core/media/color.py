"""From RGB pictures to the video's own planes: luma and two colour differences, BT.709, limited range."""

from enum import IntEnum
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]

# Luma weights of ITU-R BT.709; OpenCV's own conversion has those of BT.601, which turn reds orange in HD.
_RED: Final = 0.2126
_GREEN: Final = 0.7152
_BLUE: Final = 0.0722
# Limited range: luma from 16 to 235, colour differences from 16 to 240 around 128.
_LUMA_SPAN: Final = 219 / 255
_COLOR_SPAN: Final = 224 / 255
BLACK: Final = (16, 128)  # Of luma, and of both differences.
# Planes are worked on in strips that fit into the processor's cache; noise that comes again 128 rows further down
# is not seen as a pattern.
_STRIP_ROWS: Final = 128
# Each plane has a grain of its own: luma, blue, red.
_SEEDS: Final = (1, 2, 3)


class Channel(IntEnum):
    """What a plane holds, in the order of the planes."""

    LUMA = 0
    BLUE = 1
    RED = 2


def plane(rgb: Pixels, channel: Channel) -> Plane:
    """One plane of an (H, W, 3) picture, (H, W) and not yet rounded."""
    weights = _matrix()[channel : channel + 1]
    made: Plane = np.empty(rgb.shape[:2], dtype=np.float32)
    room: Plane = np.empty((min(_STRIP_ROWS, len(rgb)), *rgb.shape[1:]), dtype=np.float32)
    for top in range(0, len(rgb), _STRIP_ROWS):
        strip = room[: len(rgb) - top]
        strip[:] = rgb[top : top + _STRIP_ROWS]
        cv2.transform(strip, weights, dst=made[top : top + len(strip)])
    return made


def planes(rgb: Pixels) -> tuple[Plane, Plane, Plane]:
    """Y, Cb and Cr of an (H, W, 3) picture, each (H, W) and not yet rounded."""
    return plane(rgb, Channel.LUMA), plane(rgb, Channel.BLUE), plane(rgb, Channel.RED)


def rounded_planes(rgb: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """The same, rounded to whole codes: all that is in a clip, whose own frames were rounded before."""
    luma, blue, red = cv2.split(cv2.transform(rgb, _matrix()))
    return (np.asarray(luma, np.uint8), np.asarray(blue, np.uint8), np.asarray(red, np.uint8))


def _matrix() -> Plane:
    luma = np.array([_RED, _GREEN, _BLUE])
    blue = (np.array([0.0, 0.0, 1.0]) - luma) / (2 * (1 - _BLUE))
    red = (np.array([1.0, 0.0, 0.0]) - luma) / (2 * (1 - _RED))
    rows = [[*luma * _LUMA_SPAN, 16.0], [*blue * _COLOR_SPAN, 128.0], [*red * _COLOR_SPAN, 128.0]]
    return np.array(rows, dtype=np.float32)


def dithered(exact: Plane, channel: Channel, *, lift: float = 0.0) -> Pixels:
    """Round to whole codes with noise of one code's width, so that a slow gradient shows no steps.

    `lift` is added to every sample before.
    """
    height, width = exact.shape
    noise: Plane = np.empty((min(_STRIP_ROWS, height), width), dtype=np.float32)
    # OpenCV keeps a generator of its own for every thread, so the same plate has the same grain whoever makes it.
    cv2.setRNGSeed(_SEEDS[channel])
    cv2.randu(noise, np.array([lift - 0.5]), np.array([lift + 0.5]))
    rounded: Pixels = np.empty(exact.shape, dtype=np.uint8)
    for top in range(0, height, _STRIP_ROWS):
        strip = exact[top : top + _STRIP_ROWS]
        # This one rounds to the nearest code and keeps within the range on the way.
        cv2.add(strip, noise[: len(strip)], dst=rounded[top : top + len(strip)], dtype=cv2.CV_8U)
    return rounded
