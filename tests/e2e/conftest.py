"""A real Chromium, and the product in a process of its own for each file of tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.running import RunningApp

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
Tab = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file, since its event loop would be in the way of others in this thread."""
    program = shutil.which("chromium")
    assert program, "The browser tests need Chromium: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The product with an empty library."""
    running = RunningApp(tmp_path_factory.mktemp("app"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def token(app: RunningApp) -> str:
    """For what a test makes ready without clicking."""
    return app.token()


@pytest.fixture(scope="module")
def person(browser: Browser) -> Iterator[BrowserContext]:
    """One person a file, whose browser has the app's scripts at hand after the first page."""
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(20_000)
        yield context


@pytest.fixture
def tab(person: BrowserContext, app: RunningApp) -> Iterator[Tab]:
    """Opens tabs, which close after the test; each fails its test when it asks another host for anything."""
    foreign: list[str] = []
    with ExitStack() as stack:

        def opened(path: str = "/", *, size: dict[str, int] = WIDE, theme: Any = "light") -> Page:
            page = stack.enter_context(person.new_page())
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            page.emulate_media(color_scheme=theme)
            page.on("request", lambda request: _note_foreign(request.url, app, foreign))
            page.goto(app.address + path)
            return page

        yield opened
    assert foreign == []


def _note_foreign(url: str, app: RunningApp, foreign: list[str]) -> None:
    if not url.startswith((app.address, app.address.replace("http", "ws"), "data:", "blob:")):
        foreign.append(url)


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where a test keeps what it downloaded."""
    return tmp_path
