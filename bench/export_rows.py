"""Exports: copied where the master fits, as quick as ffmpeg alone where not."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.film_rows import FILM_LEFT_BEHIND
from bench.processes import Lap, Told, work
from bench.rows import Row, shares, told, typical
from bench.scale import ALL_FORMS, COPIED, Scale
from bench.sources import photographs
from core.media.probe import probe


def export_rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """All rows about making exports."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = photographs(folder / "pictures", scale.scenes)
    # Where rendering was measured before, its film is there already.
    master = folder.parent / FILM_LEFT_BEHIND
    if not master.exists():
        master = _film(folder / "master", pictures, scale.scene_seconds)
    yield _copies(scale, folder, master)
    shorter = master
    if scale.export_scenes != scale.scenes:
        shorter = _film(folder / "shorter", pictures[: scale.export_scenes], scale.scene_seconds)
    yield from _transcodes(scale, folder, shorter)
    yield _nine(scale, folder, shorter)


def _film(folder: Path, pictures: Sequence[Path], scene_seconds: float) -> Path:
    folder.mkdir()
    words = [str(picture) for picture in pictures]
    work("render", folder=str(folder), pictures=words, scene_seconds=scene_seconds)
    return folder / "film.mp4"


def _export(
    folder: Path, source: Path, forms: Sequence[tuple[str, str]], rounds: int, *, bare: bool
) -> list[Told]:
    order = {"folder": str(folder), "source": str(source), "forms": forms, "bare": bare}
    return [work("export", round=number, **order) for number in range(rounds)]


def _copies(scale: Scale, folder: Path, master: Path) -> Row:
    runs = _export(folder, master, COPIED, max(3, scale.rounds), bare=False)
    names = [f"{form}/{quality}" for form, quality in COPIED]
    laps = [typical([run.laps[name] for run in runs]) for name in names]
    copied = all(run.facts[f"copied {name}"] for run in runs for name in names)
    seconds = scale.scenes * scale.scene_seconds
    return Row(
        work=f"export {seconds:g} s as {' and '.join(names)}, master that fits",
        goal="stream copy, at most 0.3 s",
        measured=" and ".join(f"{lap.wall:.2f} s" for lap in laps) + ("" if copied else ", encoded anew"),
        ok=copied and max(lap.wall for lap in laps) <= 0.3,
        beside=f"{master.stat().st_size / 1e6:.1f} MB",
    )


def _transcodes(scale: Scale, folder: Path, source: Path) -> Iterator[Row]:
    seconds = probe(source).duration_ms / 1000
    runs = _export(folder, source, scale.export_forms, scale.long_rounds, bare=True)
    names = [f"{form}/{quality}" for form, quality in scale.export_forms]
    worst, name = max((_share(runs, name).wall, name) for name in names)
    ours, bare = _sum(runs, names), _sum(runs, [f"bare {name}" for name in names])
    yield Row(
        work=f"{len(names)} other exports of {seconds:g} s, against the bare ffmpeg commands",
        goal="at most 1.1 x the time",
        measured=f"{ours.wall / bare.wall:.2f} x the time, {ours.cpu / bare.cpu:.2f} x the CPU",
        ok=ours.wall <= 1.1 * bare.wall,
        beside=f"{told(ours)}; bare {told(bare)}; worst {name} {worst:.2f} x",
    )
    webm = typical([run.laps["webm/medium"] for run in runs])
    yield Row(
        work=f"export {seconds:g} s as webm/medium",
        goal="at least 0.8 x real time",
        measured=f"{seconds / webm.wall:.2f} x real time",
        ok=seconds / webm.wall >= 0.8,
        beside=told(webm),
    )


def _nine(scale: Scale, folder: Path, source: Path) -> Row:
    order = {"folder": str(folder), "source": str(source)}
    runs = [work("nine", round=number, **order) for number in range(scale.long_rounds)]
    names = [f"{form}/{quality}" for form, quality in ALL_FORMS]
    together, one_by_one = [run.laps["together"] for run in runs], [_sum([run], names) for run in runs]
    share = shares(together, one_by_one)
    return Row(
        work=f"all nine exports of {probe(source).duration_ms / 1000:g} s at once, one decode a codec family",
        goal="at most 0.7 of their sum",
        measured=f"{share.wall:.2f} of the time, {share.cpu:.2f} of the CPU",
        ok=max(share.wall, share.cpu) <= 0.7,
        beside=f"{told(typical(together))}; one by one {told(typical(one_by_one))}",
    )


def _share(runs: list[Told], name: str) -> Lap:
    pairs = [(run.laps[name], run.laps[f"bare {name}"]) for run in runs]
    return Lap(
        median(ours.wall / bare.wall for ours, bare in pairs),
        median(ours.cpu / bare.cpu for ours, bare in pairs),
    )


def _sum(runs: list[Told], names: list[str]) -> Lap:
    laps = [typical([run.laps[name] for run in runs]) for name in names]
    return Lap(sum(lap.wall for lap in laps), sum(lap.cpu for lap in laps))
