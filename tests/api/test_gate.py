"""The gate: nothing is reachable round it, and foreign pages and names stay out."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from core.studio import Studio
from core.workshop import Workshop
from tests.rest import Caller, calling, serving
from tests.signed_in import ADA, Browser, gated, status_of_socket, with_sign_in

FOREIGN = "https://foreign.example"
# What the product answers, whoever asks: pages by every kind of address, what carries them, and files.
PLACES = [
    "/",
    "/storyboard?job=1",
    "/settings",
    "/no/such/page",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/upload_file/a/b",
    "/media/0123.mp4",
    "/component/x/index.html",
    "/static/js/index.js",
    "/data/videos/1/final.mp4",
    "/data/pictures/1/1.jpg",
    "/data/exports/1/mp4/low",
    "/docs",
    "/docs/static/swagger-ui.css",
    "/openapi.json",
    "/api/v2/jobs",
    "/api/v2/jobs/1",
    "/api/nothing",
    "/oauth2callback",
    "/auth/login",
    "/sign-in/other",
    "/sign-in/../settings",
]


@pytest.fixture(scope="module")
def open_house(studio: Studio) -> Iterator[str]:
    """A server where nobody signs in."""
    with serving(gated(studio)) as address:
        yield address


@pytest.mark.parametrize("path", PLACES)
def test_nothing_is_reachable_without_a_session(stranger_browser: Browser, path: str) -> None:
    """Every address, deep links too, leads a person to the sign-in page and tells a program 401."""
    for method in ("GET", "POST", "PUT", "DELETE"):
        told = stranger_browser.http.request(method, path)
        assert (told.status_code, "behind the gate" in told.text) == (401, False), method
    seen = stranger_browser.page(path)
    assert seen.status_code == (401 if path.startswith("/api/") else 303)
    assert "behind the gate" not in seen.text


def test_a_session_opens_the_pages(ada: Browser, sessions: dict[str, str], guarded: str) -> None:
    """With it the pages answer, and so does their websocket."""
    assert ada.page("/storyboard").text == "behind the gate: /storyboard"
    assert status_of_socket(guarded, Cookie=f"storyreel_session={sessions[ADA]}") == 101


@pytest.mark.parametrize("cookie", ["", "storyreel_session=", "storyreel_session=a.b", "other=1"])
def test_a_websocket_without_a_session_is_refused(guarded: str, cookie: str) -> None:
    """Nothing behind the gate runs."""
    assert status_of_socket(guarded, Cookie=cookie) == 403


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1:1", "http://["])
def test_a_websocket_of_a_foreign_page_is_refused(
    guarded: str, open_house: str, sessions: dict[str, str], origin: str
) -> None:
    """Not even with a good session, and not where nobody signs in."""
    session = f"storyreel_session={sessions[ADA]}"

    assert status_of_socket(guarded, Cookie=session, Origin=origin) == 403
    assert status_of_socket(open_house, Origin=origin) == 403
    assert status_of_socket(open_house, Origin=open_house) == 101


@pytest.mark.parametrize(
    "host", ["foreign.example", "127.0.0.1.foreign.example", "localhost@foreign.example", "a:b:c", "[", ""]
)
def test_a_foreign_name_for_this_machine_is_refused(open_house: str, host: str) -> None:
    """A page that points its own name here (DNS rebinding) reads nothing, neither page nor API nor websocket."""
    with calling(open_house, None) as anyone:
        for path in ("/", "/health", "/api/v2/jobs/1", "/data/videos/1/final.mp4"):
            answer = anyone.http.get(path, headers={"Host": host})
            # An empty or broken name is refused by the server itself.
            assert answer.status_code in (400, 421), path
            assert "behind" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:80", "192.168.1.5", "films.example"])
def test_our_own_names_are_known(shop: Workshop, host: str) -> None:
    """This machine, numeric addresses, and what the settings name."""
    named = with_sign_in(shop, sign_in="off", allowed_hosts="Films.example, b.example")
    with serving(gated(named)) as address, calling(address, None) as anyone:
        assert anyone.http.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "sender",
    [
        {"Origin": FOREIGN},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_page_sends_nothing(ada: Browser, open_house: str, sender: dict[str, str]) -> None:
    """Forms and uploads of other sites are refused before anything reads them, with a session or without."""
    with calling(open_house, None) as anyone:
        for http in (ada.http, anyone.http):
            for path in ("/_stcore/upload_file/a/b", "/api/v2/generate", "/settings"):
                answer = http.post(path, headers=sender, data={"prompt": "A prompt of somebody else"})
                assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), path


def test_a_named_origin_may_call_the_api_only(shop: Workshop) -> None:
    """What the settings allow is the API with its tokens, not uploads and pages."""
    friendly = with_sign_in(shop, sign_in="off", allowed_origins=FOREIGN)
    with serving(gated(friendly)) as address, calling(address, None) as anyone:
        called = anyone.http.post("/api/v2/generate", headers={"Origin": FOREIGN})
        uploaded = anyone.http.post("/_stcore/upload_file/a/b", headers={"Origin": FOREIGN})

    assert (called.status_code, called.json()["code"]) == (401, "not_authenticated")
    assert uploaded.status_code == 403


def test_an_address_that_others_reach_is_refused_where_nobody_signs_in(shop: Workshop) -> None:
    """Whatever started the server: what comes in from the network is told the ways out, unless it is meant."""

    def answer(open_network: bool) -> httpx.Response:
        house = gated(with_sign_in(shop, sign_in="off", open_network=open_network))

        async def ask() -> httpx.Response:
            network = httpx.ASGITransport(app=house)
            async with httpx.AsyncClient(transport=network, base_url="http://192.168.1.5:8000") as somebody:
                return await somebody.get("/")

        return asyncio.run(ask())

    assert answer(True).text == "behind the gate: /"
    assert answer(False).status_code == 503
    assert "STORYREEL_SIGN_IN" in answer(False).json()["hint"]


def test_probes_and_public_reads_need_no_session(
    stranger_browser: Browser, shop: Workshop, adas_film: int
) -> None:
    """/health answers; a job is read by anybody only where the settings say so."""
    assert stranger_browser.http.get("/health").status_code == 200
    public = with_sign_in(shop, public_reads=True)
    with serving(gated(public)) as address, calling(address, None) as anyone:
        assert anyone.http.get(f"/api/v2/jobs/{adas_film}").status_code == 200
        assert anyone.http.get("/api/v2/jobs").status_code == 401
        assert anyone.http.get("/").status_code == 401


def test_answers_are_not_framed_or_guessed(ada: Browser) -> None:
    """Other sites cannot frame a page, and browsers take files for what they are."""
    headers = ada.page("/").headers

    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("SAMEORIGIN", "nosniff")


def test_where_nobody_signs_in_the_pages_are_open(open_house: str) -> None:
    """The gate changes nothing there."""
    with calling(open_house, None) as anyone:
        assert anyone.http.get("/sign-in").text == "behind the gate: /sign-in"
        _refused(anyone)


def _refused(anyone: Caller) -> None:
    answer = anyone.http.post("/api/auth/login", json={"username": ADA, "password": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
