"""The server dies with the page open, and comes back: nothing is lost and the page goes on by itself."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Tab
from tests.e2e.running import RunningApp
from tests.e2e.seeing import WORK_MS, button, film_number, press

pytestmark = pytest.mark.browser


def test_killed_while_pictures_are_made(tab: Tab, app: RunningApp) -> None:
    """Finished pictures stay, the rest is made after the restart, and the open page shows them without a reload."""
    page = tab("/prompt")
    page.get_by_label("In a sentence or a whole script").fill("Six lanterns float down a river at night")
    page.get_by_label("Length in seconds").fill("12")
    page.get_by_label("Number of scenes").fill("6")
    page.get_by_label("Number of scenes").press("Enter")
    page.get_by_text("Square 1:1").click()
    expect(page.locator(".offer")).to_contain_text("$0.15")
    press(page, "Make the storyboard")
    page.wait_for_url("**/storyboard?job=*")
    expect(page.locator(".card img.picture").first).to_be_visible(timeout=WORK_MS)

    app.kill()
    app.start()

    expect(page.locator(".card img.picture")).to_have_count(6, timeout=WORK_MS)
    expect(button(page, "Stop drawing")).to_have_count(0)
    job = app.call("GET", f"/jobs/{film_number(page)}")
    assert (job["status"], job["progress"]["scenes_completed"]) == ("storyboard_ready", 6)


def test_killed_while_the_film_is_rendered(tab: Tab, app: RunningApp, token: str) -> None:
    """The render goes on after the restart, and the open page ends with the film."""
    number = app.drawn_film(token, "A kite dances above the dunes")
    page = tab(f"/render?job={number}")
    press(page, "Approve and render")
    expect(button(page, "Stop rendering")).to_be_visible()

    app.kill()
    app.start()

    # A player alone may still be the preview's.
    expect(button(page, "Download and export")).to_be_enabled(timeout=WORK_MS)
    expect(page.locator("video")).to_be_visible()
    assert film_number(page) == number
    expect(button(page, "Download and export")).to_be_enabled()
