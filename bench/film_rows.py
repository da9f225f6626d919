"""Rendering: against MoviePy, against the encoder alone, after edits, and ten times as long."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench.processes import Lap, Told, work
from bench.rival import MOVIEPY, moviepy, vmaf
from bench.rows import MEGABYTE, Bar, Row, halfway, missing, shares, told, typical
from bench.scale import Scale
from bench.sources import FILM_SIZE, photographs
from core.media.encoder import PIXELS

# The film of `scenes` scenes as it is left behind, below the folder of a whole run.
FILM_LEFT_BEHIND = Path("film", "short-0", "film.mp4")
NO_MOVIEPY = "not measured: MoviePy is not installed, `make bench` does that"
EDITS = {
    "picture": ("render again after one of six pictures changed", 0.30),
    "swapped": ("render again after two neighbours changed places", 0.30),
    "texts": ("render again after only texts changed", 0.05),
}


def film_rows(scale: Scale, folder: Path, bars: list[Bar]) -> Iterator[Row]:
    """All rows about rendering."""
    pictures = photographs(folder / "pictures", scale.long_scenes)
    yield from _edits(scale, folder, pictures[: scale.scenes], bars)
    yield from _length(scale, folder, pictures)
    if MOVIEPY.exists():
        yield from _against_moviepy(scale, folder, pictures[: scale.rival_scenes], bars)
        yield _quality(scale, folder, pictures[:2])
    else:
        yield missing(
            "render, against MoviePy 2.2.1", "12 x less CPU, 14 x less time, 1/4 memory", NO_MOVIEPY
        )
        yield missing("picture quality, against MoviePy 2.2.1", "VMAF no lower", NO_MOVIEPY)


def _fresh(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    return place


def _render(folder: Path, name: str, pictures: list[Path], seconds: float) -> Told:
    return work("render", folder=str(_fresh(folder, name)), pictures=_words(pictures), scene_seconds=seconds)


def _words(pictures: list[Path]) -> list[str]:
    return [str(picture) for picture in pictures]


def _edits(scale: Scale, folder: Path, pictures: list[Path], bars: list[Bar]) -> Iterator[Row]:
    frames = _fresh(folder, "frames")
    order = {"pictures": _words(pictures), "scene_seconds": scale.scene_seconds}
    work("draw_frames", folder=str(frames), **order)
    # A machine that others use as well grows faster and slower by the minute, so the limit is taken before each film and
    # after it.
    encoded, edited = [work("encode_frames", folder=str(frames), **order)], []
    for number in range(scale.rounds):
        edited.append(work("edit", folder=str(_fresh(folder, f"edit-{number}")), **order))
        encoded.append(work("encode_frames", folder=str(frames), **order))
    shutil.rmtree(frames)  # Gigabytes, and of no use from here on.
    full = [one.laps["full"] for one in edited]
    limit = [halfway(*(one.laps["encode"] for one in around)) for around in pairwise(encoded)]
    length = scale.scenes * scale.scene_seconds
    bars += [
        Bar(label=f"render {length:g} s of film", lap=typical(full)),
        Bar(label="the encoder alone, finished frames", lap=typical(limit)),
    ]
    share = shares(full, limit)
    yield Row(
        work=f"render {length:g} s, {scale.scenes} scenes, against encoding its finished frames",
        goal="at most 1.25 x the time",
        measured=f"{share.wall:.2f} x the time, {share.cpu:.2f} x the CPU",
        ok=share.wall <= 1.25,
        beside=f"{told(typical(full))}; encoder alone {told(typical(limit))}",
    )
    for name, (label, goal) in EDITS.items():
        again = [one.laps[name] for one in edited]
        bars.append(Bar(label=label.removeprefix("render "), lap=typical(again)))
        yield _edit_row(label, goal, again, full)


def _edit_row(label: str, goal: float, again: list[Lap], full: list[Lap]) -> Row:
    share = shares(again, full)
    return Row(
        work=label,
        goal=f"at most {goal:.2f} of the whole",
        measured=f"{share.wall:.3f} of the time, {share.cpu:.3f} of the CPU",
        ok=max(share.wall, share.cpu) <= goal,
        beside=told(typical(again)),
    )


def _length(scale: Scale, folder: Path, pictures: list[Path]) -> Iterator[Row]:
    shorter, longer = [], []
    for number in range(scale.long_rounds):
        shorter.append(_render(folder, f"short-{number}", pictures[: scale.scenes], scale.scene_seconds))
        longer.append(_render(folder, f"long-{number}", pictures, scale.long_scene_seconds))
    short_seconds = scale.scenes * scale.scene_seconds
    seconds = scale.long_scenes * scale.long_scene_seconds
    times = seconds / short_seconds
    grown = shares([one.laps["full"] for one in longer], [one.laps["full"] for one in shorter])
    memory = median(one.peak_bytes for one in longer) / median(one.peak_bytes for one in shorter)
    yield Row(
        work=f"{seconds:g} s, {scale.long_scenes} scenes, against {short_seconds:g} s",
        goal=f"at most {times:g} x 1.10 as much",
        measured=f"{times:g} x {grown.wall / times:.2f} the time, {times:g} x {grown.cpu / times:.2f} the CPU",
        ok=max(grown.wall, grown.cpu) <= times * 1.1,
        beside=told(typical([one.laps["full"] for one in longer])),
    )
    yield Row(
        work=f"{seconds:g} s, memory against {short_seconds:g} s",
        goal="at most 1.20 x",
        measured=f"{memory:.2f} x",
        ok=memory <= 1.2,
        beside=f"{_megabytes(longer)} and {_megabytes(shorter)}",
    )


def _against_moviepy(scale: Scale, folder: Path, pictures: list[Path], bars: list[Bar]) -> Iterator[Row]:
    ours, theirs = [], []
    for number in range(scale.long_rounds):
        ours.append(_render(folder, f"ours-{number}", pictures, scale.rival_scene_seconds))
        theirs.append(moviepy(pictures, scale.rival_scene_seconds, folder / f"theirs-{number}.mp4"))
    mine, rival = [one.laps["full"] for one in ours], [one.laps["film"] for one in theirs]
    bars.append(
        Bar(label=f"MoviePy, {len(pictures) * scale.rival_scene_seconds:g} s of film", lap=typical(rival))
    )
    times = shares(rival, mine)
    memory = median(one.peak_bytes for one in ours) / median(one.peak_bytes for one in theirs)
    yield from _rival_rows(f"{len(pictures) * scale.rival_scene_seconds:g} s of film", times, mine, rival)
    yield Row(
        work="render, memory against MoviePy 2.2.1",
        goal="at most 0.25",
        measured=f"{memory:.2f}",
        ok=memory <= 0.25,
        beside=f"{_megabytes(ours)}; MoviePy {_megabytes(theirs)}",
    )


def _rival_rows(length: str, times: Lap, mine: list[Lap], rival: list[Lap]) -> Iterator[Row]:
    beside = f"{told(typical(mine))}; MoviePy {told(typical(rival))}"
    yield Row(
        work=f"render {length}, CPU against MoviePy 2.2.1",
        goal="at least 12 x less",
        measured=f"{times.cpu:.1f} x less",
        ok=times.cpu >= 12,
        beside=beside,
    )
    yield Row(
        work=f"render {length}, time against MoviePy 2.2.1",
        goal="at least 14 x less",
        measured=f"{times.wall:.1f} x less",
        ok=times.wall >= 14,
        beside=beside,
    )


def _megabytes(runs: list[Told]) -> str:
    return f"{median(one.peak_bytes for one in runs) / MEGABYTE:.0f} MB"


def _quality(scale: Scale, folder: Path, pictures: list[Path]) -> Row:
    """Each film against its own frames before encoding, since the two do not draw the very same ones."""
    place = _fresh(folder, "quality")
    order = {"pictures": _words(pictures), "scene_seconds": scale.quality_seconds, "folder": str(place)}
    work("draw_frames", **order)
    work("render", **order)
    theirs, kept = place / "theirs.mp4", place / "theirs-lossless.mp4"
    moviepy(pictures, scale.quality_seconds, theirs, kept)
    mine = vmaf(place / "film.mp4", _raw_input(_joined(place)))
    rival = vmaf(theirs, ["-i", str(kept)])
    sizes = [path.stat().st_size / MEGABYTE for path in (place / "film.mp4", theirs)]
    return Row(
        work="picture quality, against MoviePy 2.2.1",
        goal="VMAF no lower",
        measured=f"{mine:.1f} against {rival:.1f}",
        ok=mine >= rival,
        beside=f"{sizes[0]:.2f} MB and {sizes[1]:.2f} MB for {2 * scale.quality_seconds:g} s",
    )


def _joined(place: Path) -> Path:
    """One file of the shares that the frames were drawn in."""
    whole = place / "whole.raw"
    with whole.open("wb") as out:
        for part in sorted(place.glob("frames-*.yuv")):
            out.write(part.read_bytes())
    return whole


def _raw_input(path: Path) -> list[str]:
    size = f"{FILM_SIZE[0]}x{FILM_SIZE[1]}"
    return ["-f", "rawvideo", "-pix_fmt", PIXELS, "-s", size, "-r", "30", "-i", str(path)]
