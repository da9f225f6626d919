"""How soon a person sees the first second of a film that is being rendered, on a real server."""

import io
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import av

from bench.processes import WorkFailed
from bench.rows import Row
from bench.scale import Scale
from bench.server import Server, product
from core.terms import FRAMES_PER_SECOND

_PATIENCE_SECONDS: Final = 120.0
_LOOK_SECONDS: Final = 0.02


@dataclass(frozen=True)
class Wait:
    """Seconds from the last picture, and from pressing render, to a second of film that can be played."""

    from_picture: float
    from_press: float


def preview_rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """Films with new pictures each time, so that nothing of them was encoded before."""
    with product(folder) as server:
        waits = [_first_second(server, scale) for _ in range(scale.rounds)]
    from_picture = sorted(wait.from_picture for wait in waits)
    yield Row(
        work="last picture of a storyboard to first second of film that can be played",
        goal="3 s",
        measured=f"{median(from_picture):.2f} s",
        ok=median(from_picture) <= 3,
        beside=f"from pressing render {median(wait.from_press for wait in waits):.2f} s; "
        f"slowest of {len(waits)}: {from_picture[-1]:.2f} s",
    )


def _first_second(server: Server, scale: Scale) -> Wait:
    job = server.storyboard(scene_count=scale.scenes, duration=scale.scenes * scale.scene_seconds)
    drawn = time.perf_counter()
    server.call("POST", f"/jobs/{job}/approve")
    pressed = time.perf_counter()
    server.call("POST", f"/jobs/{job}/render")
    film = _preview(server, job)
    seen = time.perf_counter()
    server.call("POST", f"/jobs/{job}/cancel")
    with av.open(io.BytesIO(film), "r") as opened:
        if len(list(opened.decode(video=0))) < FRAMES_PER_SECOND:
            raise WorkFailed("The preview is shorter than a second.")
    return Wait(from_picture=seen - drawn, from_press=seen - pressed)


def _preview(server: Server, job: int) -> bytes:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (path := (found := server.call("GET", f"/jobs/{job}"))["preview_url"]) is None:
        if found["status"] != "rendering" or time.monotonic() > deadline:
            raise WorkFailed(f"Job {job} is {found['status']} and shows no preview: {found}")
        time.sleep(_LOOK_SECONDS)
    with urllib.request.urlopen(server.address + path, timeout=30) as answer:  # noqa: S310  Our own address.
        content: bytes = answer.read()
    return content
