"""Exports that are made before anybody asks: once, together, behind everything else, and only while they are wanted."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.bootstrap import build_workshop
from core.cancellation import Cancellation
from core.edits import Edit
from core.errors import AppError, Canceled, Conflict, FFmpegFailed, FFmpegMissing
from core.export_batch import export, fail_ahead, fail_export, make_ahead
from core.jobs import NewJob
from core.media.ffmpeg import FFmpeg
from core.room import Room
from core.settings import Settings
from core.studio import Studio
from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion
from core.views import ExportView, JobView, WorkStatus
from core.workshop import Workshop
from db.models import Export, Render
from db.queries import exports, films
from tests.core.conftest import OWNER
from tests.core.hand_engine import HandEngine
from tests.core.waiting import until
from tests.studio_fakes import ProgrammableArtist, ProgrammablePlanner

MP4, MOV, WEBM = ExportFormat
LOW, MEDIUM, HIGH = ExportQuality


class Counted:
    """The real ffmpeg behind a script that notes the arguments of each run."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "runs"
        self._script = folder / "counted"
        self._script.write_text(
            f'#!/bin/sh\necho "$@" >> "{self.notes}"\nexec "{FFmpeg.locate(None).executable}" "$@"\n'
        )
        self._script.chmod(0o755)

    def found(self) -> FFmpeg:
        return FFmpeg.locate(str(self._script))

    def encodings(self) -> list[str]:
        runs = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [run for run in runs if "libx264" in run or "libvpx" in run]


