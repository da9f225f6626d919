"""/docs and /openapi.json describe every call, and need no other host."""

import re
from typing import Any

import pytest

from tests.rest import Caller

CALLS = {
    "/api/auth/login": {"post"},
    "/api/auth/logout": {"post"},
    "/api/v2/generate": {"post"},
    "/api/v2/estimate": {"post"},
    "/api/v2/jobs": {"get"},
    "/api/v2/jobs/{job_id}": {"get", "delete", "patch"},
    "/api/v2/jobs/{job_id}/events": {"get"},
    "/api/v2/jobs/{job_id}/refine": {"post"},
    "/api/v2/jobs/{job_id}/reorder": {"post"},
    "/api/v2/jobs/{job_id}/approve": {"post"},
    "/api/v2/jobs/{job_id}/render": {"post"},
    "/api/v2/jobs/{job_id}/cancel": {"post"},
    "/api/v2/jobs/{job_id}/retry": {"post"},
    "/api/v2/jobs/{job_id}/duplicate": {"post"},
    "/api/v2/jobs/{job_id}/trash": {"post"},
    "/api/v2/jobs/{job_id}/restore": {"post"},
    "/api/v2/jobs/{job_id}/video": {"get"},
    "/api/v2/jobs/{job_id}/captions.vtt": {"get"},
    "/api/v2/jobs/{job_id}/export": {"get"},
    "/api/v2/jobs/{job_id}/exports": {"get"},
    "/api/v2/jobs/{job_id}/metadata": {"get"},
    "/api/v2/jobs/{job_id}/history": {"get"},
    "/api/v2/jobs/{job_id}/scenes": {"post"},
    "/api/v2/jobs/{job_id}/scenes/{scene_number}": {"patch", "delete"},
    "/api/v2/jobs/{job_id}/scenes/{scene_number}/picture": {"put"},
    "/api/v2/jobs/{job_id}/scenes/{scene_number}/clip": {"post"},
    "/api/v2/jobs/{job_id}/scenes/{scene_number}/takes/{take_number}/choose": {"post"},
    "/api/v2/jobs/{job_id}/scenes/{scene_number}/takes/{take_number}/follow": {"post"},
    "/api/v2/jobs/{job_id}/reference": {"put", "delete"},
    "/api/v2/jobs/{job_id}/undo": {"post"},
    "/api/v2/jobs/{job_id}/music": {"put", "delete"},
    "/api/v2/costs": {"get"},
    "/api/v2/ledger": {"get"},
    "/api/v2/ledger.csv": {"get"},
    "/api/v2/webhooks": {"get", "put"},
    "/api/v2/webhooks/{webhook_id}": {"delete"},
    "/api/v2/webhooks/{webhook_id}/test": {"post"},
    "/api/v2/webhooks/{webhook_id}/deliveries": {"get"},
    "/data/videos/{job_id}/final.mp4": {"get"},
    "/data/videos/{job_id}/preview.mp4": {"get"},
    "/data/pictures/{job_id}/{take_id}.{suffix}": {"get"},
    "/data/clips/{job_id}/{clip_id}.{suffix}": {"get"},
    "/data/music/{job_id}/{music_id}.{suffix}": {"get"},
    "/data/references/{job_id}/{name}.jpg": {"get"},
    "/data/samples/{style}.jpg": {"get"},
    "/health": {"get"},
    "/metrics": {"get"},
}
PUBLIC = {
    "/api/v2/jobs/{job_id}",
    "/api/v2/jobs/{job_id}/events",
    "/api/v2/jobs/{job_id}/video",
    "/api/v2/jobs/{job_id}/metadata",
    "/api/v2/jobs/{job_id}/captions.vtt",
    "/data/videos/{job_id}/final.mp4",
    "/data/videos/{job_id}/preview.mp4",
    "/data/pictures/{job_id}/{take_id}.{suffix}",
    "/data/clips/{job_id}/{clip_id}.{suffix}",
    "/data/music/{job_id}/{music_id}.{suffix}",
    "/data/references/{job_id}/{name}.jpg",
    "/data/samples/{style}.jpg",
}
# A probe has no token, and a login has none yet.
WITHOUT: dict[str, Any] = {"/health": None, "/api/auth/login": []}


@pytest.fixture
def document(anyone: Caller) -> dict[str, Any]:
    """The OpenAPI document."""
    return dict(anyone.http.get("/openapi.json").json())


def test_every_call_is_described(document: dict[str, Any]) -> None:
    """The document lists every call under the address it has, with a summary."""
    assert {path: set(calls) for path, calls in document["paths"].items()} == CALLS
    for calls in document["paths"].values():
        assert all(call["summary"] for call in calls.values())


def test_names_of_calls_are_their_own(document: dict[str, Any]) -> None:
    """Generated clients get one readable name a call."""
    names = [call["operationId"] for calls in document["paths"].values() for call in calls.values()]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_the_document_says_where_a_token_is_needed(document: dict[str, Any]) -> None:
    """Writes need a token, public reads may have one, and /health and a login know none."""
    assert document["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            optional: list[dict[str, list[str]]] = [{}] if path in PUBLIC and method == "get" else []
            wanted = WITHOUT.get(path, [{"Token": []}, *optional])
            assert call.get("security") == wanted, (method, path)


def test_every_refusal_has_the_same_shape(document: dict[str, Any]) -> None:
    """Each documented refusal is the body with detail, code and hint."""
    for path, calls in document["paths"].items():
        for call in calls.values():
            for status, answer in call["responses"].items():
                if int(status) < 400 or path == "/health":
                    continue
                schema = answer["content"]["application/json"]["schema"]["$ref"]
                assert schema.endswith("/ValidationBody" if status == "422" else "/ErrorBody")


def test_a_new_job_leads_to_every_call_about_it(document: dict[str, Any]) -> None:
    """The links of what makes a job name all calls about a job, with all that their addresses need."""
    about = {
        call["operationId"]: {one["name"] for one in call["parameters"] if one["in"] == "path"}
        for path, calls in document["paths"].items()
        for call in calls.values()
        if path.startswith("/api/v2/jobs/{job_id}")
    }
    for maker in ("/api/v2/generate", "/api/v2/jobs/{job_id}/duplicate"):
        links = document["paths"][maker]["post"]["responses"]["200"]["links"]
        assert {link["operationId"]: set(link["parameters"]) for link in links.values()} == about


def test_the_page_needs_no_other_host(anyone: Caller) -> None:
    """All that /docs loads comes from this server, and is there."""
    page = anyone.http.get("/docs")
    wanted = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.text)

    assert page.status_code == 200
    assert len(wanted) == 3
    for address in wanted:
        assert address.startswith("/docs/static/")
        assert anyone.http.get(address).status_code == 200
    assert "//" not in re.sub(r"^\s*//.*$", "", page.text.replace("<!--", ""), flags=re.MULTILINE)
    assert "https:" not in page.text
