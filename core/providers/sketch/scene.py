"""What every painter of a picture works on: the canvas and the decisions that all of its layers share."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from core.providers.sketch.camera import Camera
from core.providers.sketch.colours import RGB, mix
from core.providers.sketch.palette import Palette
from core.providers.sketch.pen import Glow
from core.providers.sketch.pixels import Pixels, paint, vertical
from core.providers.sketch.style_words import Style
from core.vocabulary.reading import DayTime, Mood, Place, Pose, Weather


@dataclass
class Scene:
    """The canvas, (height, width, 3) bytes, and what is decided before the first stroke.

    `rng` varies from picture to picture; whatever must stay equal in a film comes from `job_seed`.
    `names` are the motifs that the words name, so that no place adds a second moon.
    """

    canvas: Pixels
    camera: Camera
    palette: Palette
    place: Place
    day_time: DayTime
    weather: Weather
    mood: Mood
    style: Style
    rng: Generator
    job_seed: int
    names: frozenset[str] = frozenset()
    pose: Pose = Pose.STANDING
    glows: list[Glow] = field(default_factory=list)

    @property
    def width(self) -> int:
        return int(self.canvas.shape[1])

    @property
    def height(self) -> int:
        return int(self.canvas.shape[0])

    @property
    def horizon(self) -> int:
        """The row of the horizon."""
        return round(self.camera.horizon * self.height)

    @property
    def short(self) -> int:
        """The shorter side, by which things that must look alike in every shape are measured."""
        return min(self.width, self.height)

    def snowed(self, colour: RGB, share: float) -> RGB:
        """The colour with fallen snow on it while it snows, else the colour."""
        return mix(colour, (236, 241, 248), share) if self.weather is Weather.SNOWFALL else colour

    def mask(self) -> Pixels:
        """An empty mask of the canvas's size."""
        return np.zeros((self.height, self.width), np.uint8)

    def fill(self, outlines: list[NDArray[np.float64]], top: RGB, bottom: RGB | None = None) -> None:
        """Fill outlines (in pixels) with a colour, or with a gradient from their top to their bottom."""
        if not outlines:
            return
        low = np.min([outline.min(axis=0) for outline in outlines], axis=0)
        high = np.max([outline.max(axis=0) for outline in outlines], axis=0)
        x0, y0 = max(0, int(low[0]) - 2), max(0, int(low[1]) - 2)
        x1, y1 = min(self.width, int(high[0]) + 3), min(self.height, int(high[1]) + 3)
        if x1 <= x0 or y1 <= y0:
            return
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        # A box just round the outlines: most shapes are small, and whole masks would cost a millisecond each.
        fixed = [np.rint((outline - (x0, y0)) * 16).astype(np.int32) for outline in outlines]
        cv2.fillPoly(mask, fixed, (255,), cv2.LINE_AA, 4)
        part = np.ascontiguousarray(self.canvas[y0:y1, x0:x1])
        colour = top if bottom is None else vertical(x1 - x0, y1 - y0, [(0.0, top), (1.0, bottom)])
        paint(part, mask, colour)
        self.canvas[y0:y1, x0:x1] = part

    def wash(self, mask: Pixels, top: RGB, bottom: RGB | None = None) -> None:
        """Paint through a mask with a colour, or with a gradient over the rows that the mask covers."""
        rows = np.flatnonzero(mask.any(axis=1))
        if rows.size == 0:
            return
        if bottom is None:
            paint(self.canvas, mask, top)
            return
        first, last = int(rows[0]), int(rows[-1]) + 1
        part = self.canvas[first:last]
        paint(
            part,
            np.ascontiguousarray(mask[first:last]),
            vertical(self.width, last - first, [(0.0, top), (1.0, bottom)]),
        )

    def below(self, line: NDArray[np.float64], bottom: float | None = None) -> NDArray[np.float64]:
        """The outline of everything under a line of heights (one for each of its evenly spread columns)."""
        across = np.linspace(0, self.width, len(line))
        foot = float(self.height if bottom is None else bottom)
        ends = np.array([[self.width, foot], [0.0, foot]])
        return np.vstack([np.stack([across, line], 1), ends])
