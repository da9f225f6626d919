"""The walk of a person over several machines: one process serves, another works, rows and files lie on servers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.bootstrap import media_store
from core.media.probe import probe
from core.settings import Settings
from tests.core.waiting import until
from tests.e2e.running import RunningApp
from tests.programs import ROOT
from tests.rest import Caller, calling
from tests.servers.place import Place


@pytest.fixture
def web(tmp_path: Path, shared: Place) -> Iterator[RunningApp]:
    """A process that serves and never works, with a worker beside it that has a disk of its own."""
    # A film of full size, so that a render lasts long enough to be stopped.
    settings = {"STORYREEL_WORKS_HERE": "false", "STORYREEL_FILM_LINES": "1080"}
    environment = {**shared.environment, **settings}
    web = RunningApp(tmp_path / "web", settings=environment, program="tests.e2e.launched")
    web.start()
    with (tmp_path / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "core", "worker"],
            cwd=ROOT,
            env={**web.environment, "STORYREEL_DATA_DIR": str(tmp_path / "worker")},
            stdout=log,
            stderr=log,
        )
    try:
        yield web
    finally:
        web.stop()
        worker.terminate()
        worker.wait(timeout=30)


@pytest.mark.slow
def test_a_film_goes_its_way_over_several_machines(web: RunningApp, shared: Place, tmp_path: Path) -> None:
    """Storyboard, refining, order, cancelling, film, export, ranges and deletion, with nothing on the serving machine's disk."""
    settings = Settings(data_dir=tmp_path / "look", _env_file=None, **shared.settings)
    store = media_store(settings)
    with calling(web.address, web.token()) as caller:
        job_id = caller.board(aspect_ratio="1:1", duration=12)
        refined = caller.post(
            job_id, "refine", json={"scene_number": 2, "new_image_prompt": "A red boat at sea"}
        )
        assert refined.status_code == 200, refined.text
        assert caller.post(job_id, "reorder", json={"scene_order": [2, 1, 3]}).status_code == 200
        stopped_halfway(caller, job_id, tmp_path / "worker")
        assert caller.post(job_id, "render").status_code == 200
        caller.wait(job_id, "completed")
        whole = downloaded(caller, job_id)
        exported = caller.http.get(
            f"/api/v2/jobs/{job_id}/export", params={"format": "mp4", "quality": "low"}
        )
        assert (exported.status_code, exported.headers["content-type"]) == (200, "video/mp4")
        assert caller.job(job_id)["download_count"] == 3
        kept = {key.split("/")[2] for key in store.list_prefix(f"jobs/{job_id}")}
        assert kept == {"takes", "films", "exports"}
        film = tmp_path / "whole.mp4"
        film.write_bytes(whole)
        assert (probe(film).width, probe(film).height) == (1080, 1080)
        assert list((tmp_path / "web" / "data").rglob("*.mp4")) == []
        assert caller.http.delete(f"/api/v2/jobs/{job_id}").status_code in (200, 204)
    assert store.list_prefix(f"jobs/{job_id}") == []


def stopped_halfway(caller: Caller, job_id: int, worker: Path) -> None:
    """A render that the serving process cancels ends in the working one too, and leaves nothing half encoded."""
    for step in ("approve", "render"):
        assert caller.post(job_id, step).status_code == 200
    until(lambda: half_encoded(worker) != [])
    assert caller.post(job_id, "cancel").json()["status"] == "canceled"
    until(lambda: half_encoded(worker) == [])
    assert caller.job(job_id)["status"] == "canceled"


def half_encoded(worker: Path) -> list[Path]:
    """The segments that are being written."""
    return list((worker / "cache" / "segments").glob("*/*.draft"))


def downloaded(caller: Caller, job_id: int) -> bytes:
    """The film, read as a whole, by ranges, and asked for in ways that are refused."""
    path = f"/api/v2/jobs/{job_id}/video"

    def ranged(wanted: str) -> httpx.Response:
        return caller.http.get(path, headers={"Range": wanted})

    answer = caller.http.get(path)
    assert answer.status_code == 200
    whole = answer.content
    assert int(answer.headers["content-length"]) == len(whole)
    some, last = ranged("bytes=0-99"), ranged("bytes=-7")
    assert (some.status_code, some.content) == (206, whole[:100])
    assert (last.status_code, last.content) == (206, whole[-7:])
    assert last.headers["content-range"] == f"bytes {len(whole) - 7}-{len(whole) - 1}/{len(whole)}"
    assert whole[10:20] in ranged("bytes=10-19,30-39").content
    assert ranged(f"bytes={len(whole)}-").status_code == 416
    assert caller.http.head(path).headers["content-length"] == str(len(whole))
    known = caller.http.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert known.status_code == 304
    return whole
