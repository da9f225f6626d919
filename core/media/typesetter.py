"""Words drawn for films: captions at the lower edge and the title over the opening, inside what every screen shows.

Sizes are in pixels, places are counted from the upper left corner of the frame.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from core.media.fonts import FontShelf
from core.media.lettering import Lettering
from core.media.typesetting import (
    MOST_SIGNS,
    Run,
    Setting,
    direction,
    drawable,
    runs,
    set_lines,
    tidy,
    width_of,
)

_MOST_LINES: Final = 3
_LEADING: Final = 1.3
# Black of this strength leaves white letters at a contrast of 6 to 1 over a white picture.
_BACKING: Final = 158
_INK: Final = (255, 255, 255, 255)
_SMOOTHING: Final = 4


@dataclass(frozen=True)
class Box:
    """A part of a frame in pixels, from `left` and `top` up to `right` and `bottom`."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What of a text is not seen as it was written.

    `shortened` tells that it ends in an ellipsis, `missing` are the characters that no font has, `tangled` tells that
    its letters should join or run from right to left and cannot.
    """

    shortened: bool
    missing: tuple[str, ...]
    tangled: bool


@dataclass(frozen=True)
class _Kind:
    """How one kind of words is set: sizes as shares of the film's short side, and its longest line in ems."""

    sizes: tuple[float, ...]
    ems: int


def safe_area(frame: tuple[int, int]) -> Box:
    """Where words may stand in a film of this size, so that neither an edge nor a phone's buttons hide them."""
    width, height = frame
    shape = width / height
    if shape < 0.8:
        # Apps lay their buttons over the lower part of tall films.
        side, top, bottom = 0.07, 0.12, 0.2
    elif shape < 1.2:
        side, top, bottom = 0.07, 0.07, 0.08
    else:
        side, top, bottom = 0.05, 0.05, 0.07
    return Box(width * side, height * top, width * (1 - side), height * (1 - bottom))


# Sizes are shares of the film's short side: at 1080 lines a caption's type is 50 pixels high, as on television.
# Captions are read in one glance: lines of more than about 50 letters make the eye travel.
_CAPTION: Final = _Kind((0.046, 0.04, 0.035), 28)
_TITLE: Final = _Kind((0.092, 0.08, 0.068), 13)


class Typesetter:
    """Writes for films of any size with the fonts of one shelf."""

    def __init__(self, shelf: FontShelf) -> None:
        self.shelf = shelf
        # Pages ask for the faults of every scene again and again; a drawing is wanted once.
        self._faults = lru_cache(maxsize=2000)(self._find_faults)

    def caption(self, text: str, frame: tuple[int, int]) -> Lettering | None:
        """A scene's text at the lower edge of frames of this size, on a quiet dark ground; None when nothing is left."""
        setting = self._set(text, frame, _CAPTION)[0]
        return _placed(_backed(setting, self.shelf), frame, middle=False) if setting else None

    def title(self, text: str, frame: tuple[int, int]) -> Lettering | None:
        """A film's title in the middle of frames of this size, over a soft shadow; None when nothing is left."""
        setting = self._set(text, frame, _TITLE)[0]
        return _placed(_titled(setting, self.shelf), frame, middle=True) if setting else None

    def faults(self, text: str, frame: tuple[int, int], *, title: bool = False) -> Faults:
        """What of the text would not be seen as it was written."""
        return self._faults(text, frame, _TITLE if title else _CAPTION)

    def _find_faults(self, text: str, frame: tuple[int, int], kind: _Kind) -> Faults:
        setting, missing = self._set(text, frame, kind)
        words = "".join(setting.lines) if setting else ""
        return Faults(
            shortened=setting is not None and setting.shortened,
            missing=missing,
            tangled=not self.shelf.shapes and _needs_shaping(words),
        )

    def _set(self, text: str, frame: tuple[int, int], kind: _Kind) -> tuple[Setting | None, tuple[str, ...]]:
        whole = tidy(text)
        shown, missing = drawable(whole[:MOST_SIGNS], self.shelf)
        if not shown:
            return None, missing
        short, area = min(frame), safe_area(frame)
        sizes = [max(6, round(short * share)) for share in kind.sizes]
        # The dark ground reaches beyond the words on both sides.
        width = min(area.right - area.left - 1.4 * sizes[0], kind.ems * sizes[0])
        setting = set_lines(
            shown,
            self.shelf,
            width=width,
            sizes=sizes,
            most_lines=_MOST_LINES,
            goes_on=len(whole) > MOST_SIGNS,
        )
        return setting, missing


