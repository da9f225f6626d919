"""Plates made for one camera move, so that a frame of it costs a fraction of a free warp.

A pan keeps its scale and one of its axes, a zoom keeps the picture's middle where it is; so most of the work is done
once a shot. What moves otherwise is drawn by `frames.Plate`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np

from core.media import color
from core.media.color import Channel, Pixels, Plane
from core.media.frames import OVERSAMPLING, Screen, make_plate, read_fitted, scaled
from core.media.motion import CameraMove, View
from core.terms import Motion

# Half-way between two samples all of the frame is a little softer. With three samples a pixel the finest detail
# loses an eighth of its contrast there, which is not seen to come and go. A picture that is enlarged has no detail as
# fine as the screen's, so where it is enlarged one and a half times two samples do as much.
_PHASES: Final = 3
_PHASES_OF_SMALL: Final = 2
# A zoom is softer in some places and sharper in others, which is seen less: two samples a pixel are enough for it,
# and of pictures smaller than three quarters of the screen one and a half.
_ZOOMED_SMALL: Final = 1.5
# All of a frame lies equally far between two samples. Rounded the same way everywhere, what is soft would stay with
# the nearer one and go on by jerks; so of four rows each is rounded at another height.
_LIFTS: Final = (-0.4375, 0.0625, -0.1875, 0.3125, -0.3125, 0.1875, -0.0625, 0.4375)
_ZOOMS: Final = (Motion.IN, Motion.OUT)
_SIDEWAYS: Final = (Motion.LEFT, Motion.RIGHT)
_PANS: Final = (*_SIDEWAYS, Motion.UP, Motion.DOWN)
# In H.264 a colour sample lies half a luma pixel left of the middle of the four that it stands for.
_SITING: Final = 0.5
# OpenCV's shrinking cuts a tenth of a code off, but for the exact half, where it adds one. Plates make up for the one
# and no scale is that half, so that a zoom does not grow lighter or darker; at the edge it is a hundredth of a pixel.
_LOST_BY_SHRINKING: Final = 0.11
_LARGEST_SCALE: Final = OVERSAMPLING - 2e-5
# What OpenCV's flip calls the ways to turn a quarter of the screen; None is the lower right one, which stays.
_TURNS: Final = (None, 1, 0, -1)
# Sizes are rounded up from products that may come out a hair above the whole number they mean.
_HAIR: Final = 1e-6


class MovePlate(Protocol):
    """A picture prepared for one move over screens of one size; several threads may draw from it."""

    def show(self, view: View, screen: Screen) -> None:
        """Draw what the camera sees at a `view` of its move; positions are exact to a fraction of a pixel."""


def make_move_plate(picture: Path, size: tuple[int, int], move: CameraMove) -> MovePlate:
    """Read a picture and prepare it for `move` over screens of `size`; one of another shape is cropped to fill it."""
    # A pan's margins and a zoom's quarters have whole colour samples only where sides can be halved twice.
    halved_twice = not any(side % 4 for side in size)
    if halved_twice and move.motion in _PANS:
        return _pan_plate(picture, size, move)
    if halved_twice and move.motion in _ZOOMS:
        return _zoom_plate(picture, size, move)
    return make_plate(picture, size, moving=move.motion is not Motion.STILL)


@dataclass(frozen=True)
class _Phases:
    """A plane as fine as the screen, and a few times as fine along `axis` (0 down, 1 across).

    The fine axis is taken apart: of three planes the first has its samples 0, 3, 6 and so on, the second one 1, 4, 7.
    So what a screen shows of each lies side by side in memory.
    """

    planes: Sequence[Pixels]
    axis: int

    def show(self, place: float, target: Pixels) -> None:
        """Fill `target`, whose first sample has its middle at `place`, in samples as wide as the screen's."""
        length, phases = target.shape[self.axis], len(self.planes)
        offset = phases * place - 0.5
        last = phases * (self.planes[0].shape[self.axis] - length + 1) - 1
        before = min(max(math.floor(offset), 0), last)
        near, far = self._window(before, length), self._window(min(before + 1, last), length)
        passed, rows = offset - before, len(_LIFTS)
        for row, lift in enumerate(_LIFTS):
            part = target[row::rows]
            cv2.addWeighted(near[row::rows], 1 - passed, far[row::rows], passed, lift, dst=part)

    def _window(self, sample: int, length: int) -> Pixels:
        first, phase = divmod(sample, len(self.planes))
        seen = slice(first, first + length)
        return self.planes[phase][:, seen] if self.axis else self.planes[phase][seen]


