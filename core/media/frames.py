"""Frames as the encoder takes them: a picture prepared once as planes, then warped anew for every frame.

Both colour differences lie in one plane, sample by sample, as the encoder keeps them itself: a zoom shrinks them in one
go, in three quarters of the time, and the encoder need not bring them together.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from core.media import color
from core.media.color import Channel, Pixels, Plane
from core.media.motion import MOST_TRAVEL, View
from core.media.pictures import read_rgb

# Between pixels the warp blurs a little; on a plate of twice the size that blur is too small to be seen
# coming and going while the camera creeps over fine detail.
OVERSAMPLING: Final = 2
_WHOLE: Final = View(0.5, 0.5, 1.0)


class Planes(NamedTuple):
    """Y of (H, W), U and V of (H/2, W/2, 2)."""

    luma: Pixels
    chroma: Pixels


class Screen:
    """One frame in the memory layout of nv12: Y, then U and V in turn."""

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self.size = size
        self.buffer: Pixels = np.empty((height * 3 // 2, width), dtype=np.uint8)
        chroma = self.buffer[height:].reshape(height // 2, width // 2, 2)
        self.planes = Planes(luma=self.buffer[:height], chroma=chroma)


@dataclass(frozen=True)
class Plate:
    """A picture cropped to the film's shape and prepared for `Screen`s of one size."""

    luma: Pixels
    blue: Pixels
    red: Pixels

    def show(self, view: View, screen: Screen) -> None:
        """Draw the part of the plate that `view` names; positions are exact to a fraction of a pixel."""
        width, height = screen.size
        tall, wide = self.luma.shape
        _warp(self.luma, screen.planes.luma, _matrix(view, (wide, tall), (width, height), 1))
        halved = _matrix(view, (wide, tall), (width, height), 2)
        _warp_both(self.blue, self.red, screen.planes.chroma, halved)


def show_once(rgb: Pixels, screen: Screen) -> None:
    """Draw one picture of many, as of a clip, over the whole screen; one of another shape is cropped to fill it.

    Unlike a plate it is not prepared for moves, which takes a fourth of the time.
    """
    cropped = fitted(rgb, screen.size)
    height, width = (side // 2 * 2 for side in cropped.shape[:2])
    luma, *differences = color.rounded_planes(cropped[:height, :width])
    cv2.resize(luma, screen.size, dst=screen.planes.luma, interpolation=cv2.INTER_CUBIC)
    half = (width // 2, height // 2)
    blue, red = (
        np.asarray(cv2.resize(plane, half, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        for plane in differences
    )
    _warp_both(blue, red, screen.planes.chroma, _matrix(_WHOLE, (width, height), screen.size, 2))


def _matrix(
    view: View, plate: tuple[int, int], screen: tuple[int, int], step: int
) -> npt.NDArray[np.float64]:
    """The map from a sample's index on screen to its place on the plate; `step` is 1 for luma, 2 for colour.

    Pixel i covers i to i + 1. In H.264 a colour sample lies level with every second luma pixel across and
    between two of them down; on the plate it lies in the middle of its four.
    """
    across, offset = _axis(view.x, view.zoom, plate[0], screen[0], (step, 0.5))
    down, drop = _axis(view.y, view.zoom, plate[1], screen[1], (step, step / 2))
    return np.array([[across, 0.0, offset], [0.0, down, drop]])


def _axis(
    middle: float, zoom: float, plate: int, screen: int, siting: tuple[int, float]
) -> tuple[float, float]:
    step, first = siting
    share = 1 / (zoom * screen)
    start = middle - 0.5 / zoom + first * share
    scale = plate / step
    return scale * step * share, scale * start - 0.5


def _warp(source: Pixels, target: Pixels, matrix: npt.NDArray[np.float64]) -> None:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (target.shape[1], target.shape[0])
    cv2.warpAffine(source, matrix, size, dst=target, flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _warp_both(blue: Pixels, red: Pixels, target: Pixels, matrix: npt.NDArray[np.float64]) -> None:
    """Warp both into one plane; OpenCV is exact to less than a 32nd of a sample only where they are apart."""
    parts: list[Pixels] = [np.empty(target.shape[:2], dtype=np.uint8) for _ in range(2)]
    for source, part in zip((blue, red), parts, strict=True):
        _warp(source, part, matrix)
    cv2.merge(parts, dst=target)


def make_plate(picture: Path, size: tuple[int, int], *, moving: bool) -> Plate:
    """Read a picture and prepare it for screens of `size`; a picture of another shape is cropped to fill it."""
    largest = 1 + MOST_TRAVEL if moving else 1.0
    rgb = read_fitted(picture, (round(size[0] * largest), round(size[1] * largest)))
    scale = OVERSAMPLING if moving else 1
    whole, half = (size[0] * scale, size[1] * scale), (size[0] * scale // 2, size[1] * scale // 2)
    sizes = {Channel.LUMA: whole, Channel.BLUE: half, Channel.RED: half}
    return Plate(
        *(
            color.dithered(scaled(color.plane(rgb, channel), wanted), channel)
            for channel, wanted in sizes.items()
        )
    )


def scaled(plane: Plane, size: tuple[int, int]) -> Plane:
    """The plane at `size` (width, height), sharp and without jagged edges."""
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    shrinking = size[0] < plane.shape[1]
    scaled = cv2.resize(plane, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LANCZOS4)
    return np.asarray(scaled, dtype=np.float32)


def read_fitted(picture: Path, limit: tuple[int, int]) -> Pixels:
    """Read a picture for `limit`, see `fitted`."""
    return fitted(read_rgb(picture, limit), limit)


def fitted(rgb: Pixels, limit: tuple[int, int]) -> Pixels:
    """Crop to the shape of `limit` around the middle, and shrink what is larger than `limit`.

    Finer detail than the screen can show would flicker while the camera moves.
    """
    height, width = rgb.shape[:2]
    share = min(width / limit[0], height / limit[1])
    across, down = min(width, round(limit[0] * share)), min(height, round(limit[1] * share))
    left, top = (width - across) // 2, (height - down) // 2
    cropped = rgb[top : top + down, left : left + across]
    if share <= 1:
        return cropped
    return np.asarray(cv2.resize(cropped, limit, interpolation=cv2.INTER_AREA), dtype=np.uint8)
