"""The pen that motifs are drawn with: shapes in the motif's own units on a layer with transparency."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, rgb
from core.providers.sketch.pixels import Pixels

Point: TypeAlias = tuple[float, float]
Path: TypeAlias = Sequence[Point]
Ink: TypeAlias = RGB | str

# Sixteenths of a pixel: finer than the eye, coarse enough for OpenCV's fixed-point edges.
_SHIFT: Final = 4
_ONE: Final = 1 << _SHIFT


@dataclass(frozen=True)
class Glow:
    """A light that a motif gives off, in pixels of the canvas."""

    x: float
    y: float
    radius: float
    colour: RGB


@dataclass
class Pen:
    """Draws on `layer`, whose corner lies at (`left`, `top`) of the canvas.

    A unit is `scale` pixels; (0, 0) lies at `origin` on the canvas, x to the right (mirrored by `facing` -1), y up.
    """

    layer: Pixels
    left: int
    top: int
    origin: Point
    scale: float
    facing: int = 1
    tilt: float = 0.0
    glows: list[Glow] = field(default_factory=list)

    def part(self, at: Point, size: float, tilt: float = 0.0, flip: bool = False) -> "Pen":
        """A pen on the same layer with its own origin, scale (as a share of this one) and turn in degrees."""
        x, y = self._pixels([at])[0]
        facing = -self.facing if flip else self.facing
        return Pen(self.layer, self.left, self.top, (float(x), float(y)), self.scale * size, facing,
                   self.tilt + tilt * self.facing, self.glows)  # fmt: skip

    def poly(self, ink: Ink, points: Path) -> None:
        """A filled polygon with straight edges."""
        self._fill(ink, self._pixels(points))

    def blob(self, ink: Ink, points: Path) -> None:
        """A filled closed curve that runs smoothly through the points."""
        self._fill(
            ink, self._pixels(_closed_curve(np.asarray(points, np.float64), 8 if self.scale < 500 else 20))
        )

    def oval(
        self, ink: Ink, centre: Point, across: float, down: float | None = None, tilt: float = 0.0
    ) -> None:
        """An ellipse by its two radii; a circle where `down` is left out."""
        turn = np.linspace(0, 2 * np.pi, 65)[:64]
        tall = across if down is None else down
        lean = radians(tilt)
        x, y = np.cos(turn) * across, np.sin(turn) * tall
        points = np.stack(
            [centre[0] + x * cos(lean) - y * sin(lean), centre[1] + x * sin(lean) + y * cos(lean)], 1
        )
        self._fill(ink, self._pixels(points))

    def box(self, ink: Ink, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rectangle by two opposite corners."""
        self.poly(ink, [(x0, y0), (x1, y0), (x1, y1), (x0, y1)])

    def limb(self, ink: Ink, points: Path, start: float, end: float | None = None) -> None:
        """A round-ended stroke through the points whose width runs from `start` to `end`."""
        line = (
            _open_curve(np.asarray(points, np.float64), 6 if self.scale < 500 else 14)
            if len(points) > 2
            else np.asarray(points, np.float64)
        )
        spots = self._pixels(line)
        widths = np.linspace(start, start if end is None else end, len(spots)) * self.scale / 2
        for index in range(len(spots)):
            self._dot(ink, spots[index], float(widths[index]))
            if index:
                self._bar(ink, spots[index - 1 : index + 1], widths[index - 1 : index + 1])

    def line(self, ink: Ink, points: Path, width: float) -> None:
        """A thin stroke of even width along straight pieces, never thinner than a pixel."""
        thick = max(1, round(width * self.scale))
        spots = self._local(self._pixels(points))
        cv2.polylines(self.layer, [spots], False, self._ink(ink), thick, cv2.LINE_AA, _SHIFT)

    def glow(self, at: Point, radius: float, colour: Ink) -> None:
        """Light that shines over the edges of the motif when the layer is laid on the canvas."""
        x, y = self._pixels([at])[0]
        solid = rgb(colour) if isinstance(colour, str) else colour
        self.glows.append(Glow(float(x), float(y), radius * self.scale, solid))

    def _pixels(self, points: Path | NDArray[np.float64]) -> NDArray[np.float64]:
        spots = np.asarray(points, np.float64)
        lean = radians(self.tilt)
        x, y = spots[:, 0] * self.facing, spots[:, 1]
        across, up = x * cos(lean) - y * sin(lean), x * sin(lean) + y * cos(lean)
        return np.stack([self.origin[0] + across * self.scale, self.origin[1] - up * self.scale], 1)

    def _local(self, spots: NDArray[np.float64]) -> NDArray[np.int32]:
        corner = np.array([self.left, self.top], np.float64)
        # Close-ups reach far outside the layer; beyond this OpenCV's fixed point would overflow.
        fixed: NDArray[np.int32] = np.rint((spots - corner).clip(-20000, 20000) * _ONE).astype(np.int32)
        return fixed

    def _fill(self, ink: Ink, spots: NDArray[np.float64]) -> None:
        cv2.fillPoly(self.layer, [self._local(spots)], self._ink(ink), cv2.LINE_AA, _SHIFT)

    def _dot(self, ink: Ink, spot: NDArray[np.float64], radius: float) -> None:
        x, y = self._local(spot[None, :])[0]
        size = max(round(radius * _ONE), _ONE // 2)
        cv2.circle(self.layer, (int(x), int(y)), size, self._ink(ink), -1, cv2.LINE_AA, _SHIFT)

    def _bar(self, ink: Ink, ends: NDArray[np.float64], widths: NDArray[np.float64]) -> None:
        along = ends[1] - ends[0]
        length = float(np.sqrt((along * along).sum()))
        if length < 1e-6:
            return
        across = np.array([-along[1], along[0]]) / length
        corners = [ends[0] + across * widths[0], ends[1] + across * widths[1],
                   ends[1] - across * widths[1], ends[0] - across * widths[0]]  # fmt: skip
        cv2.fillConvexPoly(self.layer, self._local(np.stack(corners)), self._ink(ink), cv2.LINE_AA, _SHIFT)

    def _ink(self, ink: Ink) -> tuple[int, int, int, int]:
        red, green, blue = rgb(ink) if isinstance(ink, str) else ink
        return (red, green, blue, 255)


def _weights(steps: int) -> NDArray[np.float64]:
    """Catmull-Rom weights of four neighbouring points at `steps` places between the middle two."""
    t = np.arange(steps, dtype=np.float64)[:, None] / steps
    return 0.5 * np.hstack(
        [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    )


def _closed_curve(points: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    weights = _weights(steps)
    around = [np.roll(points, shift, axis=0) for shift in (1, 0, -1, -2)]
    pieces = sum(weights[None, :, k, None] * around[k][:, None, :] for k in range(4))
    return np.asarray(pieces, np.float64).reshape(-1, 2)


def _open_curve(points: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    ends = np.vstack([points[:1], points, points[-1:]])
    weights = _weights(steps)
    around = [ends[k : len(ends) - 3 + k] for k in range(4)]
    pieces = sum(weights[None, :, k, None] * around[k][:, None, :] for k in range(4))
    return np.vstack([np.asarray(pieces, np.float64).reshape(-1, 2), points[-1:]])
