"""The pages where people sign in: everybody sees their own, and an ended session sees nothing."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import NewJob
from core.roles import Role
from core.studio import Studio
from core.terms import AspectRatio
from core.views import JobView
from pages._ui.studio import lend_studio
from tests.core.waiting import settled
from tests.pages.conftest import Open, opened
from tests.pages.reading import errors, press, said
from tests.signed_in import ADA, EVE, PASSWORD, ROOT, VERA

# Every page that shows anything of a film shows its pictures.
PICTURES = "/data/pictures/"
FILM_PAGES = ("prompt", "storyboard", "render", "export")


@pytest.fixture
def cookie() -> list[str | None]:
    """The cookie of the browser; a test changes it as a browser would."""
    return [None]


@pytest.fixture
def enter(door: Studio, cookie: list[str | None], studio: Studio) -> Iterator[Open]:
    """Opens a page as somebody who signed in, or as nobody."""
    lend_studio(door, session_of=lambda: cookie[0])

    def entered(name: str | None, page: str = "library", **query: object) -> AppTest:
        cookie[0] = door.sign_in(name=name, password=PASSWORD, address="page") if name else None
        return opened(page, **query)

    yield entered
    lend_studio(studio)


@pytest.fixture
def films(door: Studio) -> Callable[[str], JobView]:
    """A film of an account, with its storyboard."""

    def drawn(owner: str) -> JobView:
        request = NewJob(
            prompt=f"A lantern of {owner} crosses the lake",
            duration_ms=5000,
            scene_count=2,
            aspect_ratio=AspectRatio.SQUARE,
        )
        return settled(door, door.create(request, owner=owner).id)

    return drawn


@pytest.mark.parametrize("page", ["library", "prompt", "storyboard", "render", "export", "settings"])
def test_without_a_session_a_page_is_nothing_but_its_door(enter: Open, adas_film: int, page: str) -> None:
    """A deep link too; the way back in leads to the same place."""
    seen = enter(None, page, job=adas_film)

    assert [title.value for title in seen.title] == ["Sign in to go on"]
    assert not seen.button
    assert PICTURES not in said(seen)
    path = "" if page == "library" else page
    assert f"/sign-in?next=%2F{path}%3Fjob%3D{adas_film}" in said(seen)


@pytest.mark.parametrize("page", FILM_PAGES)
def test_a_film_of_somebody_else_is_on_no_page(enter: Open, adas_film: int, page: str) -> None:
    """By its number it is as missing as one that never was."""
    seen = enter(EVE, page, job=adas_film)

    assert f"Film {adas_film} not found" in errors(seen)
    assert PICTURES not in said(seen)
    assert not [one for one in seen.button if one.key not in (None, "")]


def test_the_library_shows_ones_own(enter: Open, films: Callable[[str], JobView]) -> None:
    """Two people, two libraries."""
    hers, his = (f"{PICTURES}{films(name).id}/" for name in (ADA, EVE))

    mine = said(enter(ADA))
    theirs = said(enter(EVE))

    assert hers in mine
    assert his not in mine
    assert his in theirs
    assert hers not in theirs
    assert "Sign out" in mine
    assert "</span> ada" in mine


def test_an_old_tab_shows_nothing_once_its_session_ended(
    enter: Open, door: Studio, cookie: list[str | None], films: Callable[[str], JobView]
) -> None:
    """Signed out elsewhere: the next time the page is drawn the film is gone from the screen."""
    tab = enter(ADA, "storyboard", job=films(ADA).id)
    assert PICTURES in said(tab)

    door.sign_out(cookie[0])
    tab.run()

    assert [title.value for title in tab.title] == ["Sign in to go on"]
    assert PICTURES not in said(tab)


def test_a_press_after_the_end_is_refused(
    enter: Open, door: Studio, cookie: list[str | None], films: Callable[[str], JobView]
) -> None:
    """The button that was still on the screen does nothing."""
    film = films(ADA)
    tab = enter(ADA, "render", job=film.id)
    door.sign_out(cookie[0])

    press(tab, "Approve and render")

    assert [title.value for title in tab.title] == ["Sign in to go on"]
    assert not door.job(film.id, owner=ADA).approved


def test_a_tab_that_comes_back_under_another_name_shows_nothing_of_the_first(
    enter: Open, door: Studio, cookie: list[str | None]
) -> None:
    """A fresh token's secret is on the screen; somebody else signs in in the same browser."""
    tab = enter(ADA, "settings")
    next(one for one in tab.text_input if one.label == "Name").set_value("laptop")
    press(tab, "Make a token")
    secret = tab.code[0].value
    cookie[0] = door.sign_in(name=EVE, password=PASSWORD, address="page")

    tab.run()

    assert all(secret not in str(block.value) for block in tab.code)
    assert "</span> eve" in said(tab)


def test_a_viewer_is_refused_in_words(enter: Open, door: Studio, films: Callable[[str], JobView]) -> None:
    """The header says what the role means, a press says why nothing happens, and nothing does."""
    film = films(EVE)
    door.hand_over(giver=EVE, taker=VERA)
    page = enter(VERA, "render", job=film.id)
    assert "may look and download" in said(page)

    press(page, "Approve and render")

    assert "may look and download, but change nothing" in errors(page)
    assert not door.job(film.id, owner=VERA).approved


def test_a_person_changes_their_password(enter: Open, door: Studio) -> None:
    """Twice the same and the present one: then the new one signs in, and this tab must do so, too."""
    door.add_account("careful", password=PASSWORD)
    page = enter("careful", "settings")
    for old, new, again, told in (
        (PASSWORD, "eight loud trumpets", "eight loud", "differ"),
        ("wrong", "eight loud trumpets", "eight loud trumpets", "do not fit together"),
    ):
        _fill(page, old, new, again)
        assert told in errors(page)
    _fill(page, PASSWORD, "eight loud trumpets", "eight loud trumpets")

    assert [title.value for title in page.title] == ["Sign in to go on"]
    assert "Your password is changed" in said(page)
    assert door.sign_in(name="careful", password="eight loud trumpets", address="page")


def _fill(page: AppTest, old: str, new: str, again: str) -> None:
    by_label = {one.label: one for one in page.text_input}
    by_label["Present password"].set_value(old)
    by_label["New password"].set_value(new)
    by_label["The new one again"].set_value(again)
    press(page, "Change the password")


def test_an_admin_keeps_the_accounts(enter: Open, door: Studio) -> None:
    """Added with a role, changed, closed; others are not even shown the list."""
    page = enter(ROOT, "settings")
    page.text_input(key="account_name").set_value("Newcomer")
    page.text_input(key="account_password").set_value(PASSWORD)
    page.selectbox(key="account_role").set_value(Role.VIEWER)
    press(page, "Add the account")
    made = next(one for one in door.accounts(by=ROOT) if one.name == "newcomer")
    assert made.role == Role.VIEWER

    page.selectbox(key=f"role_{made.id}").set_value(Role.EDITOR)
    page.button(key=f"save_role_{made.id}").click().run()
    page.text_input(key=f"password_{made.id}").set_value("eight loud trumpets")
    page.button(key=f"set_password_{made.id}").click().run()
    assert (
        door.visitor(door.sign_in(name="newcomer", password="eight loud trumpets", address="p")).role
        == Role.EDITOR
    )
    page.checkbox(key=f"sure_{made.id}").check().run()
    page.button(key=f"remove_{made.id}").click().run()

    assert "cannot sign in any more" in said(page)
    assert "newcomer" not in [one.name for one in door.accounts(by=ROOT)]
    assert "Accounts" not in [one.value for one in enter(EVE, "settings").header]
