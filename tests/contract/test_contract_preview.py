"""The contract on the film's beginning while it is rendered: private as the job, in ranges, never counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.preview import Showing
from core.workshop import Workshop
from db.models import JobStatus, Render, WorkStatus
from db.queries import films, jobs
from tests.rest import Caller, another_server, calling

CONTENT = bytes(range(256)) * 8


@pytest.fixture
def showing(caller: Caller, shop: Workshop, tmp_path: Path) -> Iterator[Showing]:
    """A film that is being rendered by nobody, of which a second and a half can be seen."""
    job_id = caller.board()
    with shop.writing() as session:
        jobs.change(session, job_id, status=JobStatus.RENDERING)
        render = films.add_render(session, Render(job_id=job_id, revision=1, status=WorkStatus.GENERATING))
    showing = Showing(shop, render)
    for frames, content in ((30, CONTENT[:1000]), (45, CONTENT)):
        (tmp_path / "beginning.mp4").write_bytes(content)
        showing.show(tmp_path / "beginning.mp4", frames)
    yield showing
    caller.post(job_id, "cancel")


def test_a_film_is_seen_while_it_is_rendered(showing: Showing, caller: Caller, anyone: Caller) -> None:
    """The job names the address; it is served whole and in ranges, never counted, and gone when the render ends."""
    job_id = showing.render.job_id
    job = caller.job(job_id)
    assert (job["preview_url"], job["preview_duration"]) == (f"/data/videos/{job_id}/preview.mp4?v=45", 1.5)

    whole = anyone.http.get(job["preview_url"])
    part = anyone.http.get(job["preview_url"], headers={"Range": "bytes=100-199"})
    same = anyone.http.get(job["preview_url"], headers={"If-None-Match": whole.headers["etag"]})
    shorter = anyone.http.get(f"/data/videos/{job_id}/preview.mp4", params={"v": 30})
    longest = anyone.http.get(f"/data/videos/{job_id}/preview.mp4")

    assert (whole.status_code, whole.headers["content-type"], whole.content) == (200, "video/mp4", CONTENT)
    assert whole.headers["cache-control"] == "private, no-cache"
    assert (part.status_code, part.content) == (206, CONTENT[100:200])
    assert same.status_code == 304
    assert (shorter.content, longest.content) == (CONTENT[:1000], CONTENT)
    assert shorter.headers["etag"] != longest.headers["etag"] == whole.headers["etag"]
    assert anyone.http.head(job["preview_url"]).headers["content-length"] == str(len(CONTENT))
    assert caller.job(job_id)["download_count"] == 0

    caller.post(job_id, "cancel")
    showing.end()

    gone = anyone.http.get(job["preview_url"])
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert (caller.job(job_id)["preview_url"], caller.job(job_id)["preview_duration"]) == (None, None)


def test_there_is_no_preview_of_anything_else(anyone: Caller, still_board: int) -> None:
    """A job that is not being rendered, and a job that does not exist, have none; a length is a number of frames."""
    assert anyone.http.get(f"/data/videos/{still_board}/preview.mp4").status_code == 404
    assert anyone.http.get("/data/videos/999999/preview.mp4").status_code == 404
    assert anyone.http.get(f"/data/videos/{still_board}/preview.mp4", params={"v": 0}).status_code == 422


def test_where_reads_are_closed_a_preview_is_too(showing: Showing, shop: Workshop, token: str) -> None:
    """Without the owner's token, or an address with its pass, nothing is seen."""
    path = f"/data/videos/{showing.render.job_id}/preview.mp4"
    with another_server(shop, {"public_reads": False}) as address:
        with calling(address, None) as anyone:
            refused = anyone.http.get(path)
        with calling(address, token) as owner:
            served = owner.http.get(path)

    assert (refused.status_code, served.status_code) == (401, 200)
