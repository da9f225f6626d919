"""Words laid over frames as small patches: only what they cover is touched, and it is put back for the next frame.

A patch may be shown fainter, which is how a title comes and goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from core.media import color
from core.media.color import Pixels
from core.media.frames import Screen
from core.media.lettering import Lettering
from core.media.timeline import FilmPlan, title_strength

Share = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Ink:
    """One plane of a patch: its samples, how much of each is seen (0 to 1), the rest of it, and where they lie."""

    samples: Pixels
    share: Share
    rest: Share
    place: tuple[slice, slice]

    def lay(self, plane: Pixels, strength: float) -> Pixels:
        """Mix the patch into the plane; returns what was there before."""
        under = plane[self.place].copy()
        share, rest = self.share, self.rest
        if strength < 1:
            share = share * np.float32(strength)
            rest = 1 - share
        plane[self.place] = cv2.blendLinear(self.samples, under, share, rest)
        return under


class Patch:
    """A lettering as the planes of screens of one size, which may be smaller than the frames it was drawn for."""

    def __init__(self, lettering: Lettering, size: tuple[int, int]) -> None:
        rgba, left, top = _scaled(lettering, size)
        share = rgba[..., 3] / 255
        luma, blue, red = color.planes(rgba[..., :3].astype(np.uint8))
        half = _halved(share)
        seen = np.maximum(half, 1e-3)
        self._inks = (
            _ink(luma, share, left, top),
            # Colours are those of the parts that are seen, weighed by how much they are.
            _ink(np.dstack([_halved(one * share) / seen for one in (blue, red)]), half, left // 2, top // 2),
        )

    def lay(self, screen: Screen, strength: float) -> tuple[Pixels, ...]:
        """Draw the words; returns what `lift` needs to put the screen back."""
        pairs = zip(self._inks, screen.planes, strict=True)
        return tuple(ink.lay(plane, strength) for ink, plane in pairs)

    def lift(self, screen: Screen, under: tuple[Pixels, ...]) -> None:
        """Make the screen what it was before the words."""
        for ink, plane, before in zip(self._inks, screen.planes, under, strict=True):
            plane[ink.place] = before


def lettered(plan: FilmPlan, shot: int, screens: Iterable[Screen], frames: Iterable[int]) -> Iterator[Screen]:
    """The same screens with all words that belong over these frames of a shot, counted from its start."""
    caption, title = plan.shots[shot].caption, plan.title if shot == 0 else None
    caption_patch = title_patch = None
    for screen, frame in zip(screens, frames, strict=True):
        laid: list[tuple[Patch, tuple[Pixels, ...]]] = []
        if caption is not None:
            caption_patch = caption_patch or Patch(caption, screen.size)
            laid.append((caption_patch, caption_patch.lay(screen, 1.0)))
        strength = title_strength(plan, frame) if title is not None else 0.0
        if title is not None and strength > 0:
            title_patch = title_patch or Patch(title, screen.size)
            laid.append((title_patch, title_patch.lay(screen, strength)))
        yield screen
        for patch, under in reversed(laid):
            patch.lift(screen, under)


def _ink(plane: npt.NDArray[np.floating], share: npt.NDArray[np.floating], left: int, top: int) -> _Ink:
    height, width = plane.shape[:2]
    seen = np.ascontiguousarray(share, dtype=np.float32)
    return _Ink(
        samples=np.clip(np.rint(plane), 0, 255).astype(np.uint8),
        share=seen,
        rest=1 - seen,
        place=(slice(top, top + height), slice(left, left + width)),
    )


def _halved(plane: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    height, width = plane.shape
    return np.asarray(plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)))


def _scaled(lettering: Lettering, size: tuple[int, int]) -> tuple[npt.NDArray[np.float32], int, int]:
    """The lettering for screens of this size, with the corner where it lies; all even."""
    rgba = lettering.rgba.astype(np.float32)
    if size == lettering.frame:
        return rgba, lettering.left, lettering.top
    share = size[0] / lettering.frame[0]
    height, width = (max(2, round(side * share / 2) * 2) for side in rgba.shape[:2])
    left, top = (round(side * share / 2) * 2 for side in (lettering.left, lettering.top))
    # Scaled as premultiplied colours, else what is not seen would bleed into what is.
    rgba[..., :3] *= rgba[..., 3:] / 255
    small = np.asarray(cv2.resize(rgba, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32)
    small[..., :3] /= np.maximum(small[..., 3:] / 255, 1e-3)
    fitted = small[: size[1] - top, : size[0] - left]
    return np.clip(fitted, 0, 255), left, top
