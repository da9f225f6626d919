"""Several exports of one film at once: one decode, the same files as one by one, each checked before it is there."""

from pathlib import Path

import pytest

from core.cancellation import Cancellation
from core.errors import Canceled
from core.media.export_batch import ExportBatch
from core.media.exports import ExportSpec, transcode
from core.media.ffmpeg import FFmpeg
from core.media.probe import FilmFacts, probe
from core.terms import ExportFormat, ExportQuality
from tests.media.films import Studio, landscape, plan, shot

SIZES = {ExportQuality.LOW: (160, 90), ExportQuality.MEDIUM: (214, 120), ExportQuality.HIGH: (320, 180)}


def specs(*formats: ExportFormat) -> list[ExportSpec]:
    return [
        ExportSpec(format=format, quality=quality, size=SIZES[quality], video_kbps=2000, audio_kbps=128)
        for format in formats
        for quality in ExportQuality
    ]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory, ffmpeg: FFmpeg) -> Path:
    """A film of two scenes and two seconds."""
    folder = tmp_path_factory.mktemp("master")
    studio = Studio(folder, ffmpeg)
    studio.render(plan([shot(landscape(folder / f"{n}.png", n), 1000) for n in range(2)]))
    return studio.out


@pytest.fixture
def counted(tmp_path: Path, ffmpeg: FFmpeg) -> FFmpeg:
    """The real ffmpeg behind a script that notes the arguments of each run in the file `runs`."""
    script = tmp_path / "counted"
    script.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/runs"\nexec "{ffmpeg.executable}" "$@"\n')
    script.chmod(0o755)
    return FFmpeg.locate(str(script))


class Batch:
    """Makes exports of a master in a folder of its own and remembers what it was told."""

    def __init__(self, master: Path, folder: Path, ffmpeg: FFmpeg) -> None:
        self.folder = folder
        self.made: dict[ExportSpec, FilmFacts] = {}
        self.progress: list[float] = []
        self.cancellation = Cancellation()
        self.batch = ExportBatch(
            source=master,
            folder=folder / "made",
            ffmpeg=ffmpeg,
            cancellation=self.cancellation,
            on_progress=self.progress.append,
            on_made=self._keep,
        )

    def _keep(self, spec: ExportSpec, path: Path, facts: FilmFacts) -> None:
        assert probe(path).sha256 == facts.sha256
        self.made[spec] = facts

    def runs(self) -> list[str]:
        return (self.folder / "runs").read_text().splitlines()


def test_one_codec_is_decoded_once(master: Path, tmp_path: Path, counted: FFmpeg) -> None:
    """Six files of H.264 take one run that encodes two sizes, and copies for all that holds the same streams."""
    batch = Batch(master, tmp_path, counted)
    wanted = specs(ExportFormat.MP4, ExportFormat.MOV)

    batch.batch.make(wanted, twins={})

    assert set(batch.made) == set(wanted)
    encoding = [run for run in batch.runs() if "libx264" in run]
    assert len(encoding) == 1
    assert encoding[0].count("libx264") == 2
    assert len(batch.runs()) == 1 + 4
    assert batch.progress[-1] == pytest.approx(1, abs=0.05)
    assert not [path for path in batch.batch.folder.iterdir() if path.name.startswith(".")]


def test_together_they_are_what_they_are_alone(master: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Each file of a batch has the frames, size, rates and tags of the same export made by itself."""
    batch = Batch(master, tmp_path, ffmpeg)
    wanted = specs(ExportFormat.WEBM)

    batch.batch.make(wanted, twins={})

    for spec in wanted:
        alone = transcode(
            master,
            tmp_path / "alone",
            spec,
            ffmpeg=ffmpeg,
            cancellation=Cancellation(),
            on_progress=lambda _: None,
        )
        together = batch.made[spec]
        for fact in ("container", "width", "height", "frames", "video_codec", "audio_codec", "tagged_bt709"):
            assert getattr(together, fact) == getattr(alone, fact), fact


def test_a_twin_of_earlier_is_copied(master: Path, tmp_path: Path, counted: FFmpeg) -> None:
    """Where the same streams lie in another container already, nothing is encoded."""
    mp4, mov = specs(ExportFormat.MP4)[0], specs(ExportFormat.MOV)[0]
    first = Batch(master, tmp_path, counted)
    first.batch.make([mp4], twins={})
    encoded = len(first.runs())

    second = Batch(master, tmp_path, counted)
    second.batch.make([mov], twins={mov: first.batch.folder / "low.mp4"})

    assert not [run for run in second.runs()[encoded:] if "libx264" in run]
    assert (second.made[mov].width, second.made[mov].video_rate) == (160, first.made[mp4].video_rate)


def test_what_was_made_before_a_cancellation_stays(master: Path, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Cancelled after its first copy, the batch leaves that copy, whole, and nothing else."""
    batch = Batch(master, tmp_path, ffmpeg)
    keep = batch.batch.on_made

    def stop(spec: ExportSpec, path: Path, facts: FilmFacts) -> None:
        keep(spec, path, facts)
        batch.cancellation.cancel()

    stopped = ExportBatch(**{**vars(batch.batch), "on_made": stop})
    with pytest.raises(Canceled):
        stopped.make(specs(ExportFormat.MP4), twins={})

    assert [path.name for path in stopped.folder.iterdir()] == ["high.mp4"]
