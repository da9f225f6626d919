"""Looking at a page as a person and as axe does."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from playwright.sync_api import Locator, Page, expect

# WCAG 2.2 A and AA; best practices of axe are no part of the standard.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Pictures and frames take seconds on a small machine with other tests beside.
WORK_MS = 90_000


def _axe() -> str:
    return Path(str(files("axe_playwright_python") / "axe.min.js")).read_text()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the page as it is now, frames included."""
    settle(page)
    page.evaluate(_axe())
    found: Any = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def nameless(page: Page) -> list[str]:
    """Controls without a name, which axe leaves alone when they have a picture."""
    script = """() => [...document.querySelectorAll('button, a[href], input, select, textarea')]
        .filter(e => e.checkVisibility() && !(e.innerText || '').trim() && !e.getAttribute('aria-label')
            && !e.getAttribute('aria-labelledby') && !(e.labels && e.labels.length) && !e.title)
        .map(e => e.outerHTML.slice(0, 160))"""
    found: list[str] = page.evaluate(script)
    return found


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    wide: int = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain], body')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    return wide


_THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# The page follows the system's theme a moment after it changed.
_DRAWN_IN = """theme => {
  const ground = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
  const [red, green, blue] = ground.match(/\\d+/g).map(Number);
  return (red + green + blue < 384) === (theme === 'dark');
}"""
# Streamlit fades what a running script has not drawn again yet; halfway back its colours are not those of the page.
_STILL = """() => document.getAnimations().every(
  one => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"""


def settle(page: Page) -> None:
    """Wait until the page stands still: its script has run, and nothing that ends by itself is still moving or fading."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    page.wait_for_function(_STILL)


def check(page: Page) -> None:
    """A page that anybody can use, in both themes: no violation, every control named, nothing cut off at the side."""
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    for theme in _THEMES if dark else reversed(_THEMES):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(_DRAWN_IN, arg=theme)
        check_as_it_is(page)


def check_as_it_is(page: Page) -> None:
    """The same in the theme that the page has now, where its colours were looked at elsewhere."""
    found = violations(page)
    assert not found, as_text(found)
    unnamed = nameless(page)
    assert not unnamed, as_text(unnamed)
    assert overflow(page) <= 0, f"The page is {overflow(page)} pixels wider than the screen."


def button(page: Page, name: str) -> Locator:
    """The button with exactly this name, as screen readers say it."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}$"))


def press(page: Page, name: str) -> None:
    """Press a button as a person does, who waits until the page stands still.

    While a page is drawn anew, what it showed before may stand there as well for a moment.
    """
    settle(page)
    expect(button(page, name)).to_have_count(1)
    button(page, name).click()


def open_scene(page: Page, number: int) -> Locator:
    """Open a scene over its storyboard; a click meets the button only when the page is drawn."""
    expect(page.locator(".card").nth(number - 1)).to_be_visible()
    press(page, f"Refine scene {number}")
    expect(page.get_by_role("dialog")).to_contain_text(f"Scene {number} of")
    return page.get_by_role("dialog")


def cards(page: Page) -> list[str]:
    """The texts of the scenes in their order."""
    texts: list[str] = page.locator(".card p.text").all_inner_texts()
    return texts


def film_number(page: Page) -> int:
    """The film that the address names."""
    found = re.search(r"job=(\d+)", page.url)
    assert found, page.url
    return int(found[1])


def as_text(found: list[str]) -> str:
    """One finding a line, for the message of an assertion."""
    return "\n".join(found)
