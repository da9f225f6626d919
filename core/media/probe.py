"""What a film file is, read from the file itself, and whether that is what was asked for."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from core.errors import FilmFailedCheck, NotFound
from core.media.timeline import FilmPlan

# FFmpeg's numbers for BT.709 in primaries, transfer and matrix, and for the limited range.
_BT709_LIMITED: Final = (1, 1, 1, 1)
# Matroska counts in whole milliseconds, so even frames are 33 or 34 of them apart.
_UNEVEN_SECONDS: Final = 0.0011
# An audio track ends with its last whole packet, 21 ms with AAC; a player does not notice this much.
_AUDIO_SLACK_MS: Final = 60


@dataclass(frozen=True, kw_only=True)
class FilmFacts:
    """A film file in numbers: times in milliseconds, rates in bits a second, `frame_rate` in frames a second.

    `color` holds FFmpeg's numbers for primaries, transfer, matrix and range; `even` tells that all frames last
    equally long. Audio fields are None or 0 when there is no audio, `captions` is the kind of the caption track.
    """

    container: str
    width: int
    height: int
    frames: int
    frame_rate: float
    duration_ms: int
    start_ms: int
    even: bool
    video_codec: str
    video_rate: int
    pixel_format: str
    color: tuple[int, int, int, int]
    audio_codec: str | None
    audio_rate: int | None
    channels: int | None
    audio_ms: int
    bytes: int
    sha256: str
    captions: str | None = None

    @property
    def tagged_bt709(self) -> bool:
        """Whether primaries, transfer, matrix and range are all written down as BT.709, limited."""
        return self.color == _BT709_LIMITED


@dataclass
class _Track:
    """The packets of one stream: when each is shown, in the stream's ticks, and how much they weigh."""

    times: list[int] = field(default_factory=list)
    end: int = 0
    bytes: int = 0

    def add(self, packet: "av.Packet[Any]") -> None:
        if packet.pts is not None:
            self.times.append(packet.pts)
            self.end = max(self.end, packet.pts + (packet.duration or 0))
            self.bytes += packet.size


def probe(path: Path) -> FilmFacts:
    """Read every packet of the file (without decoding) and say what it is.

    Raises `NotFound` when there is no file and `FilmFailedCheck` when it is no film.
    """
    if not path.is_file():
        raise NotFound("The film's file is not there.", hint="Render the film again.")
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise FilmFailedCheck("The file has no video track.")
            return _facts(path, container)
    except av.FFmpegError as error:
        raise FilmFailedCheck(f"The file cannot be read as a film: {error}.") from error


def check_film(path: Path, plan: FilmPlan) -> FilmFacts:
    """Read the rendered film and compare it with its plan; raises `FilmFailedCheck` naming all that differs."""
    facts = probe(path)
    wrong = list(_differences(facts, plan))
    if wrong:
        raise FilmFailedCheck(f"The film is not as planned: {'; '.join(wrong)}.", detail=str(facts))
    return facts


def sha256_of(path: Path) -> str:
    """The hash of the file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _facts(path: Path, container: InputContainer) -> FilmFacts:
    video = container.streams.video[0]
    audio = container.streams.audio[0] if container.streams.audio else None
    tracks = _tracks(container)
    shown, heard = tracks[video.index], tracks[audio.index] if audio else _Track()
    rate, tick = video.average_rate or Fraction(0), video.time_base or Fraction(0)
    seconds = float(len(shown.times) / rate) if rate else 0.0
    context = video.codec_context
    return FilmFacts(
        container=container.format.name,
        width=context.width,
        height=context.height,
        frames=len(shown.times),
        frame_rate=float(rate),
        duration_ms=round(seconds * 1000),
        start_ms=round(float(min(shown.times, default=0) * tick) * 1000),
        even=_is_even(shown.times, tick),
        video_codec=video.codec.canonical_name,
        video_rate=round(shown.bytes * 8 / seconds) if seconds else 0,
        pixel_format=context.pix_fmt or "",
        color=_color(video),
        audio_codec=audio.codec.canonical_name if audio else None,
        audio_rate=audio.codec_context.sample_rate if audio else None,
        channels=audio.codec_context.channels if audio else None,
        audio_ms=_length_ms(heard, audio),
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        captions=container.streams.subtitles[0].name if container.streams.subtitles else None,
    )


def _tracks(container: InputContainer) -> dict[int, _Track]:
    tracks = {stream.index: _Track() for stream in container.streams}
    for packet in container.demux():
        tracks[packet.stream.index].add(packet)
    return tracks


def _is_even(times: list[int], tick: Fraction) -> bool:
    steps = [later - earlier for earlier, later in pairwise(sorted(times))]
    return not steps or float((max(steps) - min(steps)) * tick) <= _UNEVEN_SECONDS


def _color(video: VideoStream) -> tuple[int, int, int, int]:
    context = video.codec_context
    named = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
    primaries, transfer, matrix, span = (int(value or 0) for value in named)
    return (primaries, transfer, matrix, span)


def _length_ms(track: _Track, audio: AudioStream | None) -> int:
    tick = audio.time_base if audio and audio.time_base else Fraction(0)
    return round(float(track.end * tick) * 1000)


def _differences(facts: FilmFacts, plan: FilmPlan) -> Iterator[str]:
    expected = {
        "frames": plan.frames,
        "frame_rate": float(plan.frame_rate),
        "start_ms": 0,
        "even": True,
        "video_codec": "h264",
        "pixel_format": "yuv420p",
        "tagged_bt709": True,
        "audio_codec": "aac",
        "captions": "mov_text" if plan.track else None,
    }
    if (facts.width, facts.height) != plan.size:
        yield f"it is {facts.width} x {facts.height} pixels instead of {plan.size[0]} x {plan.size[1]}"
    for name, value in expected.items():
        found = getattr(facts, name)
        if found != value:
            yield f"{name.replace('_', ' ')} is {found} instead of {value}"
    if abs(facts.audio_ms - facts.duration_ms) > _AUDIO_SLACK_MS:
        yield f"the sound lasts {facts.audio_ms} ms, the picture {facts.duration_ms} ms"
