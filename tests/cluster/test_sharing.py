"""What processes share over one database: keys, the order of requests, and the memory of who did what."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.bootstrap import build_workshop
from core.cancellation import Cancellation
from core.engine import claim_executor
from core.errors import QueueFull, StoreError
from core.jobs import NewJob
from core.media.store import MediaStore
from core.passes import opens, pass_for
from core.settings import Settings
from core.studio import Studio
from core.tasks import tasks
from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion
from core.views import JobStatus
from core.workshop import Workshop
from db.queries import heartbeats
from tests.cluster.artist import RepeatingArtist
from tests.core.hand_engine import HandEngine
from tests.core.looking import content
from tests.servers.place import Place
from tests.studio_fakes import ProgrammablePlanner

OWNER = "local"


def machine(folder: Path, place: Place, engine: HandEngine) -> Workshop:
    """A workshop with a disk of its own, in whose queue five jobs have room."""
    settings = Settings(
        data_dir=folder,
        provider="sketch",
        background_exports=False,
        max_waiting_jobs=5,
        _env_file=None,
        **place.settings,
    )
    return build_workshop(
        settings,
        engine=engine,
        artists={"sketch": RepeatingArtist(name="sketch")},
        planners={"sketch": ProgrammablePlanner(name="sketch")},
    )


@pytest.fixture
def engine() -> HandEngine:
    return HandEngine()


@pytest.fixture
def machines(tmp_path: Path, place: Place, engine: HandEngine) -> Iterator[tuple[Workshop, Workshop]]:
    """Two machines over the same rows and files; on one machine's disk they are two processes in one folder."""
    folders = ("one", "two") if place.settings else ("one", "one")
    first, second = (machine(tmp_path / folder, place, engine) for folder in folders)
    yield first, second
    first.close()
    second.close()


def request(number: int = 0) -> NewJob:
    return NewJob(
        prompt=f"A lantern crosses lake number {number}",
        duration_ms=5_000,
        scene_count=2,
        aspect_ratio=AspectRatio.SQUARE,
        motion=Motion.STILL,
    )


def test_one_key_makes_one_job_however_many_ask_at_once(
    machines: tuple[Workshop, Workshop], engine: HandEngine
) -> None:
    """Eight parallel requests with one Idempotency-Key, to two processes, are one job and one order."""
    studios = [Studio(shop) for shop in machines]

    def ask(number: int) -> int:
        return studios[number % 2].create(request(), owner=OWNER, idempotency_key="the-one").id

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
    assert [task for task, _ in engine.orders] == ["plan"]


def test_the_queue_holds_as_many_as_it_may(machines: tuple[Workshop, Workshop]) -> None:
    """Of twelve parallel requests to two processes exactly the five for which there is room are taken."""
    studios = [Studio(shop) for shop in machines]

    def ask(number: int) -> bool:
        try:
            studios[number % 2].create(request(number), owner=OWNER)
        except QueueFull:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert Counter(threads.map(ask, range(12))) == {True: 5, False: 7}


def test_a_pass_opens_at_every_process(machines: tuple[Workshop, Workshop]) -> None:
    """What one process signed another knows, and a pass for another path is none."""
    first, second = machines
    given = pass_for(first, "/data/pictures/1/2.jpg")

    assert opens(second, "/data/pictures/1/2.jpg", given)
    assert not opens(second, "/data/pictures/1/3.jpg", given)


def test_two_runs_of_one_piece_of_work_make_one_film(
    machines: tuple[Workshop, Workshop], engine: HandEngine
) -> None:
    """A worker that was taken for dead wakes and works beside its successor: one picture each, one film, one export."""
    first, second = machines
    studio = Studio(first)
    job = studio.create(request(), owner=OWNER)
    carry_out_twice(machines, engine)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    carry_out_twice(machines, engine)
    export = studio.order_export(job.id, owner=OWNER, format=ExportFormat.MP4, quality=ExportQuality.LOW)
    carry_out_twice(machines, engine)

    done = Studio(second).job(job.id)
    assert done.status == JobStatus.COMPLETED, done.trouble
    assert [len(scene.takes) for scene in done.storyboard or ()] == [1, 1]
    assert done.film is not None
    assert len(content(studio.film(job.id))) == done.film.size_bytes
    assert content(studio.export_file(export))
    stored = Counter(key.split("/")[2] for key in second.store.list_prefix(f"jobs/{job.id}"))
    assert stored == {"takes": 2, "films": 1, "exports": 1}
    assert not list((first.settings.cache_folder / "films").glob("*"))


