"""Exports that are measured, and the bare ffmpeg command beside each of them; reached through bench.task."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.film_tasks import found_ffmpeg
from bench.stopwatch import Stopwatch
from core.cancellation import Cancellation
from core.export_batch import FAMILIES
from core.media.export_batch import ExportBatch
from core.media.exports import ExportSpec, export_command, export_spec, transcode
from core.media.probe import probe
from core.terms import AspectRatio, ExportFormat, ExportQuality

Order = dict[str, Any]


def export(order: Order, watch: Stopwatch) -> None:
    """Every form in `forms`, made by the product (lap `FORMAT/QUALITY`) and, if `bare`, by ffmpeg alone (`bare ...`)."""
    source, folder = Path(order["source"]), Path(order["folder"])
    master = probe(source)
    for number, (form, quality) in enumerate(order["forms"]):
        spec = export_spec(
            ExportFormat(form), ExportQuality(quality), AspectRatio.WIDE, (master.width, master.height)
        )
        works: list[tuple[str, Callable[[Path, ExportSpec, Path], None]]] = [(f"{form}/{quality}", _product)]
        if order["bare"]:
            works.append((f"bare {form}/{quality}", _bare))
        # Whoever comes second finds warm caches, so they take turns in coming first.
        for name, made in works if (number + order["round"]) % 2 else reversed(works):
            with watch.lap(name):
                made(source, spec, folder / f"export.{form}")
        watch.facts[f"copied {form}/{quality}"] = spec.fits(master)


def nine(order: Order, watch: Stopwatch) -> None:
    """All nine exports, one after the other (lap `FORMAT/QUALITY` each) and at once (lap `together`)."""
    source, folder = Path(order["source"]), Path(order["folder"])
    master = probe(source)
    specs = [
        export_spec(form, quality, AspectRatio.WIDE, (master.width, master.height))
        for form in ExportFormat
        for quality in ExportQuality
    ]

    def alone() -> None:
        for spec in specs:
            with watch.lap(f"{spec.format}/{spec.quality}"):
                _product(source, spec, folder / f"alone.{spec.format}")

    def together() -> None:
        with watch.lap("together"):
            for family in FAMILIES:
                _batch(source, [spec for spec in specs if spec.format in family], folder)

    # Whoever comes second finds warm caches, so they take turns in coming first.
    for made in (alone, together) if order["round"] % 2 else (together, alone):
        made()


def _batch(source: Path, specs: list[ExportSpec], folder: Path) -> None:
    batch = ExportBatch(
        source=source,
        folder=folder,
        ffmpeg=found_ffmpeg(),
        cancellation=Cancellation(),
        on_progress=lambda _: None,
        on_made=lambda _spec, _path, _facts: None,
    )
    batch.make(specs, twins={})


def _product(source: Path, spec: ExportSpec, out: Path) -> None:
    transcode(
        source,
        out,
        spec,
        ffmpeg=found_ffmpeg(),
        cancellation=Cancellation(),
        on_progress=lambda _: None,
    )


def _bare(source: Path, spec: ExportSpec, out: Path) -> None:
    arguments = export_command(source, out, spec, probe(source))
    program = str(found_ffmpeg().executable)
    subprocess.run([program, "-loglevel", "error", "-nostdin", "-y", *arguments], check=True)
