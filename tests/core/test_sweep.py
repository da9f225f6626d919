"""The nightly sweep removes what nobody needs, once a night among all workers, and nothing that a film needs."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bootstrap import build_workshop
from core.engine import Engine
from core.errors import StoreError
from core.media.store import MediaStore
from core.night import Night
from core.settings import Settings
from core.studio import Studio
from core.sweep import Swept, remove_orphans, sweep
from core.views import JobView
from core.workshop import Workshop
from db.engine import Session
from db.models import Charge, Clip, Export, Job, Render, Scene, Take, Token, utc_now
from db.queries import keys
from tests.core.waiting import until

DAY = timedelta(days=1)
KINDS = ("take", "clip", "render", "export", "nobody")


class Diary:
    """An engine that only writes down what is ordered; a trouble, when given, is raised once."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.keys: list[str] = []

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        self.keys.append(key)
        if self.troubles:
            raise self.troubles.pop()

    def forget_finished(self, *, before: datetime) -> int:
        return 0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop of its own, at which nobody works."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("house"), trash_days=1, _env_file=None)
    shop = build_workshop(settings, engine=cast("Engine", Diary()))
    yield shop
    shop.close()


def new_job(session: Session) -> Job:
    job = Job(
        owner="local", prompt="p", style="noir", aspect_ratio="1:1", artist="a", planner="p", seed=1,
        target_ms=5000, duration_ms=5000, scene_count=1,
    )  # fmt: skip
    session.add(job)
    session.flush()
    return job


def name_file(session: Session, kind: str, job_id: int, key: str) -> None:
    """A row of this kind that names the file; none for `nobody`."""
    picture: dict[str, Any] = {
        "key": key,
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "sha256": "",
        "model": "m",
    }
    if kind in ("take", "clip"):
        scene = Scene(
            job_id=job_id, position=None, description="", image_prompt="", duration_ms=1, motion="in"
        )
        session.add(scene)
        session.flush()
        take = Take(
            **{**picture, "key": key if kind == "take" else "jobs/none"},
            job_id=job_id, scene_id=scene.id or 0, number=1, artist="a", image_prompt="",
        )  # fmt: skip
        session.add(take)
        session.flush()
        if kind == "clip":
            session.add(Clip(**picture, job_id=job_id, take_id=take.id or 0, animator="a", duration_ms=1))
    if kind in ("render", "export"):
        render = Render(job_id=job_id, revision=1, key=key if kind == "render" else None)
        session.add(render)
        session.flush()
        if kind == "export":
            session.add(Export(job_id=job_id, render_id=render.id or 0, format="mp4", quality="low", key=key))
    session.flush()


def store_file(shop: Workshop, key: str, *, days_old: float) -> Path:
    shop.store.put_bytes(key, key.encode())
    path = shop.store.path_of(key)
    assert path is not None
    moment = time.time() - days_old * 86_400
    os.utime(path, (moment, moment))
    return path


@given(files=st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 3)), max_size=12))
def test_only_old_files_without_a_row_go(house: Workshop, files: list[tuple[str, float]]) -> None:
    """Whatever lies in the store: what a row names stays, what is younger than a day stays, all else goes."""
    stored: dict[str, bool] = {}
    with house.writing() as session:
        job_id = new_job(session).id or 0
        for number, (kind, days) in enumerate(files):
            key = f"jobs/{job_id}/{number}"
            store_file(house, key, days_old=days)
            name_file(session, kind, job_id, key)
            stored[key] = kind != "nobody" or days < 1

    before = utc_now() - DAY
    removed = remove_orphans(house, older_than=before)

    assert {key: house.store.exists(key) for key in stored} == stored
    assert removed == sum(not stays for stays in stored.values())
    assert remove_orphans(house, older_than=before) == 0


def test_a_file_that_is_stored_anew_meanwhile_stays(house: Workshop) -> None:
    """The same picture may be put in again between the listing and the removal, before its row is written."""

    class _Late(MediaStore):
        def stored_before(self, prefix: str, moment: datetime) -> list[str]:
            found = super().stored_before(prefix, moment)
            self.put_bytes(key, b"again")
            return found

    key = "jobs/1/takes/own.png"
    store_file(house, key, days_old=3)
    late = replace(house, store=_Late(house.store._store, folder=house.settings.media_folder))

    assert remove_orphans(late, older_than=utc_now() - DAY) == 0
    assert house.store.get_bytes(key) == b"again"
    house.store.delete(key)


