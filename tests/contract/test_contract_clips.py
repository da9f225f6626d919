"""The contract on clips: a scene brought to life, its file, and every refusal."""

import pytest

from core.workshop import Workshop
from tests.rest import Caller, another_server, calling
from tests.studio_fakes import ProgrammableAnimator


def test_a_scene_is_brought_to_life(caller: Caller, anyone: Caller) -> None:
    """The answer comes with the clip in place; it is an edit, counts no refinement, and its file has ranges."""
    board = caller.board()
    before = caller.post(board, "approve").json()
    assert (before["storyboard"][0]["clip"], before["storyboard"][0]["clip_price"]) == (None, 0.0)

    answer = caller.post(board, "scenes/1/clip")

    job = answer.json()
    entry = job["storyboard"][0]
    assert answer.status_code == 200, answer.text
    assert (entry["scene"]["motion"], entry["generation_status"]) == ("clip", "completed")
    assert (job["approved"], job["refinement_count"], job["revision"]) == (False, 0, before["revision"] + 1)
    assert job["estimated_cost"] == pytest.approx(before["estimated_cost"] + 0.05)
    assert (entry["clip"]["duration"], entry["clip"]["width"], entry["clip"]["cost"]) == (1.5, 208, 0.0)
    file = anyone.http.get(entry["clip"]["url"], headers={"Range": "bytes=4-7"})
    assert (file.status_code, file.content, file.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert caller.job(board)["download_count"] == 0


def test_a_clip_is_left_and_played_again_for_free(caller: Caller) -> None:
    """Another motion and back is an edit like any other; without a clip it is refused with the way to one."""
    board = caller.board()
    refused = caller.post(board, "scenes/1", method="PATCH", json={"motion": "clip"})
    assert (refused.status_code, refused.json()["code"]) == (400, "wrong_step")
    caller.post(board, "scenes/1/clip")

    for motion in ("left", "clip"):
        job = caller.post(board, "scenes/1", method="PATCH", json={"motion": motion}).json()
        assert job["storyboard"][0]["scene"]["motion"] == motion
        assert job["storyboard"][0]["clip"] is not None
    assert caller.post(board, "undo").json()["storyboard"][0]["scene"]["motion"] == "left"


def test_a_film_is_asked_for_with_clips(caller: Caller) -> None:
    """`motion` of the request may be `clip`: the estimate and the first storyboard have them."""
    asked = {"prompt": "A hero discovers a hidden treasure", "duration": 5, "scene_count": 3}
    plain = caller.http.post("/api/v2/estimate", json=asked).json()
    moving = caller.http.post("/api/v2/estimate", json={**asked, "motion": "clip"}).json()

    job = caller.job(caller.board(motion="clip"))

    assert moving["estimated_cost"] == pytest.approx(plain["estimated_cost"] + 0.15)
    assert job["estimated_cost"] == moving["estimated_cost"]
    assert [entry["scene"]["motion"] for entry in job["storyboard"]] == ["clip"] * 3


def test_a_clip_that_fails_says_why(caller: Caller) -> None:
    """The cause is in the answer and on the scene, and the scene is as it was."""
    board = caller.board()
    caller.post(board, "refine", json={"scene_number": 1, "new_description": "Something forbidden here"})
    before = caller.job(board)

    answer = caller.post(board, "scenes/1/clip")

    cause = "The service refused to animate the picture."
    after = caller.job(board)
    assert (answer.status_code, answer.json()["code"]) == (500, "clip_failed")
    assert answer.json()["detail"] == f"Failed to bring the scene to life: {cause}"
    assert (after["storyboard"][0]["error"], after["revision"]) == (cause, before["revision"])
    assert after["storyboard"][0]["generation_status"] == "completed"


def test_clips_that_cannot_be_ordered_are_refused(
    shop: Workshop,
    caller: Caller,
    still_board: int,
    animator: ProgrammableAnimator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unknown scene, a cap, and a server where nobody makes clips each have their status."""
    monkeypatch.setattr(animator, "price", 10_000)
    assert caller.post(still_board, "scenes/9/clip").status_code == 400
    assert caller.post(987_654_321, "scenes/1/clip").status_code == 404
    token = caller.http.headers["Authorization"].removeprefix("Bearer ")
    with another_server(shop, {"cap_per_job": 0.01}) as address, calling(address, token) as capped:
        answer = capped.post(still_board, "scenes/1/clip")
        assert (answer.status_code, answer.json()["code"]) == (402, "budget_exceeded")
    with another_server(shop, {}, animators={}) as address, calling(address, token) as without:
        answer = without.post(still_board, "scenes/1/clip")
        assert (answer.status_code, answer.json()["code"]) == (503, "configuration")
        assert without.job(still_board)["storyboard"][0]["clip_price"] is None
    assert caller.http.get(f"/data/clips/{still_board}/987654321.mp4").status_code == 404
