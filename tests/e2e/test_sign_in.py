"""Signing in with a real browser against the whole product: one's own film, signing out, and a tab that was left open."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, WIDE
from tests.e2e.running import RunningApp
from tests.e2e.seeing import WORK_MS, check, nameless, press, settle, violations
from tests.e2e.test_board import LIST
from tests.programs import ROOT
from tests.rest import own_picture
from tests.signed_in import PASSWORD, status_of_socket

pytestmark = pytest.mark.browser


@dataclass
class GuardedApp(RunningApp):
    """The product where people sign in."""

    @property
    def environment(self) -> dict[str, str]:
        """The same with accounts."""
        return {**super().environment, "STORYREEL_SIGN_IN": "accounts"}

    def add(self, name: str) -> str:
        """An account, by the command line; a token that it signs in for."""
        subprocess.run(
            [sys.executable, "-m", "core", "user", "add", name],
            cwd=ROOT,
            env=self.environment,
            input=f"{PASSWORD}\n",
            capture_output=True,
            check=True,
            text=True,
        )
        request = urllib.request.Request(
            f"{self.address}/api/auth/login",
            data=json.dumps({"username": name, "password": PASSWORD}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["access_token"])


@pytest.fixture(scope="module")
def guarded_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedApp]:
    """Started without an account."""
    running = GuardedApp(tmp_path_factory.mktemp("guarded"))
    running.start()
    yield running
    running.stop()


def _fill(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _checked(page: Page) -> None:
    """Usable by everybody, and not wider than the screen."""
    script = "document.documentElement.scrollWidth - innerWidth"
    assert (violations_of_plain(page), nameless(page), page.evaluate(script) <= 0) == ([], [], True)


def _put_in_a_picture(page: Page) -> None:
    """An upload passes the gate like everything else of one's own page."""
    press(page, "Refine scene 1")
    page.get_by_role("tab", name="Own picture").click()
    name, content, kind = own_picture(2)["picture"]
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    # The form takes what has arrived when its button is pressed.
    expect(page.get_by_role("dialog").get_by_text(name)).to_be_visible(timeout=WORK_MS)
    settle(page)
    press(page, "Put it into scene 1")
    expect(page.get_by_text("Scene 1 shows your own picture.")).to_be_visible(timeout=WORK_MS)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()


def violations_of_plain(page: Page) -> list[str]:
    """What axe finds on a page without Streamlit's mark that its script has run."""
    page.evaluate(
        "document.body.dataset.testid = 'stApp'; document.body.dataset.testScriptState = 'notRunning'"
    )
    return violations(page)


def _ordered(app: GuardedApp, token: str) -> int:
    body = {"prompt": "A fox finds a lantern", "duration": 5, "scene_count": 2, "aspect_ratio": "1:1"}
    return int(app.call("POST", "/generate", token=token, body=body)["job_id"])


def test_a_person_signs_in_sees_their_film_and_signs_out(guarded_app: GuardedApp, browser: Browser) -> None:
    """The hint for the first visitor, a deep link through the form, pictures, sign-out, and the second tab closed."""
    app = guarded_app
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]}, color_scheme="dark"
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(app.address)
    expect(page.get_by_text("python -m core user add NAME")).to_be_visible()
    _checked(page)
    token = app.add("ada")
    film = _ordered(app, token)

    page.goto(f"{app.address}/storyboard?job={film}")
    _checked(page)
    _fill(page, "ada")

    page.wait_for_url(f"**/storyboard?job={film}")
    expect(page.locator(".card img.picture")).to_have_count(2, timeout=WORK_MS)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.card img.picture')].some(i => i.naturalWidth > 100)"
    )
    expect(page.locator(".who")).to_contain_text("ada")
    expect(page.frame_locator(LIST).locator(".sortable-item")).to_have_count(2)
    check(page)
    _put_in_a_picture(page)

    other = context.new_page()
    other.goto(f"{app.address}/settings")
    expect(other.get_by_role("heading", name="Your account")).to_be_visible(timeout=WORK_MS)
    # The last thing on the page, which asks ffmpeg and the disk before.
    expect(other.get_by_role("heading", name="Tokens for programs")).to_be_visible(timeout=WORK_MS)
    check(other)
    page.get_by_role("link", name="Sign out").click()
    _checked(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    press(other, "Try the artist")
    expect(other.get_by_role("heading", name="Sign in to go on")).to_be_visible()
    expect(other.get_by_text("Your account")).to_have_count(0)
    check(other)
    page.goto(f"{app.address}/storyboard?job={film}")
    expect(page.get_by_label("Password")).to_be_visible()
    context.close()


def test_the_form_works_without_scripts(guarded_app: GuardedApp, browser: Browser) -> None:
    """A browser that runs no JavaScript signs in as well, and the page looks as it should, wide and light."""
    guarded_app.add("noscript")
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": WIDE["width"], "height": WIDE["height"]}
    )
    page = context.new_page()
    page.goto(f"{guarded_app.address}/docs")
    _fill(page, "noscript")

    page.wait_for_url("**/docs")
    assert "storyreel_session" in [one["name"] for one in context.cookies()]
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/storyboard?job=1", "/_stcore/host-config", "/media/x.mp4", "/static/x.js"]
)
def test_the_real_pages_are_behind_the_gate(guarded_app: GuardedApp, path: str) -> None:
    """What Streamlit itself would answer is 401 here."""
    assert httpx.get(f"{guarded_app.address}{path}", timeout=20).status_code == 401


def test_the_real_websocket_is_behind_the_gate(guarded_app: GuardedApp) -> None:
    """No session, no script run."""
    assert status_of_socket(guarded_app.address) == 403
