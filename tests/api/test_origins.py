"""Web pages of other origins: only those that the settings name may call."""

from core.workshop import Workshop
from tests.rest import Caller, another_server, calling

PAGE = "https://studio.example"
ASKED = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


def test_no_other_origin_may_call_by_default(anyone: Caller) -> None:
    """A browser is told nothing that would let another page read an answer."""
    answers = [
        anyone.http.options("/api/v2/generate", headers=ASKED),
        anyone.http.get("/health", headers={"Origin": PAGE}),
    ]

    assert all("access-control-allow-origin" not in answer.headers for answer in answers)


def test_a_named_origin_may_call(shop: Workshop) -> None:
    """The page that was named may send a token and read answers, refusals too; another one may not."""
    settings = {"allowed_origins": f" {PAGE}, https://second.example "}
    with another_server(shop, settings) as address, calling(address, None) as anyone:
        asked = anyone.http.options("/api/v2/generate", headers=ASKED)
        refused = anyone.http.post("/api/v2/generate", headers={"Origin": PAGE})
        other = anyone.http.get("/health", headers={"Origin": "https://third.example"})

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == PAGE
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, PAGE)
    assert "etag" in refused.headers["access-control-expose-headers"].lower()
    assert "access-control-allow-origin" not in other.headers
