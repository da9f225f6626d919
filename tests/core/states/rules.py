"""What holds of a job whatever is done to it, read from its rows, its files and the artist's memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from core.workshop import Workshop
from db.models import Attempt, Charge, Event, Export, Job, JobStatus, Render, Revision, Scene, Take
from tests.core.states.house import PLAN_PRICE, PRICE, House

OPEN: Final = ("pending", "generating")
MAX_REFINEMENTS: Final = 5
_STOPPED: Final = {JobStatus.PENDING, JobStatus.GENERATING_STORYBOARD, JobStatus.RENDERING}
EDGES: Final[dict[str, set[JobStatus]]] = {
    JobStatus.PENDING: {JobStatus.PARSING, JobStatus.CANCELED},
    JobStatus.PARSING: {JobStatus.GENERATING_STORYBOARD, JobStatus.FAILED, JobStatus.CANCELED},
    JobStatus.GENERATING_STORYBOARD: {JobStatus.STORYBOARD_READY, JobStatus.FAILED, JobStatus.CANCELED},
    JobStatus.STORYBOARD_READY: {JobStatus.RENDERING},
    JobStatus.RENDERING: {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED},
    JobStatus.COMPLETED: {JobStatus.STORYBOARD_READY},
    JobStatus.FAILED: {*_STOPPED, JobStatus.STORYBOARD_READY},
    JobStatus.CANCELED: {*_STOPPED, JobStatus.STORYBOARD_READY},
}


@dataclass(frozen=True, kw_only=True)
class Rows:
    """All rows of one job in one moment, each with its columns as attributes; two are equal when nothing changed."""

    job: Any
    scenes: Sequence[Any]
    takes: Sequence[Any]
    attempts: Sequence[Any]
    revisions: Sequence[Any]
    charges: Sequence[Any]
    renders: Sequence[Any]
    exports: Sequence[Any]
    events: Sequence[Any]

    @property
    def board(self) -> list[Any]:
        """The scenes on the board in their order."""
        placed = [scene for scene in self.scenes if scene.position is not None]
        return sorted(placed, key=lambda scene: int(scene.position))

    @property
    def open_attempts(self) -> list[Any]:
        """What is being drawn, or waits for it."""
        return [attempt for attempt in self.attempts if attempt.status in OPEN]


def read_rows(shop: Workshop, job_id: int) -> Rows:
    """The rows of a job, read as plain rows because that is quick."""
    with shop.reading() as session:
        connection = session.connection()

        def of_job(table: type[SQLModel], column: str = "job_id") -> Sequence[Any]:
            rows = cast("Table", table.__table__)  # type: ignore[attr-defined]
            return connection.execute(select(rows).where(rows.c[column] == job_id)).all()

        return Rows(
            job=of_job(Job, "id")[0],
            scenes=of_job(Scene),
            takes=of_job(Take),
            attempts=of_job(Attempt),
            revisions=of_job(Revision),
            charges=of_job(Charge),
            renders=of_job(Render),
            exports=of_job(Export),
            events=of_job(Event),
        )


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the presses brought about that rows alone do not tell: words refined, and revisions approved."""

    described: int
    approved: frozenset[int]


def check_board(rows: Rows) -> None:
    """Positions count from 1 without gaps, lengths add up, and every edit has its revision."""
    job, board = rows.job, rows.board
    assert sorted(revision.number for revision in rows.revisions) == list(range(1, job.revision + 1))
    if board:
        assert [scene.position for scene in board] == list(range(1, len(board) + 1))
        assert job.scene_count == len(board)
        assert sum(scene.duration_ms for scene in board) == job.duration_ms
        assert min(scene.duration_ms for scene in board) >= 500


def check_pictures(rows: Rows, house: House) -> None:
    """A scene shows one of its own takes, whose file is there; whatever waits is being made."""
    takes = {take.id: take for take in rows.takes}
    for scene in rows.scenes:
        assert scene.take_id is None or takes[scene.take_id].scene_id == scene.id
        numbers = sorted(take.number for take in rows.takes if take.scene_id == scene.id)
        assert numbers == list(range(1, len(numbers) + 1))
    assert all(house.shop.store.exists(take.key) for take in rows.takes)
    being_made = {attempt.scene_id for attempt in rows.open_attempts}
    waiting = {scene.id for scene in rows.board if scene.status in OPEN}
    assert waiting <= being_made, "A scene waits for a picture that nobody makes."
    assert len(being_made) == len(rows.open_attempts), "A scene is made twice at the same time."


def check_refinements(rows: Rows, told: Told) -> None:
    """Counted is what succeeded, held what is being made, and both together are never beyond the limit."""
    refined = [attempt for attempt in rows.attempts if attempt.kind == "refine"]
    held = sum(attempt.status in OPEN for attempt in refined)
    drawn = sum(attempt.status == "completed" for attempt in refined)
    assert rows.job.refinements_open == held
    assert rows.job.refinement_count == told.described + drawn
    assert rows.job.refinement_count + held <= MAX_REFINEMENTS


def check_film(rows: Rows, told: Told, house: House) -> None:
    """Only what was approved is rendered, the film that is shown is there, and an approval is of the present board."""
    job = rows.job
    under_way = [render for render in rows.renders if render.status in OPEN]
    assert {render.revision for render in rows.renders} <= told.approved
    assert [render.revision for render in under_way] == [job.revision] * (job.status == JobStatus.RENDERING)
    if job.approved_at is not None:
        assert job.revision in told.approved
        assert all(scene.take_id for scene in rows.board)
    shown = [render for render in rows.renders if render.id == job.film_id]
    assert job.status != JobStatus.COMPLETED or [render.revision for render in shown] == [job.revision]
    for render in shown:
        assert render.status == "completed"
        assert render.key is not None
        assert house.shop.store.exists(render.key)
    for export in rows.exports:
        if export.status == "completed":
            assert export.render_id == job.film_id
            assert house.shop.store.exists(export.key or "")


def check_work(rows: Rows, house: House) -> None:
    """Whatever is at work is in the queue, so nothing waits for ever; a job at work has something at work."""
    waiting = set(house.queue.orders.values())
    attempts = {("picture" if one.kind == "first" else "redraw", one.id) for one in rows.open_attempts}
    renders = {("render", render.id) for render in rows.renders if render.status in OPEN}
    exports = {("export", export.id) for export in rows.exports if export.status in OPEN}
    assert attempts | renders | exports <= waiting
    if rows.job.status in (JobStatus.PENDING, JobStatus.PARSING):
        assert ("plan", rows.job.id) in waiting
    if rows.job.status == JobStatus.GENERATING_STORYBOARD:
        assert attempts


def check_money(rows: Rows, house: House) -> None:
    """Each call is made once, for a line of the ledger, and costs its price; at rest nothing is held."""
    seeds = [charge.seed for charge in rows.charges if charge.kind == "picture"]
    ordered = [brief for brief in house.artist.orders if brief.seed in set(seeds)]
    assert len({brief.seed for brief in ordered}) == len(ordered), "A picture was ordered twice."
    for charge in rows.charges:
        price = PLAN_PRICE if charge.kind == "plan" else PRICE
        assert charge.settled_micros == (price if charge.state == "settled" else 0)
    settled = {charge.seed for charge in rows.charges if charge.state == "settled"}
    assert settled & set(seeds) <= {brief.seed for brief in ordered}
    if not house.queue.orders:
        assert not [charge for charge in rows.charges if charge.state == "reserved"], "Money stays held."
        delivered = {brief.seed for brief in ordered if "forbidden" not in brief.prompt}
        assert settled & set(seeds) == delivered, "A picture that was delivered is not booked."
