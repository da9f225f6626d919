"""Whatever goes away for a while: the error is clear, /health names it, the service comes back, nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.studio import Studio
from core.workshop import Workshop
from db.engine import Database
from db.migrate import migrate
from tests.core.waiting import until
from tests.rest import OWNER, Caller, another_server, calling, own_picture
from tests.studio_fakes import ProgrammableArtist

BODY = {"prompt": "A hero in the rain", "duration": 5, "scene_count": 1}


@contextmanager
def blocked(folder: Path) -> Iterator[None]:
    """Nothing can be read or written where the folder was; a permission would not stop root."""
    away = folder.with_name(f"{folder.name}.away")
    folder.rename(away)
    folder.write_text("a file where a folder should be")
    try:
        yield
    finally:
        folder.unlink()
        away.rename(folder)


def waits(caplog: pytest.LogCaptureFixture, task: str) -> bool:
    """Whether a piece of work of this kind said that it waits."""
    lines = [record.getMessage() for record in caplog.records]
    return any(line.startswith(f"{task} ") and "waits for the store" in line for line in lines)


def missing(caller: Caller) -> list[str]:
    """What /health says does not answer."""
    return [check["name"] for check in caller.http.get("/health").json()["checks"] if not check["ok"]]


def test_a_store_that_is_away_is_waited_for(
    shop: Workshop,
    caller: Caller,
    artist: ProgrammableArtist,
    still_board: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A picture that cannot be stored is stored when the store is back, ordered once, and callers are told."""
    with artist.closed():
        job_id = caller.generate(scene_count=1)["job_id"]
        until(lambda: bool(caller.job(job_id)["storyboard"]))
        with blocked(shop.settings.media_folder):
            refused = caller.post(still_board, "scenes/1/picture", method="PUT", files=own_picture(2))
            assert missing(caller) == ["store"]
            artist._open.set()
            until(lambda: waits(caplog, "picture"))
    done = caller.wait(job_id, "storyboard_ready")

    assert (refused.status_code, refused.json()["code"]) == (503, "store")
    assert refused.json()["hint"]
    assert caller.http.get(done["storyboard"][0]["image_url"]).status_code == 200
    assert len({order.seed for order in artist.orders}) == len(artist.orders)
    assert missing(caller) == []


def test_a_database_that_is_locked_is_told_and_comes_back(shop: Workshop, token: str) -> None:
    """While somebody holds the lock, writing is 503 and changes nothing, and reading goes on."""
    hasty = Database(shop.database.url, patience_ms=20)
    body = {**BODY, "prompt": "A locksmith in the rain"}
    with another_server(shop, {}, database=hasty) as address, calling(address, token) as caller:
        caller.http.get("/api/v2/jobs")
        with shop.database.writing() as held:
            held.connection()
            refused = caller.http.post("/api/v2/generate", json=body)
            read = caller.http.get("/api/v2/jobs?limit=1")
        none = caller.http.get("/api/v2/jobs?q=locksmith").json()

        def taken() -> bool:
            """The engine's own writers may be in the way of somebody who waits for a fiftieth of a second only."""
            answer = caller.http.post("/api/v2/generate", json=body)
            assert answer.status_code in (200, 503), answer.text
            return answer.status_code == 200

        until(taken)
        one = caller.http.get("/api/v2/jobs?q=locksmith").json()
    hasty.close()

    assert (refused.status_code, refused.json()["code"]) == (503, "store")
    assert refused.json()["detail"] == "The database is busy."
    assert read.status_code == 200
    assert (len(none), len(one)) == (0, 1)


def test_a_database_that_is_gone_is_named_and_comes_back(shop: Workshop, tmp_path: Path) -> None:
    """Without its file every call is 503 and /health names the database; with it all is as it was."""
    folder = tmp_path / "disk"
    folder.mkdir()
    database = Database(f"sqlite:///{folder}/storyreel.db")
    migrate(database)
    token = Studio(replace(shop, database=database)).create_token(name="x", owner=OWNER).secret
    with another_server(shop, {}, database=database) as address, calling(address, token) as caller:
        assert caller.http.get("/api/v2/jobs").json() == []
        database.close()
        with blocked(folder):
            refused = caller.http.get("/api/v2/jobs")
            named = missing(caller)
        again = caller.http.get("/api/v2/jobs")
        well = missing(caller)
    database.close()

    assert (refused.status_code, refused.json()["code"]) == (503, "store")
    assert refused.json()["detail"] == "The database does not answer."
    assert str(tmp_path) not in refused.text
    assert (named, again.status_code, well) == (["database"], 200, [])


def test_a_data_folder_that_is_gone_is_named(shop: Workshop, tmp_path: Path) -> None:
    """A disk that was taken away is one failed check, not an error of the check itself."""
    with another_server(shop, {"data_dir": tmp_path / "gone"}) as address, calling(address, None) as anyone:
        answer = anyone.http.get("/health")

    assert answer.status_code == 503
    assert "disk" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text


def test_a_film_that_cannot_be_kept_is_rendered_when_there_is_room_again(
    shop: Workshop, caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """A render that meets a store which is away waits for it, and one approval is enough."""
    job_id = caller.board(aspect_ratio="1:1", motion="still", scene_count=1)
    with blocked(shop.settings.media_folder):
        for step in ("approve", "render"):
            assert caller.post(job_id, step).status_code == 200
        until(lambda: waits(caplog, "render"))
        assert caller.job(job_id)["status"] == "rendering"
    caller.wait(job_id, "completed")

    assert caller.http.get(f"/api/v2/jobs/{job_id}/video").status_code == 200
