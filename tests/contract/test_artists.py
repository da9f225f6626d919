"""What holds for every artist: the built-in one, the paid one, and the example of the documentation."""

import importlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import Canceled, ConfigurationError
from core.providers.base import Artist, PictureBrief
from core.providers.catalog import Catalog
from core.providers.plugins import GROUP, load_artist, plugged_in
from core.providers.replicate import Patience, ReplicateArtist, ReplicateService
from core.terms import AspectRatio
from tests.fake_replicate import FakeReplicate

PAGE = Path(__file__).parents[2] / "docs" / "providers.md"
BRIEF = PictureBrief(
    prompt="A fox and a whale meet at the harbour 🦊, «quietly», 100 %",
    style="watercolour",
    aspect_ratio=AspectRatio.WIDE,
    size=AspectRatio.WIDE.picture_size,
    seed=7,
    job_seed=3,
    look="The fox wears a red scarf.",
)


def install(folder: Path, module: str, code: str, value: str) -> None:
    """Lay a package with one entry point into a folder, as an installer would."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    facts = folder / f"{module}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8"
    )
    (facts / "entry_points.txt").write_text(f"[{GROUP}]\n{value}\n", encoding="utf-8")


def documented_example() -> str:
    """The artist that the documentation shows."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages; what is imported from it is forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in set(sys.modules) - before:
        if (tmp_path / f"{name}.py").exists():
            del sys.modules[name]


def documented_artist(packages: Path) -> Artist:
    install(packages, "storyreel_mosaic", documented_example(), "mosaic = storyreel_mosaic:MosaicArtist")
    return load_artist("mosaic")


@pytest.fixture
def paid_artist() -> Iterator[Callable[[], Artist]]:
    connections: list[tuple[FakeReplicate, ReplicateService]] = []

    def start() -> Artist:
        fake = FakeReplicate().start()
        service = ReplicateService(
            token=fake.token, base_url=fake.url, patience=Patience(poll_ms=2, retry_ms=2)
        )
        connections.append((fake, service))
        return ReplicateArtist(service=service, model=Catalog.load().model("picture"))

    yield start
    for fake, service in connections:
        service.close()
        fake.stop()


@pytest.fixture(params=["sketch", "replicate", "documented example"])
def artist(request: pytest.FixtureRequest, packages: Path, paid_artist: Callable[[], Artist]) -> Artist:
    if request.param == "replicate":
        return paid_artist()
    if request.param == "documented example":
        return documented_artist(packages)
    sketch: Artist = importlib.import_module("core.providers.sketch.artist").SketchArtist()
    return sketch


def test_an_artist_says_who_it_is(artist: Artist) -> None:
    """Pages and takes show the artist and its model, so both have a name."""
    assert artist.name
    assert artist.model


def test_an_artist_delivers_what_was_ordered(artist: Artist) -> None:
    """The ticket is a text to store, the picture decodes, has the film's shape and the type it claims."""
    ticket = artist.submit(BRIEF)
    picture = artist.collect(ticket, BRIEF, Cancellation())

    assert isinstance(ticket, str)
    assert ticket
    with Image.open(io.BytesIO(picture.content)) as drawn:
        drawn.load()
        assert drawn.get_format_mimetype() == picture.media_type
        assert drawn.width / drawn.height == pytest.approx(BRIEF.size[0] / BRIEF.size[1], rel=0.03)
        assert min(drawn.size) >= 256


def test_an_artist_charges_what_it_said(artist: Artist) -> None:
    """The price that is reserved before is the charge that is settled after."""
    price = artist.price_micros(BRIEF)
    picture = artist.collect(artist.submit(BRIEF), BRIEF, Cancellation())

    assert price >= 0
    assert picture.charged_micros == price


def test_a_ticket_is_good_for_a_second_time(artist: Artist) -> None:
    """After a crash the same ticket gives the same picture."""
    ticket = artist.submit(BRIEF)

    first = artist.collect(ticket, BRIEF, Cancellation())
    assert artist.collect(ticket, BRIEF, Cancellation()) == first


def test_a_paid_order_can_be_adopted(artist: Artist) -> None:
    """An artist that charges finds its order again by the brief; one that is free may order anew."""
    intent_at = datetime.now(UTC)
    ticket = artist.submit(BRIEF)
    adopted = artist.adopt(BRIEF, since=intent_at)

    assert adopted == ticket or (adopted is None and artist.price_micros(BRIEF) == 0)


def test_another_seed_gives_another_picture(artist: Artist) -> None:
    """Asking once more with a new seed is worth it: the picture differs."""
    again = replace(BRIEF, seed=8)
    first = artist.collect(artist.submit(BRIEF), BRIEF, Cancellation())

    assert artist.collect(artist.submit(again), again, Cancellation()).content != first.content


def test_cancelled_work_ends_as_cancelled(artist: Artist) -> None:
    """An artist heeds a cancellation, and an order can be withdrawn twice without harm."""
    ticket = artist.submit(BRIEF)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Canceled):
        artist.collect(ticket, BRIEF, cancellation)

    artist.withdraw(ticket)
    artist.withdraw(ticket)


def test_the_documented_example_is_short_and_picked_up(packages: Path) -> None:
    """The artist on the documentation's page takes thirty lines of class and imports, and is found by its entry point."""
    lines = [line for line in documented_example().splitlines() if line.strip()]
    documented_artist(packages)

    assert len(lines) <= 30
    assert "mosaic" in plugged_in()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise RuntimeError('no licence')", "no licence"),
        ("class Odd:\n    def __init__(self, wish): ...", "cannot be started"),
        ("class Odd:\n    name = 'odd'", "lacks model, price_micros"),
        ("", "cannot be started"),
    ],
)
def test_a_package_that_is_no_artist_is_named(packages: Path, code: str, says: str) -> None:
    """A plugged-in artist that cannot work is told with its package and the way out."""
    install(packages, "odd_package", code, "odd = odd_package:Odd")
    with pytest.raises(ConfigurationError) as caught:
        load_artist("odd")

    assert says in caught.value.message
    assert "odd_package:Odd" in caught.value.message
    assert caught.value.hint


def test_an_artist_that_is_not_installed_is_told(packages: Path) -> None:
    """An unknown name in the settings lists which artists other packages offer."""
    install(packages, "storyreel_mosaic", documented_example(), "mosaic = storyreel_mosaic:MosaicArtist")
    with pytest.raises(ConfigurationError, match="No installed package offers") as caught:
        load_artist("missing")

    assert "mosaic" in caught.value.hint