class Bench:
    """A workshop whose engine is driven by hand, with one film in it."""

    def __init__(self, folder: Path) -> None:
        self.counted = Counted(folder)
        self.engine = HandEngine()
        settings = Settings(data_dir=folder / "data", provider="sketch", _env_file=None)
        shop = build_workshop(
            settings,
            engine=self.engine,
            artists={"sketch": ProgrammableArtist(name="sketch")},
            planners={"sketch": ProgrammablePlanner(name="sketch")},
        )
        self.shop: Workshop = replace(shop, ffmpeg=self.counted.found)
        self.studio = Studio(self.shop)
        self.studio.start()
        self.job = self.film()

    def film(self) -> int:
        request = NewJob(
            prompt="A kite above the dunes",
            duration_ms=5000,
            scene_count=2,
            aspect_ratio=AspectRatio.SQUARE,
            motion=Motion.STILL,
        )
        job = self.studio.create(request, owner=OWNER).id
        self.engine.work()
        self.studio.approve(job, owner=OWNER)
        self.studio.render(job, owner=OWNER)
        task, subject = self.engine.orders.pop()
        self.engine.tasks[task](subject, Cancellation())
        return job

    @property
    def render_id(self) -> int:
        film = self.view().film
        assert film is not None
        return film.render_id

    def view(self) -> JobView:
        return self.studio.job(self.job)

    def waiting(self, *forms: tuple[ExportFormat, ExportQuality]) -> None:
        """Only these wait to be made in the background, and none is there."""
        self.shop.store.delete_prefix(f"jobs/{self.job}/exports")
        self.engine.orders.clear()
        self.counted.notes.unlink(missing_ok=True)
        render_id = self.render_id
        with self.shop.writing() as session:
            for row in exports.of_film(session, render_id):
                session.delete(row)
            session.flush()
            for format, quality in forms:
                row = Export(job_id=self.job, render_id=render_id, format=format, quality=quality)
                row.asked, row.round = False, 0
                exports.add(session, row)

    def one(self, format: ExportFormat, quality: ExportQuality) -> ExportView:
        """How an export of the film stands."""
        found = self.studio.exports(self.job)
        return next(view for view in found if (view.format, view.quality) == (format, quality))

    def ask(self, format: ExportFormat, quality: ExportQuality) -> int:
        return self.studio.order_export(self.job, owner=OWNER, format=format, quality=quality)

    def files(self) -> list[str]:
        return self.shop.store.list_prefix(f"jobs/{self.job}/exports")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The film is rendered once; the tests change nothing of it but its exports, unless they make one of their own."""
    bench = Bench(tmp_path_factory.mktemp("bench"))
    yield bench
    bench.shop.close()


def test_the_end_of_a_render_orders_nine_exports(bench: Bench) -> None:
    """They wait in the background, and none of them is asked for; all are made from two decodes, one a codec."""
    assert bench.engine.orders == [("ahead", bench.render_id)]
    assert {(view.status, view.asked) for view in bench.studio.exports(bench.job)} == {
        (WorkStatus.PENDING, False)
    }
    bench.counted.notes.unlink()

    bench.engine.work()

    nine = bench.studio.exports(bench.job)
    assert [(view.status, view.done, view.seconds_left) for view in nine] == [
        (WorkStatus.COMPLETED, 1.0, 0.0)
    ] * 9
    assert len(bench.files()) == 9
    assert len(bench.counted.encodings()) == 2
    before = list(bench.engine.orders)
    assert bench.studio.export_file(bench.ask(WEBM, HIGH)).path.stat().st_size == nine[-1].size_bytes
    assert bench.engine.orders == before == []
    assert not list((bench.shop.settings.cache_folder / "exports").iterdir())


def test_switched_off_nothing_is_made_ahead(bench: Bench) -> None:
    """With the setting off the end of a render orders nothing."""
    from core.export_batch import order_ahead

    bench.waiting()
    off = replace(bench.shop, settings=bench.shop.settings.model_copy(update={"background_exports": False}))
    with off.writing() as session:
        film = films.render(session, bench.render_id)
        assert film is not None
        order_ahead(off, session, film)

    assert bench.engine.orders == []
    assert {view.status for view in bench.studio.exports(bench.job)} == {None}


def test_one_that_waits_is_made_first_for_whoever_asks(bench: Bench) -> None:
    """Asked for, it leaves the background: it is made by itself, and the background makes only the rest."""
    bench.waiting((MP4, LOW), (MOV, LOW), (WEBM, LOW))

    first, second = bench.ask(WEBM, LOW), bench.ask(WEBM, LOW)
    assert first == second
    assert bench.engine.orders == [("export", first)]
    assert (bench.one(WEBM, LOW).asked, bench.one(MP4, LOW).asked) == (True, False)
    bench.engine.work()
    assert [bench.one(*form).status for form in ((WEBM, LOW), (MP4, LOW))] == [
        WorkStatus.COMPLETED,
        WorkStatus.PENDING,
    ]
    make_ahead(bench.shop, bench.render_id, Cancellation())

    assert len(bench.counted.encodings()) == 2
    assert len(bench.files()) == 3
    assert bench.one(MOV, LOW).status == WorkStatus.COMPLETED


def test_what_is_asked_for_together_is_made_together(bench: Bench) -> None:
    """The first of two tasks makes both exports from one decode; the second finds nothing left to do."""
    bench.waiting()
    bench.ask(MP4, LOW)
    bench.ask(MP4, MEDIUM)
    bench.ask(MOV, LOW)

    bench.engine.work()

    assert {bench.one(*form).status for form in ((MP4, LOW), (MP4, MEDIUM), (MOV, LOW))} == {
        WorkStatus.COMPLETED
    }
    assert len(bench.counted.encodings()) == 1
    assert bench.one(MP4, HIGH).status is None


def test_a_twin_is_copied_from_its_file(bench: Bench) -> None:
    """An MOV of a quality whose MP4 is there needs no encoding."""
    bench.waiting()
    bench.ask(MP4, LOW)
    bench.engine.work()
    bench.ask(MOV, LOW)
    bench.engine.work()

    assert bench.one(MOV, LOW).status == WorkStatus.COMPLETED
    assert len(bench.counted.encodings()) == 1


def beginning(bench: Bench, form: tuple[ExportFormat, ExportQuality]) -> threading.Thread:
    """The background at work in a thread, from the moment on at which it encodes this form."""
    thread = threading.Thread(target=make_ahead, args=(bench.shop, bench.render_id, Cancellation()))
    thread.start()
    until(lambda: bench.one(*form).status == WorkStatus.GENERATING and bool(bench.counted.encodings()))
    return thread


def test_one_that_is_being_made_is_taken_over(bench: Bench) -> None:
    """Asked for right after it was begun it goes to the asker; the others follow, and there is one file of each."""
    bench.waiting((WEBM, LOW), (WEBM, HIGH))
    background = beginning(bench, (WEBM, LOW))

    bench.ask(WEBM, LOW)
    bench.engine.work()
    assert bench.one(WEBM, LOW).status == WorkStatus.COMPLETED
    background.join()

    assert bench.one(WEBM, HIGH).status == WorkStatus.COMPLETED
    assert len(bench.files()) == 2


def test_what_another_run_of_the_task_brings_leaves_the_rest_to_this_one(bench: Bench) -> None:
    """A worker that was taken for dead wakes and finishes one of two files: its successor makes the other."""
    bench.waiting()
    low, high = bench.ask(WEBM, LOW), bench.ask(WEBM, HIGH)
    successor = threading.Thread(target=export, args=(bench.shop, low, Cancellation()))
    successor.start()
    until(lambda: bench.counted.encodings() != [])
    with bench.shop.writing() as session:
        maker = next(iter(exports.of_film(session, bench.render_id))).maker or ""
        assert exports.finish(
            session, low, maker=maker, status=WorkStatus.COMPLETED, key="jobs/1/exports/x.webm"
        )

    successor.join()

    assert bench.studio.export(high).status == WorkStatus.COMPLETED
    assert len(bench.counted.encodings()) == 2


def test_one_that_is_nearly_done_is_waited_for(bench: Bench) -> None:
    """Where the background will be done sooner than a new start, the asker gets what the background makes."""
    bench.waiting((MP4, LOW))
    with bench.shop.writing() as session:
        claimed = exports.claim(
            session, bench.render_id, formats=(MP4,), asked=False, maker=f"ahead-{bench.render_id}"
        )
        exports.change_held(session, f"ahead-{bench.render_id}", seconds_left=0.2)
    asked = bench.ask(MP4, LOW)

    class Finishing(Cancellation):
        def wait(self, seconds: float) -> None:
            with bench.shop.writing() as session:
                done = {"status": WorkStatus.COMPLETED, "key": "jobs/1/exports/x.mp4"}
                assert exports.finish(session, asked, maker=str(claimed[0].maker), **done)

    export(bench.shop, asked, Finishing())

    assert bench.counted.encodings() == []
    assert bench.studio.export(asked).status == WorkStatus.COMPLETED


def test_a_dead_background_is_not_waited_for_long(bench: Bench) -> None:
    """What the background said it would finish soon and did not is made by the asker's own task."""
    bench.waiting((MP4, LOW))
    maker = f"ahead-{bench.render_id}"
    with bench.shop.writing() as session:
        exports.claim(session, bench.render_id, formats=(MP4,), asked=False, maker=maker)
        exports.change_held(session, maker, seconds_left=0.0)

    bench.ask(MP4, LOW)
    bench.engine.work()

    assert bench.one(MP4, LOW).status == WorkStatus.COMPLETED
    assert len(bench.counted.encodings()) == 1