def _needs_shaping(text: str) -> bool:
    """Whether letters join, stack or run from right to left: Hebrew, Arabic, and the scripts of South Asia."""
    return any("\u0590" <= sign <= "\u109f" or "\u1780" <= sign <= "\u17ff" for sign in text)


def _placed(picture: Image.Image, frame: tuple[int, int], *, middle: bool) -> Lettering:
    (width, height), area = frame, safe_area(frame)
    left = (width - picture.width) // 4 * 2
    top = (height - picture.height) // 4 * 2 if middle else int(area.bottom - picture.height) // 2 * 2
    rgba = np.asarray(picture, dtype=np.uint8)
    place = f"{left},{top},{picture.width},{frame}".encode()
    digest = hashlib.sha256(place + rgba.tobytes()).hexdigest()
    return Lettering(rgba=rgba, left=left, top=top, frame=frame, digest=digest)


def _backed(setting: Setting, shelf: FontShelf) -> Image.Image:
    pad = round(setting.size * 0.45)
    letters = _letters(setting, shelf, across=pad + pad // 2, down=pad)
    ground = Image.new("RGBA", letters.size, (0, 0, 0, 0))
    ground.putalpha(_rounded(letters.size, radius=setting.size * 0.35))
    return Image.alpha_composite(ground, letters)


def _rounded(size: tuple[int, int], *, radius: float) -> Image.Image:
    """The mask of a dark ground with round corners; Pillow draws those without smoothing, so it is drawn larger."""
    large = Image.new("L", (size[0] * _SMOOTHING, size[1] * _SMOOTHING), 0)
    corner = (large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle((0, 0, *corner), radius * _SMOOTHING, fill=_BACKING)
    return large.resize(size, Image.Resampling.BOX)


def _titled(setting: Setting, shelf: FontShelf) -> Image.Image:
    room = round(setting.size * 0.7)
    letters = _letters(setting, shelf, across=room, down=room)
    mask = letters.getchannel("A")
    near = mask.filter(ImageFilter.GaussianBlur(setting.size * 0.05))
    far = mask.filter(ImageFilter.GaussianBlur(setting.size * 0.22))
    shadow = Image.new("RGBA", letters.size, (0, 0, 0, 0))
    # Strong close to the letters, where it makes the contrast, and soft further out, where it must not be noticed.
    shadow.putalpha(ImageChops.add(near, far.point(lambda value: value * 1.2)))
    return Image.alpha_composite(shadow, letters)


def _letters(setting: Setting, shelf: FontShelf, *, across: int, down: int) -> Image.Image:
    """The lines, white on nothing, centred one below the other, with room around them; sides are even."""
    set_runs = [runs(line, shelf) for line in setting.lines]
    widths = [sum(width_of(run, shelf, setting.size) for run in line) for line in set_runs]
    leading = round(setting.size * _LEADING)
    width = round(max(widths)) + 2 * across
    height = leading * len(widths) + 2 * down
    page = Image.new("RGBA", (width + width % 2, height + height % 2), (255, 255, 255, 0))
    for number, (line, wide) in enumerate(zip(set_runs, widths, strict=True)):
        place = (page.width - wide) / 2
        baseline = down + leading * number + round(setting.size * 0.99)
        for run in line:
            _draw(page, run, (place, baseline), shelf, setting.size)
            place += width_of(run, shelf, setting.size)
    return page


def _draw(page: Image.Image, run: Run, place: tuple[float, float], shelf: FontShelf, size: int) -> None:
    if run.face.strike:
        _draw_pictures(page, run, place, shelf, size)
        return
    font = shelf.font(run.face, size)
    ImageDraw.Draw(page).text(
        place,
        run.text,
        fill=_INK,
        font=font,
        anchor="ls",
        direction=direction(run, shelf),
        embedded_color=True,
    )


def _draw_pictures(
    page: Image.Image, run: Run, place: tuple[float, float], shelf: FontShelf, size: int
) -> None:
    """Coloured emoji come in one size only, so they are drawn at that and scaled."""
    strike = run.face.strike or size
    font = shelf.font(run.face, strike)
    wide = max(1, round(font.getlength(run.text, direction=direction(run, shelf))))
    drawn = Image.new("RGBA", (wide, strike * 2), (255, 255, 255, 0))
    ImageDraw.Draw(drawn).text(
        (0, strike), run.text, font=font, anchor="ls", direction=direction(run, shelf), embedded_color=True
    )
    share = size / strike
    scaled = drawn.resize((max(1, round(wide * share)), size * 2), Image.Resampling.LANCZOS)
    page.alpha_composite(scaled, (round(place[0]), max(0, round(place[1]) - size)))
