"""Signing in and out by the page and by the API, and what attackers try there."""

import base64
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from core.bootstrap import build_workshop
from core.settings import Settings
from core.studio import Studio
from core.tokens import digest
from core.workshop import Workshop
from db.models import utc_now
from db.queries import sessions as rows
from tests.rest import calling, serving
from tests.signed_in import ADA, EVE, PASSWORD, QUICK, VERA, Browser, browsing, gated, with_sign_in


def _is_in(browser: Browser) -> bool:
    return browser.page("/").status_code == 200


def test_a_person_signs_in_and_out(stranger_browser: Browser, guarded: str) -> None:
    """From a deep link over the form and back to it; signing out closes what copies of the cookie open, too."""
    away = stranger_browser.page("/storyboard?job=12")
    assert away.headers["location"] == "/sign-in?next=%2Fstoryboard%3Fjob%3D12"
    assert 'value="/storyboard?job=12"' in stranger_browser.page(away.headers["location"]).text

    back = stranger_browser.sign_in("ADA ", next="/storyboard?job=12")

    assert (back.status_code, back.headers["location"]) == (303, "/storyboard?job=12")
    flags = back.headers["set-cookie"]
    assert all(flag in flags for flag in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"))
    assert stranger_browser.page("/sign-in").headers["location"] == "/"
    with browsing(guarded, stranger_browser.session) as copy:
        assert _is_in(copy)
        form = stranger_browser.form("/sign-out")
        assert _is_in(copy), "Looking at the question signs nobody out."
        out = stranger_browser.http.post("/sign-out", data={"form": form})
        assert (out.headers["location"], out.headers["clear-site-data"]) == ("/sign-in", '"cache"')
        assert not _is_in(copy)
    assert stranger_browser.session is None
    assert stranger_browser.page("/sign-out").headers["location"] == "/sign-in"


def test_the_page_is_plain_and_closed(stranger_browser: Browser) -> None:
    """No script, no other host, no frame, no cache; the cookie travels by TLS alone where there is TLS."""
    page = stranger_browser.page("/sign-in")

    assert "<script" not in page.text
    assert re.findall(r'(?:src|href)="([^"]+)"', page.text) == ["/sign-in/icon.png", "/sign-in/icon.png"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert stranger_browser.http.get("/sign-in/icon.png").headers["content-type"] == "image/png"
    assert "Secure" not in page.headers["set-cookie"]
    secure = stranger_browser.http.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in secure.headers["set-cookie"]


def test_the_first_visitor_is_told_how_to_begin(tmp_path: Path) -> None:
    """Without an account the page names the command; with one it asks."""
    shop = build_workshop(Settings(data_dir=tmp_path, sign_in="accounts", provider="sketch", _env_file=None))
    studio = Studio(replace(shop, passwords=QUICK))
    with serving(gated(studio)) as address, browsing(address) as browser:
        assert "python -m core user add NAME" in browser.page("/sign-in").text
        studio.add_account("first", password=PASSWORD)
        assert "python -m core" not in browser.page("/sign-in").text
        assert browser.sign_in("first").status_code == 303
    studio.close()


@pytest.mark.parametrize(
    ("name", "password"),
    [(ADA, "wrong"), (ADA, ""), ("nobody", PASSWORD), ("", ""), (ADA, PASSWORD + " "), ("' OR 1=1 --", "x")],
)
def test_a_wrong_name_or_password_is_told_in_the_same_words(guarded: str, name: str, password: str) -> None:
    """Whether the name exists is not told, and what was typed is kept and shown as text."""
    with browsing(guarded) as browser:
        answer = browser.sign_in(name, password)

    assert answer.status_code == 401
    assert "Name and password do not fit together." in answer.text
    assert 'role="alert"' in answer.text
    assert "storyreel_session" not in answer.headers.get("set-cookie", "")


def test_words_in_the_form_are_shown_as_text(stranger_browser: Browser) -> None:
    """Markup in a name or an address stays text."""
    evil = '"><script>alert(1)</script>'
    page = stranger_browser.sign_in(evil, "wrong", next=f"/{evil}")

    assert "<script" not in page.text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%0d%0aSet-Cookie:a=b",
        "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "/\t/evil.example", "evil.example", "/sign-out", "///evil.example",
        "http:///evil.example", "/ü\u2028x", "",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(guarded: str, sessions: dict[str, str], wanted: str) -> None:
    """An address that names another site after `next` is not followed (open redirect), and adds no header."""
    with browsing(guarded, sessions[ADA]) as browser:
        answer = browser.http.get("/sign-in", params={"next": wanted})

    assert answer.status_code == 303
    assert re.fullmatch(r"/(?![/\\])[!-~]*", answer.headers["location"])
    assert "set-cookie" not in answer.headers
    assert httpx.URL("http://ours.example").join(answer.headers["location"]).host == "ours.example"


def test_the_form_leads_nowhere_else_either(stranger_browser: Browser) -> None:
    """A forged field is no better than a forged address."""
    answer = stranger_browser.sign_in(VERA, next="//evil.example/\r\nSet-Cookie: a=b")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_cross_site_form_changes_nothing(
    guarded: str, sessions: dict[str, str], adas_film: int, door: Studio
) -> None:
    """CSRF: neither signing in as somebody else, nor out, nor a write with the browser's cookie."""
    before = door.job(adas_film)
    with browsing(guarded, sessions[ADA]) as browser:
        mine = browser.form("/sign-out")
        with browsing(guarded) as attacker:
            theirs = attacker.form()
        tries = [
            browser.http.post("/sign-out", data={"form": mine}, headers={"Origin": "https://evil.example"}),
            browser.http.post("/sign-out", data={"form": theirs}),
            browser.http.post("/sign-out", data={}),
            browser.http.post("/sign-in", data={"form": theirs, "name": EVE, "password": PASSWORD}),
            browser.http.post(f"/api/v2/jobs/{adas_film}/approve"),
            browser.http.post(f"/api/v2/jobs/{adas_film}/trash", data={"a": "b"}),
            browser.http.delete(f"/api/v2/jobs/{adas_film}"),
        ]
        assert [answer.status_code for answer in tries] == [403, 401, 401, 401, 401, 401, 401]
        assert browser.session == sessions[ADA]
        assert _is_in(browser)
    assert door.job(adas_film) == before


def test_a_session_that_was_there_before_is_not_taken_over(
    guarded: str, sessions: dict[str, str], door: Studio
) -> None:
    """Session fixation: whoever signs in gets a new session, and the planted one is ended or means nothing."""
    planted = door.sign_in(name=EVE, password=PASSWORD, address="test")
    for given in (planted, "chosen-by-an-attacker"):
        with browsing(guarded) as browser:
            form = browser.form()
            sent = {"form": form, "name": ADA, "password": PASSWORD}
            kept = f"storyreel_session={given}; storyreel_form={browser.http.cookies['storyreel_form']}"
            browser.http.cookies.clear()
            answer = browser.http.post("/sign-in", data=sent, headers={"Cookie": kept})
            fresh = answer.cookies["storyreel_session"]
        assert fresh not in (given, *sessions.values())
        with browsing(guarded, given) as attacker:
            assert not _is_in(attacker)


def test_a_forged_cookie_is_refused(guarded: str, sessions: dict[str, str]) -> None:
    """Not one sign of it may be another one; neither may it be somebody's token, name or number."""
    good = sessions[ADA]
    secret, _, seal = good.partition(".")
    flipped = ("B" if secret[0] == "A" else "A") + secret[1:]
    swapped = ("1" if seal[0] == "0" else "0") + seal[1:]
    eves = sessions[EVE].partition(".")[2]
    unsealed = base64.urlsafe_b64encode(b'{"account": 1}').decode()
    forged = [
        f"{flipped}.{seal}", f"{secret}.{swapped}", f"{secret}.{eves}", secret, f".{seal}", f"{secret}.", "1", ADA,
        f"{unsealed}.{seal}", good + "0", good.upper(), "x" * 5000, digest(secret), f"{digest(secret)}.{seal}",
    ]  # fmt: skip
    with browsing(guarded) as browser:
        for cookie in forged:
            answer = browser.http.get("/", headers={"Cookie": f"storyreel_session={cookie}"})
            assert answer.status_code == 401, cookie


@pytest.mark.parametrize("column", ["created_at", "seen_at"])
def test_a_session_ends_by_itself(guarded: str, door: Studio, shop: Workshop, column: str) -> None:
    """After hours without a click, and after days in any case; then its row is gone."""
    cookie = door.sign_in(name=EVE, password=PASSWORD, address="test")
    key = digest(cookie.partition(".")[0])
    with browsing(guarded, cookie) as browser:
        assert _is_in(browser)
        with shop.writing() as session:
            found = rows.by_digest(session, key)
            assert found is not None
            setattr(found[0], column, utc_now() - timedelta(days=8))
            session.add(found[0])
        assert not _is_in(browser)
    with shop.reading() as session:
        assert rows.by_digest(session, key) is None


def test_a_click_keeps_a_session_alive(guarded: str, door: Studio, shop: Workshop) -> None:
    """A page that is opened counts, a picture or a program's call does not."""
    cookie = door.sign_in(name=EVE, password=PASSWORD, address="test")
    key = digest(cookie.partition(".")[0])
    with shop.writing() as session:
        rows.seen(session, key, utc_now() - timedelta(hours=11))

    def hours() -> int:
        with shop.reading() as session:
            found = rows.by_digest(session, key)
            assert found is not None
            return round((utc_now() - found[0].seen_at).total_seconds() / 3600)

    with browsing(guarded, cookie) as browser:
        browser.http.get("/api/v2/jobs")
        assert hours() == 11
        assert _is_in(browser)
        assert hours() == 0


def test_guessing_is_slowed_for_an_account_and_for_an_address(shop: Workshop, door: Studio) -> None:
    """After ten wrong passwords the right one is refused too, for a while that is told; others still come in."""
    assert door.anybody_there()
    slowed = with_sign_in(shop)
    with serving(gated(slowed)) as address, browsing(address) as browser, calling(address, None) as program:
        statuses = [
            program.http.post(
                "/api/auth/login", json={"username": f" {ADA.upper()}", "password": f"guess {n}"}
            ).status_code
            for n in range(10)
        ]
        page = browser.sign_in(ADA)
        login = program.http.post("/api/auth/login", json={"username": ADA, "password": PASSWORD})
        other = browser.sign_in(EVE)

    assert statuses == [401] * 10
    assert (page.status_code, login.status_code, other.status_code) == (429, 429, 303)
    assert 0 < int(page.headers["retry-after"]) <= 300
    assert int(login.headers["retry-after"]) > 0
    assert "Too many attempts" in page.text


def test_a_program_signs_in_for_a_while(guarded: str, door: Studio) -> None:
    """A login gives a bearer token with an end; giving it back, or another password, closes it at once."""
    door.add_account("programmer", password=PASSWORD)
    with calling(guarded, None) as anyone:
        made = [
            anyone.http.post("/api/auth/login", json={"username": "programmer", "password": PASSWORD}).json()
            for _ in range(2)
        ]
    assert made[0]["token_type"] == "bearer"
    assert made[0]["expires_at"].endswith("Z")
    own = door.create_token(name="kept", owner="programmer").secret
    with calling(guarded, made[0]["access_token"]) as program:
        assert program.http.get("/api/v2/jobs").status_code == 200
        assert program.http.post("/api/auth/logout").status_code == 204
        assert program.http.get("/api/v2/jobs").status_code == 401
    door.set_password("programmer", password="another long sentence")
    for token, status in ((made[1]["access_token"], 401), (own, 200)):
        with calling(guarded, token) as program:
            assert program.http.get("/api/v2/jobs").status_code == status


def test_a_huge_form_is_refused(stranger_browser: Browser) -> None:
    """Before it fills the memory."""
    answer = stranger_browser.http.post(
        "/sign-in",
        content=b"name=" + b"x" * 1_100_000,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 413
