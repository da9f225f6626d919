"""The watercolour finish: washes with bleeding, darkened edges, granulation, and paper left white at the rim."""

import cv2
import numpy as np
from numpy.random import Generator

from core.providers.sketch.noise import grain, plane
from core.providers.sketch.pixels import Pixels, blended, filled, product, soft, spread, stretched


def watercolor(canvas: Pixels, rng: Generator) -> Pixels:
    """The (height, width, 3) picture as if washed on paper."""
    height, width = canvas.shape[:2]
    short = min(width, height)
    washes = np.asarray(cv2.medianBlur(_bled(canvas, rng, short), max(3, short // 150) | 1), np.uint8)
    washes = _thinned(washes)
    edges = _pooled_edges(washes, short)
    granules = plane(rng, width // 2, height // 2, (26, 18), 3).astype(np.uint16)
    tone = stretched((228 + granules * 27 // 255).clip(0, 255).astype(np.uint8), width, height)
    painted = product(product(washes, spread(edges)), spread(tone))
    return _on_paper(painted, rng, short)


def _bled(canvas: Pixels, rng: Generator, short: int) -> Pixels:
    """Every pixel moved a little along two noise fields, so that no edge is straight."""
    height, width = canvas.shape[:2]
    reach = short / 768 * 5
    fields = [stretched(plane(rng, width // 4, height // 4, (18, 12), 3), width, height) for _ in range(2)]
    columns = np.arange(width, dtype=np.float32)[None, :] + (
        fields[0].astype(np.float32) - 128
    ) / 128 * np.float32(reach)
    rows = np.arange(height, dtype=np.float32)[:, None] + (
        fields[1].astype(np.float32) - 128
    ) / 128 * np.float32(reach)
    # Whole-pixel moves: no interpolation, hence the same bytes everywhere.
    moved = cv2.remap(canvas, columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _thinned(washes: Pixels) -> Pixels:
    """Pigment thinned with water: lighter by half, a little clearer in hue."""
    ramp = np.arange(256, dtype=np.int32)
    table = (255 - (255 - ramp) * 68 // 100).astype(np.uint8)
    light = np.asarray(cv2.LUT(washes, table), np.uint8)
    grey = spread(np.asarray(cv2.cvtColor(light, cv2.COLOR_RGB2GRAY), np.uint8)).astype(np.int16)
    wide = light.astype(np.int16)
    return (wide + ((wide - grey) * 26 >> 6)).clip(0, 255).astype(np.uint8)


def _pooled_edges(washes: Pixels, short: int) -> Pixels:
    """Pigment gathers where a wash ends: darker along every edge."""
    grey = np.asarray(cv2.cvtColor(washes, cv2.COLOR_RGB2GRAY), np.uint8)
    near = soft(grey, max(2, short // 190))
    pooled = np.asarray(cv2.subtract(near, grey), np.uint16) * 3
    return (255 - np.minimum(pooled, 90)).astype(np.uint8)


def _on_paper(painted: Pixels, rng: Generator, short: int) -> Pixels:
    """Leave a ragged rim of paper, and let its tooth show through."""
    height, width = painted.shape[:2]
    margin = short * 0.03
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :]
    rows = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None]
    inside = np.minimum(columns, rows).astype(np.int32)
    ragged = stretched(plane(rng, width // 4, height // 4, (16, 11), 5), width, height).astype(np.int32)
    cover = (
        (inside * 100 - round(margin * 100) - (ragged - 128) * round(margin * 1.3))
        * 255
        // max(1, round(short * 0.9))
    )
    mask = cover.clip(0, 255).astype(np.uint8)
    paper = filled(width, height, (250, 246, 236))
    tooth = spread(grain(rng, width, height, 5))
    result = blended(paper, painted, mask)
    return (result.astype(np.int16) + tooth - 128).clip(0, 255).astype(np.uint8)
