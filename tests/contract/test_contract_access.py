"""The contract on access: bearer tokens, owners and public reads."""

from dataclasses import replace

import httpx
import pytest

from core.studio import Studio
from core.workshop import Workshop
from tests.rest import OWNER, Caller, another_server, calling

WRITES = [
    ("POST", "/api/v2/generate"),
    ("POST", "/api/v2/estimate"),
    ("GET", "/api/v2/jobs"),
    ("GET", "/api/v2/ledger"),
    ("GET", "/api/v2/ledger.csv"),
    ("POST", "/api/v2/jobs/{id}/refine"),
    ("POST", "/api/v2/jobs/{id}/reorder"),
    ("POST", "/api/v2/jobs/{id}/approve"),
    ("POST", "/api/v2/jobs/{id}/render"),
    ("POST", "/api/v2/jobs/{id}/cancel"),
    ("POST", "/api/v2/jobs/{id}/retry"),
    ("POST", "/api/v2/jobs/{id}/duplicate"),
    ("POST", "/api/v2/jobs/{id}/trash"),
    ("POST", "/api/v2/jobs/{id}/restore"),
    ("DELETE", "/api/v2/jobs/{id}"),
    ("PATCH", "/api/v2/jobs/{id}"),
    ("GET", "/api/v2/jobs/{id}/export"),
    ("GET", "/api/v2/jobs/{id}/exports"),
    ("GET", "/api/v2/jobs/{id}/history"),
    ("POST", "/api/v2/jobs/{id}/scenes/1/takes/1/choose"),
    ("POST", "/api/v2/jobs/{id}/scenes/1/clip"),
    ("PUT", "/api/v2/jobs/{id}/scenes/1/picture"),
    ("PATCH", "/api/v2/jobs/{id}/scenes/1"),
    ("POST", "/api/v2/jobs/{id}/scenes"),
    ("DELETE", "/api/v2/jobs/{id}/scenes/1"),
    ("POST", "/api/v2/jobs/{id}/undo"),
    ("PUT", "/api/v2/jobs/{id}/music"),
    ("DELETE", "/api/v2/jobs/{id}/music"),
]
# Enough to get past the checks of the values, so that only the owner is left to refuse.
QUERIES = {"refine": {"scene_number": "1", "new_description": "Another description"}}
BODIES: dict[str, object] = {
    "POST scenes": {"action": "duplicate", "scene_number": 1},
    "PATCH 1": {"motion": "out"},
    "PATCH {id}": {"captions": "track"},
    "POST reorder": {"scene_order": [1, 2, 3]},
}


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_write_without_a_token_is_refused(method: str, path: str, anyone: Caller, still_board: int) -> None:
    """A write without a token is 401 in the document's words, and tells how to send one."""
    answer = anyone.http.request(method, path.format(id=still_board))

    assert answer.status_code == 401
    assert answer.json()["detail"] == "Not authenticated"
    assert answer.json()["code"] == "not_authenticated"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_without_a_token_it_is_not_told_what_else_is_wrong(anyone: Caller, still_board: int) -> None:
    """An export in a format that there is not is 401 as well, although the token itself is looked up later."""
    answer = anyone.http.get(f"/api/v2/jobs/{still_board}/export", params={"format": "avi"})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("header", ["Bearer sr_wrong", "Bearer ü", "bearer  sr_wrong"])
def test_a_wrong_token_is_refused(header: str, anyone: Caller) -> None:
    """A token that nobody made is 401 in the document's words."""
    answer = anyone.http.get("/api/v2/jobs", headers={b"Authorization": header.encode()})

    assert (answer.status_code, answer.json()["detail"]) == (401, "Invalid or expired token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Bearer", "sr_bare"])
def test_a_header_that_holds_no_bearer_token_counts_as_none(header: str, anyone: Caller) -> None:
    """Anything but a bearer token is the same as no token."""
    answer = anyone.http.get("/api/v2/jobs", headers=[("Authorization", header)])

    assert (answer.status_code, answer.json()["detail"]) == (401, "Not authenticated")


