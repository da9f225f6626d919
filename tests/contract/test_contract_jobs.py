"""The contract on jobs: generating, reading, listing, money and times."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from core.workshop import Workshop
from tests.rest import Caller, another_server, calling
from tests.studio_fakes import ProgrammableArtist

PROMPT = "A hero discovers a hidden treasure in ancient ruins"
FIELDS = {
    "job_id", "status", "progress", "storyboard", "video_url", "estimated_cost", "actual_cost", "created_at",
    "updated_at", "approved", "approved_at", "refinement_count", "refinements_remaining", "download_count",
    "prompt", "parameters", "error_message",
}  # fmt: skip
METADATA = {
    "job_id", "status", "created_at", "updated_at", "approved", "approved_at", "scenes", "costs", "metrics",
    "video", "error",
}  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_generate_answers_a_pending_job(caller: Caller) -> None:
    """A new job is pending, has every documented field, and nothing on its board yet."""
    job = caller.generate(prompt=f"  {PROMPT}  ", duration=30, scene_count=None)

    assert job["status"] == "pending"
    assert job.keys() >= FIELDS
    assert job["prompt"] == PROMPT
    assert job["parameters"] == {"duration": 30.0, "style": "cinematic", "aspect_ratio": "16:9"}
    assert (job["storyboard"], job["video_url"], job["approved"], job["approved_at"]) == (
        None, None, False, None,
    )  # fmt: skip
    assert (job["refinement_count"], job["refinements_remaining"], job["download_count"]) == (0, 5, 0)
    assert job["progress"].keys() >= {
        "current_stage", "scenes_total", "scenes_completed", "current_scene", "percent",
        "estimated_completion_seconds", "message",
    }  # fmt: skip


def test_only_the_prompt_is_needed(caller: Caller) -> None:
    """Everything but the prompt has the default of the contract: 30 s in six scenes, wide and cinematic."""
    answer = caller.http.post("/api/v2/generate", json={"prompt": PROMPT})

    job = answer.json()
    assert answer.status_code == 200
    assert job["parameters"] == {"duration": 30.0, "style": "cinematic", "aspect_ratio": "16:9"}
    assert job["progress"]["scenes_total"] == 6
    assert (job["estimated_cost"], job["actual_cost"]) == (0.15, 0.0)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt": "too short"},
        {"prompt": " " * 50},
        {"prompt": "x" * 5001},
        {"prompt": None},
        {"prompt": PROMPT, "duration": 4.9},
        {"prompt": PROMPT, "duration": 300.1},
        {"prompt": PROMPT, "duration": "long"},
        {"prompt": PROMPT, "style": "s" * 101},
        {"prompt": PROMPT, "aspect_ratio": "2:1"},
        {"prompt": PROMPT, "scene_count": 0},
        {"prompt": PROMPT, "scene_count": 31},
        {"prompt": PROMPT, "client_id": "c" * 101},
        {"prompt": PROMPT, "brand_guidelines": "blue"},
        {"prompt": PROMPT, "motion": "sideways"},
    ],
)
def test_values_outside_their_limits_are_refused(body: dict[str, Any], caller: Caller) -> None:
    """A value that does not fit is 422 with the list that names it."""
    answer = caller.http.post("/api/v2/generate", json=body)

    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], list)
    assert {"type", "loc", "msg"} <= answer.json()["detail"][0].keys()
    assert answer.json()["code"] == "validation"


@pytest.mark.parametrize("length", [10, 5000])
def test_the_limits_of_a_prompt_are_inclusive(length: int, caller: Caller) -> None:
    """Ten and five thousand characters are taken."""
    assert len(caller.generate(prompt="p" * length)["prompt"]) == length


@pytest.mark.parametrize("shape", ["16:9", "9:16", "1:1", "4:3"])
def test_every_shape_is_taken(shape: str, caller: Caller) -> None:
    """The four shapes are kept as they were named."""
    assert caller.generate(aspect_ratio=shape)["parameters"]["aspect_ratio"] == shape


def test_the_same_key_and_body_give_the_same_job(caller: Caller) -> None:
    """A repeated request with its Idempotency-Key makes no second job; another body is 409."""
    key = {"Idempotency-Key": "order-1"}
    first = caller.http.post("/api/v2/generate", json={"prompt": PROMPT, "duration": 5}, headers=key)
    again = caller.http.post("/api/v2/generate", json={"duration": 5, "prompt": PROMPT}, headers=key)
    other = caller.http.post("/api/v2/generate", json={"prompt": PROMPT, "duration": 6}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert first.json()["job_id"] == again.json()["job_id"]
    assert other.json()["code"] == "conflict"


def test_a_key_belongs_to_its_owner(caller: Caller, stranger: Caller) -> None:
    """Two owners may use the same key."""
    body, key = {"prompt": PROMPT, "duration": 5}, {"Idempotency-Key": "shared"}
    jobs = {
        who.http.post("/api/v2/generate", json=body, headers=key).json()["job_id"]
        for who in (caller, stranger)
    }

    assert len(jobs) == 2


def test_a_job_beyond_the_cap_is_not_made(shop: Workshop, token: str) -> None:
    """What would pass the cap of a job is 402, and nothing is sent to the artist."""
    dear = ProgrammableArtist(name="sketch", price=50_000)
    with (
        another_server(shop, {"cap_per_job": 0.1}, artists={"sketch": dear}) as address,
        calling(address, token) as caller,
    ):
        answer = caller.http.post("/api/v2/generate", json={"prompt": PROMPT, "scene_count": 3})

    assert (answer.status_code, answer.json()["code"]) == (402, "budget_exceeded")
    assert dear.orders == []


def test_a_token_may_only_generate_so_often(shop: Workshop, token: str) -> None:
    """Beyond the rate of a token the answer is 429 and says when to come back."""
    with another_server(shop, {"generates_per_minute": 2}) as address, calling(address, token) as caller:
        answers = [
            caller.http.post("/api/v2/generate", json={"prompt": PROMPT, "duration": 5}) for _ in range(3)
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "rate_limited"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


def test_too_many_waiting_jobs_are_refused(
    shop: Workshop, token: str, caller: Caller, artist: ProgrammableArtist
) -> None:
    """When too many jobs wait already the answer is 503 and says when to come back."""
    with (
        another_server(shop, {"max_waiting_jobs": 1}) as address,
        calling(address, token) as full,
        artist.closed(),
    ):
        waiting = caller.generate()
        answer = full.http.post("/api/v2/generate", json={"prompt": PROMPT, "duration": 5})
        caller.post(waiting["job_id"], "cancel")

    assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
    assert int(answer.headers["retry-after"]) >= 1


@pytest.mark.parametrize("path", ["", "/metadata", "/video"])
def test_an_unknown_job_is_not_found(path: str, anyone: Caller) -> None:
    """A job that does not exist is 404 in the document's words."""
    answer = anyone.http.get(f"/api/v2/jobs/987654321{path}")

    assert (answer.status_code, answer.json()["detail"]) == (404, "Job 987654321 not found")
    assert answer.json().keys() == {"detail", "code", "hint"}


