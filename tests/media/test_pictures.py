"""Pictures that people send: which are taken, how they are read, and that none of them does harm."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from core.errors import PictureUnreadable, TooLarge, UnsupportedMedia
from core.media.pictures import PictureFacts, inspect, is_blank, read_rgb, thumbnail

MEGAPIXELS = 1_000_000


def encoded(picture: Image.Image, format: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def look(content: bytes) -> PictureFacts:
    return inspect(content, max_bytes=5_000_000, max_pixels=40 * MEGAPIXELS)


def half_and_half(mode: str = "RGB") -> Image.Image:
    """Wider than high, left side red, right side blue."""
    pixels = np.zeros((40, 80, 3), dtype=np.uint8)
    pixels[:, :40], pixels[:, 40:] = (220, 20, 20), (20, 20, 220)
    picture = Image.fromarray(pixels)
    return picture.quantize(8) if mode == "P" else picture.convert(mode)


@pytest.mark.parametrize(
    ("format", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_formats_that_are_taken(format: str, media_type: str) -> None:
    """PNG, JPEG and WebP are told by their content, whatever their name is."""
    content = encoded(half_and_half(), format)
    facts = look(content)
    assert (facts.media_type, facts.width, facts.height) == (media_type, 80, 40)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_refused(format: str) -> None:
    """Other picture formats are refused by name, not half-read."""
    with pytest.raises(UnsupportedMedia):
        look(encoded(half_and_half(), format))


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\0" * 999]
)
def test_no_picture_at_all(content: bytes) -> None:
    """Bytes that are no picture are refused."""
    with pytest.raises(UnsupportedMedia):
        look(content)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_cut_off_pictures(format: str, kept: float) -> None:
    """A picture that breaks off is called damaged, wherever it breaks off."""
    rng = np.random.default_rng(1)
    noisy = Image.fromarray(rng.integers(0, 256, (200, 300, 3)).astype(np.uint8))
    content = encoded(noisy, format)
    with pytest.raises((PictureUnreadable, UnsupportedMedia)) as caught:
        look(content[: int(len(content) * kept)])
    assert caught.value.hint


def test_any_broken_byte_is_survived() -> None:
    """Whatever byte is broken, a picture is read or refused with one of our errors, never anything else."""
    whole = encoded(half_and_half())
    for place in range(len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        try:
            facts = look(bytes(broken))
        except (PictureUnreadable, UnsupportedMedia, TooLarge):
            continue
        assert facts.width > 0


def test_too_many_bytes() -> None:
    """A file over the limit is refused before anything looks into it."""
    with pytest.raises(TooLarge, match="at most 10"):
        inspect(b"x" * 11, max_bytes=10, max_pixels=MEGAPIXELS)


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it has side x side pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_000, 12_000, 60_000])
def test_decompression_bombs(side: int) -> None:
    """A small file that would unpack to a huge picture is refused by its header alone."""
    with pytest.raises(TooLarge):
        look(bomb(side))


def test_a_photograph_with_a_second_one_in_its_file_is_a_jpeg(tmp_path: Path) -> None:
    """Many phones put a second picture into the file, for depth or brightness; the first is the photograph."""
    content = encoded(half_and_half(), "MPO", save_all=True, append_images=[Image.new("L", (40, 20))])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    path = tmp_path / "phone.jpg"
    path.write_bytes(content)
    facts = look(content)
    assert (facts.media_type, facts.width, facts.height) == ("image/jpeg", 80, 40)
    assert read_rgb(path, (20, 10)).shape == (20, 40, 3)
    assert Image.open(io.BytesIO(thumbnail(content, 20))).size == (20, 10)


def test_exif_turn_is_honoured(tmp_path: Path) -> None:
    """A photograph that a phone stored sideways is as high and wide as it is seen."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    content = encoded(half_and_half(), "JPEG", exif=exif, quality=95)
    facts = look(content)
    assert (facts.width, facts.height) == (40, 80)
    path = tmp_path / "turned.jpg"
    path.write_bytes(content)
    pixels = read_rgb(path)
    assert pixels.shape == (80, 40, 3)
    assert pixels[5, 20, 0] > 180
    assert pixels[75, 20, 2] > 180
    small = Image.open(io.BytesIO(thumbnail(content, 20)))
    assert small.size == (20, 40)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("limit", "size"), [((200, 100), (400, 200)), ((190, 100), (400, 200)), ((201, 100), (800, 400))]
)
def test_a_picture_to_be_shrunk_stays_twice_as_large(
    turned: bool, limit: tuple[int, int], size: tuple[int, int], tmp_path: Path
) -> None:
    """A JPEG that is to be small is unpacked at a fraction of its size, stored sideways or not, and shows the same."""
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    path = tmp_path / "large.jpg"
    half_and_half().resize((800, 400)).save(path, exif=exif, quality=95)
    pixels = read_rgb(path, limit[::-1] if turned else limit)
    assert pixels.shape[:2] == (size if turned else size[::-1])
    assert pixels[20, 20, 0] > 180
    assert pixels[-20, -20, 2] > 180


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK"])
def test_every_mode_is_read_as_rgb(mode: str, tmp_path: Path) -> None:
    """Palettes, transparency and print colours all end up as the same red and blue."""
    path = tmp_path / ("picture.jpg" if mode == "CMYK" else "picture.png")
    half_and_half(mode).save(path, quality=95)
    pixels = read_rgb(path).astype(int)
    assert np.abs(pixels[20, 20] - (220, 20, 20)).max() < 12
    assert np.abs(pixels[20, 60] - (20, 20, 220)).max() < 12


