"""Random sequences of presses, pieces of work and kills never break a rule of a job."""

from collections.abc import Sequence
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from core.errors import AppError, NotFound
from core.jobs import NewJob
from core.terms import AspectRatio, Motion
from db.models import Job, JobStatus
from tests.core.conftest import OWNER
from tests.core.states.house import House, Killed, die
from tests.core.states.presses import VERBS, Press
from tests.core.states.rules import (
    EDGES,
    Rows,
    Told,
    check_board,
    check_film,
    check_money,
    check_pictures,
    check_refinements,
    check_work,
    read_rows,
)
from tests.studio_fakes import REFUSED

# Of the moments of one piece of work; a render alone has more.
MOMENTS = st.integers(0, 9)
NUMBERS = st.integers(0, 11)
# With one prompt all pictures are refused, with another the plan.
PROMPTS = st.sampled_from((*("A heron",) * 6, f"A {REFUSED} heron", f"{REFUSED} heron"))
# What leads on to something else.
OFTEN = ("refine", "refine", "refine", "approve", "approve", "render", "render", "undo", "retry")
PRESSES = st.builds(Press, st.sampled_from((*VERBS, *OFTEN)), NUMBERS, NUMBERS)
# A number is which of the waiting orders another worker takes.
ACTS = st.lists(st.one_of(PRESSES, st.integers(0, 5)), min_size=1, max_size=3)


class JobMachine(RuleBasedStateMachine):
    """One job, in a house that outlives it."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        house.queue.orders.clear()
        house.seen = lambda: None

    @initialize(prompt=PROMPTS, drawn=st.sampled_from((True, True, False)))
    def create(self, prompt: str, drawn: bool) -> None:
        """Ask for a small film of two scenes, and most often have its storyboard drawn."""
        request = NewJob(
            prompt=f"{prompt} in the reeds",
            duration_ms=5000,
            scene_count=2,
            aspect_ratio=AspectRatio.SQUARE,
            motion=Motion.STILL,
        )
        self.job = self.house.studio.create(request, owner=OWNER)
        self.status = self.job.status
        self.described, self.approved = 0, set[int]()
        self.takes: dict[int, Any] = {}
        self.house.seen = self.watch
        if drawn:
            self.work_all()

    def rows(self) -> Rows:
        """The job as it is."""
        return read_rows(self.house.shop, self.job.id)

    def watch(self) -> None:
        """After each commit the status is the same or the next one along an edge."""
        with self.house.shop.reading() as session:
            status = JobStatus(session.exec(select(Job.status).where(Job.id == self.job.id)).one())
        assert status == self.status or status in EDGES[self.status], f"{self.status} -> {status}"
        self.status = status

    @rule(press=PRESSES)
    def press(self, press: Press) -> None:
        """Press something; what is refused changes nothing, and says why and what to do."""
        self.look()
        before = self.rows()
        try:
            press.act(self.house.studio, self.job)
        except AppError as error:
            self.refused(error, before)
        else:
            self.note(press, before, self.rows())

    def refused(self, error: AppError, before: Rows) -> None:
        """A refusal says why and what to do."""
        assert error.message.strip()
        assert error.hint.strip()
        assert self.rows() == before, "A refused press changed something."

    @rule(press=PRESSES)
    def press_twice(self, press: Press) -> None:
        """A double click: the same, having looked once."""
        self.press(press)
        self.press(press)

    @rule(press=PRESSES, moment=st.integers(0, 3))
    def press_and_be_killed(self, press: Press, moment: int) -> None:
        """A press that its process does not survive is made in full or not at all."""
        self.look()
        before = self.rows()
        try:
            with self.house.moments.at(moment, die):
                press.act(self.house.studio, self.job)
        except (AppError, Killed):
            self.house.begin_anew()
        after = self.rows()
        if after != before:
            self.note(press, before, after)

    def look(self) -> None:
        """See the job as a page shows it; what lies in the trash is remembered."""
        try:
            self.job = self.house.studio.job(self.job.id, owner=OWNER)
        except NotFound:
            assert self.rows().job.trashed_at is not None

    def note(self, press: Press, before: Rows, after: Rows) -> None:
        """Keep what the press brought about; an edit counts once and takes the approval back."""
        edits = press.edits
        assert after.job.revision == before.job.revision + edits
        if edits:
            assert after.job.approved_at is None
            assert after.job.status == JobStatus.STORYBOARD_READY
        self.described += press.verb == "describe"
        if press.verb == "approve":
            self.approved.add(after.job.revision)

    @precondition(lambda self: self.house.queue.orders)
    @rule(which=NUMBERS)
    def work(self, which: int) -> None:
        """A worker carries out one of the waiting orders."""
        idle = self.house.queue.idle()
        if idle:
            self.house.queue.work(idle[which % len(idle)])

    @precondition(lambda self: self.house.queue.orders)
    @rule()
    def work_all(self) -> None:
        """The workers carry out everything there is to do."""
        self.house.work_all()

    @precondition(lambda self: self.house.queue.orders)
    @rule(which=NUMBERS, moment=MOMENTS)
    def work_and_be_killed(self, which: int, moment: int) -> None:
        """The worker is killed in the midst of it, and another process begins."""
        try:
            with self.house.moments.at(moment, die):
                self.work(which)
        except Killed:
            self.house.begin_anew()

    @precondition(lambda self: self.house.queue.orders)
    @rule(which=NUMBERS, moment=MOMENTS, acts=ACTS)
    def work_while_others_act(self, which: int, moment: int, acts: Sequence[Press | int]) -> None:
        """In the midst of it people press something, and other workers do other things."""

        def happens() -> None:
            for act in acts:
                self.press(act) if isinstance(act, Press) else self.work(act)

        with self.house.moments.at(moment, happens):
            self.work(which)

    @invariant()
    def every_rule_holds(self) -> None:
        """Between two steps all rules hold, and every take that ever was is there as it was."""
        rows, told = self.rows(), Told(described=self.described, approved=frozenset(self.approved))
        check_board(rows)
        check_pictures(rows, self.house)
        check_refinements(rows, told)
        check_film(rows, told, self.house)
        check_work(rows, self.house)
        check_money(rows, self.house)
        takes = {take.id: take for take in rows.takes}
        assert all(takes.get(key) == take for key, take in self.takes.items())
        self.takes = takes


@pytest.mark.slow
def test_no_sequence_of_events_breaks_a_rule(house: House, request: pytest.FixtureRequest) -> None:
    """Whatever is pressed, in whatever order, while workers work and are killed, all rules hold."""
    examples = request.config.getoption("--examples")
    settings = hypothesis.settings(
        max_examples=examples or 35, stateful_step_count=30, derandomize=examples is None, print_blob=True
    )

    class JobOfThisHouse(JobMachine):
        def __init__(self) -> None:
            super().__init__(house)

    run_state_machine_as_test(JobOfThisHouse, settings=settings)
