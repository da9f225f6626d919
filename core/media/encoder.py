"""The one door to the encoder of segments: frames that are drawn in this process are encoded in it as well.

A pipe to another process would copy every frame twice more, and each start of that process costs as much as
encoding ten frames.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.error import FFmpegError
from av.video.stream import VideoStream

from core.cancellation import Cancellation
from core.errors import FFmpegFailed
from core.media.files import disk_errors
from core.media.frames import Screen

# Measured on five seconds of photographs in slow motion (VMAF against the raw frames, CPU seconds, MB): veryfast at
# crf 17 with the simplest sub-pixel search (subme 1) has 91.9 for 3.4 s and 1.8 MB; superfast, which does not look
# ahead, has 93.0 for 3.1 s and 2.3 MB, where x264's own medium at crf 23 has 92.6 over frames moved by whole pixels.
# Without looking ahead skies keep their grain as well, so they need less than half of the usual extra bits for what is
# soft (aq-strength). The ceiling keeps a grainy film (the built-in artist's would have 7.7 Mbit/s without it) at 4.8,
# so that the master fits the best exports and is only copied for them; photographs keep a VMAF above that of medium at
# crf 23. A key frame at least every two seconds keeps seeking quick, and closed groups let pieces be joined without
# touching them.
ENCODING: Final = {
    "preset": "superfast",
    "crf": "19",
    "maxrate": "3800k",
    "bufsize": "2800k",
    "profile": "high",
    "g": "60",
    "flags": "+cgop",
    "x264-params": "open-gop=0:level=4.2:subme=1:aq-strength=0.4",
}
CODEC: Final = "libx264"
PIXELS: Final = "yuv420p"
# No file tells when or from what it was made, so the same frames are the same bytes.
_PLAIN: Final = {"fflags": "+bitexact"}
# FFmpeg's numbers for BT.709 in primaries, transfer and matrix, and for the limited range.
_BT709: Final = 1
_LIMITED: Final = 1


def version() -> str:
    """The encoder's own version, which shapes what it makes, for example `libavcodec 62.28.102`."""
    return "libavcodec " + ".".join(str(part) for part in av.library_versions["libavcodec"])


def encode_segment(
    out: Path,
    screens: Iterable[Screen],
    *,
    size: tuple[int, int],
    frame_rate: int,
    cancellation: Cancellation,
) -> None:
    """Encode frames of `size` into one closed segment; each screen is looked at before the next is asked for.

    Raises `Canceled` between two frames, `DiskFull`, or `FFmpegFailed` with the library's words.
    """
    # The time base is one frame: the joiner adds up lengths in microseconds, and only a tick that is much longer
    # than its rounding error keeps the joined film's frames exactly even.
    ticks = {"video_track_timescale": str(frame_rate)}
    with _told(), av.open(str(out), "w", format="mp4", options=ticks | _PLAIN) as film:
        stream = _stream(film, size, frame_rate)
        for number, screen in enumerate(screens):
            cancellation.check()
            frame = av.VideoFrame.from_numpy_buffer(screen.buffer, format=PIXELS)
            frame.pts = number
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


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


def _stream(film: Any, size: tuple[int, int], frame_rate: int) -> VideoStream:  # noqa: ANN401 PyAV's overloads
    stream: VideoStream = film.add_stream(CODEC, rate=frame_rate, options=ENCODING)
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
