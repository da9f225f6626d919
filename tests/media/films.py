"""Pictures to film, films to look into, and measures to compare them by."""

import hashlib
import os
import select
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace

from core.cancellation import Cancellation
from core.media.ffmpeg import FFmpeg
from core.media.film import FilmFacts, FilmPlan, FilmProgress, MovingPicture, Shot, render_film
from core.media.frames import Screen
from core.media.piece_keys import piece_key
from core.media.review import compare, look_at
from core.media.segments import SegmentCache
from core.media.timeline import pieces
from core.terms import Motion, Transition

Frame = npt.NDArray[np.uint8]
SMALL = (320, 180)


def save(path: Path, rgb: npt.NDArray[np.uint8]) -> Path:
    """Write an (H, W, 3) picture as PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    return path


def flat(path: Path, color: tuple[int, int, int], size: tuple[int, int] = SMALL) -> Path:
    """A picture of one colour."""
    return save(path, np.full((size[1], size[0], 3), color, dtype=np.uint8))


def landscape(path: Path, seed: int, size: tuple[int, int] = (384, 216)) -> Path:
    """A picture with soft ground and sharp things on it, another one for every seed."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 200, (6, 9, 3)).astype(np.uint8)
    picture = np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    for _ in range(8):
        middle = (int(rng.integers(size[0])), int(rng.integers(size[1])))
        color = tuple(int(part) for part in rng.integers(0, 255, 3))
        cv2.circle(picture, middle, int(rng.integers(5, 30)), color, -1, cv2.LINE_AA)
    return save(path, picture)


def shot(
    picture: Path,
    duration_ms: int = 1000,
    motion: Motion = Motion.IN,
    transition: Transition = Transition.CROSSFADE,
) -> Shot:
    """A shot of the picture as it is on disk now."""
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    return Shot(
        picture=picture, picture_hash=digest, duration_ms=duration_ms, motion=motion, transition=transition
    )


def clip_file(
    path: Path, frames: Sequence[npt.NDArray[np.uint8]], rate: int, *, named: str | None = "bt709"
) -> Path:
    """An H.264 clip of (H, W, 3) pictures; its colours are those of BT.709, named or, with None, BT.601 unnamed."""
    space = Colorspace.ITU601 if named is None else Colorspace.ITU709
    with av.open(str(path), "w") as container:
        height, width = frames[0].shape[:2]
        stream = container.add_stream("libx264", rate=rate, options={"crf": "8", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if named is not None:
            context = stream.codec_context
            context.colorspace = context.color_primaries = context.color_trc = 1
            context.color_range = 1
        for picture in frames:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=space, dst_color_range=ColorRange.MPEG)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def counting(frames: int, size: tuple[int, int]) -> list[npt.NDArray[np.uint8]]:
    """Grey pictures, each a step brighter than the one before, so that a frame tells its number."""
    return [np.full((size[1], size[0], 3), 20 + 200 * n // frames, dtype=np.uint8) for n in range(frames)]


def clip_shot(
    clip: Path, picture: Path, duration_ms: int = 1000, transition: Transition = Transition.CROSSFADE
) -> Shot:
    """A shot that plays the clip."""
    moving = MovingPicture(path=clip, sha256=hashlib.sha256(clip.read_bytes()).hexdigest())
    return replace(shot(picture, duration_ms, Motion.CLIP, transition), clip=moving)


def plan(shots: Sequence[Shot], size: tuple[int, int] = SMALL) -> FilmPlan:
    """A small film of these shots."""
    return FilmPlan(shots=tuple(shots), size=size)


class Studio:
    """Renders plans into one folder with one cache and remembers the reports of the last render."""

    def __init__(self, folder: Path, ffmpeg: FFmpeg) -> None:
        self.folder = folder
        self.ffmpeg = ffmpeg
        self.segments = SegmentCache(folder / "segments")
        self.reports: list[FilmProgress] = []
        self.out = folder / "film.mp4"

    def render(self, film: FilmPlan, cancellation: Cancellation | None = None) -> FilmFacts:
        """Render to `out`."""
        self.reports.clear()
        return render_film(
            film,
            out=self.out,
            segments=self.segments,
            ffmpeg=self.ffmpeg,
            cancellation=cancellation or Cancellation(),
            on_progress=self.reports.append,
        )

    def review(self, rendered: FilmPlan, planned: FilmPlan) -> None:
        """Look at the segments of the film `rendered` as if they were those of `planned`."""
        paths = [self.segments.path(piece_key(rendered, piece)) for piece in pieces(rendered)]
        shown = list(zip(paths, pieces(planned), strict=True))
        alone = Counter(piece.shown.shot for _, piece in shown if piece.next_shown is None)
        compare(
            planned,
            chain.from_iterable(
                look_at(planned, path, piece, only=alone[piece.shown.shot] == 1) for path, piece in shown
            ),
        )

    def stored(self) -> dict[str, int]:
        """The segments in the cache by name, each with the inode that changes when it is written again."""
        return {path.name: path.stat().st_ino for path in self.segments.folder.glob("*/*.mp4")}

    def drawn(self) -> dict[str, int]:
        """The same without sounds."""
        return {name: inode for name, inode in self.stored().items() if self._has_picture(name)}

    def _has_picture(self, name: str) -> bool:
        with av.open(str(self.segments.folder / name[:2] / name)) as container:
            return bool(container.streams.video)

    def leftovers(self) -> list[Path]:
        """Files that should not outlive a render."""
        return [path for path in self.folder.rglob(".*") if path.is_file()]


def as_decoded(screen: Screen) -> Frame:
    """A copy of what the screen shows, laid out as `decoded` gives frames."""
    luma, chroma = screen.planes
    return np.concatenate([luma, np.moveaxis(chroma, 2, 0).reshape(-1, luma.shape[1])])


def decoded(path: Path) -> list[Frame]:
    """All frames as (H * 3/2, W) planes of yuv420p, as they are in the file."""
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="yuv420p")) for frame in container.decode(video=0)]


