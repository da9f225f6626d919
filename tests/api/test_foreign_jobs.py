"""A job of somebody else by every call there is, and what else callers may put into addresses and names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_api
from api.serving import DO_NOT_KEEP, Served
from core.files import MediaFile
from core.studio import Studio
from core.workshop import Workshop
from tests.rest import calling, own_picture, serving
from tests.signed_in import ADA, EVE, VERA, browsing, gated, with_sign_in

# One more than the document names: the address that the export page downloads from.
HIDDEN = ("get", "/data/exports/{job_id}/mp4/low")


def _document(studio: Studio) -> dict[str, Any]:
    return create_api(studio).openapi()


def _sample(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """A value that fits a schema, every property of an object included."""
    if "$ref" in schema:
        return _sample(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    choices = next((schema[word] for word in ("anyOf", "oneOf", "allOf") if word in schema), None)
    if choices is not None:
        return _sample(next(one for one in choices if one.get("type") != "null"), document)
    plain = {"string": "a text long enough"[: schema.get("maxLength", 100)], "boolean": True}
    known = schema.get("const", schema.get("enum", [plain.get(schema.get("type", ""))])[0])
    return known if known is not None else _structure(schema, document)


def _structure(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    if schema.get("type") == "object":
        return {name: _sample(part, document) for name, part in schema.get("properties", {}).items()}
    return [_sample(schema["items"], document)] if "items" in schema else max(1, schema.get("minimum", 1))


def _calls(studio: Studio) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every call whose address names a job, with values that would pass, so that only its owner is in the way."""
    document = _document(studio)
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            if "{job_id}" not in path:
                continue
            needed = [one for one in call.get("parameters", ()) if one.get("required")]
            values = {
                place: {one["name"]: _sample(one["schema"], document) for one in needed if one["in"] == place}
                for place in ("path", "query")
            }
            path_of_job = path.format(**{**values["path"], "job_id": "{job_id}"})
            sent: dict[str, Any] = {"params": values["query"]}
            content = call.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                sent["json"] = _sample(content["application/json"]["schema"], document)
            elif content:
                sent["files"] = own_picture(1)
            yield method, path_of_job, sent
    yield (*HIDDEN, {})


def test_a_job_of_somebody_else_is_not_there_by_any_call(
    door: Studio, guarded: str, adas_film: int, sessions: dict[str, str]
) -> None:
    """Every call that names a job is 404 with another one's token, in the words of a missing job; with the browser's
    cookie, too, where it may read at all; and nothing of it changed."""
    before = door.job(adas_film, owner=ADA)
    calls = list(_calls(door))
    assert len(calls) > 25
    with (
        calling(guarded, door.create_token(name="eve", owner=EVE).secret) as eve,
        browsing(guarded, sessions[EVE]) as browser,
    ):
        for method, path, sent in calls:
            address = path.format(job_id=adas_film)
            told = eve.http.request(method, address, **sent)
            assert told.status_code == 404, (method, path, told.text)
            assert told.json()["detail"] == f"Job {adas_film} not found", (method, path)
            shown = browser.http.request(method, address, **sent)
            assert shown.status_code == (404 if method == "get" else 401), (method, path, shown.text)
    assert door.job(adas_film, owner=ADA) == before


def test_lists_and_ledgers_show_ones_own(door: Studio, guarded: str, adas_film: int) -> None:
    """Calls that name no job tell nothing of others."""
    with calling(guarded, door.create_token(name="eve", owner=EVE).secret) as eve:
        for path in ("/api/v2/jobs?limit=100", "/api/v2/ledger"):
            assert adas_film not in [one["job_id"] for one in eve.http.get(path).json()]
        assert eve.http.get("/api/v2/ledger", params={"job_id": adas_film}).status_code == 404


def test_pictures_are_as_private_as_their_job(
    door: Studio, guarded: str, adas_film: int, sessions: dict[str, str]
) -> None:
    """The owner's browser is shown them; another's, a stranger's, and a pass of before sign-in are not."""
    board = door.job(adas_film, owner=ADA).storyboard
    assert board is not None
    assert board[0].picture is not None
    path = board[0].picture.path
    assert door.pass_for(path) is None
    given = "9999999999." + door.seal("pass", f"9999999999 {path}")
    with (
        browsing(guarded, sessions[ADA]) as ada,
        browsing(guarded, sessions[EVE]) as eve,
        browsing(guarded) as stranger,
    ):
        statuses = [one.http.get(path, params={"pass": given}).status_code for one in (ada, eve, stranger)]

    assert statuses == [200, 404, 401]


def test_downloads_know_their_owner_where_reads_are_public(
    shop: Workshop, adas_film: int, sessions: dict[str, str]
) -> None:
    """The export page's links are the owner's all the same."""
    with serving(gated(with_sign_in(shop, public_reads=True))) as address:
        told = []
        for session in (sessions[ADA], sessions[EVE], None):
            with browsing(address, session) as browser:
                answer = browser.http.get(f"/data/exports/{adas_film}/mp4/low")
                told.append((answer.status_code, answer.json()["detail"].partition(".")[0]))

    missing = f"Job {adas_film} not found"
    assert told[0] == (400, "Video not ready for export")
    assert told[1:] == [(404, missing), (401, "Not authenticated")]


