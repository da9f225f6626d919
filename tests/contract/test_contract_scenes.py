"""The contract on single scenes: takes, own pictures, seconds, adding, splitting and deleting."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from core.workshop import Workshop
from tests.rest import Caller, another_server, calling, own_picture

TEMPLE = "Dramatic wide shot of ancient temple"
TREASURE = "The hero discovers a hidden treasure"
LIMIT = "Maximum refinement limit (5) reached for this job"


def _refine(caller: Caller, job_id: int, **query: Any) -> httpx.Response:
    return caller.post(job_id, "refine", params=query)


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


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
