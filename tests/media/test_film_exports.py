"""The nine exports of a film, each opened and looked into."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import Canceled, FilmFailedCheck, NotFound
from core.media import commands
from core.media.exports import ExportSpec, export_spec, transcode
from core.media.ffmpeg import FFmpeg
from core.media.probe import FilmFacts, probe
from core.terms import AspectRatio, ExportFormat, ExportQuality
from tests.media.films import Studio, children, decoded, ends_within, landscape, plan, shot, ssim

FORMATS, QUALITIES = list(ExportFormat), list(ExportQuality)
# Small stand-ins for the three qualities, so that the tests are quick: a size that fits the master and two smaller.
SIZES = {ExportQuality.LOW: (160, 90), ExportQuality.MEDIUM: (214, 120), ExportQuality.HIGH: (320, 180)}


def small(format: ExportFormat, quality: ExportQuality) -> ExportSpec:
    ceiling = quality.ceiling
    return ExportSpec(
        format=format,
        quality=quality,
        size=SIZES[quality],
        video_kbps=ceiling.video_kbps,
        audio_kbps=ceiling.audio_kbps,
    )


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory, ffmpeg: FFmpeg) -> Path:
    """A film of two scenes and 2.5 seconds."""
    folder = tmp_path_factory.mktemp("master")
    studio = Studio(folder, ffmpeg)
    studio.render(plan([shot(landscape(folder / f"{n}.png", n), 1250) for n in range(2)]))
    return studio.out


def export(source: Path, out: Path, spec: ExportSpec, ffmpeg: FFmpeg) -> FilmFacts:
    return transcode(
        source, out, spec, ffmpeg=ffmpeg, cancellation=Cancellation(), on_progress=lambda _: None
    )


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("format", FORMATS)
def test_every_export(
    format: ExportFormat, quality: ExportQuality, master: Path, tmp_path: Path, ffmpeg: FFmpeg
) -> None:
    """Each export has its container, codecs, size, length, ceilings and colour tags, and shows the same film."""
    out = tmp_path / f"film.{format}"
    facts = export(master, out, small(format, quality), ffmpeg)
    webm = format is ExportFormat.WEBM
    assert (facts.video_codec, facts.audio_codec) == (("vp9", "opus") if webm else ("h264", "aac"))
    assert (facts.width, facts.height) == SIZES[quality]
    assert (facts.frames, facts.even, facts.pixel_format) == (75, True, "yuv420p")
    # Older versions of ffmpeg move the picture back by Opus's lead-in of 6.5 ms, which is less than half a frame.
    assert abs(facts.start_ms) <= 7
    assert abs(facts.audio_ms - 2500) < 60
    assert (facts.audio_rate, facts.channels) == (48_000, 2)
    assert facts.tagged_bt709
    assert facts.video_rate <= quality.ceiling.video_kbps * 1000
    assert container(out) == {"mp4": "isom", "mov": "qt  ", "webm": "matroska,webm"}[format]
    assert likeness(out, master) > 0.9


def container(path: Path) -> str:
    with av.open(str(path)) as film:
        return str(film.metadata.get("major_brand", film.format.name))


def likeness(export: Path, master: Path) -> float:
    """How like the export's middle frame is to the master's at the size of the export."""
    with av.open(str(export)) as one, av.open(str(master)) as other:
        frames = [list(film.decode(video=0))[40] for film in (one, other)]
    size = {"width": frames[0].width, "height": frames[0].height}
    first, second = (
        frame.reformat(**size, format="gray").to_ndarray().astype(np.float64) for frame in frames
    )
    return ssim(first, second)


@pytest.mark.parametrize("aspect", list(AspectRatio))
@pytest.mark.parametrize("quality", QUALITIES)
def test_sizes_keep_the_shape(aspect: AspectRatio, quality: ExportQuality) -> None:
    """Each quality has its short side and the film's own aspect ratio, with even sides."""
    spec = export_spec(ExportFormat.MP4, quality, aspect, aspect.film_size)
    assert min(spec.size) == quality.ceiling.short_side
    assert not any(side % 2 for side in spec.size)
    across, down = (int(part) for part in aspect.value.split(":"))
    assert spec.size[0] / spec.size[1] == pytest.approx(across / down, abs=0.003)


def test_nothing_is_enlarged() -> None:
    """A master smaller than the quality's size is exported at its own size."""
    spec = export_spec(ExportFormat.WEBM, ExportQuality.HIGH, AspectRatio.WIDE, (1280, 720))
    assert spec.size == (1280, 720)