def test_a_viewer_may_look_and_change_nothing(door: Studio, guarded: str, adas_film: int) -> None:
    """Films handed over to a viewer are seen and downloaded; every call that would change one is 403."""
    with calling(guarded, door.create_token(name="vera", owner=VERA).secret) as vera:
        refused = vera.http.post("/api/v2/generate", json={"prompt": "A hero discovers a treasure"})
        assert (refused.status_code, refused.json()["code"]) == (403, "access_denied")
        assert "editor" in refused.json()["hint"]
        assert door.hand_over(giver=ADA, taker=VERA) >= 1
        try:
            before = door.job(adas_film, owner=VERA)
            for method, path, sent in _calls(door):
                # What may be read is no matter here, and one of these calls would tell news for ten minutes.
                if method != "get":
                    answer = vera.http.request(method, path.format(job_id=adas_film), **sent)
                    assert (answer.status_code, answer.json()["code"]) == (403, "access_denied"), (
                        method,
                        path,
                    )
            assert vera.http.get(f"/api/v2/jobs/{adas_film}").status_code == 200
            assert door.job(adas_film, owner=VERA) == before
        finally:
            door.hand_over(giver=VERA, taker=ADA)


EVIL = (
    "..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f%2e%2e%2fstoryreel.db", "..%5C..%5Cpass.key", "%00", "1%00.jpg", "-1", "0",
    "99999999999999999999", "1e3", "0x1", "%D9%A1", "1%3B%20DROP%20TABLE%20job", "%0d%0aSet-Cookie:%20a=b", "*", "~root",
    "1/../2", "%2Fetc%2Fpasswd", "file:%2F%2F%2Fetc%2Fpasswd",
)  # fmt: skip


def test_no_id_name_or_file_leads_out_of_its_place(
    door: Studio, guarded: str, sessions: dict[str, str]
) -> None:
    """Whatever stands in an address in place of an id, a name or a file: it is refused, and adds no header."""
    places = {path for path in _document(door)["paths"] if "{" in path} | {
        "/data/exports/{job_id}/{format}/{quality}",
        "/docs/static/{file}",
    }
    places |= {"/_stcore/upload_file/{file}/{file}", "/sign-in/{file}"}
    with browsing(guarded, sessions[ADA]) as browser:
        for path in sorted(places):
            for evil in EVIL:
                filled = re.sub(r"\{\w+\}", lambda _found, evil=evil: evil, path)
                answer = browser.http.request("GET", httpx.URL(browser.http.base_url.join(filled)))
                assert answer.status_code < 500, filled
                assert "set-cookie" not in answer.headers, filled
                assert b"root:" not in answer.content, filled
                if not path.startswith(("/_stcore", "/sign-in")):
                    assert answer.status_code in (400, 401, 404, 405, 422), filled


@pytest.mark.parametrize(
    "name", ['film"; filename="evil.exe', "a\r\nSet-Cookie: a=b.mp4", "ü\u2028\u202efdp.mp4", "../../x.mp4"]
)
def test_a_file_name_adds_no_header(tmp_path: Path, name: str) -> None:
    """Quotes, line ends and marks of direction in a name stay inside of it."""
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    answer = Served(
        MediaFile(path=film, media_type="video/mp4", name=name, etag="1"), cache=DO_NOT_KEEP, attached=True
    )

    (disposition,) = (value for key, value in answer.raw_headers if key == b"content-disposition")
    assert re.fullmatch(rb"attachment; filename(\*=utf-8''[!-~]+|=\"[^\"\r\n]+\")", disposition)
    assert "set-cookie" not in answer.headers


def test_a_token_is_as_strong_as_its_account(door: Studio, guarded: str, studio: Studio) -> None:
    """Closed accounts have no tokens, where people sign in or not; and nobody without an account has one there."""
    door.add_account("leaver", password="seven quiet lanterns")
    mine = door.create_token(name="mine", owner="leaver").secret
    nobodys = studio.create_token(name="before sign-in", owner="nobody at all").secret
    with calling(guarded, mine) as leaver, calling(guarded, nobodys) as nobody:
        assert leaver.http.get("/api/v2/jobs").status_code == 200
        assert nobody.http.get("/api/v2/jobs").json()["code"] == "invalid_token"
        door.remove_account("leaver")
        assert leaver.http.get("/api/v2/jobs").json()["code"] == "invalid_token"
    assert studio.owner_of(nobodys) == "nobody at all"


@pytest.mark.parametrize("secret", ["sr_", "sr_x", "x" * 10_000, "null", "undefined", "' OR 1=1 --"])
def test_a_forged_token_is_refused(guarded: str, secret: str) -> None:
    """By the gate already, for addresses that do not exist too."""
    with calling(guarded, None) as anyone:
        for path in ("/api/v2/jobs", "/api/nothing", "/docs", "/"):
            answer = anyone.http.get(path, headers={"Authorization": f"Bearer {secret}"})
            assert answer.status_code == 401, path


def test_a_token_opens_no_page(door: Studio, guarded: str) -> None:
    """It is for programs: pages, uploads and their websocket want a browser's session."""
    secret = door.create_token(name="ada", owner=ADA).secret
    with calling(guarded, secret) as ada:
        assert ada.http.get("/docs").status_code == 200
        assert ada.http.get("/").status_code == 401
        assert ada.http.put("/_stcore/upload_file/a/b").status_code == 401


def test_without_the_gate_the_api_still_looks(shop: Workshop, door: Studio, adas_film: int) -> None:
    """The API asks for itself whose things are wanted, so that one mistake alone opens nothing."""
    with serving(create_api(door)) as address, calling(address, None) as anyone:
        assert anyone.http.get(f"/api/v2/jobs/{adas_film}").status_code == 401
        assert anyone.http.get(f"/data/exports/{adas_film}/mp4/low").status_code == 401
