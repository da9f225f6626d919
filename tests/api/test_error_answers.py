"""Every error of core has a status, and every answer to an error has a cause, a code and a hint."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import errors as answers
from core import errors
from tests.rest import Caller, calling, serving


def _tree(kind: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


KINDS = {kind.__name__: kind for kind in _tree(errors.AppError) if kind.__module__ == errors.__name__}
STATUSES = {
    "AppError": 500,
    "InvalidInput": 400,
    "TooLarge": 413,
    "UnsupportedMedia": 415,
    "NotFound": 404,
    "AccessDenied": 403,
    "NotAuthenticated": 401,
    "InvalidToken": 401,
    "SignInFailed": 401,
    "SignedOut": 401,
    "WrongStep": 400,
    "Conflict": 409,
    "RefinementLimit": 429,
    "RefinementFailed": 500,
    "ClipFailed": 500,
    "ClipMissing": 500,
    "BudgetExceeded": 402,
    "RateLimited": 429,
    "QueueFull": 503,
    "ConfigurationError": 503,
    "FFmpegMissing": 503,
    "ProviderError": 502,
    "ProviderBusy": 502,
    "ProviderTimeout": 502,
    "ProviderInterrupted": 502,
    "ProviderRejected": 502,
    "ProviderAccess": 502,
    "MediaError": 500,
    "PictureUnreadable": 415,
    "MusicUnreadable": 415,
    "FFmpegFailed": 500,
    "FilmFailedCheck": 500,
    "StoreError": 503,
    "DiskFull": 507,
    "Canceled": 409,
}


@pytest.fixture(scope="module")
def breaking() -> Iterator[Caller]:
    """A server that raises whatever its path names."""
    api = FastAPI()
    answers.install(api)

    @api.get("/raise/{name}")
    def raise_it(name: str) -> None:
        kind = KINDS[name]
        if issubclass(kind, errors.RateLimited):
            raise kind("A cause: ü", retry_after_seconds=7)
        if issubclass(kind, errors.ProviderBusy):
            raise kind("A cause: ü", retry_after_seconds=2.4)
        raise kind("A cause: ü", detail="secret stderr")

    @api.get("/surrogate")
    def surrogate() -> None:
        raise errors.InvalidInput("Half a pair: \ud800")

    with serving(api) as address, calling(address, None) as caller:
        yield caller


def test_a_cause_may_hold_any_text(breaking: Caller) -> None:
    """Even half a surrogate pair, which no encoding can hold, does not break an answer."""
    assert breaking.http.get("/surrogate").json()["detail"] == "Half a pair: \ud800"


def test_every_error_is_in_the_table() -> None:
    """No class of the tree is without a documented status."""
    assert KINDS.keys() == STATUSES.keys()
    assert set(STATUSES.values()) <= {*answers.MEANING, 502}


@pytest.mark.parametrize("name", STATUSES)
def test_an_error_becomes_its_status(name: str, breaking: Caller) -> None:
    """The answer has the class's status, its code and a hint, and never what belongs to the log."""
    answer = breaking.http.get(f"/raise/{name}")

    body: dict[str, Any] = answer.json()
    assert answer.status_code == STATUSES[name]
    assert body.keys() == {"detail", "code", "hint"}
    assert (body["detail"], body["code"]) == ("A cause: ü", KINDS[name].code)
    assert body["hint"] == KINDS[name].default_hint
    assert "stderr" not in answer.text
    assert ("www-authenticate" in answer.headers) == (STATUSES[name] == 401)


@pytest.mark.parametrize(
    ("name", "seconds"), [("RateLimited", "7"), ("QueueFull", "7"), ("ProviderBusy", "3")]
)
def test_an_error_says_when_to_come_back(name: str, seconds: str, breaking: Caller) -> None:
    """Where waiting helps the answer says how long, in whole seconds."""
    assert breaking.http.get(f"/raise/{name}").headers["retry-after"] == seconds


def test_a_mistake_of_ours_shows_a_reference_only(breaking: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected exception is 500 with a reference that the log knows, and no stack trace."""
    answer = breaking.http.get("/raise/Nonsense")

    reference = answer.json()["detail"].partition("reference ")[2].rstrip(").")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "KeyError" not in answer.text
    assert "Traceback" not in answer.text
    assert len(reference) == 8
    assert reference in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/v2/nothing", 404, "not_found"),
        ("GET", "/api", 404, "not_found"),
        ("GET", "/data/videos/1/other.mp4", 404, "not_found"),
        ("PATCH", "/api/v2/generate", 405, "method_not_allowed"),
        ("POST", "/health", 405, "method_not_allowed"),
        ("DELETE", "/data/videos/1/final.mp4", 405, "method_not_allowed"),
    ],
)
def test_the_framework_s_refusals_look_like_ours(
    method: str, path: str, status: int, code: str, anyone: Caller
) -> None:
    """An address or a method that does not exist has cause, code and hint as well."""
    answer: httpx.Response = anyone.http.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json().keys() == {"detail", "code", "hint"}
    assert ("allow" in answer.headers) == (status == 405)