class Waiting(Cancellation):
    """Does something when the work pauses for the second time, and goes on without a pause."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.pauses = 0
        self._then = then

    def wait(self, seconds: float) -> None:
        self.pauses += 1
        if self.pauses == 2:
            self._then()


def test_renders_come_first(bench: Bench) -> None:
    """While any film is being rendered nothing is made in the background; afterwards it is."""
    bench.waiting((MP4, HIGH))
    with bench.shop.writing() as session:
        render = films.add_render(session, Render(job_id=bench.job, revision=1))
        render_id = render.id or 0
    states: list[object] = []

    def rendered() -> None:
        states.append(bench.one(MP4, HIGH).status)
        with bench.shop.writing() as session:
            films.change_render(session, render_id, status=WorkStatus.CANCELED)

    waiting = Waiting(rendered)
    make_ahead(bench.shop, bench.render_id, waiting)

    assert states == [WorkStatus.PENDING]
    assert bench.one(MP4, HIGH).status == WorkStatus.COMPLETED


def test_exports_that_somebody_waits_for_come_first(bench: Bench) -> None:
    """An export that was asked for goes first even if it is one of another codec."""
    bench.waiting((MP4, HIGH))
    asked = bench.ask(WEBM, LOW)

    waiting = Waiting(bench.engine.work)
    make_ahead(bench.shop, bench.render_id, waiting)

    assert waiting.pauses == 2
    assert bench.studio.export(asked).status == WorkStatus.COMPLETED
    assert bench.one(MP4, HIGH).status == WorkStatus.COMPLETED


def test_after_a_kill_the_rest_goes_on(bench: Bench) -> None:
    """What was finished before the process died is kept as it is; the next run makes the others."""
    bench.waiting((MP4, HIGH), (WEBM, HIGH))
    cancellation = Cancellation()
    ended: list[type[BaseException]] = []

    def work() -> None:
        with pytest.raises(Canceled) as caught:
            make_ahead(bench.shop, bench.render_id, cancellation)
        ended.append(caught.type)

    thread = threading.Thread(target=work)
    thread.start()
    until(lambda: bench.one(WEBM, HIGH).status == WorkStatus.GENERATING)
    kept = {key: bench.shop.store.path_of(key) for key in bench.files()}
    cancellation.cancel()
    thread.join()
    before = [path.stat().st_ino for path in kept.values() if path]

    make_ahead(bench.shop, bench.render_id, Cancellation())

    assert ended == [Canceled]
    assert len(before) == 1
    assert [path.stat().st_ino for path in kept.values() if path] == before
    assert bench.one(WEBM, HIGH).status == WorkStatus.COMPLETED


def test_without_ffmpeg_nothing_is_left_behind(bench: Bench) -> None:
    """What nobody asked for is as if it had not been begun; what somebody waits for says why it failed."""

    def missing() -> FFmpeg:
        raise FFmpegMissing("There is no ffmpeg on this machine.")

    bare = replace(bench.shop, ffmpeg=missing)
    bench.waiting((MP4, LOW))
    make_ahead(bare, bench.render_id, Cancellation())
    assert bench.one(MP4, LOW).status is None

    asked = bench.ask(MP4, LOW)
    export(bare, asked, Cancellation())

    view = bench.studio.export(asked)
    assert (view.status, view.trouble and view.trouble.code) == (WorkStatus.FAILED, "ffmpeg_missing")
    with pytest.raises(FFmpegMissing):
        bench.studio.finished_export(asked)


def test_nothing_is_made_ahead_where_room_is_short(bench: Bench) -> None:
    """What nobody asked for does not use up the last of the disk's quota; it is as if it had not been begun."""
    quota = bench.shop.settings.model_copy(update={"disk_quota_gb": 1e-6})
    bench.waiting((MP4, LOW), (WEBM, LOW))
    make_ahead(replace(bench.shop, settings=quota, room=Room()), bench.render_id, Cancellation())

    assert [bench.one(format, LOW).status for format in (MP4, WEBM)] == [None, None]
    assert not bench.files()
    assert not bench.counted.notes.exists()


