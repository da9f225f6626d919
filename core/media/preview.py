"""The beginning of a film, to be seen while the rest is encoded: what is there of it, joined by stream copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.cancellation import Cancellation
from core.media import encoder
from core.media.files import whole_file

# A file with the film's beginning, there for as long as the call lasts, and its length in frames.
Show = Callable[[Path, int], None]


@dataclass
class Preview:
    """Shows a film's beginning as it grows; `segments` are all files of the film in order, with their frames.

    A preview is at least a second long (`frame_rate` frames) and twice as long as the one before: so all together
    take no more room than the film does twice, and whoever has watched one finds the next.
    """

    segments: Sequence[tuple[Path, int]]
    frame_rate: int
    out: Path
    show: Show
    _whole: int = field(default=0, init=False)
    _shown: int = field(default=0, init=False)

    def grow(self, cancellation: Cancellation) -> None:
        """Look how far the film is there without a gap, and show that if it is worth it."""
        while self._whole < len(self.segments) and self.segments[self._whole][0].is_file():
            self._whole += 1
        frames = sum(length for _, length in self.segments[: self._whole])
        if self._whole == len(self.segments) or frames < max(self.frame_rate, 2 * self._shown):
            return
        self._shown = frames
        try:
            with whole_file(self.out) as draft:
                paths = [path for path, _ in self.segments[: self._whole]]
                encoder.join_beginning(paths, draft, cancellation)
            self.show(self.out, frames)
        finally:
            self.out.unlink(missing_ok=True)
