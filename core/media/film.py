"""From a plan to a finished film: every piece that is not there yet is encoded, then all are joined."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import cv2

from core.cancellation import Cancellation
from core.errors import FilmFailedCheck
from core.media import commands, cues, encoder, heap
from core.media.bed import prepare_bed
from core.media.ffmpeg import FFmpeg, give_way_here
from core.media.files import disk_errors, whole_file
from core.media.frames import Screen
from core.media.piece_keys import piece_key
from core.media.preview import Preview, Show
from core.media.probe import FilmFacts, check_film
from core.media.projection import Projector
from core.media.review import Seen, compare, look_at
from core.media.segments import SegmentCache
from core.media.timeline import (
    FilmPlan,
    MovingPicture,
    MusicFile,
    Piece,
    Shot,
    pieces,
)

__all__ = ["FilmFacts", "FilmPlan", "FilmProgress", "MovingPicture", "MusicFile", "Shot", "render_film"]

# Often enough for a smooth bar, seldom enough that writing it down costs nothing.
_REPORT_SECONDS: Final = 0.25
# Of a film's time joining and checking take a few percent; the bar keeps this much for them.
_JOINING_SHARE: Final = 0.04
_CHECKING_SHARE: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class FilmProgress:
    """How far a render is: `done` from 0 to 1; `shot` counts from 0 and is None while no shot is drawn."""

    stage: str
    done: float
    seconds_left: float | None
    shot: int | None


def render_film(
    plan: FilmPlan,
    *,
    out: Path,
    segments: SegmentCache,
    ffmpeg: FFmpeg,
    cancellation: Cancellation,
    on_progress: Callable[[FilmProgress], None],
    on_preview: Show = lambda _path, _frames: None,
    workers: int | None = None,
) -> FilmFacts:
    """Make the film `out`, which appears only when it is whole and passed its check.

    `on_progress` and `on_preview` are called in this thread. `workers` pieces are encoded side by side, by default one a core.
    Raises `Canceled`, `DiskFull`, `FFmpegFailed`, `PictureUnreadable`, `MusicUnreadable` or `FilmFailedCheck`.
    """
    # Frames are drawn in several threads already; OpenCV's own threads would only get in their way.
    cv2.setNumThreads(1)
    heap.borrow_large_blocks()
    render = _Render(plan, segments, ffmpeg, on_progress)
    preview = render.preview(out.with_name(f"{out.stem}-preview.mp4"), on_preview)
    render.make_missing(preview, cancellation, workers or os.cpu_count() or 1)
    with whole_file(out) as draft:
        render.report("joining", 1 - _JOINING_SHARE)
        with ThreadPoolExecutor(1, "join") as pool:
            joined = pool.submit(render.join, draft, cancellation)
            render.review()
            joined.result()
        render.report("checking", 1 - _CHECKING_SHARE)
        facts = check_film(draft, plan)
    render.report("done", 1.0)
    return facts


class _Render:
    """One render under way."""

    def __init__(
        self,
        plan: FilmPlan,
        segments: SegmentCache,
        ffmpeg: FFmpeg,
        on_progress: Callable[[FilmProgress], None],
    ) -> None:
        self._plan = plan
        self._segments = segments
        self._ffmpeg = ffmpeg
        self._tell = on_progress
        self._keyed = [(piece_key(plan, piece), piece) for piece in pieces(plan)]
        self._projector = Projector(plan)
        self._drawn = _Count()
        self._bed: Path
        self._fresh: list[Path] = []
        self._seen: list[Seen] = []

    def preview(self, out: Path, show: Show) -> Preview:
        """What shows the film's beginning as soon as it is there."""
        return Preview(
            segments=[(self._segments.path(key), piece.frames) for key, piece in self._keyed],
            frame_rate=self._plan.frame_rate,
            out=out,
            show=show,
        )

    def make_missing(self, preview: Preview, cancellation: Cancellation, workers: int) -> None:
        """Make every segment that is not in the cache, and the sound."""
        missing = {key: piece for key, piece in self._keyed if self._segments.find(key) is None}
        frames = sum(piece.frames for piece in missing.values())
        pieces_of = Counter(piece.shown.shot for piece in missing.values() if piece.next_shown is None)
        crew = Cancellation()
        with cancellation.ending(crew.cancel), ThreadPoolExecutor(workers, "segment", give_way_here) as pool:
            tasks = [
                partial(self._make, key, piece, crew, only=pieces_of[piece.shown.shot] == 1)
                for key, piece in missing.items()
            ]
            # Music takes longest, and somebody waits for a preview of the first pieces, so it comes right after them.
            tasks.insert(workers, partial(self._prepare_bed, crew))
            self._watch([pool.submit(task) for task in tasks], frames, crew, preview)
        cancellation.check()

    def review(self) -> None:
        """Compare what new segments show with the plan; what came from the cache was looked at when it was made.

        Those that do not show what they should are not kept for the next render.
        """
        try:
            compare(self._plan, self._seen)
        except FilmFailedCheck:
            for path in self._fresh:
                path.unlink(missing_ok=True)
            raise

    def join(self, out: Path, cancellation: Cancellation) -> None:
        """Join all segments into the film, with the prepared sound."""
        paths = [self._segments.path(key) for key, _ in self._keyed]
        list_file = out.with_name(f"{out.stem}.list.draft")
        track = out.with_name(f"{out.stem}.vtt.draft") if self._plan.track else None
        try:
            with disk_errors("the list of segments"):
                list_file.write_text(commands.concat_list(paths), encoding="utf-8")
                if track is not None:
                    track.write_text(cues.track_text(self._plan.track), encoding="utf-8")
            command = commands.join_segments(list_file, out, bed=self._bed, track=track)
            self._ffmpeg.run(command, cancellation=cancellation)
        finally:
            list_file.unlink(missing_ok=True)
            if track is not None:
                track.unlink(missing_ok=True)

    def report(self, stage: str, done: float, *, left: float | None = None, shot: int | None = None) -> None:
        """Tell how far the render is."""
        self._tell(FilmProgress(stage=stage, done=done, seconds_left=left, shot=shot))

    def _watch(self, work: list[Future[None]], frames: int, crew: Cancellation, preview: Preview) -> None:
        """Report and show previews until all is done; the first failure ends the others and is raised."""
        started = time.monotonic()
        waiting = set(work)
        try:
            while waiting:
                crew.check()
                self._report_frames(frames, time.monotonic() - started)
                preview.grow(crew)
                done, waiting = wait(waiting, timeout=_REPORT_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
        except BaseException:  # Even an ending process must not wait for pieces that nobody wants any more.
            crew.cancel()
            raise

    def _report_frames(self, frames: int, passed: float) -> None:
        if not frames:  # Nothing but the sound is new, and silence takes no time.
            if self._plan.music:
                self.report("music", 0.0)
            return
        drawn, shot = self._drawn.read()
        left = passed * (frames - drawn) / drawn if drawn else None
        self.report("frames", (1 - _JOINING_SHARE) * drawn / frames, left=left, shot=shot)

    def _make(self, key: str, piece: Piece, crew: Cancellation, *, only: bool) -> None:
        """Encode a piece and look at what came of it, beside the other encoders."""
        crew.check()
        segment = self._encode(key, piece, crew)
        self._fresh.append(segment)
        self._seen += look_at(self._plan, segment, piece, only=only)

    def _encode(self, key: str, piece: Piece, crew: Cancellation) -> Path:
        def build(draft: Path) -> None:
            encoder.encode_segment(
                draft,
                lambda: self._counted(key, piece),
                frames=piece.frames,
                size=self._plan.size,
                frame_rate=self._plan.frame_rate,
                cancellation=crew,
                live=any(self._plan.shots[stretch.shot].played for stretch in piece.stretches),
            )

        return self._segments.make(key, build)

    def _prepare_bed(self, crew: Cancellation) -> None:
        self._bed = prepare_bed(self._plan, segments=self._segments, ffmpeg=self._ffmpeg, cancellation=crew)

    def _counted(self, key: str, piece: Piece) -> Iterator[Screen]:
        for number, screen in enumerate(self._projector.play(piece), start=1):
            yield screen
            self._drawn.reach(key, number, piece.shown.shot)


class _Count:
    """Frames drawn so far, by whichever thread, and the shot that was drawn last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: dict[str, int] = {}
        self._shot: int | None = None

    def reach(self, key: str, frame: int, shot: int) -> None:
        """A piece got this far; one that is begun again counts from where it was."""
        with self._lock:
            self._frames[key] = max(frame, self._frames.get(key, 0))
            self._shot = shot

    def read(self) -> tuple[int, int | None]:
        with self._lock:
            return sum(self._frames.values()), self._shot