@pytest.mark.parametrize("format", [ExportFormat.MP4, ExportFormat.MOV])
def test_fitting_master_is_copied(format: ExportFormat, master: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """When the master is what is asked for, the export holds the very same frames."""
    spec = small(format, ExportQuality.HIGH)
    assert spec.fits(probe(master))
    export(master, tmp_path / "film", spec, ffmpeg)
    for one, other in zip(decoded(tmp_path / "film"), decoded(master), strict=True):
        assert np.array_equal(one, other)


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory, ffmpeg: FFmpeg) -> Path:
    """The shortest film that can be asked for, with more in it than any ceiling allows, and a loud sound."""
    path = tmp_path_factory.mktemp("noise") / "noise.mp4"
    picture = "nullsrc=size=480x270:rate=30:duration=5,geq=random(1)*255:128:128"
    sound = "anoisesrc=r=48000:d=5"
    encoding = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-ac", "2"]
    tags = [part for name, value in commands.COLOR_TAGS.items() for part in (f"-{name}", value)]
    source = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound]
    ffmpeg.run([*source, *encoding, *tags, "-f", "mp4", str(path)], cancellation=Cancellation())
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_ceilings_hold_for_the_worst_film(
    format: ExportFormat, noise: Path, tmp_path: Path, ffmpeg: FFmpeg
) -> None:
    """Even pure noise stays below the ceilings of its quality, in the shortest film that there is."""
    spec = small(format, ExportQuality.LOW)
    assert not spec.fits(probe(noise))
    facts = export(noise, tmp_path / "film", spec, ffmpeg)
    assert facts.video_rate <= 1_000_000
    assert (facts.bytes * 8 * 1000 / facts.duration_ms) <= (1000 + 128) * 1000 * 1.02


def test_progress_ends_at_one(master: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Progress rises from at least 0 to 1."""
    heard: list[float] = []
    spec = small(ExportFormat.WEBM, ExportQuality.HIGH)
    transcode(
        master,
        tmp_path / "film.webm",
        spec,
        ffmpeg=ffmpeg,
        cancellation=Cancellation(),
        on_progress=heard.append,
    )
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1, abs=0.05)
    assert min(heard) >= 0


def test_cancelled_export_leaves_nothing(noise: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Cancelling ends the transcode at once; neither the export nor a draft of it is there."""
    folder = tmp_path / "exports"
    cancellation = Cancellation()
    encoders: list[int] = []

    def stop(_: float) -> None:
        encoders.extend(children(os.getpid()))
        cancellation.cancel()

    spec = small(ExportFormat.WEBM, ExportQuality.HIGH)
    with pytest.raises(Canceled):
        transcode(
            noise,
            folder / "film.webm",
            spec,
            ffmpeg=ffmpeg,
            cancellation=cancellation,
            on_progress=stop,
        )
    assert encoders
    assert all(ends_within(encoder, 1.0) for encoder in encoders)
    assert not list(folder.iterdir())


def test_missing_master(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Without the film's file there is nothing to export."""
    with pytest.raises(NotFound):
        export(tmp_path / "gone.mp4", tmp_path / "x.mp4", small(FORMATS[0], QUALITIES[0]), ffmpeg)


def test_short_export_is_refused(master: Path, tmp_path: Path) -> None:
    """An encoder that gives back too little is not believed: no export appears."""
    fake = tmp_path / "ffmpeg"
    short = Studio(tmp_path / "short", FFmpeg.locate(None))
    short.render(plan([shot(landscape(tmp_path / "s.png", 1), 600)], SIZES[ExportQuality.LOW]))
    # The last argument is the file to write, named with its protocol.
    fake.write_text(f'#!/bin/sh\nfor out; do :; done\ncp {short.out} "${{out#file:}}"\n')
    fake.chmod(0o755)
    with pytest.raises(FilmFailedCheck, match="18 of 75 frames"):
        export(master, tmp_path / "x.webm", small(ExportFormat.WEBM, QUALITIES[0]), FFmpeg.locate(str(fake)))
    assert not (tmp_path / "x.webm").exists()


@pytest.mark.parametrize("name", ["it's 100% [sic].mp4", "-dash.mp4", "a:b.mp4", "日本 🎬.mp4"])
def test_any_file_name(name: str, master: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Names that mean something to ffmpeg, a shell or a pattern are only names."""
    out = tmp_path / "50% 'off' #1" / name
    facts = export(master, out, small(ExportFormat.MP4, ExportQuality.HIGH), ffmpeg)
    assert probe(out) == facts
    assert Fraction(facts.frames, 30) == Fraction(5, 2)
