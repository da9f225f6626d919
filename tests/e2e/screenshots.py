"""Makes the pictures of docs/screenshots/: every page, light and dark, wide and on a phone. Run by `make screenshots`."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import FLAGS, PHONE, WIDE
from tests.e2e.running import RunningApp
from tests.e2e.seeing import WORK_MS, open_scene, settle
from tests.e2e.test_sign_in import GuardedApp
from tests.programs import ROOT

FOLDER = ROOT / "docs" / "screenshots"
# Taller than this nobody looks at in a document.
TALLEST = 2600
FILMS = (
    ("A courier races through a neon city in the rain to deliver a mysterious box", "cyberpunk", "16:9", 3),
    ("An old lighthouse keeper rows out into the storm to save a small boat", "watercolor", "9:16", 4),
    ("A hero discovers a hidden treasure in ancient ruins", "cinematic", "16:9", 6),
)


def main() -> None:
    """Start the product, make films to show, and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = RunningApp(Path(folder))
        app.start()
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            _all_looks(browser, app, "library-empty", "/", lambda _page: None)
            _tour(browser, app, _make_films(app))
            _door(browser, Path(folder) / "guarded")
        finally:
            browser.close()
            app.stop()


def _door(browser: Browser, folder: Path) -> None:
    """What somebody sees first where people sign in."""
    guarded = GuardedApp(folder)
    guarded.start()
    try:
        guarded.add("anna")
        _all_looks(browser, guarded, "sign-in", "/", lambda _page: None)
    finally:
        guarded.stop()


def _make_films(app: RunningApp) -> int:
    """Films for the library; returns the last one, of which a scene was refined."""
    token = app.token()
    numbers = [
        app.drawn_film(
            token, prompt, style=style, aspect_ratio=shape, scene_count=scenes, duration=scenes * 3
        )
        for prompt, style, shape, scenes in FILMS
    ]
    shown = numbers[-1]
    body = {
        "scene_number": 2,
        "new_image_prompt": "A hero with a torch opens a glowing treasure chest, close-up",
    }
    app.call("POST", f"/jobs/{shown}/refine", token=token, body=body)
    return shown


def _tour(browser: Browser, app: RunningApp, film: int) -> None:
    _all_looks(browser, app, "library", "/", lambda _page: None)
    _all_looks(browser, app, "prompt", "/prompt", _fill_prompt)
    _all_looks(browser, app, "storyboard", f"/storyboard?job={film}", lambda _page: None)
    _all_looks(browser, app, "scene", f"/storyboard?job={film}", lambda page: open_scene(page, 2))
    _all_looks(browser, app, "scene-pictures", f"/storyboard?job={film}", _compare)
    _all_looks(browser, app, "approve", f"/render?job={film}", lambda _page: None)
    token = app.token()
    app.call("POST", f"/jobs/{film}/approve", token=token)
    app.call("POST", f"/jobs/{film}/render", token=token)
    app.wait_for(film, "completed")
    _all_looks(browser, app, "film", f"/render?job={film}", _a_frame)
    _all_looks(browser, app, "export", f"/export?job={film}", lambda _page: None)
    _all_looks(browser, app, "costs", f"/costs?job={film}", lambda _page: None)
    _all_looks(browser, app, "settings", "/settings", lambda _page: None)


def _fill_prompt(page: Page) -> None:
    page.get_by_label("In a sentence or a whole script").fill(FILMS[-1][0])
    page.get_by_label("Length in seconds").fill("24")
    page.get_by_label("Length in seconds").press("Enter")


def _compare(page: Page) -> None:
    open_scene(page, 2)
    page.get_by_role("tab", name=re.compile("^Pictures")).click()


def _a_frame(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('video')?.readyState == 4", timeout=WORK_MS)
    # Until it has been played the player shows that it waits.
    page.locator("video").evaluate(
        "async video => { video.muted = true; await video.play(); video.pause(); video.muted = false;"
        " await new Promise(done => { video.onseeked = done; video.currentTime = 1; }); }"
    )


def _all_looks(
    browser: Browser, app: RunningApp, name: str, path: str, prepare: Callable[[Page], object]
) -> None:
    for width, size in (("wide", WIDE), ("phone", PHONE)):
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": size["width"], "height": size["height"]},
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(app.address + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            prepare(page)
            _take(page, FOLDER / f"{name}-{width}-{theme}.jpg", size)
            context.close()


def _take(page: Page, out: Path, size: dict[str, int]) -> None:
    """The whole page: it scrolls inside of itself, so the window is made as high as what it holds."""
    # The page to sign in is no page of Streamlit's, and stands still by itself.
    if page.get_by_test_id("stApp").count():
        settle(page)
    height = int(
        page.evaluate(
            "() => Math.max(0, ...[...document.querySelectorAll('[data-testid=stMain], [role=dialog]')]"
            ".map(e => e.scrollHeight + Math.max(0, e.getBoundingClientRect().top) * 2))"
        )
    )
    page.set_viewport_size({"width": size["width"], "height": min(max(height, size["height"]), TALLEST)})
    # What lies below the picture's edge is loaded lazily, which means never.
    page.wait_for_function(
        "() => [...document.images].every(i => i.complete || !i.checkVisibility() || i.getBoundingClientRect().top > innerHeight)",
        timeout=WORK_MS,
    )
    # The frame of the sortable list grows after its first drawing.
    page.wait_for_timeout(700)
    page.screenshot(path=out, type="jpeg", quality=68)


if __name__ == "__main__":
    main()