@dataclass(frozen=True)
class _PanPlate:
    """A picture at the scale of a pan; the axis that stands still is as sharp as a still, whatever moves."""

    luma: _Phases
    chroma: _Phases

    def show(self, view: View, screen: Screen) -> None:
        axis = self.luma.axis
        whole, seen = self.luma.planes[0].shape[axis], screen.planes.luma.shape[axis]
        gone = (view.x if axis else view.y) * whole - seen / 2
        self.luma.show(gone + 0.5, screen.planes.luma)
        # The middle of the first colour sample, in luma pixels.
        middle = gone + (1 - _SITING if axis else 1)
        self.chroma.show(middle / 2, screen.planes.chroma)


def _pan_plate(picture: Path, size: tuple[int, int], move: CameraMove) -> _PanPlate:
    axis = 1 if move.motion in _SIDEWAYS else 0
    zoom = move.view(move.first).zoom
    # Never less than the move needs, or its ends would show what lies beyond the picture.
    wide, tall = (side + 4 * math.ceil(side * (zoom - 1) / 4 - _HAIR) for side in size)
    rgb = read_fitted(picture, (wide, tall))
    phases = _PHASES_OF_SMALL if rgb.shape[1] * _PHASES <= wide * _PHASES_OF_SMALL else _PHASES
    margin = tall - size[1] if axis else wide - size[0]

    def phased(channel: Channel) -> list[Pixels]:
        step = 1 if channel is Channel.LUMA else 2
        fine = [wide // step, tall // step]
        fine[1 - axis] *= phases
        plane = scaled(color.plane(rgb, channel), (fine[0], fine[1]))
        if step == 2 and not axis:
            plane = _moved_right(plane, _SITING / 2)
        return _phases(plane, axis, margin // 2 // step, channel, phases)

    chroma = _paired(phased(Channel.BLUE), phased(Channel.RED))
    return _PanPlate(luma=_Phases(phased(Channel.LUMA), axis), chroma=_Phases(chroma, axis))


def _phases(plane: Plane, axis: int, margin: int, channel: Channel, phases: int) -> list[Pixels]:
    """Leave off `margin` samples at either side of the axis that stands still, and take the other one apart."""
    inner = slice(margin, plane.shape[1 - axis] - margin)
    fine = color.dithered(plane[inner] if axis else plane[:, inner], channel)
    if axis:
        parts = cv2.split(fine.reshape(len(fine), -1, phases))
    else:
        parts = [fine[first::phases].copy() for first in range(phases)]
    return [np.asarray(part, dtype=np.uint8) for part in parts]


@dataclass(frozen=True)
class _Quarters:
    """A plane cut at its middle, each quarter turned so that the middle is its first sample.

    Shrinking begins at the first sample, so at whatever scale a quarter is drawn, the middle stays where it is.
    """

    turned: Sequence[Pixels]

    def show(self, scale: float, target: Pixels) -> None:
        """Fill `target`, of which a sample is as wide as `scale` samples of the plane."""
        down, across = (side // 2 for side in target.shape[:2])
        places = (
            target[down:, across:],
            target[down:, :across],
            target[:down, across:],
            target[:down, :across],
        )
        rows, columns = _shrinking_to(down, scale), _shrinking_to(across, scale)
        for quarter, turn, place in zip(self.turned, _TURNS, places, strict=True):
            # Only without a size OpenCV takes the scale as it is, and not for the nearest one between whole sizes.
            cv2.resize(
                quarter[:rows, :columns],
                None,
                dst=place,
                fx=1 / scale,
                fy=1 / scale,
                interpolation=cv2.INTER_LINEAR,
            )
            if turn is not None:
                cv2.flip(place, turn, dst=place)  # It exchanges pairs, so it needs no second plane.


def _shrinking_to(length: int, scale: float) -> int:
    """The most samples that OpenCV turns into `length`, which is never fewer than are looked at."""
    return math.ceil((length + 0.5) * scale - _HAIR) - 1


@dataclass(frozen=True)
class _ZoomPlate:
    """A picture `fineness` times as large as the screen, for moves towards its middle or away from it."""

    luma: _Quarters
    chroma: _Quarters
    fineness: float

    def show(self, view: View, screen: Screen) -> None:
        scale = min(self.fineness / view.zoom, _LARGEST_SCALE)
        self.luma.show(scale, screen.planes.luma)
        self.chroma.show(scale, screen.planes.chroma)


def _zoom_plate(picture: Path, size: tuple[int, int], move: CameraMove) -> _ZoomPlate:
    zooms = (1.0, 1 + move.travel)
    rgb = read_fitted(picture, (round(size[0] * zooms[1]), round(size[1] * zooms[1])))
    fineness = _fineness(rgb.shape[1], size)
    wide, tall = (round(side * fineness) for side in size)
    # How far colours lie to the left is fixed on screen, and so changes on the plate with the zoom. What fits in
    # between is wrong by a twentieth of a luma pixel at either end.
    siting = sum(_SITING / zoom for zoom in zooms) / len(zooms)

    def quartered(channel: Channel) -> list[Pixels]:
        plane = color.plane(rgb, channel)
        if channel is Channel.LUMA:
            fine = scaled(plane, (wide, tall))
        else:
            fine = _moved_right(scaled(plane, (wide // 2, tall // 2)), siting * fineness / 2)
        return _quarters(color.dithered(fine, channel, lift=_LOST_BY_SHRINKING))

    chroma = _paired(quartered(Channel.BLUE), quartered(Channel.RED))
    return _ZoomPlate(luma=_Quarters(quartered(Channel.LUMA)), chroma=_Quarters(chroma), fineness=fineness)


def _fineness(wide: int, size: tuple[int, int]) -> float:
    """How many samples a zoom needs for each pixel of the screen, when the picture has `wide` in a row."""
    small = wide * OVERSAMPLING <= size[0] * _ZOOMED_SMALL
    # Of other sides half as much again could not be cut into quarters.
    return _ZOOMED_SMALL if small and not any(side % 8 for side in size) else OVERSAMPLING


def _quarters(plane: Pixels) -> list[Pixels]:
    down, across = (side // 2 for side in plane.shape)
    parts = (plane[down:, across:], plane[down:, :across], plane[:down, across:], plane[:down, :across])
    turned = [
        part.copy() if turn is None else cv2.flip(part, turn)
        for part, turn in zip(parts, _TURNS, strict=True)
    ]
    return [np.asarray(part, dtype=np.uint8) for part in turned]


def _paired(blue: Sequence[Pixels], red: Sequence[Pixels]) -> list[Pixels]:
    """The same planes with both colour differences of a place side by side."""
    return [np.asarray(cv2.merge(parts), dtype=np.uint8) for parts in zip(blue, red, strict=True)]


def _moved_right(plane: Plane, way: float) -> Plane:
    """The plane moved to the right by a part of a sample, after Catmull and Rom."""
    t = 1 - way
    weights = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (t**3 - t**2) / 2,
    )
    kernel = np.array([weights], dtype=np.float32)
    moved = cv2.filter2D(plane, cv2.CV_32F, kernel, anchor=(2, 0), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)
