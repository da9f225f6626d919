"""The whole walk from an empty library to a film on disk, wide and on a phone, light and dark, and by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.media.probe import probe
from tests.e2e.conftest import PHONE, WIDE, Tab
from tests.e2e.running import RunningApp
from tests.e2e.seeing import WORK_MS, button, check, check_as_it_is, film_number, open_scene, press, settle

pytestmark = pytest.mark.browser

PROMPT = "A brave fox crosses a snowy mountain to bring a letter home"


def _captions_shown(page: Page) -> list[str]:
    """What the player shows over the film without being asked to."""
    shown: list[str] = page.locator("video").evaluate(
        "video => [...video.textTracks].filter(track => track.mode == 'showing').map(track => track.label)"
    )
    return shown


def _saved(page: Page, folder: Path, name: str) -> Path:
    with page.expect_download(timeout=WORK_MS) as download:
        press(page, name)
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    return saved


def _saved_twice(page: Page, downloads: Path) -> None:
    """The same film of five seconds comes each time, and each time is counted."""
    film = _saved(page, downloads, "Download MP4 low")
    facts = probe(film)
    assert (facts.width, facts.height, round(facts.duration_ms / 1000)) == (480, 480, 5)
    assert film.name == f"video_{film_number(page)}.mp4"
    expect(page.get_by_text("Downloaded 1 time so far")).to_be_visible()
    again = _saved(page, downloads, "Download MP4 low")
    expect(page.get_by_text("Downloaded 2 times so far")).to_be_visible()
    assert again.read_bytes() == film.read_bytes()


def _ask_for_a_film(page: Page) -> None:
    """The prompt page, filled in: five seconds, three scenes, square."""
    page.get_by_label("In a sentence or a whole script").fill(PROMPT)
    page.get_by_label("Length in seconds").fill("5")
    page.get_by_label("Number of scenes").fill("3")
    page.get_by_label("Number of scenes").press("Enter")
    page.get_by_text("Square 1:1").click()
    expect(page.locator(".offer")).to_contain_text("$0.09")


def _drawn(page: Page) -> None:
    expect(page.locator(".card img.picture")).to_have_count(3, timeout=WORK_MS)
    expect(button(page, "Stop drawing")).to_have_count(0)


@pytest.mark.parametrize(
    ("size", "theme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide-light", "phone-dark"]
)
def test_the_whole_walk(tab: Tab, downloads: Path, size: dict[str, int], theme: str) -> None:
    """From the library over prompt, storyboard, refinement and approval to a file that is a film of five seconds.

    Every state on the way is looked at, in both themes where there is room for all.
    """
    look = check if size == WIDE else check_as_it_is
    page = tab("/", size=size, theme=theme)
    expect(page.get_by_role("heading", name="Your films")).to_be_visible()
    look(page)
    page.get_by_role("link", name="New film").click()
    _ask_for_a_film(page)
    look(page)
    press(page, "Make the storyboard")

    page.wait_for_url("**/storyboard?job=*")
    _drawn(page)
    look(page)
    open_scene(page, 2)
    expect(page.get_by_role("dialog")).to_contain_text("$0.02 – 5 of 5 left")
    look(page)
    page.get_by_label("What the picture should show").last.fill("A fox sleeps under a red moon")
    press(page, "Refine now : scene 2")
    expect(page.get_by_role("dialog")).to_contain_text("4 of 5 refinements are left", timeout=WORK_MS)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator(".card").nth(1)).to_contain_text("Picture 2 of 2")
    press(page, "Review and approve")

    page.wait_for_url("**/render?job=*")
    expect(page.locator(".facts")).to_contain_text("$0.11")
    look(page)
    press(page, "Approve and render")
    expect(page.get_by_role("progressbar")).to_be_visible()
    # A player alone may still be the preview's.
    expect(button(page, "Download and export")).to_be_enabled(timeout=WORK_MS)
    expect(page.locator("video")).to_be_visible()
    assert _captions_shown(page) == ["No captions"]
    look(page)
    press(page, "Download and export")

    page.wait_for_url("**/export?job=*")
    _saved_twice(page, downloads)
    look(page)


def test_the_walk_by_keyboard_alone(tab: Tab, downloads: Path, app: RunningApp) -> None:
    """Tab, arrows, space and Enter reach everything, and the focus can be seen."""
    page = tab("/prompt")
    settle(page)
    _tab_to(page, "In a sentence or a whole script, in any language")
    page.keyboard.type(PROMPT)
    _tab_to(page, "Cinematic")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "Length in seconds")
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    _tab_to(page, "Wide 16:9")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "Make the storyboard")
    page.keyboard.press("Enter")

    page.wait_for_url("**/storyboard?job=*")
    _drawn(page)
    first = page.locator(".card p.text").nth(0).inner_text()
    _tab_to(page, "Scene 1: Later")
    page.keyboard.press("Enter")
    expect(page.locator(".card p.text").nth(1)).to_have_text(first)
    _tab_to(page, "Review and approve")
    page.keyboard.press("Enter")

    page.wait_for_url("**/render?job=*")
    _tab_to(page, "Approve and render")
    page.keyboard.press("Enter")
    # A player alone may still be the preview's.
    expect(button(page, "Download and export")).to_be_enabled(timeout=WORK_MS)
    expect(page.locator("video")).to_be_visible()
    _tab_to(page, "Download and export")
    page.keyboard.press("Enter")

    page.wait_for_url("**/export?job=*")
    _tab_to(page, "Download WebM low")
    with page.expect_download(timeout=WORK_MS) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"video_{film_number(page)}.webm"
    style = app.call("GET", f"/jobs/{film_number(page)}")["parameters"]
    assert (style["style"], style["aspect_ratio"]) == ("anime", "1:1")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on the control with this name, and see that the focus shows."""
    settle(page)
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED, name):
            return
    raise AssertionError(f"Tab never reached {name!r}.")


_FOCUSED = """name => {
  const e = document.activeElement;
  if (!e || e === document.body) return false;
  const words = e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].textContent) || e.textContent;
  return (words || '').trim().replace(/\\s+/g, ' ') === name;
}"""
