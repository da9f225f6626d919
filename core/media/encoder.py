"""The one door to the encoder of segments: frames that are drawn in this process are encoded in it, and silence as well.

A pipe to another process would copy every frame twice more, and each start of that process costs as much as
encoding ten frames.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from core.cancellation import Cancellation
from core.errors import FFmpegFailed
from core.media.commands import AUDIO_CODEC, AUDIO_RATE, NO_DECODER
from core.media.files import disk_errors
from core.media.frames import Screen

# What is coded is a camera that moves over a still, so a picture is as hard to code at the end of a piece as at its
# beginning. With one quantizer for a whole piece x264 need not look at frames before it codes them, which is half of
# what its superfast preset costs with crf; neither does it look for cuts, nor for frames that want no B frames. One
# quarter-pixel search (subme 1) keeps files a sixth smaller than none. With one frame to refer to, B frames that others
# refer to make files larger and take more time and memory. Each B frame in a row makes one more picture wait in memory:
# with two of them films are a fourteenth larger than with three, and no slower or worse. Pieces are no longer than two
# and a half seconds, so one key frame for each keeps seeking quick, and a second one would take as many bits as a second
# of frames; closed groups and headers that do not depend on the quantizer (stitchable) let pieces be joined without
# touching them. Where all frames last equally long (force-cfr), one less waits in memory.
_ENCODING: Final = {
    "preset": "superfast",
    "profile": "high",
    "g": "75",
    "flags": "+cgop",
    "x264-params": "open-gop=0:level=4.2:subme=1:bframes=2:b-pyramid=none:b-adapt=0:scenecut=0:weightp=0:stitchable=1:force-cfr=1",
}
# Photographs have a VMAF of 94 against their own frames at this quantizer, where x264's own medium at crf 23 has 92.
QUANTIZER: Final = 18
# A move and a fade change evenly, which B frames foresee. In a clip any surface may grow lighter by a code or two at any
# moment, and x264 takes that for nothing below a rounding of this strength (21 by itself): the surface would flicker.
# For moves it would make files more than two fifths larger.
_LIVE: Final = "deadzone-inter=8"
# Up to this one no edges of blocks are left behind that would have to be smoothed.
_SMOOTH: Final = 18
# A piece may have this many bits for its key frame, and this many a second: so six scenes of five seconds have
# 4.8 Mbit/s at most whatever they show, fit the best exports and are only copied for them. Grainy pictures would have
# twice as much, and half a second of two of them that fade into each other four times as much.
KEY_FRAME_BITS: Final = 2_600_000
BITS_PER_SECOND: Final = 2_900_000
# The key frame and one P frame with its two B frames tell well enough what the others will take.
_TELLING_PACKETS: Final = 4
# Bits fall to a half in about so many steps of the quantizer.
_HALVING: Final = 3.5
_COARSEST: Final = 51
# In ticks of a frame there would be no room for times that are out of step.
_FINER: Final = 512
CODEC: Final = "libx264"
_LAYOUT: Final = "stereo"
PIXELS: Final = "nv12"
# No file tells when or from what it was made, so the same frames are the same bytes.
_PLAIN: Final = {"fflags": "+bitexact"}
# FFmpeg's numbers for BT.709 in primaries, transfer and matrix, and for the limited range.
_BT709: Final = 1
_LIMITED: Final = 1


def version() -> str:
    """The encoder's own version, which shapes what it makes, for example `libavcodec 62.28.102`."""
    return "libavcodec " + ".".join(str(part) for part in av.library_versions["libavcodec"])


def described() -> dict[str, object]:
    """All that shapes what becomes of frames here, as plain values."""
    limits = [_SMOOTH, KEY_FRAME_BITS, BITS_PER_SECOND, _TELLING_PACKETS, _HALVING]
    return {"options": options(QUANTIZER), "live": _LIVE, "limits": limits, "version": version()}


def options(quantizer: int, *, live: bool = False) -> dict[str, str]:
    """What ffmpeg's libx264 is asked for; `live` is said of frames in which a clip is seen."""
    details = [
        _ENCODING["x264-params"],
        f"no-deblock={int(quantizer <= _SMOOTH)}",
        *([_LIVE] if live else []),
    ]
    return {**_ENCODING, "qp": str(quantizer), "x264-params": ":".join(details)}


def encode_segment(
    out: Path,
    play: Callable[[], Iterable[Screen]],
    *,
    frames: int,
    size: tuple[int, int],
    frame_rate: int,
    cancellation: Cancellation,
    live: bool = False,
) -> None:
    """Encode `frames` frames of `size` into one closed segment; each screen is looked at before the next is asked for.

    `play` gives them from the first on, and is called again where they take too many bits and are encoded anew, coarser.
    `live` is said of frames in which a clip is seen.
    Raises `Canceled` between two frames, `DiskFull`, or `FFmpegFailed` with the library's words.
    """

    def attempt(quantizer: int) -> float:
        """Stops as soon as it takes too many bits, and tells how many times too many; 0 says that the piece is whole."""
        spent = _Spent(frames, KEY_FRAME_BITS + BITS_PER_SECOND * frames / frame_rate)
        with _told(), _film(out, frame_rate) as film:
            stream = _stream(film, size, frame_rate, options(quantizer, live=live))
            for packet in _packets(stream, play(), cancellation):
                spent.add(packet.size * 8)
                if spent.excess and quantizer < _COARSEST:
                    return spent.excess
                film.mux(packet)
        return 0.0

    quantizer = QUANTIZER
    # An attempt keeps nothing, or its encoder would stay in memory beside the next one's.
    while excess := attempt(quantizer):
        quantizer = min(_COARSEST, quantizer + math.ceil(_HALVING * math.log2(excess)))


