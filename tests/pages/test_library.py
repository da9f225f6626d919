"""The library: what it shows, finds and does with a film."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_studio
from core.engine import Task
from core.gallery import EXAMPLES
from core.settings import Settings
from core.studio import Studio
from core.views import JobView
from db.engine import Session
from pages._ui.studio import OWNER, lend_studio
from tests.pages.conftest import Open, opened
from tests.pages.reading import button, errors, press, said
from tests.studio_fakes import ProgrammableArtist, ProgrammablePlanner

Film = Callable[..., JobView]


class IdleEngine:
    """Takes every order and carries out none."""

    def start(self, tasks: Mapping[str, Task]) -> None:
        """There is nothing to begin."""

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        """The order waits for ever."""

    def cancel(self, key: str) -> None:
        """Nothing runs."""

    def forget_finished(self, *, before: datetime) -> int:
        return 0

    def alive(self) -> bool:
        """It never works."""
        return False

    def stop(self) -> None:
        """It never started."""


@pytest.fixture
def empty_library(tmp_path: Path) -> AppTest:
    """The library of a Studio without films, which takes orders and does not work on them."""
    empty = build_studio(
        Settings(data_dir=tmp_path, provider="sketch", _env_file=None),
        artists={"sketch": ProgrammableArtist(name="sketch")},
        planners={"sketch": ProgrammablePlanner(name="sketch")},
        engine=IdleEngine(),
    )
    lend_studio(empty)

    return opened()


def test_an_empty_library_invites_with_three_examples(empty_library: AppTest) -> None:
    """Without films there are three to start from and a way to write one's own."""
    page = empty_library

    assert not page.exception
    assert all(example.title in said(page) for example in EXAMPLES.values())
    assert len([one for one in page.button if one.label.startswith("Make this film")]) == 3


def test_an_example_starts_with_one_click(empty_library: AppTest) -> None:
    """One press makes the film, and its storyboard waits for the pictures."""
    page = press(empty_library, "Make this film : Treasure in the ruins")

    assert not errors(page)
    assert page.query_params["job"] == "1"
    assert "Waiting to start" in said(page)
    assert EXAMPLES["ruins"].prompt in said(page)


def test_a_film_is_shown_with_state_length_and_age(visit: Open, film: Film) -> None:
    """A card says the title, how long the film is, how many scenes it has and how old it is."""
    job = film(prompt="A heron waits beside the river in the fog")

    page = visit(q="heron waits")

    assert "6 s · 3 scenes · just now" in said(page)
    assert button(page, "Review A story").key == f"continue_{job.id}"


def test_search_that_finds_nothing_says_so(visit: Open, film: Film) -> None:
    """A search without a hit is told, and does not look like an empty library."""
    film()

    page = visit(q="no such words anywhere")

    assert "Nothing here matches" in said(page)


def test_state_filter_leaves_the_others_out(visit: Open, film: Film) -> None:
    """Films that are ready to review are not among those that need attention."""
    film(prompt="A kite above the dunes in summer")

    page = visit(q="kite above the dunes", state="Needs attention")

    assert "Nothing here matches" in said(page)


def test_deleting_asks_first_and_can_be_undone(visit: Open, film: Film, studio: Studio) -> None:
    """A deleted film leaves the library, and Undo brings it back."""
    job = film(prompt="A parcel travels by night train")
    page = visit(q="parcel travels")
    press(page, "Delete A story")
    assert "For 7 days it can be taken back" in said(page)

    page.session_state["deleted"] = (job.id, job.title)
    studio.trash(job.id, owner=OWNER)
    page.run()
    assert "Nothing here matches" in said(page)
    press(page, "Undo")

    assert "6 s · 3 scenes" in said(page)


def test_a_deleted_film_can_be_taken_back_later(visit: Open, film: Film, studio: Studio) -> None:
    """Whoever comes back another day finds it in the list of deleted films."""
    job = film(prompt="A ferry crosses the fjord at dusk")
    studio.trash(job.id, owner=OWNER)
    page = visit(q="ferry crosses")
    assert "Nothing here matches" in said(page)

    press(page, f"Take back {job.title}")

    assert "6 s · 3 scenes" in said(page)
    assert job.id in [found.id for found in studio.jobs(owner=OWNER)]


def test_duplicating_opens_the_storyboard_of_the_copy(visit: Open, film: Film, studio: Studio) -> None:
    """A copy is a film of its own with the same pictures, and its storyboard is opened."""
    job = film(prompt="A clock tower strikes thirteen at noon")
    page = visit(q="clock tower strikes")

    press(page, "Duplicate A story")

    assert not errors(page)
    copy = studio.job(int(page.query_params["job"]))
    assert copy.id > job.id
    assert [scene.description for scene in copy.storyboard or ()] == [
        scene.description for scene in job.storyboard or ()
    ]


def test_pages_of_the_library_follow_one_another(visit: Open, film: Film) -> None:
    """Twelve films make a page; the thirteenth is on the next one."""
    for number in range(13):
        film(prompt=f"Paging through a shelf, volume {number}")

    page = visit(q="Paging through a shelf")
    first = {one.key for one in page.button if (one.key or "").startswith("continue_")}
    page.pagination[0].set_value(2).run()
    second = {one.key for one in page.button if (one.key or "").startswith("continue_")}

    assert (len(first), len(second), first & second) == (12, 1, set())
