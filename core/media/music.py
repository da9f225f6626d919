"""Music files: looked at before they are trusted, so that none makes ffmpeg read anything but itself."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from core.errors import InvalidInput, MusicUnreadable, TooLarge, UnsupportedMedia
from core.media.commands import AUDIO_RATE


@dataclass(frozen=True, kw_only=True)
class MusicKind:
    """A kind of file that is taken: its suffix, its MIME type, and the one demuxer that ever reads it."""

    suffix: str
    media_type: str
    demuxer: str


_KINDS: Final = (
    MusicKind(suffix="mp3", media_type="audio/mpeg", demuxer="mp3"),
    MusicKind(suffix="m4a", media_type="audio/mp4", demuxer="mov"),
    MusicKind(suffix="wav", media_type="audio/wav", demuxer="wav"),
    MusicKind(suffix="ogg", media_type="audio/ogg", demuxer="ogg"),
    MusicKind(suffix="flac", media_type="audio/flac", demuxer="flac"),
)
MUSIC_SUFFIXES: Final = tuple(kind.suffix for kind in _KINDS)
# A file is recognized by its content. Playlists and lists of files are no music, and what is read comes out of
# memory, so that there is no protocol left over which anything else could be reached.
_OPENING: Final = {
    "format_whitelist": ",".join(kind.demuxer for kind in _KINDS),
    "protocol_whitelist": "none",
}
_NAMES: Final = "MP3, M4A, WAV, OGG or FLAC"
_TRIED_SECONDS: Final = 1.0
# Shorter than this is a click, which nobody means to repeat a hundred times.
_SHORTEST_MS: Final = 200
# Beyond it is no music, but a file made to keep a server busy: silence packs into next to nothing.
_LONGEST_SECONDS: Final = 4 * 3600.0


@dataclass(frozen=True, kw_only=True)
class MusicFacts:
    """What is known of a music file."""

    kind: MusicKind
    duration_ms: int
    sha256: str


def music_kind(media_type: str) -> MusicKind:
    """The kind with this MIME type."""
    return next(kind for kind in _KINDS if kind.media_type == media_type)


def inspect_music(content: bytes, *, max_bytes: int) -> MusicFacts:
    """Decode the first second of a file, measure its length and say what it is.

    Raises `TooLarge` for too many bytes or hours, `UnsupportedMedia` for anything but MP3, M4A, WAV, OGG and FLAC
    or without sound, `MusicUnreadable` for a damaged file, and `InvalidInput` for less than 0.2 s.
    """
    if len(content) > max_bytes:
        raise TooLarge(f"The music has {len(content):,} bytes; at most {max_bytes:,} are taken.")
    with _opened(content) as file, _damage_told():
        kind = next(kind for kind in _KINDS if kind.demuxer in file.format.name.split(","))
        heard = _tried(file)
    with _opened(content) as file, _damage_told():
        seconds = _seconds(file)
    shortest = round(min(heard, seconds) * 1000)
    if shortest < _SHORTEST_MS:
        raise InvalidInput(
            f"The music lasts {shortest / 1000:.2f} s.", hint=f"Send at least {_SHORTEST_MS / 1000:g} s."
        )
    return MusicFacts(
        kind=kind, duration_ms=round(seconds * 1000), sha256=hashlib.sha256(content).hexdigest()
    )


@contextmanager
def _opened(content: bytes) -> Iterator[InputContainer]:
    try:
        file = av.open(io.BytesIO(content), mode="r", metadata_errors="replace", options=_OPENING)
    except (av.FFmpegError, ValueError) as error:
        raise UnsupportedMedia(
            f"This is no {_NAMES} file.", hint=f"Save the music as {_NAMES} and send that."
        ) from error
    with file:
        if not file.streams.audio:
            raise UnsupportedMedia("There is no sound in this file.", hint=f"Send a {_NAMES} file.")
        yield file


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (av.FFmpegError, ValueError) as error:
        raise MusicUnreadable("The music is damaged and cannot be played.", detail=str(error)) from error


def _tried(file: InputContainer) -> float:
    """The seconds at the start that can be decoded and brought to the film's rate and channels, a few at most."""
    resampler = AudioResampler(format="flt", layout="stereo", rate=AUDIO_RATE)
    samples = 0
    for frame in file.decode(file.streams.audio[0]):
        samples += sum(part.samples for part in resampler.resample(frame))
        if samples >= _TRIED_SECONDS * AUDIO_RATE:
            break
    samples += sum(part.samples for part in resampler.resample(None))
    return samples / AUDIO_RATE


def _seconds(file: InputContainer) -> float:
    """The length, counted packet by packet: what a header claims may be missing or wrong."""
    sound: AudioStream = file.streams.audio[0]
    start, end = None, 0.0
    for packet in file.demux(sound):
        if packet.pts is None or packet.time_base is None:
            continue
        moment = float(packet.pts * packet.time_base)
        start = moment if start is None else start
        end = moment + float((packet.duration or 0) * packet.time_base)
        if end - start > _LONGEST_SECONDS:
            raise TooLarge(f"The music is longer than {_LONGEST_SECONDS / 3600:g} hours.")
    return end - (start or 0.0)