def test_greys_of_sixteen_bits(tmp_path: Path) -> None:
    """A 16-bit grey picture keeps its tones instead of turning white."""
    path = tmp_path / "deep.png"
    Image.fromarray(np.full((10, 10), 32_768, dtype=np.uint16)).save(path)
    assert read_rgb(path)[5, 5].tolist() == pytest.approx([127, 127, 127], abs=1)


def test_a_transparent_grey_of_sixteen_bits_is_white(tmp_path: Path) -> None:
    """One tone of a deep grey picture may be named as transparent; the others stay what they are."""
    path, greys = tmp_path / "deep.png", np.full((10, 10), 32_768, dtype=np.uint16)
    greys[:, 5:] = 1000
    Image.fromarray(greys).save(path, transparency=1000)
    pixels = read_rgb(path)
    assert pixels[5, 2].tolist() == pytest.approx([127, 127, 127], abs=1)
    assert pixels[5, 8].tolist() == [255, 255, 255]


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    """What is transparent is white on film, as it was on the page."""
    path = tmp_path / "logo.png"
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(path)
    assert read_rgb(path)[5, 5].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_color_profile_is_applied(mode: str, tmp_path: Path) -> None:
    """A picture in another colour space is converted, so its colours are those that a browser shows."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The profile of a screen whose red is sRGB's blue and the other way round.
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    path = tmp_path / "wide.png"
    Image.new("RGB", (10, 10), (220, 0, 0)).convert(mode).save(path, icc_profile=swapped)
    red, _, blue = read_rgb(path)[5, 5].tolist()
    assert blue > 200
    assert red < 20


def test_broken_profile_is_ignored(tmp_path: Path) -> None:
    """A profile that says nothing leaves the colours as they are."""
    path = tmp_path / "odd.png"
    Image.new("RGB", (10, 10), (100, 120, 140)).save(path, icc_profile=b"nonsense" * 20)
    assert read_rgb(path)[5, 5].tolist() == [100, 120, 140]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_thumbnail(format: str) -> None:
    """A thumbnail is a JPEG of the width that was asked for, in the picture's own shape and colours."""
    content = encoded(half_and_half().resize((1600, 800)), format)
    small = Image.open(io.BytesIO(thumbnail(content, 320)))
    assert (small.format, small.size) == ("JPEG", (320, 160))
    left = small.convert("RGB").getpixel((40, 80))
    assert isinstance(left, tuple)
    assert left[0] > 180 > left[2]


def test_the_thumbnail_of_a_tower_is_no_tower() -> None:
    """A picture higher than any JPEG can be has a thumbnail all the same, in its own shape."""
    tower = Image.open(io.BytesIO(thumbnail(encoded(Image.new("RGB", (300, 66_000), "red"), "PNG"), 320)))
    assert tower.size == (6, 1280)


def test_thumbnail_is_never_enlarged() -> None:
    """A picture smaller than its thumbnail keeps its size."""
    assert Image.open(io.BytesIO(thumbnail(encoded(half_and_half()), 400))).size == (80, 40)


def test_blank_pictures_are_found() -> None:
    """One colour all over, or all but, is blank; a picture of something is not, however dark."""
    assert is_blank(encoded(Image.new("RGB", (64, 64), (0, 0, 0))))
    assert is_blank(encoded(Image.new("RGB", (64, 64), (90, 200, 30)), "JPEG"))
    assert not is_blank(encoded(half_and_half()))
    night = Image.new("RGB", (64, 64), (3, 3, 8))
    night.paste((40, 40, 30), (30, 30, 36, 36))
    assert not is_blank(encoded(night))


def test_damaged_picture_on_disk(tmp_path: Path) -> None:
    """A stored picture that cannot be read any more is an error that says so."""
    path = tmp_path / "a.png"
    path.write_bytes(encoded(half_and_half())[:60])
    with pytest.raises(PictureUnreadable):
        read_rgb(path)