def test_a_storyboard_has_the_documented_shape(caller: Caller, still_board: int) -> None:
    """Every scene has its text, its seconds and a picture under an absolute address of ours."""
    job = caller.job(still_board)

    for number, entry in enumerate(job["storyboard"], start=1):
        assert entry["scene"].keys() >= {"scene_number", "description", "duration", "image_prompt"}
        assert entry["scene"]["scene_number"] == number
        assert (entry["generation_status"], entry["error"]) == ("completed", None)
        assert entry["image_url"].startswith(str(caller.http.base_url))
        assert caller.http.get(entry["image_url"]).headers["content-type"] == "image/jpeg"
    assert (job["progress"]["percent"], job["progress"]["scenes_completed"]) == (100.0, 3)


def test_the_scenes_last_as_long_as_the_job(caller: Caller) -> None:
    """The seconds of the scenes sum to those of the job, to the millisecond."""
    job = caller.job(caller.board(duration=7.123, scene_count=3))

    total = sum(round(entry["scene"]["duration"] * 1000) for entry in job["storyboard"])
    assert total == 7123
    assert job["parameters"]["duration"] == 7.123


def test_pictures_are_addressed_as_the_settings_say(shop: Workshop, still_board: int) -> None:
    """STORYREEL_PUBLIC_URL goes before what the request calls the server."""
    with (
        another_server(shop, {"public_url": "https://films.example/"}) as address,
        calling(address, None) as anyone,
    ):
        url = anyone.job(still_board)["storyboard"][0]["image_url"]

    assert url.startswith("https://films.example/data/pictures/")


def test_times_are_utc_with_a_z(caller: Caller, film: int) -> None:
    """All times are ISO 8601 in UTC with `Z`, and near the present."""
    for job in (caller.job(film), caller.http.get(f"/api/v2/jobs/{film}/metadata").json()):
        for name in ("created_at", "updated_at", "approved_at"):
            assert TIME.fullmatch(job[name])
            age = datetime.now(UTC) - datetime.fromisoformat(job[name])
            assert 0 <= age.total_seconds() < 3600


def test_an_unchanged_job_is_not_sent_again(caller: Caller) -> None:
    """The ETag of a job answers 304 while nothing changes, and another one after an edit."""
    board = caller.board()
    first = caller.http.get(f"/api/v2/jobs/{board}")
    same = caller.http.get(f"/api/v2/jobs/{board}", headers={"If-None-Match": first.headers["etag"]})
    caller.post(board, "scenes/1", method="PATCH", json={"motion": "out"})
    other = caller.http.get(f"/api/v2/jobs/{board}", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, same.status_code, other.status_code) == (200, 304, 200)
    assert (same.content, same.headers["etag"]) == (b"", first.headers["etag"])
    assert other.headers["etag"] != first.headers["etag"]


