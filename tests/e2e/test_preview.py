"""A film's beginning in a real browser, while the rest of it is rendered."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tab
from tests.e2e.running import RunningApp

pytestmark = pytest.mark.browser

# The player's address changes only when it goes on with a longer beginning, and then from where it was.
_WENT_ON = """
([player, first]) => player.currentSrc !== first && player.readyState > 0 && player.currentTime > 0.5
"""


def test_the_beginning_goes_on_as_the_film_grows(tab: Tab, app: RunningApp, token: str) -> None:
    """A player appears with the first second; played to its end it goes on in a longer one, and it ends with the render."""
    # So long that the browser is never slower than its render, which is canceled in the end.
    film = app.drawn_film(
        token,
        "A fox carries a lantern over a snowy mountain",
        duration=240,
        scene_count=8,
        aspect_ratio="16:9",
    )
    app.call("POST", f"/jobs/{film}/approve", token=token)
    app.call("POST", f"/jobs/{film}/render", token=token)
    page = tab(f"/render?job={film}")
    player = page.locator("video")
    expect(player).to_have_js_property("muted", True, timeout=60_000)
    page.wait_for_function("player => player.readyState > 0", arg=player.element_handle(), timeout=60_000)
    assert player.evaluate("player => player.paused"), "Whoever wants less motion starts it by hand."
    first = player.evaluate("player => player.currentSrc")
    assert f"/data/videos/{film}/preview.mp4?v=" in first

    player.evaluate("player => player.play()")
    page.wait_for_function(_WENT_ON, arg=[player.element_handle(), first], timeout=60_000)
    expect(page.get_by_text("pictures only")).to_be_visible()

    app.call("POST", f"/jobs/{film}/cancel", token=token)
    expect(player).to_have_count(0)
