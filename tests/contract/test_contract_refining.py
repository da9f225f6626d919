"""The contract on refining: pictures and words, what is counted and charged, limits and failures."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api.app import create_api
from core.studio import Studio
from tests.core.waiting import until
from tests.rest import Caller, calling, serving
from tests.studio_fakes import ProgrammableArtist

TEMPLE = "Dramatic wide shot of ancient temple"
TREASURE = "The hero discovers a hidden treasure"
LIMIT = "Maximum refinement limit (5) reached for this job"


def _refine(caller: Caller, job_id: int, **query: Any) -> httpx.Response:
    return caller.post(job_id, "refine", params=query)


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


def test_refining_puts_a_new_picture_in_place(caller: Caller) -> None:
    """The answer holds the new picture already; it is counted, and two cents are added to the estimate."""
    board = caller.board()
    before = caller.job(board)
    caller.post(board, "approve")

    answer = _refine(caller, board, scene_number=2, new_image_prompt=TEMPLE)

    job, entry = answer.json(), answer.json()["storyboard"][1]
    assert answer.status_code == 200
    assert entry["scene"]["image_prompt"] == TEMPLE
    assert entry["scene"]["description"] == before["storyboard"][1]["scene"]["description"]
    assert entry["image_url"] != before["storyboard"][1]["image_url"]
    assert [take["chosen"] for take in entry["takes"]] == [False, True]
    assert (job["refinement_count"], job["refinements_remaining"]) == (1, 4)
    assert (job["estimated_cost"], job["status"], job["approved"]) == (0.11, "storyboard_ready", False)
    assert job["revision"] == before["revision"] + 1


def test_refining_a_description_is_counted_and_free(caller: Caller) -> None:
    """Words alone change at once, keep their picture and cost nothing, but count as a refinement."""
    board = caller.board()
    before = caller.job(board)

    job = _refine(caller, board, scene_number=3, new_description=TREASURE).json()

    assert job["storyboard"][2]["scene"]["description"] == TREASURE
    assert job["storyboard"][2]["image_url"] == before["storyboard"][2]["image_url"]
    assert (job["refinement_count"], job["estimated_cost"]) == (1, before["estimated_cost"])


def test_both_in_one_call_count_once(caller: Caller) -> None:
    """A picture prompt and a description together are one refinement."""
    job = _refine(
        caller, caller.board(), scene_number=1, new_image_prompt=TEMPLE, new_description="Opening scene"
    ).json()

    assert job["storyboard"][0]["scene"]["image_prompt"] == TEMPLE
    assert job["storyboard"][0]["scene"]["description"] == "Opening scene"
    assert (job["refinement_count"], job["estimated_cost"]) == (1, 0.11)


def test_refining_takes_a_json_body(caller: Caller) -> None:
    """What may stand in the query may stand in a JSON body, or be split between the two."""
    board = caller.board()
    whole = caller.post(board, "refine", json={"scene_number": 1, "new_description": TREASURE})
    split = caller.post(
        board, "refine", params={"scene_number": 2}, json={"scene_number": 1, "new_description": TREASURE}
    )

    assert (whole.status_code, split.status_code) == (200, 200)
    assert [entry["scene"]["description"] == TREASURE for entry in split.json()["storyboard"]] == [
        True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ({"scene_number": 1}, 400, "Must provide either new_image_prompt or new_description"),
        ({"scene_number": 4, "new_image_prompt": TEMPLE}, 400, "There is no scene 4."),
        ({"scene_number": 2**62, "new_description": TREASURE}, 400, f"There is no scene {2**62}."),
        ({"scene_number": 0, "new_image_prompt": TEMPLE}, 422, None),
        ({"scene_number": -1, "new_image_prompt": TEMPLE}, 422, None),
        ({"scene_number": "two", "new_image_prompt": TEMPLE}, 422, None),
        ({"scene_number": 2**64, "new_image_prompt": TEMPLE}, 422, None),
        ({"new_image_prompt": TEMPLE}, 422, None),
        ({"scene_number": 1, "new_image_prompt": "short"}, 422, None),
        ({"scene_number": 1, "new_image_prompt": "x" * 2001}, 422, None),
        ({"scene_number": 1, "new_description": "short"}, 422, None),
        ({"scene_number": 1, "new_description": "x" * 1001}, 422, None),
    ],
)
def test_a_refinement_that_makes_no_sense_changes_nothing(
    query: dict[str, Any],
    status: int,
    detail: str | None,
    caller: Caller,
    still_board: int,
    artist: ProgrammableArtist,
) -> None:
    """A wrong scene or text is refused; nothing is generated, counted or charged."""
    before, orders = caller.job(still_board), len(artist.orders)

    answer = _refine(caller, still_board, **query)

    assert answer.status_code == status
    assert detail is None or answer.json()["detail"] == detail
    assert caller.job(still_board) == before
    assert len(artist.orders) == orders


def test_refining_needs_a_storyboard(caller: Caller, artist: ProgrammableArtist) -> None:
    """Before there is a storyboard refining is 400, while its pictures are drawn it is 409."""
    with artist.closed():
        job_id = caller.generate()["job_id"]
        early = _refine(caller, job_id, scene_number=1, new_image_prompt=TEMPLE)
        until(lambda: caller.job(job_id)["status"] == "generating_storyboard")
        drawn = _refine(caller, job_id, scene_number=1, new_image_prompt=TEMPLE)

    assert early.status_code in (400, 409)
    assert (drawn.status_code, drawn.json()["code"]) == (409, "conflict")


def test_a_planned_job_without_scenes_is_told_so(caller: Caller) -> None:
    """A job whose planning failed has no storyboard to refine."""
    job_id = caller.generate(prompt="forbidden from the first word on")["job_id"]
    until(lambda: caller.job(job_id)["status"] == "failed")

    answer = _refine(caller, job_id, scene_number=1, new_image_prompt=TEMPLE)

    assert _code(answer) == (400, f"Job {job_id} has no storyboard yet.")


def test_a_failed_refinement_costs_nothing(caller: Caller) -> None:
    """A picture that cannot be made is 500 with its cause; no refinement and no money, and the old one stays."""
    board = caller.board()
    before = caller.job(board)

    answer = _refine(caller, board, scene_number=1, new_image_prompt="A forbidden picture, sadly")

    after = caller.job(board)
    assert _code(answer) == (500, "Failed to regenerate image: The service refused the picture prompt.")
    assert answer.json()["code"] == "refinement_failed"
    assert answer.json()["hint"]
    assert (after["refinement_count"], after["refinements_remaining"]) == (0, 5)
    assert (after["estimated_cost"], after["actual_cost"]) == (before["estimated_cost"], 0.0)
    assert after["storyboard"][0]["image_url"] == before["storyboard"][0]["image_url"]


def test_the_sixth_refinement_is_refused(caller: Caller) -> None:
    """Five refinements are all a job has, and failed ones are none of them."""
    board = caller.board()
    _refine(caller, board, scene_number=1, new_image_prompt="A forbidden picture, sadly")
    used = [_refine(caller, board, scene_number=1, new_description=f"Description {n}") for n in range(5)]

    words = _refine(caller, board, scene_number=1, new_description=TREASURE)
    picture = _refine(caller, board, scene_number=1, new_image_prompt=TEMPLE)

    assert [answer.status_code for answer in used] == [200] * 5
    assert _code(words) == _code(picture) == (429, LIMIT)
    assert words.json()["code"] == "refinement_limit"
    assert caller.job(board)["refinements_remaining"] == 0


@pytest.mark.parametrize("field", ["new_description", "new_image_prompt"])
def test_five_parallel_refinements_at_four_used_let_one_through(field: str, caller: Caller) -> None:
    """However many refine at once, the limit holds exactly."""
    board = caller.board(scene_count=5)
    for number in range(4):
        _refine(caller, board, scene_number=1, new_description=f"Description {number}")

    with ThreadPoolExecutor(5) as threads:
        answers = list(
            threads.map(lambda n: _refine(caller, board, **{"scene_number": n, field: TEMPLE}), range(1, 6))
        )

    assert sorted(answer.status_code for answer in answers) == [200, 429, 429, 429, 429]
    assert caller.job(board)["refinement_count"] == 5


def test_a_cancelled_refinement_is_a_conflict(caller: Caller, artist: ProgrammableArtist) -> None:
    """Whoever waits for a picture that somebody cancels is told so; nothing is counted."""
    board = caller.board()
    with ThreadPoolExecutor(1) as threads, artist.closed():
        waiting = threads.submit(_refine, caller, board, scene_number=1, new_image_prompt=TEMPLE)
        until(lambda: caller.job(board)["storyboard"][0]["generation_status"] == "generating")
        again = _refine(caller, board, scene_number=1, new_image_prompt=TEMPLE)
        early = caller.post(board, "approve")
        canceled = caller.post(board, "cancel")
        answer = waiting.result()

    assert (again.status_code, early.status_code, canceled.status_code) == (409, 409, 200)
    assert _code(answer) == (409, "The refinement was cancelled.")
    assert caller.job(board)["refinement_count"] == 0


def test_waiting_refinements_hold_no_thread(
    studio: Studio, token: str, caller: Caller, artist: ProgrammableArtist
) -> None:
    """While more refinements wait than the server has threads, everything else still answers."""
    api = create_api(studio)

    async def with_three_threads(scope: Scope, receive: Receive, send: Send) -> None:
        anyio.to_thread.current_default_thread_limiter().total_tokens = 3
        await api(scope, receive, send)

    board = caller.board(scene_count=5)
    with (
        serving(with_three_threads) as address,
        calling(address, token) as narrow,
        ThreadPoolExecutor(5) as threads,
        artist.closed(),
    ):
        waiting = [
            threads.submit(_refine, narrow, board, scene_number=number, new_image_prompt=TEMPLE)
            for number in range(1, 6)
        ]
        until(lambda: narrow.job(board)["refinements_remaining"] == 0)
        health = narrow.http.get("/health")
        early = [answer for answer in waiting if answer.done()]

    assert health.status_code == 200
    assert early == []
    assert {answer.result().status_code for answer in waiting} == {200}
