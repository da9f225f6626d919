"""The ffmpeg commands of the house, built as graphs and returned as argument lists; nothing is run here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ffmpeg
from ffmpeg.nodes import FilterableStream

AUDIO_CODEC: Final = "aac"
AUDIO_RATE: Final = 48_000
# No decoder has this name; ffmpeg says of every stream that its decoder is "not on whitelist".
NO_DECODER: Final = "none"
# Music shows no loss at this rate.
MASTER_AUDIO: Final = {"c:a": AUDIO_CODEC, "b:a": "192k", "ar": AUDIO_RATE, "ac": 2}
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


def join_segments(list_file: Path, out: Path, *, bed: Path, track: Path | None = None) -> list[str]:
    """Join the segments named in `list_file` as they are, and lay the bed under them.

    `track` is a WebVTT file whose captions come along as a track of their own.
    """
    # Without a decoder ffmpeg takes from each segment what its head says. With one it would decode twenty frames of
    # each to guess what is known, which takes longer than copying the segment.
    video = ffmpeg.input(_file(list_file), format="concat", safe=0, codec_whitelist=NO_DECODER)
    sound = ffmpeg.input(_file(bed))
    captions = [ffmpeg.input(_file(track), format="webvtt")["s:0"]] if track else []
    return _arguments(
        ffmpeg.output(
            video["v:0"],
            sound["a:0"],
            *captions,
            _file(out),
            **{"c:v": "copy", "c:a": "copy", "c:s": _TRACKS["mp4"]},
            format="mp4",
            movflags="+faststart",
            **_PLAIN,
        )
    )


@dataclass(frozen=True, kw_only=True)
class Fades:
    """Where a bed fades in and out, in samples."""

    fade_in: int
    fade_out_from: int
    fade_out: int


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """A sound as EBU R 128 measures it: LUFS, dB of true peak, and LU.

    `offset` is what a loudness that follows the sound would miss the target by, in LU.
    """

    integrated: float
    true_peak: float
    range: float
    threshold: float
    offset: float

    @property
    def missed(self) -> float:
        """By how many LU it is too quiet."""
        return _TARGET["I"] - self.integrated

    @property
    def has_room(self) -> bool:
        """Whether its peaks let a constant gain bring it to the target."""
        return self.true_peak + self.missed <= _TARGET["TP"]

    @property
    def louder(self) -> float:
        """By how many dB an encoded bed is to be louder: what it misses, as far as its peaks let it; 0 if that is little."""
        room = _HIGHEST_PEAK - self.true_peak
        wanted = min(self.missed, room)
        return 0.0 if room >= 0 and abs(wanted) <= _MISSED_BY_LITTLE else wanted


def decode_music(source: Path, out: Path, *, demuxer: str, seconds: float) -> list[str]:
    """Decode the first `seconds` of a person's file to raw samples: floats of two channels.

    The demuxer is named and only this file may be opened, since a file can pretend to be a list of others. Floats
    keep what goes beyond full scale.
    """
    music = ffmpeg.input(_file(source), format=demuxer, protocol_whitelist="file,pipe", t=f"{seconds:.6f}")
    options = {"format": "f32le", "c:a": "pcm_f32le", "ar": AUDIO_RATE, "ac": 2}
    return _arguments(ffmpeg.output(music["a:0"], _file(out), **options, **_PLAIN))


def measure_bed(fades: Fades, loudness: Loudness | None = None) -> list[str]:
    """Measure raw samples from standard input as the bed they would be; ffmpeg prints a JSON object as its last words.

    Without `loudness` they are measured as they are, with their fades.
    """
    measured = _bed(fades, loudness).filter("loudnorm", **_TARGET, print_format="json")
    return ["-loglevel", "info", *_arguments(measured.output("-", format="null"))]


def encode_bed(
    out: Path, *, fades: Fades, loudness: Loudness | None, seconds: float, louder: float = 0.0
) -> list[str]:
    """Encode raw samples from standard input as a bed of `seconds`, at the target's loudness unless it is None.

    `louder` are the dB by which what was encoded before missed it.
    """
    bed = _bed(fades, loudness).filter("volume", f"{louder:.3f}dB").filter("apad")
    return _arguments(bed.output(_file(out), **MASTER_AUDIO, t=f"{seconds:.6f}", format="mp4", **_PLAIN))


def measure_encoded(bed: Path) -> list[str]:
    """Measure a bed as it will be heard; printed as by `measure_bed`."""
    measured = ffmpeg.input(_file(bed))["a:0"].filter("loudnorm", **_TARGET, print_format="json")
    return ["-loglevel", "info", *_arguments(measured.output("-", format="null"))]


# -16 LUFS is what the web plays music at. Encoding raises most peaks by a little, so that 2 dB here keep most beds
# below the limit at once. The range is the widest that every ffmpeg knows.
_TARGET: Final = {"I": -16, "TP": -2, "LRA": 20}
_HIGHEST_PEAK: Final = -1.5
# Half a unit is not heard, and not worth another encoding.
_MISSED_BY_LITTLE: Final = 0.5


def _bed(fades: Fades, loudness: Loudness | None) -> FilterableStream:
    """The samples at their loudness, with their fades.

    Where peaks stand in the way of a constant gain the filter works at four times the rate, and follows the
    loudness: fades before it would be undone.
    """
    sound = ffmpeg.input("pipe:0", format="f32le", ar=AUDIO_RATE, ac=2)
    if loudness is not None:
        level = sound.filter("loudnorm", **_TARGET, **_measured(loudness), linear="true")
        sound = level.filter("aresample", AUDIO_RATE)
    rising = sound.filter("afade", type="in", nb_samples=fades.fade_in)
    return rising.filter("afade", type="out", start_sample=fades.fade_out_from, nb_samples=fades.fade_out)


def _measured(loudness: Loudness) -> dict[str, float]:
    return {
        "measured_I": loudness.integrated,
        "measured_TP": loudness.true_peak,
        # An even sound has a range of 0, which would be taken for "not measured". A wide one is left as it is.
        "measured_LRA": min(max(loudness.range, 0.01), _TARGET["LRA"]),
        "measured_thresh": loudness.threshold,
        "offset": loudness.offset,
    }


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