def encode_silence(out: Path, *, samples: int) -> None:
    """Encode a silent track of so many samples, for films without music, since players expect a film to have a sound.

    Raises `DiskFull`, or `FFmpegFailed` with the library's words.
    """
    with _told(), av.open(str(out), "w", format="mp4", options=_PLAIN) as film:
        stream: AudioStream = film.add_stream(AUDIO_CODEC, rate=AUDIO_RATE, layout=_LAYOUT)
        silent, step = _silent_packet(stream.codec_context)
        # Decoders hold the first packet back, so it lies before the beginning.
        for begin in range(-step, samples, step):
            packet: av.Packet[Any] = av.Packet(silent)
            packet.pts = packet.dts = begin
            packet.duration = min(step, samples - begin)
            packet.time_base, packet.stream = Fraction(1, AUDIO_RATE), stream
            film.mux(packet)


def join_beginning(segments: Sequence[Path], out: Path, cancellation: Cancellation) -> None:
    """Put segments one after the other into a file without sound, as they are.

    Raises `Canceled` between two segments, `DiskFull`, or `FFmpegFailed` with the library's words.
    """
    with _told(), av.open(str(out), "w", format="mp4", options={"movflags": "+faststart", **_PLAIN}) as film:
        stream, passed, decoded = None, 0, -math.inf
        for path in segments:
            cancellation.check()
            with opened(path) as segment:
                video = segment.streams.video[0]
                stream = stream or film.add_stream_from_template(video)
                tick, begin = (video.time_base or Fraction(1)) / _FINER, passed
                for packet in segment.demux(video):
                    if packet.size:
                        passed += (packet.duration or 0) * _FINER
                        # Shorter pieces are decoded with less delay, so the first frames of the next one may
                        # come too early by a frame or two.
                        decoded = max(decoded + 1, (packet.dts or 0) * _FINER + begin)
                        packet.pts, packet.dts = (packet.pts or 0) * _FINER + begin, int(decoded)
                        packet.time_base, packet.stream = tick, stream
                        film.mux(packet)


@contextmanager
def opened(segment: Path) -> Iterator[InputContainer]:
    """A segment to read packets from, whose tick is a frame; raises `FFmpegFailed` with the library's words."""
    # With a decoder at hand twenty frames would be decoded only to learn what the head says.
    with _told(), av.open(str(segment), options={"codec_whitelist": NO_DECODER}) as film:
        yield film


@dataclass
class _Spent:
    """The bits of a piece so far, and what that says of all its frames."""

    frames: int
    allowed: float
    key_frame: int = 0
    others: int = 0
    packets: int = 0

    def add(self, bits: int) -> None:
        """Count one more packet."""
        if self.packets:
            self.others += bits
        else:
            self.key_frame = bits
        self.packets += 1

    @property
    def excess(self) -> float:
        """How many times as much as allowed the piece takes, above 1; 0 while it may well do with less."""
        if self.packets < min(_TELLING_PACKETS, self.frames):
            return 0.0
        whole = float(self.key_frame + self.others)
        if self.packets == _TELLING_PACKETS or whole > self.allowed:
            whole = self.key_frame + self.others * (self.frames - 1) / max(1, self.packets - 1)
        return whole / self.allowed if whole > self.allowed else 0.0


def _film(out: Path, frame_rate: int) -> OutputContainer:
    # The time base is one frame: the joiner adds up lengths in microseconds, and only a tick that is much longer
    # than its rounding error keeps the joined film's frames exactly even.
    ticks = {"video_track_timescale": str(frame_rate)}
    return av.open(str(out), "w", format="mp4", options=ticks | _PLAIN)


def _packets(stream: VideoStream, screens: Iterable[Screen], cancellation: Cancellation) -> Iterator[Any]:
    for number, screen in enumerate(screens):
        cancellation.check()
        frame = av.VideoFrame.from_numpy_buffer(screen.buffer, format=PIXELS)
        frame.pts = number
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _silent_packet(codec: AudioCodecContext) -> tuple[bytes, int]:
    """What silence is coded as wherever it lasts, and the samples that such a packet lasts."""
    codec.open(strict=False)
    silence = av.AudioFrame.from_ndarray(np.zeros((2, codec.frame_size), np.float32), "fltp", _LAYOUT)
    silence.sample_rate = AUDIO_RATE
    packets: list[bytes] = []
    # The first one names its encoder, and is longer.
    while len(packets) < 2:
        packets += [bytes(packet) for packet in codec.encode(silence)]
    return packets[-1], codec.frame_size


@contextmanager
def _told() -> Iterator[None]:
    with disk_errors("the film"):
        try:
            yield
        except FFmpegError as error:
            if isinstance(error, OSError):
                raise
            raise FFmpegFailed(
                f"The encoder could not do its work: {error.strerror}", detail=str(error)
            ) from error


def _stream(
    film: OutputContainer, size: tuple[int, int], frame_rate: int, asked: dict[str, str]
) -> VideoStream:
    stream: VideoStream = film.add_stream(CODEC, rate=frame_rate, options=asked)
    stream.width, stream.height = size
    stream.pix_fmt = PIXELS
    codec = stream.codec_context
    codec.time_base = Fraction(1, frame_rate)
    # One thread makes the result the same everywhere; whole pieces are encoded side by side instead.
    codec.thread_count = 1
    # Untagged HD is shown with shifted colours by some players.
    codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
    codec.color_range = _LIMITED
    return stream
