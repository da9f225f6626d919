"""Music files: what is taken for what it is, and what is refused."""

import socket
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import AppError, InvalidInput, MusicUnreadable, TooLarge, UnsupportedMedia
from core.media.ffmpeg import FFmpeg
from core.media.music import MUSIC_SUFFIXES, MusicFacts, inspect_music, music_kind
from tests.sounds import RATE, noise, tone, wav

LIMIT = 50_000_000
SOUND = ("-f", "lavfi", "-i", "anoisesrc=d=1.5:c=pink:a=0.3:r=44100")
PICTURE = ("-f", "lavfi", "-i", "color=red:size=64x64:rate=10:d=0.1")
CODECS = {"ogg": "libvorbis", "mp3": "libmp3lame", "m4a": "aac", "wav": "pcm_s24le", "flac": "flac"}


def made(path: Path, ffmpeg: FFmpeg, *words: str) -> bytes:
    """A file that ffmpeg wrote."""
    ffmpeg.run([*words, str(path)], cancellation=Cancellation())
    return path.read_bytes()


def inspect(content: bytes) -> MusicFacts:
    return inspect_music(content, max_bytes=LIMIT)


@pytest.mark.parametrize("suffix", MUSIC_SUFFIXES)
def test_five_kinds_are_taken(suffix: str, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Each is known by its content, whatever it is called, and so is its length."""
    content = made(tmp_path / f"a.{suffix}", ffmpeg, *SOUND, "-c:a", CODECS[suffix], "-strict", "-2")

    facts = inspect(content)

    assert facts.kind.suffix == suffix
    assert music_kind(facts.kind.media_type) == facts.kind
    assert facts.duration_ms == pytest.approx(1500, abs=60)


def test_a_cover_is_no_trouble(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Music often carries a picture; only the sound counts."""
    words = (*SOUND, *PICTURE, "-map", "0:a", "-map", "1:v", "-c:v", "mjpeg")
    content = made(tmp_path / "a.mp3", ffmpeg, *words, "-disposition:v", "attached_pic")

    assert inspect(content).kind.suffix == "mp3"


def test_surround_is_brought_to_two_channels(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Six channels and another rate are taken."""
    content = made(tmp_path / "a.flac", ffmpeg, *SOUND, "-ac", "6", "-ar", "96000")

    assert inspect(content).duration_ms == 1500


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just words, no music at all" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"ffconcat version 1.0\nfile '/etc/hostname'\n" * 20,
        b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(100),
    ],
    ids=["empty", "text", "picture", "list of files", "film"],
)
def test_what_is_no_music_is_refused(content: bytes) -> None:
    """Anything else is told what is taken."""
    with pytest.raises(UnsupportedMedia) as refusal:
        inspect(content)
    assert "FLAC" in refusal.value.hint


def test_a_film_without_sound_is_refused(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """The kind of file is one that is taken, but nothing is to be heard."""
    content = made(tmp_path / "a.mp4", ffmpeg, *PICTURE, "-pix_fmt", "yuv420p")

    with pytest.raises(UnsupportedMedia, match="no sound"):
        inspect(content)


@pytest.mark.parametrize("disguise", [b"", b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)])
def test_a_playlist_reaches_nothing(disguise: bytes) -> None:
    """A playlist is refused without a look at what it names, with the beginning of an MP3 in front of it too."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        lines = (
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{trap.getsockname()[1]}/a.ts\n"
        )
        with pytest.raises(AppError):
            inspect(disguise + lines.encode() + b"#EXT-X-ENDLIST\n")
        with pytest.raises(BlockingIOError):
            trap.accept()


def test_a_damaged_file_is_refused(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """A file whose table is good and whose sound is rubbish is tried before it is believed."""
    good = made(tmp_path / "a.m4a", ffmpeg, *SOUND, "-movflags", "+faststart")
    begin = good.index(b"mdat") + 8
    rubbish = np.random.default_rng(1).integers(0, 256, len(good) - begin, dtype=np.uint8).tobytes()

    with pytest.raises(MusicUnreadable) as refusal:
        inspect(good[:begin] + rubbish)
    assert refusal.value.detail


def test_a_click_is_refused() -> None:
    """Less than a fifth of a second is no music."""
    with pytest.raises(InvalidInput, match=r"lasts 0\.10 s"):
        inspect(wav(tone(440, 0.1)))


def test_too_much_is_refused() -> None:
    """Too many bytes are not even looked at."""
    with pytest.raises(TooLarge, match="at most 1,000"):
        inspect_music(wav(noise(0.5)), max_bytes=1000)


def test_endless_music_is_refused() -> None:
    """A small file that claims to last for days is no music; its end is not waited for."""
    # Two samples a second, so that eight hours are made in no time.
    header = bytearray(wav(tone(440, 1)))
    header[24:28] = (2).to_bytes(4, "little")
    header[28:32] = (8).to_bytes(4, "little")

    with pytest.raises(TooLarge, match="longer than 4 hours"):
        inspect(bytes(header[:44]) + bytes(5 * RATE))