def test_own_jobs_are_listed_newest_first(caller: Caller, stranger: Caller) -> None:
    """The list holds only one's own jobs, newest first, and pages with `before`."""
    made = [caller.generate(prompt=f"A listed film number {number}")["job_id"] for number in range(3)]
    foreign = stranger.generate()["job_id"]

    page = caller.http.get("/api/v2/jobs", params={"limit": 2}).json()
    rest = caller.http.get("/api/v2/jobs", params={"limit": 100, "before": page[-1]["job_id"]}).json()

    assert [job["job_id"] for job in page] == made[:0:-1]
    assert rest[0]["job_id"] == made[0]
    assert foreign not in {job["job_id"] for job in page + rest}


def test_lists_are_searched_and_filtered(caller: Caller, still_board: int) -> None:
    """`q` finds words of the prompt literally, `status` only what is at that step."""
    odd = caller.generate(prompt='100% of a_strange "film" title')["job_id"]
    caller.wait(odd, "storyboard_ready")

    def found(**params: str) -> list[int]:
        return [job["job_id"] for job in caller.http.get("/api/v2/jobs", params=params).json()]

    assert found(q="100% of a_str") == [odd]
    assert found(q="1%of") == []
    assert odd in found(status="storyboard_ready")
    assert odd not in found(status="completed")


def test_a_status_that_does_not_exist_is_refused(caller: Caller) -> None:
    """A wrong status is 400 and names those that there are."""
    answer = caller.http.get("/api/v2/jobs", params={"status": "done"})

    assert answer.status_code == 400
    for status in ("pending", "storyboard_ready", "completed", "canceled"):
        assert status in answer.json()["detail"]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"before": 0}, {"before": 2**63}])
def test_a_list_has_its_limits(params: dict[str, int], caller: Caller) -> None:
    """`limit` is 1 to 100, `before` is a job's number."""
    assert caller.http.get("/api/v2/jobs", params=params).status_code == 422


def test_metadata_has_exactly_the_documented_fields(caller: Caller, film: int) -> None:
    """The metadata of a finished film has the fields of the document, no more and no less."""
    found = caller.http.get(f"/api/v2/jobs/{film}/metadata").json()

    assert found.keys() == METADATA
    assert found["scenes"].keys() == {"total", "completed", "failed", "details"}
    assert (found["scenes"]["total"], found["scenes"]["completed"], found["scenes"]["failed"]) == (3, 3, 0)
    assert found["scenes"]["details"][0].keys() == {"scene_number", "duration", "status", "has_image"}
    assert found["costs"] == {"estimated": 0.09, "actual": 0.0, "currency": "USD"}
    assert found["metrics"].keys() == {"refinement_count", "download_count"}
    assert found["video"] == {
        "available": True,
        "url": f"/data/videos/{film}/final.mp4",
        "parameters": {"duration": 5.0, "style": "cinematic", "aspect_ratio": "1:1"},
    }
    assert (found["status"], found["error"]) == ("completed", None)


def test_metadata_works_before_there_is_a_storyboard(caller: Caller, artist: ProgrammableArtist) -> None:
    """A job that was just made has metadata already."""
    job_id = caller.generate()["job_id"]

    found = caller.http.get(f"/api/v2/jobs/{job_id}/metadata").json()

    assert found.keys() == METADATA
    assert (found["video"]["available"], found["video"]["url"], found["approved_at"]) == (False, None, None)


def test_money_is_what_was_charged(caller: Caller, artist: ProgrammableArtist) -> None:
    """The actual cost is the sum of what the artist charged, the estimate follows the price list."""
    artist.price = 30_000
    try:
        job = caller.job(caller.board())
    finally:
        artist.price = 0

    assert (job["estimated_cost"], job["actual_cost"]) == (0.09, 0.09)
    assert json.dumps(job["actual_cost"]) == "0.09"


def test_an_estimate_costs_nothing(caller: Caller) -> None:
    """The estimate of the customer's example is 15 cents for six scenes, and makes no job."""
    newest = caller.http.get("/api/v2/jobs", params={"limit": 1}).json()
    found = caller.http.post("/api/v2/estimate", json={"prompt": PROMPT}).json()

    assert (found["scenes"], found["estimated_cost"], found["charge"]) == (6, 0.15, 0.0)
    assert caller.http.get("/api/v2/jobs", params={"limit": 1}).json() == newest


def test_a_failed_job_says_why(caller: Caller) -> None:
    """A job whose plan was refused is failed with the cause and the next step, and the same in its metadata."""
    job_id = caller.generate(prompt="forbidden from the first word on")["job_id"]
    caller_job = caller.http.get(f"/api/v2/jobs/{job_id}")
    while caller_job.json()["status"] != "failed":
        caller_job = caller.http.get(f"/api/v2/jobs/{job_id}")

    assert caller_job.json()["error_message"] == "The service refused the prompt."
    assert caller_job.json()["error_hint"]
    assert (
        caller.http.get(f"/api/v2/jobs/{job_id}/metadata").json()["error"]
        == "The service refused the prompt."
    )
