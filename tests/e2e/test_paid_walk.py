"""The whole walk with a paid service in a real browser: every price on screen is one that the service bills."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.media.probe import probe
from core.providers.catalog import Catalog
from pages._ui.wording import dollars, exact_dollars
from tests.e2e.conftest import Tab
from tests.e2e.running import RunningApp
from tests.e2e.seeing import WORK_MS, button, check, film_number, press
from tests.fake_replicate import Bureau, FakeReplicate

pytestmark = pytest.mark.browser

PROMPT = "A brave fox crosses a snowy mountain to bring a letter home"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeReplicate]:
    """The service: long enough at work that pictures are seen to appear, small enough to be quick."""
    with FakeReplicate(Bureau(latency_ms=300)) as running:
        yield running


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, fake: FakeReplicate) -> Iterator[RunningApp]:
    """The product with a token for the fake and a cap for the film."""
    settings = {
        "REPLICATE_API_TOKEN": fake.token,
        "REPLICATE_BASE_URL": fake.url,
        "STORYREEL_CAP_PER_JOB": "0.50",
    }
    running = RunningApp(tmp_path_factory.mktemp("paid"), settings=settings)
    running.start()
    yield running
    running.stop()


def billed(fake: FakeReplicate) -> int:
    return int(fake.ledger()["total_micros"])


def prices(fake: FakeReplicate, model: str) -> list[int]:
    return [entry["billed_micros"] for entry in fake.ledger()["entries"] if entry["model"] == model]


def test_the_paid_walk(tab: Tab, downloads: Path, fake: FakeReplicate) -> None:
    """From prompt over AI pictures, a refinement and a clip to a file, with the service's own ledger beside each step."""
    page = tab("/prompt")
    _ask(page)
    page.wait_for_url("**/storyboard?job=*")
    _pictures_appear(page, fake)
    _refine(page, fake)
    _bring_to_life(page, fake)
    _film(page, fake, downloads)
    _costs(page, fake)


def _ask(page: Page) -> None:
    """Before the click stands the most that it can cost: the plan with its repair, and a picture a scene."""
    catalog = Catalog.load()
    most = 2 * catalog.model("text").price.estimate() + 2 * catalog.model("picture").price.estimate()
    page.get_by_label("In a sentence or a whole script").fill(PROMPT)
    page.get_by_label("Length in seconds").fill("5")
    page.get_by_label("Number of scenes").fill("2")
    page.get_by_label("Number of scenes").press("Enter")
    page.get_by_text("Square 1:1").click()
    expect(page.locator(".offer")).to_contain_text(f"Charged at most{dollars(most)}")
    expect(page.get_by_text("let the built-in planner plan")).to_be_visible()
    expect(page.get_by_text("A picture of your hero")).to_have_count(0)
    check(page)
    press(page, "Make the storyboard")


def _pictures_appear(page: Page, fake: FakeReplicate) -> None:
    expect(page.locator(".card img.picture")).to_have_count(2, timeout=WORK_MS)
    expect(button(page, "Stop drawing")).to_have_count(0, timeout=WORK_MS)
    made = prices(fake, "black-forest-labs/flux-schnell")
    assert len(made) == 2
    for number, micros in enumerate(made):
        expect(page.locator(".card").nth(number)).to_contain_text(
            f"black-forest-labs/flux-schnell · {dollars(micros)} charged"
        )
    _charged(page, billed(fake))


def _charged(page: Page, micros: int) -> None:
    """What the side of the storyboard says; while the page is drawn anew, the old side may stand there as well."""
    side = page.locator(".numbers").filter(has_text=f"Charged{dollars(micros)}")
    expect(side).to_have_count(1, timeout=WORK_MS)


def _refine(page: Page, fake: FakeReplicate) -> None:
    before = billed(fake)
    press(page, "Refine scene 2")
    dialog = page.get_by_role("dialog")
    page.get_by_label("What the picture should show").last.fill("A fox sleeps under a red moon")
    price = dialog.get_by_text("5 of 5 left").inner_text().split(" ")[0]
    press(page, "Refine now : scene 2")
    expect(dialog).to_contain_text("4 of 5 refinements are left", timeout=WORK_MS)
    assert price == dollars(billed(fake) - before)
    expect(dialog).to_contain_text(f"{dollars(billed(fake))} charged for this film so far", timeout=WORK_MS)
    dialog.get_by_role("button", name="Close").click()


def _bring_to_life(page: Page, fake: FakeReplicate) -> None:
    before = billed(fake)
    press(page, "Refine scene 1")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Time").click()
    live = dialog.get_by_role("button", name="Bring scene 1 to life")
    price = live.inner_text().partition("(")[2].rstrip(")")
    live.click()
    expect(dialog).to_contain_text("The clip of scene 1 is being made", timeout=WORK_MS)
    dialog.get_by_role("button", name="Close").click()
    _charged(page, before + 50_000)
    assert price == dollars(billed(fake) - before)


def _film(page: Page, fake: FakeReplicate, folder: Path) -> None:
    press(page, "Review and approve")
    page.wait_for_url("**/render?job=*")
    expect(page.locator(".facts")).to_contain_text(f"Charged{dollars(billed(fake))}")
    press(page, "Approve and render")
    # A player alone may still be the preview's.
    expect(button(page, "Download and export")).to_be_enabled(timeout=WORK_MS)
    expect(page.locator("video")).to_be_visible()
    press(page, "Download and export")
    page.wait_for_url("**/export?job=*")
    with page.expect_download(timeout=WORK_MS) as download:
        press(page, "Download MP4 low")
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    facts = probe(saved)
    assert (facts.width, facts.height, round(facts.duration_ms / 1000)) == (480, 480, 5)


def _costs(page: Page, fake: FakeReplicate) -> None:
    """Call for call what the service billed, to the millionth, and so in the table that is taken along."""
    number = film_number(page)
    page.goto(page.url.partition("/export")[0] + f"/costs?job={number}")
    lines = page.locator(".sums tbody tr")
    expect(lines).to_have_count(5)
    assert fake.ledger()["created"] == 5
    shown = sorted(lines.nth(row).locator("td").nth(1).inner_text() for row in range(5))
    assert shown == sorted(exact_dollars(entry["billed_micros"]) for entry in fake.ledger()["entries"])
    total = exact_dollars(billed(fake))
    expect(page.locator(".totals")).to_contain_text(f"In all{total}")
    expect(page.get_by_text(f"$0.50, {exact_dollars(500_000 - billed(fake))} left")).to_be_visible()
    check(page)
    with page.expect_download() as download:
        press(page, "Download as a table (CSV)")
    table = Path(download.value.path()).read_text().splitlines()
    assert sum(round(float(row.rpartition(",")[2]) * 1e6) for row in table[1:]) == billed(fake)
    page.get_by_role("link", name="Costs of all films").click()
    expect(page.locator(".sums").first.locator("tbody tr")).to_have_count(1)
    expect(page.locator(".sums").first).to_contain_text(total)
    check(page)
