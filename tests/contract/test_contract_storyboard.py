"""The contract on storyboards: order, undo, approval, retry, cancelling, trash and deleting."""

from typing import Any

import httpx
import pytest

from core.workshop import Workshop
from tests.core.waiting import until
from tests.rest import Caller
from tests.studio_fakes import ProgrammableArtist

TEMPLE = "Dramatic wide shot of ancient temple"
TREASURE = "The hero discovers a hidden treasure"
LIMIT = "Maximum refinement limit (5) reached for this job"


def _refine(caller: Caller, job_id: int, **query: Any) -> httpx.Response:
    return caller.post(job_id, "refine", params=query)


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


NEW = {
    "action": "add",
    "after": 1,
    "description": "A new scene between",
    "image_prompt": "A bridge over a river",
    "duration": 2,
}


@pytest.mark.parametrize("as_json", [False, True])
def test_scenes_are_put_into_another_order(as_json: bool, caller: Caller) -> None:
    """The scenes follow the order and are renumbered from 1; the approval is taken back."""
    board = caller.board()
    before = caller.job(board)
    caller.post(board, "approve")

    sent: dict[str, Any] = {"json" if as_json else "params": {"scene_order": [3, 1, 2]}}
    answer = caller.post(board, "reorder", **sent)

    after = answer.json()
    urls = [entry["image_url"] for entry in before["storyboard"]]
    assert answer.status_code == 200
    assert [entry["image_url"] for entry in after["storyboard"]] == [urls[2], urls[0], urls[1]]
    assert [entry["scene"]["scene_number"] for entry in after["storyboard"]] == [1, 2, 3]
    assert (after["approved"], after["refinement_count"]) == (False, 0)
    assert after["revision"] == before["revision"] + 1


def test_an_empty_order_is_refused(caller: Caller, still_board: int) -> None:
    """No order at all is 400 in the document's words, however it is not sent."""
    empty: list[dict[str, Any]] = [{}, {"json": {"scene_order": []}}, {"json": {}}]
    for sent in empty:
        assert _code(caller.post(still_board, "reorder", **sent)) == (400, "scene_order cannot be empty")


@pytest.mark.parametrize(
    "order", [[1], [1, 2], [1, 1, 2], [1, 2, 4], [0, 1, 2], [1, 2, 3, 4], [3, 2, -1], [1, 2, 10**30]]
)
def test_anything_but_a_permutation_is_refused(order: list[int], caller: Caller, still_board: int) -> None:
    """A wrong order is 400 in the document's words and changes nothing."""
    before = caller.job(still_board)

    answer = caller.post(still_board, "reorder", params={"scene_order": order})

    assert _code(answer) == (400, "Failed to reorder scenes. Check that all scene numbers are valid.")
    assert caller.job(still_board) == before


def test_an_order_of_words_is_no_order(caller: Caller, still_board: int) -> None:
    """What is no number is 422."""
    assert caller.post(still_board, "reorder", params={"scene_order": ["one"]}).status_code == 422


def test_edits_are_undone_one_by_one(caller: Caller) -> None:
    """Undo goes back edit by edit, and says when there is nothing left; counted refinements stay counted."""
    board = caller.board()
    first = caller.job(board)
    _refine(caller, board, scene_number=1, new_description=TREASURE)
    caller.post(board, "reorder", params={"scene_order": [2, 1, 3]})

    caller.post(board, "undo")
    back = caller.post(board, "undo").json()
    nothing = caller.post(board, "undo")

    def scenes(job: dict[str, Any]) -> list[dict[str, Any]]:
        return [entry["scene"] for entry in job["storyboard"]]

    assert scenes(back) == scenes(first)
    assert (back["refinement_count"], back["can_undo"]) == (1, False)
    assert back["revision"] == first["revision"] + 4
    assert _code(nothing) == (400, "There is nothing to undo.")


def test_the_history_tells_every_edit(caller: Caller) -> None:
    """The history of a job is in words, newest first, with the revision of each edit."""
    board = caller.board()
    caller.post(board, "reorder", params={"scene_order": [2, 1, 3]})

    found = caller.http.get(f"/api/v2/jobs/{board}/history").json()

    assert found[0].keys() == {"kind", "text", "revision", "created_at"}
    assert (found[0]["kind"], found[0]["text"], found[0]["revision"]) == ("reorder", "Order: 2, 1, 3", 2)
    assert [event["kind"] for event in found][-1] == "created"


