"""A bucket that goes away in the worst moments: the error is clear, /health names it, work waits, nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.bootstrap import media_store
from core.workshop import Workshop
from tests.core.waiting import until
from tests.outward.test_trouble import missing, waits
from tests.rest import Caller, own_picture
from tests.servers.bucket import Bucket
from tests.servers.doorway import Doorway
from tests.studio_fakes import ProgrammableArtist


@pytest.fixture
def door(
    shop: Workshop, still_board: int, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Doorway]:
    """The way to the bucket in which the session's Studio keeps its files while the test runs."""
    with Doorway(bucket.address) as door:
        changes = {**bucket.settings(tmp_path.name), "s3_endpoint": door.address, "data_dir": tmp_path}
        remote = media_store(shop.settings.model_copy(update=changes))
        # The engine has one workshop a process, so this part of it is exchanged in its place.
        monkeypatch.setitem(vars(shop), "store", remote)
        yield door


def test_a_bucket_that_goes_while_something_is_stored_is_waited_for(
    door: Doorway,
    caller: Caller,
    artist: ProgrammableArtist,
    still_board: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither a picture nor a film is lost that was on its way into it, and neither is ordered a second time."""
    orders = len(artist.orders)
    door.shut_before(b"PUT ")
    job_id = caller.generate(scene_count=1, aspect_ratio="1:1", motion="still")["job_id"]
    until(lambda: waits(caplog, "picture"))
    with ThreadPoolExecutor() as threads:
        named = threads.submit(missing, caller)
        refused = caller.post(still_board, "scenes/1/picture", method="PUT", files=own_picture(2))
    door.open()
    picture = caller.wait(job_id, "storyboard_ready")["storyboard"][0]["image_url"]

    door.shut_before(b"PUT ")
    for step in ("approve", "render"):
        assert caller.post(job_id, step).status_code == 200
    until(lambda: waits(caplog, "render"))
    assert caller.job(job_id)["status"] == "rendering"
    door.open()
    caller.wait(job_id, "completed")

    assert named.result() == ["store"]
    assert (refused.status_code, refused.json()["code"]) == (503, "store")
    assert refused.json()["detail"] == "The media store does not answer."
    assert refused.json()["hint"]
    assert len(artist.orders) == orders + 1
    for file in (picture, f"/api/v2/jobs/{job_id}/video"):
        assert caller.http.get(file).status_code == 200
    assert missing(caller) == []