def luma(frame: Frame) -> npt.NDArray[np.float64]:
    """The Y plane."""
    return frame[: frame.shape[0] * 2 // 3].astype(np.float64)


def ycc(frame: Frame, box: tuple[int, int, int, int]) -> tuple[float, float, float]:
    """The mean Y, Cb and Cr in a box of (left, top, right, bottom) luma pixels, all even."""
    height = frame.shape[0] * 2 // 3
    width = frame.shape[1]
    colors = frame[height:].reshape(2, height // 2, width // 2)
    left, top, right, bottom = box
    means = [frame[top:bottom, left:right].mean()]
    means += [plane[top // 2 : bottom // 2, left // 2 : right // 2].mean() for plane in colors]
    return (float(means[0]), float(means[1]), float(means[2]))


def ssim(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Structural similarity after Wang et al. 2004: Gaussian window of 11 pixels, sigma 1.5."""

    def blurred(plane: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(cv2.GaussianBlur(plane, (11, 11), 1.5), dtype=np.float64)

    mean_one, mean_other = blurred(one), blurred(other)
    spread = blurred(one * one) - mean_one**2 + blurred(other * other) - mean_other**2
    shared = blurred(one * other) - mean_one * mean_other
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean_one * mean_other + first) * (2 * shared + second)
    return float((likeness / ((mean_one**2 + mean_other**2 + first) * (spread + second))).mean())


def children(process_id: int) -> list[int]:
    """The encoders that any thread of this process started and that are still there; a test run has other children."""
    tasks = Path(f"/proc/{process_id}/task").glob("*/children")
    started = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in started if _is_encoder(child)]


def _is_encoder(process_id: int) -> bool:
    try:
        return b"ffmpeg" in Path(f"/proc/{process_id}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends_within(process_id: int, seconds: float) -> bool:
    """Wait for a process that may be nobody's child to end."""
    try:
        descriptor = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        return bool(poller.poll(seconds * 1000))
    finally:
        os.close(descriptor)


def endless(size: tuple[int, int] = SMALL) -> Iterator[bytes]:
    """Grey frames for ever."""
    frame = bytes([128]) * (size[0] * size[1] * 3 // 2)
    while True:
        yield frame
