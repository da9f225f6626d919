"""Still pictures: looked at before they are trusted, read in one colour space, and made small for cards."""

import hashlib
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from core.errors import PictureUnreadable, TooLarge, UnsupportedMedia
from core.media.color import Pixels

_FORMATS: Final = ("PNG", "JPEG", "WEBP")
# A JPEG that brings a second picture along, as those of many phones do, is an MPO to Pillow; its first is the picture.
_MEDIA_TYPES: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "WEBP": "image/webp",
}
# What Pillow raises on a damaged file depends on where the damage is.
_DAMAGED: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error)
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_THUMBNAIL_QUALITY: Final = 82
# No screen is so high; a JPEG could not be higher than 65,500 in any case.
_THUMBNAIL_SHAPE: Final = 4
# EXIF's numbers for pictures whose width and height change places when they are turned upright.
_ON_ITS_SIDE: Final = range(5, 9)
# Fewer than this many of 255 grey levels between the darkest and the brightest spot is a picture of nothing.
_BLANK_SPAN: Final = 6


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """What is known of a picture file; width and height are as it is seen, after its EXIF turn."""

    media_type: str
    width: int
    height: int
    sha256: str


def inspect(content: bytes, *, max_bytes: int, max_pixels: int) -> PictureFacts:
    """Read a picture once in full and say what it is.

    Raises `TooLarge` for too many bytes or pixels (before any pixel is unpacked), `UnsupportedMedia` for
    anything but PNG, JPEG and WebP, and `PictureUnreadable` for a damaged file.
    """
    if len(content) > max_bytes:
        raise TooLarge(f"The picture has {len(content):,} bytes; at most {max_bytes:,} are taken.")
    with _opened(content) as picture:
        width, height = picture.size
        if width * height > max_pixels:
            raise TooLarge(
                f"The picture is {width} x {height} pixels; at most {max_pixels:,} pixels are taken.",
                hint="Scale the picture down and send it again.",
            )
        media_type = _MEDIA_TYPES[str(picture.format)]
        picture.load()
        turned = ImageOps.exif_transpose(picture)
    return PictureFacts(
        media_type=media_type,
        width=turned.width,
        height=turned.height,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def thumbnail(content: bytes, width: int) -> bytes:
    """A JPEG of this width at most, and at most four times as high: upright, in sRGB."""
    with _opened(content) as picture:
        _unpack_smaller(picture, (width * 2, width * 2 * picture.height // picture.width + 1))
        upright = _upright(picture)
    share = min(width / upright.width, _THUMBNAIL_SHAPE * width / upright.height)
    if share < 1:
        small = (max(1, round(upright.width * share)), max(1, round(upright.height * share)))
        upright = upright.resize(small, Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=_THUMBNAIL_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def is_blank(content: bytes) -> bool:
    """Whether the picture shows nothing: one colour from edge to edge, as filtered results come back."""
    with _opened(content) as picture:
        small = _upright(picture).convert("L").resize((64, 64), Image.Resampling.BOX)
    darkest, brightest = small.getextrema()
    return float(str(brightest)) - float(str(darkest)) < _BLANK_SPAN


def read_rgb(path: Path, limit: tuple[int, int] | None = None) -> Pixels:
    """The picture as (H, W, 3) bytes: upright, in sRGB, transparent parts over white.

    One that is to be shrunk to `limit` (width, height) may come smaller than it is, but no less than twice as large.
    """
    with _opened(path) as picture:
        if limit is not None:
            _unpack_smaller(picture, (limit[0] * 2, limit[1] * 2))
        return np.asarray(_upright(picture), dtype=np.uint8)


@contextmanager
def _opened(source: bytes | Path) -> Iterator[Image.Image]:
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            yield picture
    except UnidentifiedImageError as error:
        raise UnsupportedMedia("This is no PNG, JPEG or WebP picture.") from error
    except _BOMBS as error:
        raise TooLarge("The picture has more pixels than can be unpacked safely.") from error
    except _DAMAGED as error:
        raise PictureUnreadable(f"The picture is damaged: {error}.") from error


def _unpack_smaller(picture: Image.Image, least: tuple[int, int]) -> None:
    """Have a JPEG unpacked at a half, a fourth or an eighth of its sides, which saves most of the time."""
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE
    picture.draft("RGB", least[::-1] if turned else least)


def _upright(picture: Image.Image) -> Image.Image:
    """The picture itself where nothing is to be changed, since a copy of it takes megabytes."""
    profile = picture.info.get("icc_profile")
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I"):
        return _eight_bits(picture).convert("RGB")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        # White is white in every colour space, so what lies over it may be converted afterwards.
        picture = Image.alpha_composite(white, layered).convert("RGB")
    elif picture.mode == "P":
        picture = picture.convert("RGB")
    return _in_srgb(picture, profile)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        # A broken profile says nothing about the colours; browsers show such pictures as if it were not there.
        return picture.convert("RGB")
    return converted or picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of 16 bits, which Pillow would cut off at 255 instead of scaling them; the transparent one is white."""
    greys = np.asarray(picture, dtype=np.float32)
    eight = (greys / 257).clip(0, 255).astype(np.uint8)
    eight[greys == picture.info.get("transparency", -1)] = 255
    return Image.fromarray(eight)
