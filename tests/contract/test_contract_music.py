"""The contract on music: put in, shown, listened to in ranges, private like its job, taken out."""

from typing import Any

import httpx
import pytest

from core.workshop import Workshop
from tests.rest import Caller, another_server, calling
from tests.sounds import tone, wav

SONG = wav(tone(440, 1))
FORM = {"music": ("Für Elise <1>.mp3", SONG, "text/plain")}


def _put(caller: Caller, job_id: int, **sent: Any) -> httpx.Response:
    return caller.post(job_id, "music", method="PUT", **(sent or {"files": FORM}))


def test_music_is_put_in_listened_to_and_taken_out(caller: Caller, anyone: Caller) -> None:
    """The job names it as its sender did; the file is served as it came, in ranges, and never counted."""
    board = caller.board()
    assert caller.job(board)["music"] is None

    answer = _put(caller, board)

    assert answer.status_code == 200, answer.text
    music = answer.json()["music"]
    assert (music["name"], music["duration"]) == ("Für Elise <1>.mp3", 1.0)
    path = httpx.URL(music["url"]).path
    whole = anyone.http.get(path)
    assert (whole.content, whole.headers["content-type"]) == (SONG, "audio/wav")
    part = anyone.http.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, SONG[10:20])
    assert anyone.http.head(path).headers["content-length"] == str(len(SONG))
    assert anyone.http.get(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert anyone.http.get(path.replace(".wav", ".exe")).status_code == 422
    assert caller.job(board)["download_count"] == 0

    gone = caller.post(board, "music", method="DELETE")
    assert (gone.status_code, gone.json()["music"]) == (200, None)
    assert caller.post(board, "music", method="DELETE").status_code == 404
    assert caller.post(board, "undo").json()["music"] == music


def test_music_is_an_edit_like_any_other(caller: Caller) -> None:
    """It raises the revision, takes the approval back, and is refused when the storyboard was changed meanwhile."""
    board = caller.board()
    before = caller.post(board, "approve").json()

    after = _put(caller, board).json()
    late = caller.http.put(f"/api/v2/jobs/{board}/music", files=FORM, params={"revision": before["revision"]})

    assert (after["revision"], after["approved"]) == (before["revision"] + 1, False)
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert caller.post(board, "history", method="GET").json()[0]["text"] == "Music: Für Elise <1>.mp3"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"files": {"music": ("a.mp3", b"#EXTM3U\nhttp://127.0.0.1/a.mp3\n", "audio/mpeg")}}, 415, "unsupported_media"),
        ({"files": {"music": ("a.mp3", b"", "audio/mpeg")}}, 415, "unsupported_media"),
        ({"files": {"music": ("a.wav", wav(tone(440, 0.1)), "audio/wav")}}, 400, "invalid_input"),
        ({"content": SONG, "headers": {"Content-Type": "audio/wav"}}, 415, "unsupported_media"),
        ({"content": b"", "headers": {"Content-Type": "multipart/form-data"}}, 400, "bad_request"),
        ({"files": {"note": (None, b"no file")}}, 400, "invalid_input"),
    ],
)  # fmt: skip
def test_what_is_no_music_is_refused(
    sent: dict[str, Any], status: int, code: str, caller: Caller, still_board: int
) -> None:
    """The cause and the next step, and the job stays as it is."""
    answer = _put(caller, still_board, **sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["hint"]
    assert caller.job(still_board)["music"] is None


def test_music_that_is_too_large_is_refused(shop: Workshop, token: str, still_board: int) -> None:
    """Beyond the limit it is 413, by the file's size and by the body's."""
    with another_server(shop, {"max_upload_mb": 1}) as address, calling(address, token) as caller:
        for count in (1_000_001, 2_500_000):
            answer = _put(caller, still_board, files={"music": ("a.wav", b"x" * count, "audio/wav")})
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_music_is_as_private_as_its_job(caller: Caller, stranger: Caller, shop: Workshop, token: str) -> None:
    """Somebody else's job does not exist for an edit, and where reads need a token, music does too."""
    board = caller.board()
    path = httpx.URL(_put(caller, board).json()["music"]["url"]).path

    for method in ("PUT", "DELETE"):
        answer = stranger.post(board, "music", method=method, files=FORM if method == "PUT" else None)
        assert (answer.status_code, answer.json()["detail"]) == (404, f"Job {board} not found")
    with another_server(shop, {"public_reads": False}) as address:
        with calling(address, None) as anyone:
            assert anyone.http.get(path).status_code == 401
        with calling(address, token) as owner:
            assert owner.http.get(path).status_code == 200
