"""Several forms of one film from one decode: what fits is copied, each size is encoded once, its twin is remuxed."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from core.cancellation import Cancellation
from core.media import commands
from core.media.exports import ExportSpec, checked, output, transcode
from core.media.ffmpeg import FFmpeg
from core.media.files import whole_file
from core.media.probe import FilmFacts, probe
from core.terms import ExportQuality


@dataclass(frozen=True, kw_only=True)
class ExportBatch:
    """Makes exports of `source` in `folder`, each whole and checked when it appears there.

    `on_made` is called for every file as soon as it is there, `on_progress` with the share of the encoding that
    is done, from 0 to 1; both in the thread that calls `make`.
    """

    source: Path
    folder: Path
    ffmpeg: FFmpeg
    cancellation: Cancellation
    on_progress: Callable[[float], None]
    on_made: Callable[[ExportSpec, Path, FilmFacts], None]

    def make(self, specs: Sequence[ExportSpec], *, twins: Mapping[ExportSpec, Path]) -> None:
        """Make forms of one codec; `twins` names files of earlier with the same streams in another container.

        Raises `NotFound` without a source, `Canceled`, `DiskFull`, `FFmpegFailed` or `FilmFailedCheck`; what was
        made before that stays.
        """
        master = probe(self.source)
        copied = {spec: self.source for spec in specs if spec.fits(master)}
        copied |= {spec: twin for spec, twin in twins.items() if spec in specs and spec.fits(probe(twin))}
        for spec, streams in copied.items():
            self._make_one(spec, streams)
        missing = [spec for spec in specs if spec not in copied]
        encoded: dict[ExportQuality, ExportSpec] = {}
        for spec in missing:
            encoded.setdefault(spec.quality, spec)
        self._encode(list(encoded.values()), master)
        for spec in missing:
            if spec is not encoded[spec.quality]:
                self._make_one(spec, self._path(encoded[spec.quality]))

    def _encode(self, specs: Sequence[ExportSpec], master: FilmFacts) -> None:
        if len(specs) <= 1:
            for spec in specs:
                self._make_one(spec, self.source, self.on_progress)
            return
        seconds = max(master.duration_ms / 1000, 0.001)
        with ExitStack() as unfinished:
            drafts = {spec: unfinished.enter_context(whole_file(self._path(spec))) for spec in specs}
            outputs = [output(draft, spec, master) for spec, draft in drafts.items()]
            self.ffmpeg.run(
                commands.transcode_together(self.source, outputs),
                cancellation=self.cancellation,
                on_progress=lambda done: self.on_progress(min(1.0, done / seconds)),
            )
            facts = {spec: checked(draft, spec, master) for spec, draft in drafts.items()}
        for spec in specs:
            self.on_made(spec, self._path(spec), facts[spec])

    def _make_one(
        self, spec: ExportSpec, source: Path, on_progress: Callable[[float], None] = lambda _: None
    ) -> None:
        facts = transcode(
            source,
            self._path(spec),
            spec,
            ffmpeg=self.ffmpeg,
            cancellation=self.cancellation,
            on_progress=on_progress,
        )
        self.on_made(spec, self._path(spec), facts)

    def _path(self, spec: ExportSpec) -> Path:
        return self.folder / f"{spec.quality}.{spec.format}"