def test_work_waits_for_a_store_that_is_away(machines: tuple[Workshop, Workshop], engine: HandEngine) -> None:
    """A picture or film that cannot be kept now is not failed and not given back: the next run keeps it, paid once."""
    shop = machines[0]
    away = replace(shop, store=Away(shop.store))
    studio = Studio(shop)
    job = studio.create(request(), owner=OWNER)
    for kind in ("plan", "picture", "picture"):
        carried_out_late(shop, away, engine, fails=kind != "plan")
    assert studio.job(job.id).status == JobStatus.STORYBOARD_READY
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    carried_out_late(shop, away, engine, fails=True)

    assert studio.job(job.id).status == JobStatus.COMPLETED
    artist = shop.artist
    assert isinstance(artist, RepeatingArtist)
    assert len(artist.orders) == 2


class Away(MediaStore):
    """A store that reads, but keeps nothing."""

    def __init__(self, store: MediaStore) -> None:
        self._reads = store

    def put_bytes(self, key: str, content: bytes) -> None:
        """Not now."""
        raise StoreError("The bucket does not answer.")

    def put_file(self, key: str, path: Path) -> None:
        """Not now."""
        raise StoreError("The bucket does not answer.")

    def delete_prefix(self, prefix: str) -> int:
        """Nothing was kept."""
        return 0

    @contextmanager
    def local_file(self, key: str) -> Iterator[Path]:
        """As the store that is away from others only."""
        with self._reads.local_file(key) as path:
            yield path


def carried_out_late(shop: Workshop, away: Workshop, engine: HandEngine, *, fails: bool) -> None:
    """Carry out the oldest order, first while the store is away."""
    task, subject = engine.orders.pop(0)
    if fails:
        with pytest.raises(StoreError):
            tasks(away)[task](subject, Cancellation())
    tasks(shop)[task](subject, Cancellation())


def carry_out_twice(machines: tuple[Workshop, Workshop], engine: HandEngine) -> None:
    """Let both machines do, side by side, everything that is ordered, until nothing more is."""
    while engine.orders:
        now, engine.orders = engine.orders, []
        for task, subject in now:
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(lambda shop: tasks(shop)[task](subject, Cancellation()), machines))  # noqa: B023


def test_a_process_that_only_serves_is_no_worker(machines: tuple[Workshop, Workshop]) -> None:
    """It lives, so that its orders are not taken for a dead one's, but nobody counts on it."""
    with machines[0].writing() as session:
        heartbeats.beat(session, "web", works=False)
        heartbeats.beat(session, "worker")
    with machines[1].reading() as session:
        assert heartbeats.alive(session, within_seconds=30) == {"web", "worker"}
        assert heartbeats.workers(session, within_seconds=30) == 1


def test_a_reader_sees_one_moment(machines: tuple[Workshop, Workshop]) -> None:
    """What is written while somebody reads is not half in what they read."""
    first, second = machines
    with first.reading() as session:
        before = heartbeats.alive(session, within_seconds=30)
        with second.writing() as other:
            heartbeats.beat(other, "late")
        assert heartbeats.alive(session, within_seconds=30) == before == set()


def test_machines_of_one_host_name_have_different_workers(tmp_path: Path) -> None:
    """Containers may share a host's name; their folders tell them apart, and a folder keeps its name."""
    first, one = claim_executor(tmp_path / "a")
    second, two = claim_executor(tmp_path / "b")
    one.close()
    again, three = claim_executor(tmp_path / "a")
    two.close()
    three.close()

    assert first != second
    assert again == first
