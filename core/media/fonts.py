"""The fonts that films are lettered with: one that comes along, and behind it whatever this machine has.

Which font has a sign is read from its own table, so that nothing is ever drawn as an empty box by surprise.
"""

import logging
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Final

from fontpkg_noto_sans import ROOT as NOTO_SANS
from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont, features

log = logging.getLogger(__name__)

# A weight between regular and bold stays readable over pictures when the film is shown small.
_WEIGHT: Final = 600
_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
# Reading what a font has takes a hundredth of a second; beyond this many a machine is searched for too long.
_MOST_FONTS: Final = 600
# Where an outline is looked at to see whether a font draws a sign at all.
_TRIAL_SIZE: Final = 32
_PLAIN_NAMES: Final = ("italic", "oblique", "mono", "thin", "light", "black", "condensed", "narrow", "extra")


@dataclass(frozen=True)
class Face:
    """The font of a file; `strike` is the only size in pixels that a font made of pictures comes in."""

    path: Path
    name: str
    covered: frozenset[int] = field(repr=False, compare=False)
    strike: int | None = None
    variable: bool = False

    def has(self, text: str) -> bool:
        """Whether the font has every sign of a text that is seen."""
        return all(ord(sign) in self.covered for sign in set(text) if needs_glyph(sign))


def needs_glyph(sign: str) -> bool:
    """Whether a sign is seen; joiners, selectors and marks of direction only shape their neighbours."""
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} and not "\ufe00" <= sign <= "\ufe0f"


class FontShelf:
    """All fonts that can be used; the machine's own are looked at when the one that comes along lacks a sign."""

    def __init__(self, folders: Sequence[Path] | None = None, *, shapes: bool | None = None) -> None:
        """`folders` are searched for fonts, by default the usual ones; `shapes` overrides what Pillow can do."""
        self._folders = tuple(usual_folders() if folders is None else folders)
        self._shapes = shapes
        self._lock = RLock()
        self._read: list[Face] = []
        self._found: dict[str, Face | None] = {}
        self.font = lru_cache(maxsize=64)(_opened)

    @cached_property
    def shapes(self) -> bool:
        """Whether letters that join and text from right to left come out right."""
        return bool(features.check("raqm")) if self._shapes is None else self._shapes

    @cached_property
    def own(self) -> Face:
        """The font that comes along: Latin, Greek, Cyrillic and Devanagari."""
        (path,) = (NOTO_SANS / "files").glob("NotoSans[[]*")
        return next(_faces(path))

    def face_for(self, cluster: str) -> Face | None:
        """The first font that has a character, None when there is none."""
        if self.own.has(cluster):
            return self.own
        with self._lock:
            if cluster not in self._found:
                self._found[cluster] = next(
                    (face for face in self._machine() if self._draws(face, cluster)), None
                )
            return self._found[cluster]

    def _machine(self) -> Iterator[Face]:
        """The machine's fonts, the likeliest first; each is read once, and only when it is asked for."""
        yield from list(self._read)
        for path in self._unread:
            found = list(_faces(path))
            self._read += found
            yield from found

    @cached_property
    def _unread(self) -> Iterator[Path]:
        found = {path for folder in self._folders for path in _font_files(folder)}
        return iter(sorted(found, key=_rank)[:_MOST_FONTS])

    def _draws(self, face: Face, cluster: str) -> bool:
        """Some fonts name a sign and draw it in a way that Pillow does not know; they are as good as none."""
        if not face.has(cluster):
            return False
        font = self.font(face, face.strike or _TRIAL_SIZE)
        return font.getmask(cluster, "RGBA" if face.strike else "L").getbbox() is not None


def usual_folders() -> list[Path]:
    """Where systems keep their fonts."""
    if sys.platform == "darwin":
        return [*_at_home("Library/Fonts"), Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    return [
        *_at_home(".local/share/fonts", ".fonts"),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def _at_home(*folders: str) -> list[Path]:
    try:
        return [Path.home() / folder for folder in folders]
    except RuntimeError:  # A container may run as a number that has neither a name nor a home.
        return []


def _font_files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names if name.lower().endswith(_SUFFIXES))


def _rank(path: Path) -> tuple[int, int, str]:
    """Colour emoji, then upright sans-serifs, then the rest; bold before regular, as captions are."""
    name = path.stem.lower()
    if "emoji" in name:
        kind = 0
    elif any(word in name for word in _PLAIN_NAMES):
        kind = 4
    elif "serif" in name:
        kind = 3
    else:
        kind = 1 if "sans" in name else 2
    return (kind, 0 if "bold" in name else 1, str(path))


def _faces(path: Path) -> Iterator[Face]:
    """The font of a file, or nothing; those of a collection differ in language only, so its first speaks for all."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            yield _face(path, font)
    except (TTLibError, OSError, KeyError, ValueError, AssertionError) as error:
        log.info("The font %s cannot be read: %s", path, error)


def _face(path: Path, font: TTFont) -> Face:
    return Face(
        path=path,
        name=font["name"].getBestFamilyName() or path.stem,
        covered=frozenset(font.getBestCmap() or ()),
        strike=_strike(font),
        variable="fvar" in font,
    )


def _strike(font: TTFont) -> int | None:
    if "CBLC" in font:
        return max(int(strike.bitmapSizeTable.ppemY) for strike in font["CBLC"].strikes)
    if "sbix" in font:
        return max(int(size) for size in font["sbix"].strikes)
    return None


def _opened(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(face.path), size)
    if face.variable:
        axes = font.get_variation_axes()
        font.set_variation_by_axes(
            [_WEIGHT if _is_weight(axis) else float(axis["default"] or 0) for axis in axes]
        )
    return font


def _is_weight(axis: ImageFont.Axis) -> bool:
    return b"eight" in (axis["name"] or b"")