def test_an_edit_of_an_old_revision_is_a_conflict(caller: Caller) -> None:
    """Who says what they were looking at is told when it changed since, and nothing is done."""
    board = caller.board()
    seen = caller.http.get(f"/api/v2/jobs/{board}")
    old = {"revision": seen.json()["revision"]}
    first = caller.post(board, "reorder", params={**old, "scene_order": [2, 1, 3]})

    by_query = caller.post(board, "reorder", params={**old, "scene_order": [3, 1, 2]})
    by_etag = caller.post(board, "undo", headers={"If-Match": seen.headers["etag"]})
    approval = caller.post(board, "approve", params=old)
    fresh = caller.post(board, "approve", headers={"If-Match": '"2"'})
    odd = caller.post(board, "undo", headers={"If-Match": "yesterday"})

    assert first.status_code == 200
    assert (by_query.status_code, by_etag.status_code, approval.status_code) == (409, 409, 409)
    assert (fresh.status_code, odd.status_code) == (200, 400)
    assert caller.job(board)["revision"] == 2


def test_only_a_ready_storyboard_is_approved(caller: Caller, film: int) -> None:
    """Approving at another step is 400 in the document's words."""
    answer = caller.post(film, "approve")

    assert _code(answer) == (400, "Cannot approve job in status 'completed'. Must be 'storyboard_ready'.")


def test_an_approval_keeps_the_status(caller: Caller) -> None:
    """Approving sets the flag and its time and nothing else; doing it again changes nothing."""
    board = caller.board()

    first, again = (caller.post(board, "approve").json() for _ in range(2))

    assert (first["approved"], first["status"]) == (True, "storyboard_ready")
    assert first["approved_at"] == again["approved_at"] is not None


def test_only_failed_scenes_are_drawn_again(caller: Caller, artist: ProgrammableArtist) -> None:
    """A retry draws what failed and nothing else, and says when there is nothing to retry."""
    board = caller.board()
    nothing = caller.post(board, "retry")
    caller.post(board, "scenes", json={**NEW, "image_prompt": "A bridge that is retried"})
    orders = len(artist.orders)

    retried = caller.post(board, "retry", params={"scene_number": 2})
    until(lambda: caller.job(board)["storyboard"][1]["generation_status"] == "completed")

    assert (nothing.status_code, nothing.json()["code"]) == (409, "conflict")
    assert retried.status_code == 200
    assert [order.prompt for order in artist.orders[orders:]] == ["A bridge that is retried"]
    assert caller.job(board)["refinement_count"] == 0


def test_work_is_cancelled_and_taken_up_again(caller: Caller, artist: ProgrammableArtist) -> None:
    """Cancelling stops the pictures; a retry continues; with nothing to cancel it is 409."""
    with artist.closed():
        job_id = caller.generate()["job_id"]
        until(lambda: caller.job(job_id)["status"] == "generating_storyboard")
        canceled = caller.post(job_id, "cancel")
    again = caller.post(job_id, "cancel")
    retried = caller.post(job_id, "retry")
    caller.wait(job_id, "storyboard_ready")

    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert retried.status_code == 200


def test_a_job_is_duplicated(caller: Caller) -> None:
    """A duplicate is a job of its own with the same storyboard, and costs nothing."""
    board = caller.board(prompt="A film that is made twice", aspect_ratio="1:1")

    copy = caller.post(board, "duplicate").json()

    assert copy["job_id"] != board
    assert (copy["prompt"], copy["parameters"]["aspect_ratio"]) == ("A film that is made twice", "1:1")
    assert (copy["status"], copy["actual_cost"]) == ("storyboard_ready", 0)
    told = [
        [entry["scene"]["description"] for entry in job["storyboard"]] for job in (copy, caller.job(board))
    ]
    assert told[0] == told[1]


def test_a_job_lies_in_the_trash_until_it_is_taken_back(caller: Caller) -> None:
    """A job in the trash is not found, and whole again when it is taken back."""
    board = caller.board()
    before = caller.job(board)["storyboard"]

    assert caller.post(board, "trash").status_code == 204
    assert caller.http.get(f"/api/v2/jobs/{board}").status_code == 404
    assert caller.post(board, "restore").json()["storyboard"] == before


def test_a_deleted_job_is_gone_with_its_files(caller: Caller, shop: Workshop) -> None:
    """Deleting takes rows, pictures and addresses away for good."""
    board = caller.board()
    url = caller.job(board)["storyboard"][0]["image_url"]

    deleted = caller.http.delete(f"/api/v2/jobs/{board}")

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert caller.http.get(f"/api/v2/jobs/{board}").status_code == 404
    assert caller.http.get(url).status_code == 404
    assert caller.http.delete(f"/api/v2/jobs/{board}").status_code == 404
    assert list(shop.settings.media_folder.glob(f"jobs/{board}/**/*.*")) == []


def test_a_job_is_deleted_in_the_middle_of_its_work(caller: Caller, artist: ProgrammableArtist) -> None:
    """Deleting stops what is being done."""
    with artist.closed():
        job_id = caller.generate()["job_id"]
        until(lambda: caller.job(job_id)["status"] == "generating_storyboard")
        assert caller.http.delete(f"/api/v2/jobs/{job_id}").status_code == 204

    assert caller.http.get(f"/api/v2/jobs/{job_id}").status_code == 404
