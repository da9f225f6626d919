"""Clips: looked at before they are trusted, and played as frames of a film whatever their size, rate and colours."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from core.errors import MediaError
from core.media.color import Pixels
from core.media.frames import Screen, show_once

# No model makes more; beyond it is a file that would keep a worker busy for minutes.
_MOST_PIXELS: Final = 4096 * 2304
_MOST_SECONDS: Final = 120.0
# A clip says when its frames are shown in ticks that may not be exact in binary.
_HALF_TICK: Final = 0.001
# Files that do not name their colours are taken as players take them: BT.709 from this many lines on, else BT.601.
_HD_LINES: Final = 720
_UNNAMED: Final = 2


@dataclass(frozen=True, kw_only=True)
class ClipFacts:
    """What is known of a clip; width and height in pixels."""

    width: int
    height: int
    duration_ms: int


def inspect_clip(content: bytes) -> ClipFacts:
    """Decode a clip once in full and say what it is.

    Raises `MediaError` for a file that does not play to its end, and for one that is too large or too long.
    """
    with _opened(io.BytesIO(content)) as film:
        width, height = film.streams.video[0].codec_context.width, film.streams.video[0].codec_context.height
        if width * height > _MOST_PIXELS:
            raise MediaError(f"The clip is too large: {width} x {height} pixels.")
        seconds, count = 0.0, 0
        for seconds, _ in _timed(film):
            count += 1
            if seconds > _MOST_SECONDS:
                raise MediaError(f"The clip is longer than {_MOST_SECONDS:g} s.")
    if count < 2:
        raise MediaError("The clip has no frames that follow one another.")
    # The last frame is shown for as long as the ones before it.
    return ClipFacts(width=width, height=height, duration_ms=round(seconds * count / (count - 1) * 1000))


def play(clip: Path, screen: Screen, moments: Sequence[float], *, afresh: bool = False) -> Iterator[Screen]:
    """What the clip shows at these moments (rising, in seconds), each valid until the next one is asked for.

    It fills the screen; what goes beyond its shape is cut off evenly. After its end the last frame is held.
    `afresh` draws a frame that is held again for each moment, since others draw over it.
    """
    with _opened(clip) as film:
        frames = _timed(film)
        coming = next(frames, None)
        shown, drawn = None, None
        for moment in moments:
            while coming is not None and coming[0] <= moment + _HALF_TICK:
                shown, coming = coming[1], next(frames, None)
            if shown is not None and (afresh or shown is not drawn):
                show_once(_rgb(shown), screen)
                drawn = shown
            yield screen


@contextmanager
def _opened(source: Path | io.BytesIO) -> Iterator[InputContainer]:
    try:
        with av.open(str(source) if isinstance(source, Path) else source, mode="r") as film:
            # Several pieces of a film are drawn side by side already.
            film.streams.video[0].codec_context.thread_count = 1
            yield film
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise MediaError(f"The clip cannot be played: {error}.", hint="Have it made again.") from error


def _timed(film: InputContainer) -> Iterator[tuple[float, VideoFrame]]:
    """Every frame with the second at which it is shown, counted from the first one."""
    rate = float(film.streams.video[0].average_rate or 0) or 30.0
    start: float | None = None
    for number, frame in enumerate(film.decode(video=0)):
        moment = number / rate if frame.time is None else frame.time
        start = moment if start is None else start
        yield moment - start, frame


def _rgb(frame: VideoFrame) -> Pixels:
    """The frame as (H, W, 3) bytes in the colours that its file names, or that players would assume."""
    space = frame.colorspace
    if space == _UNNAMED:
        space = Colorspace.ITU709 if frame.height >= _HD_LINES else Colorspace.ITU601
    converted = frame.reformat(format="rgb24", src_colorspace=space, dst_color_range=ColorRange.JPEG)
    return np.asarray(converted.to_ndarray(), dtype=np.uint8)
