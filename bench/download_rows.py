"""A stored export over HTTP: how soon it begins, and how fast it flows beside the same file from a bare server."""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.rows import Row
from bench.scale import Scale
from bench.server import Server, free_port, product, running

# Five seconds of film would be over before a rate can be told; players skip a `free` box.
_PADDING_BYTES: Final = 200_000_000
_READ_BYTES: Final = 1 << 18
_DOWNLOADS: Final = 7


@dataclass(frozen=True)
class Download:
    """Seconds to the first byte of the content, and bytes a second over all of it."""

    first: float
    rate: float


def download_rows(_scale: Scale, folder: Path) -> Iterator[Row]:
    """Both rows about downloads."""
    with product(folder) as server:
        path = f"/api/v2/jobs/{_exported(server)}/export?format=mp4&quality=high"
        headers = {"Authorization": f"Bearer {server.token}"}
        file = next((folder / "media").glob("jobs/*/exports/*.mp4"))
        _pad(file)
        port = free_port()
        bare = ["-m", "uvicorn", "bench.bare_server:app", "--port", str(port), "--log-level", "error"]
        with running(bare, f"http://127.0.0.1:{port}/none", {"BENCH_FILE": str(file)}):
            pairs = [
                (_download(server.port, path, headers), _download(port, "/", {})) for _ in range(_DOWNLOADS)
            ]
    yield _first_byte([ours for ours, _ in pairs])
    yield _throughput(pairs, file.stat().st_size)


def _exported(server: Server) -> int:
    job = server.storyboard(scene_count=2, duration=5, aspect_ratio="1:1")
    server.call("POST", f"/jobs/{job}/approve")
    server.call("POST", f"/jobs/{job}/render")
    server.wait_for(job, "completed")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request(
        "GET",
        f"/api/v2/jobs/{job}/export?format=mp4&quality=high",
        headers={"Authorization": f"Bearer {server.token}"},
    )
    connection.getresponse().read()
    connection.close()
    return job


def _pad(file: Path) -> None:
    size = file.stat().st_size
    with file.open("ab") as film:
        film.write(_PADDING_BYTES.to_bytes(4, "big") + b"free")
        film.truncate(size + _PADDING_BYTES)


def _download(port: int, path: str, headers: dict[str, str]) -> Download:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    buffer = bytearray(_READ_BYTES)
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - started
    while count := answer.readinto(buffer):
        size += count
    rate = size / (time.perf_counter() - started)
    connection.close()
    if answer.status != 200 or size < _PADDING_BYTES:
        raise ConnectionError(f"{path} answered {answer.status} with {size} bytes.")
    return Download(first, rate)


def _first_byte(ours: list[Download]) -> Row:
    firsts = sorted(one.first for one in ours)
    return Row(
        work="a stored export: first byte",
        goal="within 10 ms",
        measured=f"{median(firsts) * 1000:.1f} ms",
        ok=median(firsts) <= 0.010,
        beside=f"{len(firsts)} downloads, slowest {firsts[-1] * 1000:.1f} ms",
    )


def _throughput(pairs: list[tuple[Download, Download]], size: int) -> Row:
    share = median(ours.rate / bare.rate for ours, bare in pairs)
    rates = [median(one.rate for one in side) / 1e6 for side in zip(*pairs, strict=True)]
    return Row(
        work="a stored export: throughput against bare uvicorn",
        goal="at least 0.8 of it",
        measured=f"{share:.2f} of it",
        ok=share >= 0.8,
        beside=f"{rates[0]:.0f} MB/s and {rates[1]:.0f} MB/s over {size / 1e6:.0f} MB",
    )
