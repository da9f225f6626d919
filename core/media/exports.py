"""The film in the nine forms that people download: three containers, three qualities."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.cancellation import Cancellation
from core.errors import FilmFailedCheck
from core.media import commands
from core.media.ffmpeg import FFmpeg
from core.media.files import whole_file
from core.media.probe import FilmFacts, probe
from core.terms import AspectRatio, ExportFormat, ExportQuality

# With at most 0.9 of the ceiling a second, and a decoder's buffer of half a second full at the start, even the
# shortest film (5 s) stays below the ceiling as a whole: (0.9 * 5 + 0.45) / 5 = 0.99.
_RATE_SHARE: Final = 0.9
_BUFFER_SHARE: Final = 0.5
# A container may hold a packet more or less at the end of either track.
_LENGTH_SLACK_FRAMES: Final = 1
_CONTAINERS: Final = {ExportFormat.MP4: "mp4", ExportFormat.MOV: "mov", ExportFormat.WEBM: "webm"}


@dataclass(frozen=True, kw_only=True)
class ExportSpec:
    """One form of a film; `size` is (width, height), rates are ceilings in kilobits a second."""

    format: ExportFormat
    quality: ExportQuality
    size: tuple[int, int]
    video_kbps: int
    audio_kbps: int

    def fits(self, master: FilmFacts) -> bool:
        """Whether the master's own streams already are what is asked for, so that they need only be copied."""
        return (
            self.format is not ExportFormat.WEBM
            and (master.width, master.height) == self.size
            and (master.video_codec, master.audio_codec) == ("h264", "aac")
            and master.video_rate <= self.video_kbps * 1000
        )


def export_spec(
    format: ExportFormat, quality: ExportQuality, aspect: AspectRatio, master_size: tuple[int, int]
) -> ExportSpec:
    """The form that a format and a quality stand for; never larger than the master."""
    ceiling = quality.ceiling
    return ExportSpec(
        format=format,
        quality=quality,
        size=aspect.size_for(min(ceiling.short_side, *master_size)),
        video_kbps=ceiling.video_kbps,
        audio_kbps=ceiling.audio_kbps,
    )


def transcode(
    source: Path,
    out: Path,
    spec: ExportSpec,
    *,
    ffmpeg: FFmpeg,
    cancellation: Cancellation,
    on_progress: Callable[[float], None],
) -> FilmFacts:
    """Make the export `out`, which appears only when it is whole and passed its check.

    `on_progress` is called in this thread with the share done, from 0 to 1. Raises `NotFound` without a source,
    `Canceled`, `DiskFull`, `FFmpegFailed` or `FilmFailedCheck`.
    """
    master = probe(source)
    seconds = max(master.duration_ms / 1000, 0.001)
    with whole_file(out) as draft:
        ffmpeg.run(
            export_command(source, draft, spec, master),
            cancellation=cancellation,
            on_progress=lambda done: on_progress(min(1.0, done / seconds)),
        )
        return checked(draft, spec, master)


def export_command(source: Path, out: Path, spec: ExportSpec, master: FilmFacts) -> list[str]:
    """The arguments with which ffmpeg makes this form of `source`, of which `master` tells what it is."""
    if spec.fits(master):
        return commands.copy_streams(source, out, container=_CONTAINERS[spec.format])
    wanted = output(out, spec, master)
    return commands.transcode(source, out, size=spec.size, scaled=wanted.scaled, encoding=wanted.encoding)


def output(out: Path, spec: ExportSpec, master: FilmFacts) -> commands.Output:
    """How this form of the master is encoded into `out`."""
    return commands.Output(
        out=out,
        size=spec.size,
        scaled=(master.width, master.height) != spec.size,
        encoding=_vp9(spec) if spec.format is ExportFormat.WEBM else _h264(spec),
    )


def _h264(spec: ExportSpec) -> dict[str, str | int]:
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": 20,
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        "g": 60,
        **_rates(spec),
        "c:a": "aac",
        "b:a": f"{spec.audio_kbps}k",
        "movflags": "+faststart+write_colr",
        "format": _CONTAINERS[spec.format],
    }


def _vp9(spec: ExportSpec) -> dict[str, str | int]:
    # Real-time mode at speed 6 is ten times faster than the default; with the quality bound by crf, slow moves
    # over stills show no difference. Two tile columns and row threads let both halves be encoded at once.
    return {
        "c:v": "libvpx-vp9",
        "deadline": "realtime",
        "cpu-used": 6,
        "row-mt": 1,
        "tile-columns": 1,
        "crf": 30,
        "b:v": f"{round(spec.video_kbps * _RATE_SHARE)}k",
        "pix_fmt": "yuv420p",
        "g": 120,
        **_rates(spec),
        "c:a": "libopus",
        "b:a": f"{spec.audio_kbps}k",
        "format": _CONTAINERS[spec.format],
    }


def _rates(spec: ExportSpec) -> dict[str, str]:
    return {
        "maxrate": f"{round(spec.video_kbps * _RATE_SHARE)}k",
        "bufsize": f"{round(spec.video_kbps * _BUFFER_SHARE)}k",
    }


def checked(path: Path, spec: ExportSpec, master: FilmFacts) -> FilmFacts:
    """What the file is; raises `FilmFailedCheck` when it is not this form of the master."""
    facts = probe(path)
    if (facts.width, facts.height) != spec.size:
        raise FilmFailedCheck(f"The export is {facts.width} x {facts.height} pixels.", detail=str(facts))
    if abs(facts.frames - master.frames) > _LENGTH_SLACK_FRAMES:
        raise FilmFailedCheck(f"The export has {facts.frames} of {master.frames} frames.", detail=str(facts))
    if (facts.captions is None) != (master.captions is None):
        raise FilmFailedCheck(f"The export's captions are {facts.captions}.", detail=str(facts))
    return facts
