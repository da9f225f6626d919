"""Fixtures for all tests: a clean environment, and one Studio with a real engine a process."""

import gc

# Nothing is garbage while tests are loaded and collected, and to look for it takes a tenth of that time.
gc.disable()
import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from types import FrameType

import hypothesis
import pytest
from hypothesis import HealthCheck

from core.bootstrap import build_workshop
from core.providers.catalog import Catalog
from core.providers.replicate import (
    Patience,
    ReplicateAnimator,
    ReplicateArtist,
    ReplicatePlanner,
    ReplicateService,
)
from core.settings import Settings
from core.studio import Studio
from core.workshop import Workshop
from tests.fake_replicate import FakeReplicate
from tests.servers.place import Place
from tests.studio_fakes import ProgrammableAnimator, ProgrammableArtist, ProgrammablePlanner

# The server and the callers of the REST face are shared by the tests of api/ and of the contract.
pytest_plugins = ("tests.rest", "tests.signed_in", "tests.servers.places")


# The same examples every time and no clock: a busy machine must not decide whether a test passes.
hypothesis.settings.register_profile(
    "storyreel", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("storyreel")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, help="try this many random sequences of events instead of a few fixed ones"
    )


def pytest_configure() -> None:
    """Keep Python before 3.12 from standing still for good: it does when garbage is collected while it lists the frames
    of all threads (gh-106883), and coverage asks for those."""
    if sys.version_info < (3, 12):
        frames = partial(_without_collecting, sys._current_frames)
        pytest.MonkeyPatch().setattr(sys, "_current_frames", frames)


def _without_collecting(frames: Callable[[], dict[int, FrameType]]) -> dict[int, FrameType]:
    collects = gc.isenabled()
    gc.disable()
    try:
        return frames()
    finally:
        if collects:
            gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, since tests wait for browsers, servers and films now and then."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, so that in the end no worker is alone with one of them."""
    slow = {
        item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")
    }
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What was loaded by the time all tests are collected stays for good, so later looks for garbage leave it out."""
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees this machine's settings, or a .env that lies about."""
    for name in list(os.environ):
        if name.startswith(("STORYREEL_", "REPLICATE_", "FFMPEG_BINARY", "AWS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("STORYREEL_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A launcher that a test calls sends the log to that test's own stream, which is closed afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, place_of_session: Place) -> Settings:
    """Settings of a folder of its own, with an engine that looks for work often."""
    return Settings(
        data_dir=tmp_path_factory.mktemp("storyreel"),
        provider="sketch",
        queue_poll_seconds=0.25,
        background_exports=False,
        # Most tests ask what becomes of a film, not how large it is; tests/cluster walks with full size.
        film_lines=540,
        heartbeat_seconds=1.0,
        webhook_private=True,
        store_pause_seconds=0.05,
        webhook_retry_seconds=0.02,
        _env_file=None,
        **place_of_session.settings,
    )


@pytest.fixture(scope="session")
def artist() -> ProgrammableArtist:
    """The artist of the session's Studio, who does what a test tells him; the real one has tests of his own."""
    return ProgrammableArtist(name="sketch")


@pytest.fixture(scope="session")
def planner() -> ProgrammablePlanner:
    """The planner of the session's Studio."""
    return ProgrammablePlanner(name="sketch")


@pytest.fixture(scope="session")
def animator() -> ProgrammableAnimator:
    """The animator of the session's Studio."""
    return ProgrammableAnimator(name="sketch")


@pytest.fixture(scope="session")
def replicate() -> Iterator[FakeReplicate]:
    """A fake of the paid service on a socket of its own; only jobs whose settings choose it ever reach it."""
    with FakeReplicate() as fake:
        yield fake


@pytest.fixture(scope="session")
def service(replicate: FakeReplicate) -> Iterator[ReplicateService]:
    """A connection to the fake that asks often and gives up soon."""
    patience = Patience(poll_ms=10, retry_ms=5, longest_retry_ms=20, tries=3, deadline_ms=20_000, outage_ms=0)
    service = ReplicateService(token=replicate.token, base_url=replicate.url, patience=patience)
    yield service
    service.close()


@pytest.fixture(scope="session")
def shop(
    settings: Settings,
    artist: ProgrammableArtist,
    planner: ProgrammablePlanner,
    animator: ProgrammableAnimator,
    service: ReplicateService,
) -> Workshop:
    """The parts behind the session's Studio: the programmable ones by default, Replicate when it is chosen."""
    catalog = Catalog.load()
    paid = ReplicateArtist(service=service, model=catalog.model("picture"))
    thinking = ReplicatePlanner(service=service, model=catalog.model("text"))
    return build_workshop(
        settings,
        artists={"sketch": artist, "replicate": paid},
        planners={"sketch": planner, "replicate": thinking},
        animators={
            "sketch": animator,
            "replicate": ReplicateAnimator(service=service, model=catalog.model("motion")),
        },
    )


@pytest.fixture(scope="session")
def studio(shop: Workshop) -> Iterator[Studio]:
    """A Studio at work; the engine is one a process, so the session shares it and each test makes its own jobs."""
    studio = Studio(shop)
    studio.start()
    yield studio
    studio.stop()
