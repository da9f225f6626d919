"""The API beside another app on one port: its addresses are handed over untouched, all others are not."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, NoMatchFound

from api.app import EXACT, PREFIXES, create_api
from api.delegate import Delegate
from core.studio import Studio
from tests.rest import Caller, calling, serving


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("a page")


@pytest.fixture(scope="module")
def both(studio: Studio) -> Iterator[Caller]:
    """A server with pages everywhere but where the API is."""
    pages = Starlette()
    pages.add_route("/{rest:path}", _page)
    route = Delegate(create_api(studio), prefixes=PREFIXES, exact=EXACT)
    with serving(Starlette(routes=[route, Mount("/", pages)])) as address, calling(address, None) as caller:
        yield caller


@pytest.mark.parametrize(
    "path", ["/", "/storyboard", "/settings", "/apiary", "/docsify", "/healthy", "/static/x"]
)
def test_pages_keep_their_addresses(path: str, both: Caller) -> None:
    """What only looks like an address of the API belongs to the pages."""
    assert both.http.get(path).text == "a page"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/health", 200), ("/docs", 200), ("/openapi.json", 200), ("/docs/static/swagger-ui.css", 200),
     ("/api/v2/jobs/987654321", 404), ("/api/nothing", 404), ("/api", 404), ("/data/x", 404)],
)  # fmt: skip
def test_the_api_answers_under_its_own_addresses(path: str, status: int, both: Caller) -> None:
    """Known or not, what belongs to the API is answered by it, in JSON when it is refused."""
    answer = both.http.get(path)

    assert answer.status_code == status
    assert answer.text != "a page"
    assert status == 200 or answer.json()["code"] == "not_found"


def test_the_document_names_the_addresses_that_work(both: Caller) -> None:
    """No prefix is cut off."""
    assert "/api/v2/generate" in both.http.get("/openapi.json").json()["paths"]


def test_a_delegate_names_no_routes(studio: Studio) -> None:
    """Addresses cannot be looked up by name through it."""
    with pytest.raises(NoMatchFound):
        Delegate(create_api(studio)).url_path_for("read_job", job_id=1)