def test_an_unexpected_failure_leaves_nothing_at_work(bench: Bench) -> None:
    """All that a task had taken is closed with it, or forgotten when nobody asked for it."""
    bench.waiting((WEBM, LOW))
    first, second = bench.ask(MP4, LOW), bench.ask(MP4, MEDIUM)
    with bench.shop.writing() as session:
        exports.claim(session, bench.render_id, formats=(MP4,), asked=True, maker=f"export-{first}-1")

    fail_export(bench.shop, first, AppError("Something went wrong."))
    fail_export(bench.shop, 999_999, AppError("Something went wrong."))
    fail_ahead(bench.shop, bench.render_id, FFmpegFailed("bad luck"))

    assert {bench.studio.export(one).status for one in (first, second)} == {WorkStatus.FAILED}
    assert bench.one(WEBM, LOW).status is None


def test_an_edit_ends_what_is_stale(bench: Bench) -> None:
    """After an edit nobody can have the old film's exports: the run ends, and whoever waited is told."""
    bench.waiting((WEBM, HIGH))
    background = beginning(bench, (WEBM, HIGH))
    asked = bench.ask(MP4, LOW)

    bench.studio.reorder(Edit(job_id=bench.job), [2, 1])
    background.join()
    bench.engine.work()

    with bench.shop.reading() as session:
        rows = exports.of_film(session, bench.render_id)
    assert [(row.id, row.status) for row in rows] == [(asked, WorkStatus.CANCELED)]
    with pytest.raises(Conflict, match="changed while this file was made"):
        bench.studio.finished_export(asked)
    assert bench.files() == []
    bench.studio.undo(Edit(job_id=bench.job))
    bench.studio.approve(bench.job, owner=OWNER)
    bench.studio.render(bench.job, owner=OWNER)
    bench.engine.tasks["render"](bench.engine.orders.pop()[1], Cancellation())


def test_in_the_trash_or_deleted_nothing_is_made(bench: Bench) -> None:
    """Work for a film in the trash is forgotten, and a deleted one leaves no file."""
    bench.waiting((MP4, HIGH))
    render_id = bench.render_id
    bench.studio.trash(bench.job, owner=OWNER)
    make_ahead(bench.shop, render_id, Cancellation())
    bench.studio.take_back(bench.job, owner=OWNER)
    assert bench.one(MP4, HIGH).status is None

    bench.waiting((WEBM, HIGH))
    background = beginning(bench, (WEBM, HIGH))
    bench.studio.delete(bench.job, owner=OWNER)
    background.join()
    make_ahead(bench.shop, render_id, Cancellation())

    assert bench.files() == []
