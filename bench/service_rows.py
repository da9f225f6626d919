"""The artists: how long the built-in one draws, and how soon a storyboard of a paid service is ready."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from bench.contact_sheet import PROMPTS
from bench.rows import Row
from bench.scale import Scale
from bench.server import PROMPT, Server, free_port, product, running
from core.cancellation import Cancellation
from core.providers.base import PictureBrief
from core.providers.sketch.artist import SketchArtist
from core.terms import AspectRatio

PICTURES: Final = 6
PICTURE_MS: Final = 3000
_TOKEN: Final = "r8_bench"  # noqa: S105  The stand-in takes whatever it was started with.


def artist_rows(_scale: Scale, _folder: Path) -> Iterator[Row]:
    """The built-in artist, one picture after the other."""
    artist = SketchArtist()
    _draw(artist, PROMPTS[0])
    seconds = sorted(_draw(artist, prompt) for prompt in PROMPTS)
    width, height = AspectRatio.WIDE.picture_size
    yield Row(
        work=f"the built-in artist draws a picture of {width} x {height}",
        goal="under 0.3 s CPU",
        measured=f"{median(seconds):.2f} s CPU",
        ok=median(seconds) < 0.3,
        beside=f"{len(seconds)} pictures, slowest {seconds[-1]:.2f} s",
    )


def _draw(artist: SketchArtist, prompt: str) -> float:
    ratio = AspectRatio.WIDE
    brief = PictureBrief(
        prompt=prompt, style="cinematic", aspect_ratio=ratio, size=ratio.picture_size, seed=7, job_seed=7
    )
    started = time.process_time()
    artist.collect(artist.submit(brief), brief, Cancellation())
    return time.process_time() - started


def service_rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """Six pictures of three seconds each, all at once, by the service's stand-in on this machine."""
    port = free_port()
    words = [
        "-m",
        "tests.fake_replicate",
        "--port",
        str(port),
        "--token",
        _TOKEN,
        "--latency-ms",
        str(PICTURE_MS),
    ]
    address = f"http://127.0.0.1:{port}"
    settings = {
        "REPLICATE_API_TOKEN": _TOKEN,
        "REPLICATE_BASE_URL": address,
        # The goal speaks of pictures; planning by the service would be one more wait of three seconds.
        "STORYREEL_PLANNING_PROVIDER": "sketch",
    }
    with running(words, f"{address}/_fake/ledger", {}), product(folder, **settings) as server:
        seconds = sorted(_storyboard(server) for _ in range(scale.rounds))
    yield Row(
        work=f"{PICTURES} pictures of {PICTURE_MS / 1000:g} s each by the paid service: storyboard ready",
        goal="within 4.5 s",
        measured=f"{median(seconds):.2f} s",
        ok=median(seconds) <= 4.5,
        beside=f"slowest of {len(seconds)}: {seconds[-1]:.2f} s; planned by the built-in planner",
    )


def _storyboard(server: Server) -> float:
    started = time.perf_counter()
    job = int(
        server.call("POST", "/generate", {"prompt": PROMPT, "scene_count": PICTURES, "duration": 30})[
            "job_id"
        ]
    )
    server.wait_for(job, "storyboard_ready")
    return time.perf_counter() - started
