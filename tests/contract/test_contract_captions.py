"""The contract on captions: asked for with the job, changed as a free edit, warned of, and read as a file."""

from typing import Any

import pytest

from tests.rest import Caller


def test_captions_and_title_come_with_the_request(caller: Caller) -> None:
    """`generate` takes both; without them a film has neither."""
    plain, asked = caller.generate(), caller.generate(captions="track", title_card=True)

    assert (plain["captions"], plain["title_card"], plain["caption_warnings"]) == ("off", False, [])
    assert (asked["captions"], asked["title_card"]) == ("track", True)


def test_they_change_as_a_free_edit(caller: Caller) -> None:
    """The revision rises, the approval goes, nothing is counted or estimated, and undo leads back."""
    board = caller.board()
    before = caller.job(board)
    caller.post(board, "approve")

    answer = caller.http.patch(f"/api/v2/jobs/{board}", json={"captions": "burned", "title_card": True})

    job = answer.json()
    assert answer.status_code == 200
    assert (job["captions"], job["title_card"], job["approved"]) == ("burned", True, False)
    assert (job["revision"], job["estimated_cost"]) == (before["revision"] + 1, before["estimated_cost"])
    assert caller.post(board, "undo").json()["captions"] == "off"


def test_a_film_is_named_otherwise(caller: Caller) -> None:
    """Without a title over the opening its approval stays; with one it is another film."""
    board = caller.board()
    caller.post(board, "approve")

    job = caller.http.patch(f"/api/v2/jobs/{board}", json={"title": "Lanterns <&> rain"}).json()
    assert (job["title"], job["approved"]) == ("Lanterns <&> rain", True)
    job = caller.http.patch(f"/api/v2/jobs/{board}", json={"title": "Rain", "title_card": True}).json()
    assert (job["title"], job["approved"]) == ("Rain", False)
    assert caller.post(board, "undo").json()["title"] == "Rain"


def test_an_edit_of_an_old_revision_is_refused(caller: Caller) -> None:
    """`If-Match` with the ETag of another revision is 409, like that of any edit."""
    board = caller.board()
    etag = caller.http.get(f"/api/v2/jobs/{board}").headers["etag"]
    caller.http.patch(f"/api/v2/jobs/{board}", json={"captions": "track"})

    answer = caller.http.patch(
        f"/api/v2/jobs/{board}", json={"captions": "burned"}, headers={"If-Match": etag}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"captions": "loud"}, 422),
        ({"title_card": "perhaps"}, 422),
        ({"subtitles": "track"}, 422),
        ({"title": "x" * 121}, 422),
        ({"title": " "}, 400),
        ({}, 400),
        ({"captions": None}, 400),
    ],
)
def test_other_values_are_refused(
    body: dict[str, Any], status: int, caller: Caller, still_board: int
) -> None:
    """Unknown values and names are 422, nothing to change is 400; the job stays as it is."""
    before = caller.job(still_board)

    assert caller.http.patch(f"/api/v2/jobs/{still_board}", json=body).status_code == status
    assert caller.job(still_board) == before


def test_a_caption_that_does_not_fit_is_told_before_the_approval(caller: Caller) -> None:
    """The job names the scene, the reason and a way out."""
    board = caller.board(captions="burned")
    words = {"scene_number": 2, "new_description": "far too many words " * 50}
    caller.post(board, "refine", json=words)

    (warned,) = caller.job(board)["caption_warnings"]

    assert set(warned) == {"scene_number", "message", "hint"}
    assert (warned["scene_number"], "too long" in warned["message"]) == (2, True)


def test_anybody_reads_the_captions_as_a_file(anyone: Caller, still_board: int) -> None:
    """They are WebVTT, as public as the video; a job that is not there has none."""
    answer = anyone.http.get(f"/api/v2/jobs/{still_board}/captions.vtt")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/vtt; charset=utf-8")
    assert answer.text.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert answer.text.count("-->") == 3
    assert anyone.http.get("/api/v2/jobs/999999/captions.vtt").status_code == 404
