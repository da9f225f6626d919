"""The contract on storyboards: refining, reordering, takes, own pictures, seconds, adding, deleting, undoing."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.to_thread
import httpx
import pytest
from PIL import Image
from starlette.types import Receive, Scope, Send

from api.app import create_api
from core.studio import Studio
from core.workshop import Workshop
from tests.rest import Caller, another_server, calling, own_picture, serving, until
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


def test_an_earlier_take_is_chosen_for_free(caller: Caller) -> None:
    """Choosing a take brings its picture and prompt back and counts no refinement."""
    board = caller.board()
    first = caller.job(board)["storyboard"][0]
    refined = _refine(caller, board, scene_number=1, new_image_prompt=TEMPLE).json()

    job = caller.post(board, "scenes/1/takes/1/choose").json()

    assert job["storyboard"][0]["image_url"] == first["image_url"]
    assert job["storyboard"][0]["scene"]["image_prompt"] == first["scene"]["image_prompt"]
    assert job["refinement_count"] == refined["refinement_count"] == 1
    assert job["estimated_cost"] == refined["estimated_cost"]


@pytest.mark.parametrize(
    ("step", "status"), [("scenes/1/takes/9/choose", 404), ("scenes/9/takes/1/choose", 400)]
)
def test_a_take_that_does_not_exist_is_refused(
    step: str, status: int, caller: Caller, still_board: int
) -> None:
    """An unknown take is 404, an unknown scene 400."""
    assert caller.post(still_board, step).status_code == status


@pytest.mark.parametrize(
    ("form", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_an_own_picture_is_put_in(form: str, kind: str, caller: Caller) -> None:
    """PNG, JPEG and WebP become a take like any other; the bytes decide, not the name."""
    board = caller.board()
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, form)

    answer = caller.post(
        board, "scenes/2/picture", method="PUT", files={"picture": ("../x.exe", out.getvalue(), "text/plain")}
    )

    job = answer.json()
    served = caller.http.get(job["storyboard"][1]["image_url"])
    assert answer.status_code == 200
    assert (job["refinement_count"], job["estimated_cost"]) == (0, 0.09)
    assert [take["artist"] for take in job["storyboard"][1]["takes"]] == ["sketch", "own"]
    assert (served.content, served.headers["content-type"]) == (out.getvalue(), kind)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (
            {"files": {"picture": ("a.png", b"GIF89a not a picture of ours", "image/png")}},
            415,
            "unsupported_media",
        ),
        ({"files": {"picture": ("a.svg", b"<svg/>", "image/svg+xml")}}, 415, "unsupported_media"),
        (
            {"files": {"picture": ("a.png", own_picture(1)["picture"][1][:90], "image/png")}},
            415,
            "picture_unreadable",
        ),
        ({"files": {"picture": ("a.png", b"", "image/png")}}, 415, "unsupported_media"),
        (
            {"content": own_picture(1)["picture"][1], "headers": {"Content-Type": "image/png"}},
            415,
            "unsupported_media",
        ),
        ({}, 415, "unsupported_media"),
        ({"files": {}, "data": {"picture": "text"}, "headers": {}}, 415, "unsupported_media"),
        ({"files": {"a": ("a", b"1"), "b": ("b", b"2")}}, 400, "bad_request"),
        (
            {"content": b"no form", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            400,
            "bad_request",
        ),
        (
            {
                "content": b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n--x--\r\n',
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            400,
            "invalid_input",
        ),
    ],
)
def test_what_is_no_picture_is_refused(
    sent: dict[str, Any], status: int, code: str, caller: Caller, still_board: int
) -> None:
    """Another kind of file, a damaged one, a broken form or none at all is refused, and nothing changes."""
    before = caller.job(still_board)

    answer = caller.post(still_board, "scenes/1/picture", method="PUT", **sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert caller.job(still_board) == before


def test_a_picture_that_is_too_large_is_refused(shop: Workshop, token: str, still_board: int) -> None:
    """More than the limit is 413, whether the size is announced or only comes to light."""
    bytes_sent = b"x" * 3_500_000
    form = {"picture": ("a.png", bytes_sent, "image/png")}

    with another_server(shop, {"max_upload_mb": 2}) as address, calling(address, token) as caller:
        path = f"/api/v2/jobs/{still_board}/scenes/1/picture"
        announced = caller.http.put(path, files=form)
        near = caller.http.put(path, files={"picture": ("a.png", b"x" * 2_500_000, "image/png")})
        request = caller.http.build_request("PUT", path, files=form)
        body = request.read()
        streamed = caller.http.put(
            path,
            content=(body[start : start + 65536] for start in range(0, len(body), 65536)),
            headers={"Content-Type": request.headers["content-type"]},
        )

    for answer in (announced, near, streamed):
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"duration": 2.5}, "duration", 2.5),
        ({"motion": "left"}, "motion", "left"),
        ({"transition": "fade_black"}, "transition", "fade_black"),
    ],
)
def test_a_scene_is_changed_for_free(
    change: dict[str, Any], field: str, value: object, caller: Caller
) -> None:
    """Seconds, motion and transition change without a refinement, and take the approval back."""
    board = caller.board()
    caller.post(board, "approve")

    job = caller.post(board, "scenes/1", method="PATCH", json=change).json()

    assert job["storyboard"][0]["scene"][field] == value
    assert (job["approved"], job["refinement_count"]) == (False, 0)
    total = sum(entry["scene"]["duration"] for entry in job["storyboard"])
    assert job["parameters"]["duration"] == pytest.approx(total)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 400),
        ({"duration": 299}, 400),
        ({"duration": 0.4}, 422),
        ({"duration": 301}, 422),
        ({"motion": "sideways"}, 422),
        ({"transition": "star"}, 422),
        ({"description": TREASURE}, 422),
        ({"image_prompt": TEMPLE}, 422),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    change: dict[str, Any], status: int, caller: Caller, still_board: int
) -> None:
    """Nothing to change, a film too long, and texts, which change by refining only, are refused."""
    assert caller.post(still_board, "scenes/1", method="PATCH", json=change).status_code == status


NEW = {
    "action": "add",
    "after": 1,
    "description": "A new scene between",
    "image_prompt": "A bridge over a river",
    "duration": 2,
}


def test_an_added_scene_waits_for_its_picture(caller: Caller) -> None:
    """A new scene has no picture and cannot be approved; refining or an own picture fills it."""
    board = caller.board()
    added = caller.post(board, "scenes", json=NEW).json()
    refused = caller.post(board, "approve")
    filled = _refine(caller, board, scene_number=2, new_image_prompt=TEMPLE)
    approved = caller.post(board, "approve")

    entry = added["storyboard"][1]
    assert len(added["storyboard"]) == 4
    assert (entry["scene"]["description"], entry["image_url"]) == ("A new scene between", None)
    assert (entry["generation_status"], entry["error"]) == ("failed", "This scene has no picture yet.")
    assert _code(refused) == (400, "Cannot approve: no picture for scene 2.")
    assert (filled.status_code, approved.status_code) == (200, 200)


def test_a_scene_is_duplicated_split_and_deleted(caller: Caller) -> None:
    """A copy follows its scene, two halves last as long as the whole, a deleted scene closes the gap."""
    board = caller.board()

    def seconds(answer: httpx.Response) -> list[int]:
        assert answer.status_code == 200, answer.text
        return [round(entry["scene"]["duration"] * 1000) for entry in answer.json()["storyboard"]]

    copied = caller.post(board, "scenes", json={"action": "duplicate", "scene_number": 1})
    assert seconds(copied) == [1666, 1666, 1666, 1668]
    split = caller.post(board, "scenes", json={"action": "split", "scene_number": 4})
    assert seconds(split) == [1666, 1666, 1666, 834, 834]
    deleted = caller.post(board, "scenes/2", method="DELETE")
    assert seconds(deleted) == [1666, 1666, 834, 834]
    assert [entry["scene"]["scene_number"] for entry in deleted.json()["storyboard"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**NEW, "after": 9}, 400),
        ({**NEW, "after": -1}, 422),
        ({**NEW, "description": "short"}, 422),
        ({**NEW, "duration": 299}, 400),
        ({"action": "duplicate", "scene_number": 9}, 400),
        ({"action": "split", "scene_number": 0}, 422),
        ({"action": "shuffle"}, 422),
        ({}, 422),
    ],
)
def test_a_new_scene_that_makes_no_sense_is_refused(
    body: dict[str, Any], status: int, caller: Caller, still_board: int
) -> None:
    """An unknown place, action or length is refused."""
    assert caller.post(still_board, "scenes", json=body).status_code == status


def test_the_last_scene_stays(caller: Caller) -> None:
    """A film keeps one scene at least, and a scene that does not exist cannot be deleted."""
    board = caller.board(scene_count=2)

    unknown = caller.post(board, "scenes/3", method="DELETE")
    answers = [caller.post(board, "scenes/1", method="DELETE") for _ in range(2)]

    assert _code(unknown) == (400, "There is no scene 3.")
    assert [answer.status_code for answer in answers] == [200, 400]
    assert answers[1].json()["detail"] == "The last scene cannot be deleted."


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
    """A duplicate is a new job from the same request with a storyboard of its own."""
    board = caller.board(prompt="A film that is made twice", aspect_ratio="1:1")

    copy = caller.post(board, "duplicate").json()

    assert copy["job_id"] != board
    assert (copy["prompt"], copy["parameters"]["aspect_ratio"]) == ("A film that is made twice", "1:1")
    caller.wait(copy["job_id"], "storyboard_ready")


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
