"""Rendering work that is measured, each piece of it in a process of its own; reached through bench.task."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import cv2

from bench.processes import WorkFailed
from bench.sources import photograph, plan
from bench.stopwatch import Stopwatch
from core.cancellation import Cancellation
from core.media import encoder, heap
from core.media.ffmpeg import FFmpeg
from core.media.film import FilmFacts, FilmPlan, render_film
from core.media.projection import Projector
from core.media.segments import SegmentCache
from core.media.timeline import pieces

Order = dict[str, Any]
# Modules and programs are loaded by a film too small to cost anything, before the first lap.
_WARMING_SIZE: Final = (64, 36)


def rendered(film: FilmPlan, out: Path, folder: Path) -> FilmFacts:
    """Render with the segments of `folder`."""
    return render_film(
        film,
        out=out,
        segments=SegmentCache(folder),
        ffmpeg=found_ffmpeg(),
        cancellation=Cancellation(),
        on_progress=lambda _: None,
    )


def found_ffmpeg() -> FFmpeg:
    """The ffmpeg that the product finds here, or the one that FFMPEG_BINARY names; settings would be measured as memory."""
    return FFmpeg.locate(os.environ.get("FFMPEG_BINARY"))


def render(order: Order, watch: Stopwatch) -> None:
    """A whole film, nothing of it made before."""
    folder, film = _prepared(order)
    with watch.lap("full"):
        facts = rendered(film, folder / "film.mp4", folder / "segments")
    watch.facts |= {"frames": facts.frames, "bytes": facts.bytes, "video_rate": facts.video_rate}


def edit(order: Order, watch: Stopwatch) -> None:
    """A whole film, and the same again after each of three edits of it."""
    folder, film = _prepared(order)
    segments, out = folder / "segments", folder / "film.mp4"
    edited = {
        "full": film,
        "picture": _with_new_picture(film, folder),
        "swapped": _with_neighbours_swapped(film),
        "texts": film,
    }
    for name, version in edited.items():
        with watch.lap(name):
            rendered(version, out, segments)


def draw_frames(order: Order, watch: Stopwatch) -> None:
    """The film's finished frames as they are handed to the encoder, in one file for each core, which together are the film."""
    folder, film = _prepared(order)
    cv2.setNumThreads(1)
    projector, cores = Projector(film), os.cpu_count() or 1
    share = -(-film.frames // cores)
    drawn = (screen for piece in pieces(film) for screen in projector.play(piece))
    files = [(folder / f"frames-{core}.yuv").open("wb") for core in range(cores)]
    with watch.lap("frames"):
        for number, screen in enumerate(drawn):
            files[number // share].write(screen.buffer.data)
    for file in files:
        file.close()


def encode_frames(order: Order, watch: Stopwatch) -> None:
    """The limit: nothing but our encoder, with our settings, one for each core, over finished frames."""
    folder, film = _prepared(order)
    program = str(found_ffmpeg().executable)
    with watch.lap("encode"):
        encoders = []
        for raw in sorted(folder.glob("frames-*.yuv")):
            words = [program, "-loglevel", "error", "-y", *_encoding(film, raw)]
            encoders.append(subprocess.Popen(words))
        statuses = [encoder.wait() for encoder in encoders]
    if any(statuses):
        raise WorkFailed(f"An encoder that was to be the limit ended with {statuses}.")


def _encoding(film: FilmPlan, raw: Path) -> list[str]:
    """What makes ffmpeg do to raw frames what the product's encoder does to those it draws."""
    shape = ["-s", "{}x{}".format(*film.size), "-pix_fmt", encoder.PIXELS, "-r", str(film.frame_rate)]
    settings = encoder.options(encoder.QUANTIZER).items()
    options = [word for name, value in settings for word in (f"-{name}", value)]
    result = ["-c:v", encoder.CODEC, "-threads", "1", *options, str(raw.with_suffix(".mp4"))]
    return ["-f", "rawvideo", *shape, "-i", str(raw), *result]


def _prepared(order: Order) -> tuple[Path, FilmPlan]:
    heap.share()  # As the studio does where it starts.
    folder = Path(order["folder"])
    pictures = [Path(picture) for picture in order["pictures"]]
    warming = replace(plan(pictures[:2], 0.5), size=_WARMING_SIZE)
    rendered(warming, folder / "warming.mp4", folder / "warming")
    return folder, plan(pictures, order["scene_seconds"])


def _with_new_picture(film: FilmPlan, folder: Path) -> FilmPlan:
    shots = list(film.shots)
    middle = len(shots) // 2
    picture = photograph(folder / "new.jpg", seed=977)
    shots[middle] = replace(shots[middle], picture=picture, picture_hash="another picture")
    return replace(film, shots=tuple(shots))


def _with_neighbours_swapped(film: FilmPlan) -> FilmPlan:
    shots = list(film.shots)
    middle = len(shots) // 2
    shots[middle - 1], shots[middle] = shots[middle], shots[middle - 1]
    return replace(film, shots=tuple(shots))
