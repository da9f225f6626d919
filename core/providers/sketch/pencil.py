"""The pencil finish: contours and three layers of hatching on paper, as in an animatic."""

import cv2
import numpy as np
from numpy.random import Generator

from core.providers.sketch.noise import grain, plane
from core.providers.sketch.pixels import Pixels, soft, spread, stretched


def pencil(canvas: Pixels, rng: Generator) -> Pixels:
    """The (height, width, 3) picture as graphite on paper, with a breath of its colour left."""
    height, width = canvas.shape[:2]
    short = min(width, height)
    grey = np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY), np.uint8)
    smooth = np.asarray(cv2.medianBlur(grey, 5), np.uint8)
    lines = _contours(smooth, short)
    hatching = _hatching(_levelled(smooth), rng, short)
    graphite = np.minimum(lines, hatching)
    texture = grain(rng, width, height, 7).astype(np.int16) - 128
    drawn = (graphite.astype(np.int16) + texture * (280 - graphite.astype(np.int16)) // 200).clip(0, 255)
    sheet = spread(drawn.astype(np.uint8)).astype(np.uint16)
    paper = np.array([250, 247, 239], np.uint16)
    return (sheet * paper // 255).astype(np.uint8)


def _contours(grey: Pixels, short: int) -> Pixels:
    """Dark where tones meet: how much each pixel falls short of the brightest beside it."""
    result = np.full(grey.shape, 255, np.int16)
    for side, gain in ((max(3, short // 300) | 1, 5), (max(3, short // 170) | 1, 2)):
        brightest = np.asarray(cv2.dilate(grey, np.ones((side, side), np.uint8)), np.int16)
        dip = (brightest - grey.astype(np.int16) - 9).clip(0, 70)
        result = np.minimum(result, 255 - dip * gain)
    return soft(result.clip(44, 255).astype(np.uint8), 1 if short > 600 else 0)


def _levelled(grey: Pixels) -> Pixels:
    """Tones spread so that half of the sheet stays nearly white, however dark the scene."""
    small = np.sort(grey[::8, ::8], axis=None)
    low, middle, high = (int(small[small.size * part // 100]) for part in (2, 48, 96))
    middle = max(low + 1, middle)
    ramp = np.interp(np.arange(256), [low, middle, max(middle + 1, high)], [0, 178, 255])
    return np.rint(ramp).astype(np.uint8)[grey]


def _hatching(grey: Pixels, rng: Generator, short: int) -> Pixels:
    """Strokes in three directions; each grows thicker the darker the tone is below its limit."""
    height, width = grey.shape
    dark = 255 - soft(grey, max(1, short // 300)).astype(np.int32)
    wobble = stretched(plane(rng, width // 8, height // 8, (7, 5), 2), width, height).astype(np.int32) // 10
    columns, rows = np.arange(width, dtype=np.int32)[None, :], np.arange(height, dtype=np.int32)[:, None]
    step = max(5, short // 96)
    sheet = np.full(grey.shape, 255, np.int32)
    for limit, along, weight in (
        (64, columns + rows, 100),
        (128, columns - rows + 4096, 92),
        (186, columns * 2 + rows, 84),
    ):
        ridge = np.abs((along + wobble) % step * 2 - step) * 255 // step
        stroke = (ridge - 255 + (dark - limit) * 2).clip(0, 150)
        sheet -= stroke * weight // 150
    return sheet.clip(46, 255).astype(np.uint8)
