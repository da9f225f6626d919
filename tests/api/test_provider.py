"""Signing in with an identity provider: the way there and back, and words that are not taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from core.studio import Studio
from core.workshop import Workshop
from tests.fake_provider import CLIENT, SECRET, FakeProvider
from tests.rest import serving
from tests.signed_in import Browser, browsing, gated, with_sign_in


class _Later:
    """An app that is made once its address is known."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@contextmanager
def _house(shop: Workshop, provider: str) -> Iterator[tuple[Studio, str]]:
    later = _Later()
    later.app = gated(with_sign_in(shop, sign_in="off"))
    with serving(later) as address:
        studio = with_sign_in(
            shop,
            sign_in="oidc",
            oidc_url=provider,
            oidc_client_id=CLIENT,
            oidc_client_secret=SecretStr(SECRET),
            public_url=address,
        )
        later.app = gated(studio)
        yield studio, address


def _there_and_back(
    browser: Browser, path: str = "/sign-in/provider?next=%2Frender%3Fjob%3D1"
) -> httpx.Response:
    """Follow the way to the provider and back to us."""
    away = browser.http.get(path)
    assert away.status_code == 302, away.text
    back = httpx.get(away.headers["location"])
    return browser.http.get(back.headers["location"])


def test_a_person_comes_in_by_the_provider(shop: Workshop, studio: Studio) -> None:
    """The page leads there with PKCE; back again there is a session of our own, which signing out ends."""
    provider = FakeProvider()
    with provider.open() as there, _house(shop, there) as (house, address), browsing(address) as browser:
        page = browser.page("/sign-in?next=/render?job=1").text
        assert 'href="/sign-in/provider?next=%2Frender%3Fjob%3D1"' in page
        assert 'type="password"' not in page

        inside = _there_and_back(browser)

        assert (inside.status_code, inside.headers["location"]) == (303, "/render?job=1")
        assert house.visitor(browser.session).name == "grace@firm.example"
        assert browser.page("/").status_code == 200
        browser.http.post("/sign-out", data={"form": browser.form("/sign-out")})
        assert browser.page("/").status_code == 303
        led = _there_and_back(browser, "/sign-in/provider?next=//evil.example")
        assert led.headers["location"] == "/"
    assert studio.settings.sign_in == "off"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another client"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"email": ""},
        {"email": "no address"},
        {"email_verified": False},
        {"sub": ""},
        {"email": "two words@firm.example"},
    ],
)
def test_a_word_that_is_not_meant_for_us_is_not_taken(
    shop: Workshop, studio: Studio, claims: dict[str, Any]
) -> None:
    """Another's, an old one, or one that does not say who somebody is."""
    assert studio.settings is shop.settings
    with (
        FakeProvider(claims=claims).open() as there,
        _house(shop, there) as (_, address),
        browsing(address) as browser,
    ):
        _refused(_there_and_back(browser), browser)


def test_a_word_that_somebody_else_signed_is_not_taken(shop: Workshop, studio: Studio) -> None:
    """The key is not the provider's."""
    assert studio.settings is shop.settings
    forger = FakeProvider(shown=ECKey.generate_key("P-256"))
    with forger.open() as there, _house(shop, there) as (_, address), browsing(address) as browser:
        _refused(_there_and_back(browser), browser)


def test_a_way_back_that_nobody_went_is_refused(shop: Workshop, studio: Studio) -> None:
    """A forged state, another browser's, an error in the address, and a provider that does not answer."""
    assert studio.settings is shop.settings
    with FakeProvider().open() as there, _house(shop, there) as (_, address), browsing(address) as browser:
        back = httpx.get(browser.http.get("/sign-in/provider").headers["location"]).headers["location"]
        with browsing(address) as victim:
            _refused(victim.http.get(back), victim)
        for query in (
            "",
            "?code=a&state=b",
            "?error=access_denied&error_description=%3Cscript%3E",
            "?code=the-code",
        ):
            _refused(browser.http.get(f"/sign-in/provider/back{query}"), browser)
    with _house(shop, there) as (_, address), browsing(address) as browser:
        _refused(browser.http.get("/sign-in/provider"), browser)


def _refused(answer: httpx.Response, browser: Browser) -> None:
    """In words, with the way to try again, and without a session."""
    assert answer.status_code in (400, 401), answer.text
    assert 'role="alert"' in answer.text
    assert "<script" not in answer.text
    assert "/sign-in/provider" in answer.text
    assert browser.session is None
