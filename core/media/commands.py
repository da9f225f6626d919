"""The ffmpeg commands of the house, built as graphs and returned as argument lists; nothing is run here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ffmpeg

AUDIO_RATE: Final = 48_000
# The master's silent track costs next to nothing at any rate; this one suits real sound as well.
_MASTER_AUDIO: Final = {"c:a": "aac", "b:a": "192k", "ar": AUDIO_RATE, "ac": 2}
# What a container calls a track of captions; each player finds only its own kind.
_TRACKS: Final = {"mp4": "mov_text", "mov": "mov_text", "webm": "webvtt"}
# Untagged HD is shown with shifted colours by some players.
COLOR_TAGS: Final = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
}
_SET_COLOR: Final = {
    "range": "tv",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
}
# Measured on photographs in slow motion (VMAF against the raw frames, CPU seconds for ten of film): medium at crf
# 23 has 95.3 for 29 s, veryfast at crf 20 has 94.6 for 12.6 s; with the simplest sub-pixel search (subme 1) it has
# the same 94.6 for 7.3 s, because the moves are slow and even. One thread makes the result the same everywhere;
# whole pieces are encoded side by side instead. A key frame at least every two seconds keeps seeking quick, and
# closed groups let pieces be joined without touching them.
SEGMENT_ENCODING: Final[dict[str, str | int]] = {
    "c:v": "libx264",
    "preset": "veryfast",
    "crf": 19,
    "profile:v": "high",
    "pix_fmt": "yuv420p",
    "g": 60,
    "flags": "+cgop",
    "threads": 1,
    "x264-params": "open-gop=0:level=4.2:subme=1",
}


def encode_segment(out: Path, *, size: tuple[int, int], frame_rate: int) -> list[str]:
    """Encode raw yuv420p frames from standard input into one closed segment.

    The time base is one frame: the joiner adds up lengths in microseconds, and only a tick that is much
    longer than its rounding error keeps the joined film's frames exactly even.
    """
    frames = ffmpeg.input(
        "pipe:0",
        format="rawvideo",
        pix_fmt="yuv420p",
        video_size=size,
        framerate=frame_rate,
    )
    tagged = frames.filter("setparams", **_SET_COLOR)
    return _arguments(
        tagged.output(
            _file(out),
            **SEGMENT_ENCODING,
            **COLOR_TAGS,
            format="mp4",
            video_track_timescale=frame_rate,
            **_PLAIN,
        )
    )


def join_segments(list_file: Path, out: Path, *, seconds: float, track: Path | None = None) -> list[str]:
    """Join the segments named in `list_file` as they are, and lay a silent track of the same length under them.

    `track` is a WebVTT file whose captions come along as a track of their own.
    """
    video = ffmpeg.input(_file(list_file), format="concat", safe=0)
    silence = ffmpeg.input(f"anullsrc=r={AUDIO_RATE}:cl=stereo", format="lavfi", t=f"{seconds:.6f}")
    captions = [ffmpeg.input(_file(track), format="webvtt")["s:0"]] if track else []
    return _arguments(
        ffmpeg.output(
            video["v:0"],
            silence["a:0"],
            *captions,
            _file(out),
            **{"c:v": "copy", "c:s": _TRACKS["mp4"]},
            **_MASTER_AUDIO,
            format="mp4",
            movflags="+faststart",
            **_PLAIN,
        )
    )


def join_preview(list_file: Path, out: Path) -> list[str]:
    """Join the segments named in `list_file` as they are, without any sound."""
    video = ffmpeg.input(_file(list_file), format="concat", safe=0)
    options = {"c": "copy", "format": "mp4", "movflags": "+faststart"}
    return _arguments(ffmpeg.output(video["v:0"], _file(out), **options, **_PLAIN))


def copy_streams(source: Path, out: Path, *, container: str) -> list[str]:
    """Put the streams into another container as they are."""
    streams = ffmpeg.input(_file(source))
    options = {"c": "copy", "movflags": "+faststart+write_colr", "format": container}
    return _arguments(ffmpeg.output(*_tracks(streams, streams["v:0"]), _file(out), **options, **_PLAIN))


def transcode(
    source: Path,
    out: Path,
    *,
    size: tuple[int, int],
    scaled: bool,
    encoding: dict[str, str | int],
) -> list[str]:
    """Encode a film anew with these settings, scaled to `size` if `scaled`."""
    streams = ffmpeg.input(_file(source))
    wanted = Output(out=out, size=size, scaled=scaled, encoding=encoding)
    return _arguments(_output(wanted, streams["v:0"], streams))


@dataclass(frozen=True, kw_only=True)
class Output:
    """One of several files from one decode: encoded with these settings, scaled to `size` if `scaled`."""

    out: Path
    size: tuple[int, int]
    scaled: bool
    encoding: dict[str, str | int]


def transcode_together(source: Path, outputs: Sequence[Output]) -> list[str]:
    """Decode a film once and encode it into two or more outputs."""
    streams = ffmpeg.input(_file(source))
    copies = streams["v:0"].filter_multi_output("split", len(outputs))
    made = [_output(one, copies.stream(number), streams) for number, one in enumerate(outputs)]
    return _arguments(ffmpeg.merge_outputs(*made))


def _output(wanted: Output, video: Any, streams: Mapping[str, object]) -> Any:  # noqa: ANN401 the library has no types
    if wanted.scaled:
        scaler = video.filter("scale", *wanted.size, flags="lanczos+accurate_rnd")
        video = scaler.filter("setsar", 1)
    tagged = video.filter("setparams", **_SET_COLOR)
    track = {"c:s": _TRACKS[str(wanted.encoding["format"])]}
    tracks = _tracks(streams, tagged)
    return ffmpeg.output(*tracks, _file(wanted.out), **wanted.encoding, **track, **COLOR_TAGS, **_PLAIN)


def _tracks(streams: Mapping[str, object], video: object) -> tuple[object, ...]:
    """The picture, the sound, and the captions if the source has some."""
    return (video, streams["a:0"], streams["s?"])


def concat_list(segments: Sequence[Path]) -> str:
    """The text of a list file for `join_segments`."""
    lines = ["ffconcat version 1.0"]
    for segment in segments:
        quoted = _file(segment).replace("'", r"'\''")
        lines.append(f"file '{quoted}'")
    return "\n".join(lines) + "\n"


# No file tells when or from what it was made, so the same film is the same bytes.
_PLAIN: Final = {"map_metadata": -1, "fflags": "+bitexact"}


def _file(path: Path) -> str:
    # The protocol is named, because ffmpeg takes whatever stands before a colon for one.
    return f"file:{path.resolve()}"


def _arguments(graph: object) -> list[str]:
    return [str(argument) for argument in ffmpeg.get_args(graph)]