def test_a_revoked_token_is_refused_at_once(studio: Studio, address: str) -> None:
    """A token ends with its revocation."""
    made = studio.create_token(name="brief", owner=OWNER)
    with calling(address, made.secret) as caller:
        assert caller.http.get("/api/v2/jobs").status_code == 200
        studio.revoke_token(made.token.id, owner=OWNER)

        answer = caller.http.get("/api/v2/jobs")

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


OF_A_JOB = [
    (method, path)
    for method, path in WRITES
    if "{id}" in path and "picture" not in path and method + path[-5:] != "PUTmusic"
]


@pytest.mark.parametrize(("method", "path"), OF_A_JOB)
def test_a_job_of_somebody_else_does_not_exist(
    method: str, path: str, stranger: Caller, still_board: int
) -> None:
    """A foreign job is 404 in the words of a missing one, so that its existence is not told."""
    last = path.rpartition("/")[2]
    answer = stranger.http.request(
        method, path.format(id=still_board), params=QUERIES.get(last), json=BODIES.get(f"{method} {last}")
    )

    assert answer.status_code == 404
    assert answer.json()["detail"] == f"Job {still_board} not found"


@pytest.mark.parametrize("path", ["", "/metadata"])
def test_reads_are_public_and_show_nothing_private(path: str, caller: Caller, anyone: Caller) -> None:
    """Anybody may read a job, and finds no owner, token, label or guideline in it."""
    job = caller.generate(client_id="label-4711", brand_guidelines={"tone": "secret-tone-4711"})

    answer = anyone.http.get(f"/api/v2/jobs/{job['job_id']}{path}")

    assert answer.status_code == 200
    for private in ("4711", OWNER, "owner", "guideline", "sr_"):
        assert private not in answer.text


def test_reads_can_be_closed(shop: Workshop, token: str, film: int) -> None:
    """With STORYREEL_PUBLIC_READS=false every read needs the owner's token, and files do too."""
    with another_server(shop, {"public_reads": False}) as address:
        with calling(address, token) as owner:
            picture = httpx.URL(owner.job(film)["storyboard"][0]["image_url"]).path
        with calling(address, None) as anyone:
            for path in (
                f"/api/v2/jobs/{film}",
                f"/api/v2/jobs/{film}/metadata",
                f"/api/v2/jobs/{film}/video",
                f"/api/v2/jobs/{film}/captions.vtt",
                f"/data/videos/{film}/final.mp4",
                picture,
            ):
                assert anyone.http.get(path).status_code == 401, path
                with calling(address, token) as owner:
                    assert owner.http.head(path).status_code in (200, 405), path


def test_an_address_with_a_pass_is_read_without_a_token(shop: Workshop, token: str, film: int) -> None:
    """Where reads are closed the pages' addresses carry a pass; it opens its own path alone."""
    closed = Studio(replace(shop, settings=shop.settings.model_copy(update={"public_reads": False})))
    with another_server(shop, {"public_reads": False}) as address, calling(address, None) as anyone:
        path = f"/data/videos/{film}/final.mp4"
        given = closed.pass_for(path)

        assert anyone.http.get(path, params={"pass": given, "v": 1}).status_code == 200
        assert anyone.http.get(f"/api/v2/jobs/{film}", params={"pass": given}).status_code == 401
        assert anyone.http.get(path, params={"pass": "1.2"}).status_code == 401
    assert Studio(shop).pass_for(path) is None


def test_closed_reads_hide_the_jobs_of_others(shop: Workshop, studio: Studio, still_board: int) -> None:
    """A good token of somebody else sees 404 where reads are closed."""
    other = studio.create_token(name="other", owner="somebody else").secret
    with another_server(shop, {"public_reads": False}) as address, calling(address, other) as stranger:
        answer = stranger.http.get(f"/api/v2/jobs/{still_board}")

    assert (answer.status_code, answer.json()["detail"]) == (404, f"Job {still_board} not found")