def test_all_that_is_left_behind_is_swept(house: Workshop) -> None:
    """Old trash, unfinished files, drafts, caches and ended tokens go; what is young or in use stays."""
    cache = house.settings.cache_folder
    old = [cache / "thumbnails" / "a.jpg", cache / "films" / "1.mp4", house.settings.media_folder / "x.png#1"]
    young = [
        cache / "thumbnails" / "b.jpg",
        cache / "exports" / "2.mp4",
        house.settings.media_folder / "y.png#1",
    ]
    for path in (*old, *young):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    for path in old:
        os.utime(path, (0, 0))
    past = utc_now() - 40 * DAY
    with house.writing() as session:
        trashed = new_job(session)
        trashed.trashed_at = past
        # The ledger outlives the film.
        session.add(
            Charge(
                job_id=trashed.id,
                owner="local",
                kind="plan",
                provider="p",
                model="m",
                reserved_micros=1,
                seed=1,
            )
        )
        ends: dict[str, dict[str, Any]] = {
            "expired": {"expires_at": past},
            "revoked": {"revoked_at": past},
            "lately": {"revoked_at": utc_now()},
            "good": {},
        }
        for name, values in ends.items():
            session.add(Token(name=name, owner="local", digest=name, ending="", **values))
    kept = store_file(house, f"jobs/{trashed.id}/a", days_old=0)

    swept = sweep(house)

    assert (swept.trashed_films, swept.tokens, swept.orphans, swept.cached) == (1, 2, 1, 2)
    assert not any(path.exists() for path in (*old, kept))
    assert all(path.exists() for path in young)
    assert {token.name for token in Studio(house).tokens(owner=None)} == {"lately", "good"}
    assert str(sweep(house)) == "nothing"
    assert str(Swept(**{**vars(swept), "tokens": 1})).startswith("1 trashed films, 1 orphans")


def test_every_file_of_a_film_is_named(shop: Workshop, studio: Studio, board: Callable[..., JobView]) -> None:
    """What the product itself stores for a film is found in its rows, so the sweep cannot mistake it."""
    job = board()
    stored = set(shop.store.list_prefix(f"jobs/{job.id}"))
    with shop.reading() as session:
        assert stored <= keys.named(session)
    assert len(stored) == 3


def test_finished_work_is_forgotten_and_the_rest_goes_on(
    shop: Workshop, studio: Studio, board: Callable[..., JobView], artist: "object"
) -> None:
    """The engine forgets what ended; a film whose work is forgotten can be retried, edited and looked at."""
    job = board()
    assert shop.engine.forget_finished(before=utc_now() - DAY) == 0
    assert shop.engine.forget_finished(before=utc_now() + DAY) >= 4
    assert studio.approve(job.id, owner="local").approved_at is not None


def test_a_night_is_swept_once_however_many_order_it(shop: Workshop, studio: Studio) -> None:
    """Two workers order the same night under one key; the next night is another."""

    def at(day: int, hour: int) -> datetime:
        return datetime(2100, 1, day, hour, 30, tzinfo=UTC)

    def count() -> float:
        text = shop.metrics.exposition(shop).decode()
        name = 'storyreel_work_seconds_count{kind="sweep",outcome="done"} '
        return sum(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))

    until(lambda: count() >= 1, what="the sweep of the start")
    before = count()
    # In the afternoon, and in the next night before its hour, it is still the same night.
    ordered = [Night(shop, now=partial(at, day, hour)).order() for day, hour in ((2, 3), (2, 23), (3, 2))]
    Night(shop, now=lambda: at(3, 4)).order()
    until(lambda: count() >= before + 2, what="two sweeps")

    assert ordered == ["sweep-2100-01-02"] * 3
    assert count() == before + 2


def test_the_night_goes_on_after_trouble(house: Workshop) -> None:
    """A database that is away at night is asked again, and the thread ends when it is told to."""
    diary = Diary(StoreError("The database does not answer."))
    moments = iter(
        datetime(2100, 1, 2, 2, 59, 59, 990_000, tzinfo=UTC) + timedelta(seconds=n / 1000) for n in range(999)
    )
    night = Night(replace(house, engine=cast("Engine", diary)), now=lambda: next(moments))
    night.start()
    until(lambda: len(diary.keys) >= 2, what="a second order")
    night.stop()
    night.join()

    assert diary.keys[0] == "sweep-2100-01-01"
