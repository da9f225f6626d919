"""Workers that are killed and frozen, and a database that crashes: nothing is lost and nothing is done twice."""

import threading
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import pytest

from core.bootstrap import build_workshop
from core.cancellation import Cancellation
from core.errors import StoreError
from core.jobs import NewJob
from core.presentation import ident
from core.preview import Showing
from core.rendering import render
from core.settings import Settings
from core.studio import Studio
from db.models import Render, WorkStatus
from db.queries import films
from tests.cluster.crew import Crew, Disturbance
from tests.cluster.verdict import found_wrong
from tests.core.hand_engine import HandEngine
from tests.core.waiting import until
from tests.servers.place import Place
from tests.servers.postgres import Postgres

FILMS = 8
BLOWS = 8


def watched(crew: Crew, director: ForkServerProcess, word: str) -> None:
    """Wait until the director says a word, or has ended."""
    until(lambda: word in crew.log("director") or not director.is_alive(), what=f"'{word}'")


@pytest.mark.slow
def test_all_films_are_made_whatever_happens_to_the_workers(
    tmp_path: Path, shared: Place, postgres: Postgres
) -> None:
    """Two workers, killed and frozen by chance, and a database that crashes: each film is whole, each picture made once."""

    def crash() -> None:
        postgres.crash()
        postgres.start()

    with Crew(folder=tmp_path, environment=shared.environment) as crew:
        director = crew.direct(FILMS)
        watched(crew, director, "ordered")
        disturbance, pause = Disturbance(crew=crew, crash_database=crash, chance=Random(7)), threading.Event()
        for _ in range(BLOWS):
            pause.wait(1.0)
            disturbance.next()
            if disturbance.happened[-1] == "freeze":
                pause.wait(4.0)  # Longer than it takes to be given up.
        disturbance.end()
        watched(crew, director, "done")

        director.join(60)
        assert director.exitcode == 0, crew.log("director")
        # A worker that was frozen may still be at work that another one has done meanwhile.
        crew.rest()
        assert {"kill", "freeze", "thaw", "database crash"} <= set(disturbance.happened)
        settings = Settings(data_dir=tmp_path / "look", provider="sketch", _env_file=None, **shared.settings)
        assert found_wrong(settings, crew.journal, count=FILMS) == []


def test_a_preview_that_cannot_be_written_down_goes_with_the_render(
    tmp_path: Path, shared: Place, postgres: Postgres
) -> None:
    """Work waits for a database that is away; when it is back, and the film there, nothing else of the render is left."""
    settings = Settings(data_dir=tmp_path, provider="sketch", _env_file=None, **shared.settings)
    shop = build_workshop(settings, engine=HandEngine())
    job = Studio(shop).create(NewJob(prompt="A lantern crosses the lake", duration_ms=5_000), owner="local")
    with shop.writing() as session:
        row = films.add_render(session, Render(job_id=job.id, revision=1, status=WorkStatus.GENERATING))
    showing, file = Showing(shop, row), tmp_path / "beginning.mp4"
    file.write_bytes(b"film")
    postgres.crash()
    try:
        with pytest.raises(StoreError):
            showing.show(file, 60)
        with pytest.raises(StoreError):
            showing.end()
    finally:
        postgres.start()
    assert shop.store.list_prefix(f"jobs/{job.id}") != []
    with shop.writing() as session:
        films.change_render(session, ident(row), status=WorkStatus.COMPLETED)

    render(shop, ident(row), Cancellation())

    assert shop.store.list_prefix(f"jobs/{job.id}") == []
    shop.close()
