"""The storyboard page: edits, refinements, pictures, conflicts and what failed."""

import io
from collections.abc import Callable

import pytest
import streamlit_sortables
from PIL import Image

from core.edits import Edit
from core.jobs import NewJob
from core.studio import Studio
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.queries import jobs
from pages._ui.studio import OWNER
from tests.core.waiting import settled
from tests.pages.conftest import Open
from tests.pages.reading import button, errors, press, said
from tests.studio_fakes import ProgrammableArtist

Film = Callable[..., JobView]


def ids(job: JobView) -> list[int]:
    """The scenes in their order."""
    return [scene.id for scene in job.storyboard or ()]


def test_every_scene_is_a_card_with_named_buttons(visit: Open, film: Film) -> None:
    """Buttons say which scene they are for; the ends of the row lead nowhere further."""
    page = visit("storyboard", job=film().id)

    assert not page.exception
    assert button(page, "Scene 1: Earlier").disabled
    assert button(page, "Scene 3: Later").disabled
    assert button(page, "Refine scene 2")


def test_later_moves_a_scene_and_undo_moves_it_back(visit: Open, film: Film, studio: Studio) -> None:
    """Order changes at once and is undone as a whole."""
    job = film()
    first, second, third = ids(job)
    page = visit("storyboard", job=job.id)

    press(page, "Scene 1: Later")
    assert ids(studio.job(job.id)) == [second, first, third]
    press(page, "Undo the last change")

    assert ids(studio.job(job.id)) == [first, second, third]


def test_what_happened_is_told_to_whoever_opens_it(visit: Open, film: Film, studio: Studio) -> None:
    """The history lies closed below the board and is not read; opened, it tells of the last deed first."""
    job = film()
    page = visit("storyboard", job=job.id)
    press(page, "Scene 1: Later")
    last = studio.history(job.id, owner=OWNER)[0].text
    assert last not in said(page)

    page.session_state["past"] = True
    page.run()

    assert not page.exception
    assert f'<ol class="past"><li>{last} ' in said(page)


def test_captions_and_title_are_saved_and_undone(visit: Open, film: Film, studio: Studio) -> None:
    """The form begins with what is true, saves both at once, and shows the new state afterwards."""
    job = film()
    page = visit("storyboard", job=job.id)
    assert page.radio[0].value == "off"

    (title,) = (one for one in page.text_input if one.label == "Title")
    assert title.value == job.title
    title.set_value("The *last* lantern")
    page.radio[0].set_value("burned")
    page.checkbox[0].check()
    press(page, "Save captions and title")

    now = studio.job(job.id)
    assert (now.title, now.captions, now.title_card) == ("The *last* lantern", "burned", True)
    assert now.revision == job.revision + 1
    assert page.radio[0].value == "burned"
    press(page, "Undo the last change")
    assert studio.job(job.id).captions == "off"
    assert page.radio[0].value == "off"


def test_an_endless_title_is_kept_while_captions_are_saved(
    visit: Open, film: Film, studio: Studio, shop: Workshop
) -> None:
    """A planner may have thought of one that is longer than a person may type."""
    job = film()
    with shop.writing() as session:
        jobs.change(session, job.id, title="x" * 200)
    page = visit("storyboard", job=job.id)

    page.radio[0].set_value("burned")
    press(page, "Save captions and title")

    now = studio.job(job.id)
    assert (now.title, now.captions) == ("x" * 200, "burned")


def test_a_dragged_order_is_saved_once(
    visit: Open, film: Film, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the sortable list hands back becomes the order, and is not written again on the next run."""
    job = film()
    first, second, third = ids(job)
    page = visit("storyboard", job=job.id)
    kept: list[str] = []

    def dragged(items: list[str], **_options: object) -> list[str]:
        kept[:] = kept or [items[2], items[0], items[1]]
        return list(kept)

    monkeypatch.setattr(streamlit_sortables, "sort_items", dragged)
    page.run()
    page.run()

    after = studio.job(job.id)
    assert (ids(after), after.revision) == ([third, first, second], job.revision + 1)


def test_an_edit_on_an_old_screen_is_told_and_not_merged(visit: Open, film: Film, studio: Studio) -> None:
    """When the storyboard changed elsewhere since it was drawn here, the edit is refused in words."""
    job = film()
    page = visit("storyboard", job=job.id)
    studio.reorder(Edit(job_id=job.id, owner=OWNER), [3, 2, 1])

    press(page, "Scene 2: Later")

    assert "changed elsewhere" in errors(page)
    assert ids(studio.job(job.id)) == list(reversed(ids(job)))


def test_refining_says_the_price_before_and_the_outcome_after(
    visit: Open, film: Film, studio: Studio
) -> None:
    """Two cents and five of five before; a new picture and four left after."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[1])
    assert "$0.02 – 5 of 5 left" in said(page)

    page.text_area[2].set_value("A red boat under the moon")
    press(page, "Refine now : scene 2")
    after = settled(studio, job.id)
    page.run()

    assert "Scene 2 has its new picture" in said(page)
    assert "4 of 5 refinements are left" in said(page)
    assert len((after.storyboard or ())[1].takes) == 2


def test_a_refused_refinement_says_why_and_counts_nothing(visit: Open, film: Film, studio: Studio) -> None:
    """The cause, the next step, and all five refinements still there."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    page.text_area[2].set_value("Something forbidden in the picture")
    press(page, "Refine now : scene 1")
    settled(studio, job.id)
    page.run()

    assert "refused the picture prompt" in errors(page)
    assert studio.job(job.id).refinements_remaining == 5


def test_a_new_text_alone_changes_at_once(visit: Open, film: Film, studio: Studio) -> None:
    """Words need no new picture."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    page.text_area[3].set_value("The lantern goes out.")
    press(page, "Refine now : scene 1")

    scene = (studio.job(job.id).storyboard or ())[0]
    assert (scene.description, len(scene.takes)) == ("The lantern goes out.", 1)
    assert "new text" in said(page)


def test_nothing_changed_is_told(visit: Open, film: Film) -> None:
    """A form that was sent as it was changes nothing and says so."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    press(page, "Refine now : scene 1")

    assert "Say what is to change" in errors(page)


def test_after_five_refinements_the_button_is_closed(visit: Open, film: Film, studio: Studio) -> None:
    """The limit is explained with what is still possible."""
    job = film()
    for number in range(5):
        studio.refine(Edit(job_id=job.id), scene_number=1, new_description=f"Text number {number}")

    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    assert button(page, "Refine now : scene 1").disabled
    assert "All refinements of this film are used" in said(page)


def test_an_earlier_picture_is_chosen_for_free(visit: Open, film: Film, studio: Studio) -> None:
    """The strip leads back to the first picture without a refinement."""
    job = film()
    studio.refine(Edit(job_id=job.id), scene_number=1, new_image_prompt="A red boat under the moon")
    settled(studio, job.id)
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    press(page, "Use this : picture 1 of scene 1")

    chosen = (studio.job(job.id).storyboard or ())[0].picture
    assert chosen is not None
    assert (chosen.number, studio.job(job.id).refinements_remaining) == (1, 4)


def test_an_own_picture_is_put_in(visit: Open, film: Film, studio: Studio) -> None:
    """An upload becomes a picture of the scene."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[2])
    own = io.BytesIO()
    Image.effect_noise((640, 480), 80).convert("RGB").save(own, "PNG")

    page.file_uploader[1].upload("mine.png", own.getvalue())
    press(page, "Put it into scene 3")

    picture = (studio.job(job.id).storyboard or ())[2].picture
    assert picture is not None
    assert picture.artist == "own"


def test_a_file_that_is_no_picture_is_refused_in_words(visit: Open, film: Film) -> None:
    """The content is looked at, not the name."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    page.file_uploader[1].upload("mine.png", b"this is a text")
    press(page, "Put it into scene 1")

    assert "no PNG, JPEG or WebP picture" in errors(page)


def test_seconds_camera_and_transition_are_saved(visit: Open, film: Film, studio: Studio) -> None:
    """Free edits, in one form."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    page.number_input[1].set_value(3.5)
    press(page, "Save time and camera of scene 1")

    assert (studio.job(job.id).storyboard or ())[0].duration_ms == 3500


def test_a_film_that_would_be_too_long_is_refused(visit: Open, film: Film) -> None:
    """The limit is told with its numbers."""
    job = film()
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    page.number_input[1].set_value(300.0)
    press(page, "Save time and camera of scene 1")

    assert "The film would last 304 s" in errors(page)


@pytest.mark.parametrize(
    ("label", "count"),
    [("Duplicate scene 1", 5), ("Split scene 1 in two", 5), ("Delete scene 1", 3)],
)
def test_scenes_are_duplicated_split_and_deleted(
    visit: Open, film: Film, studio: Studio, label: str, count: int
) -> None:
    """Each is one press."""
    job = film(scenes=4)
    page = visit("storyboard", job=job.id, scene=ids(job)[0])

    press(page, label)

    assert not errors(page)
    assert len(studio.job(job.id).storyboard or ()) == count


def test_an_added_scene_asks_for_its_picture(visit: Open, film: Film, studio: Studio) -> None:
    """A new scene has no picture yet; one press has it made."""
    job = film()
    page = visit("storyboard", job=job.id)
    page.text_area[0].set_value("A gull cries over the harbor.")
    press(page, "Add this scene")
    assert "no picture yet" in errors(page)

    press(page, "Make the picture for scene 4")

    assert (settled(studio, job.id).storyboard or ())[3].picture is not None


def test_a_scene_that_was_not_added_is_not_lost(visit: Open, film: Film, studio: Studio) -> None:
    """What was typed stays until the scene is there; then the form is empty for another one."""
    job = film()
    page = visit("storyboard", job=job.id)
    page.text_area[1].set_value("A gull on a mast")
    press(page, "Add this scene")
    assert "Write what happens in the scene first." in said(page)
    page.text_area[0].set_value("A gull cries. " * 80)
    press(page, "Add this scene")
    assert "The text of the scene has 1,119 characters; at most 1,000 are taken." in errors(page)
    assert page.text_area[1].value == "A gull on a mast"

    page.text_area[0].set_value("A gull cries.")
    press(page, "Add this scene")

    added = (studio.job(job.id).storyboard or ())[3]
    assert (added.description, added.image_prompt) == ("A gull cries.", "A gull on a mast")
    assert [page.text_area[0].value, page.text_area[1].value] == ["", ""]


def test_a_failed_scene_says_why_and_is_tried_again_alone(
    visit: Open, studio: Studio, artist: ProgrammableArtist
) -> None:
    """A storyboard without any picture tells the cause and can be gone on with."""
    made = studio.create(NewJob(prompt="This is forbidden to be drawn", duration_ms=6000), owner=OWNER)
    job = settled(studio, made.id)
    assert job.status == JobStatus.FAILED

    page = visit("storyboard", job=job.id)

    assert "refused the picture prompt" in errors(page)
    orders = len(artist.orders)
    press(page, "Try again for scene 1")
    settled(studio, job.id)
    assert len(artist.orders) == orders + 1


def test_work_shows_progress_and_can_be_stopped(
    visit: Open, studio: Studio, artist: ProgrammableArtist
) -> None:
    """While pictures are made there is a bar and a way to stop; afterwards a way to go on."""
    with artist.closed():
        made = studio.create(NewJob(prompt="A slow afternoon on the canal", duration_ms=6000), owner=OWNER)
        page = visit("storyboard", job=made.id)
        assert page.progress
        press(page, "Stop drawing")
    settled(studio, made.id)
    page.run()

    assert "This film was stopped" in said(page)
    assert button(page, "Go on with what is missing")


def test_pages_of_a_film_need_one(visit: Open) -> None:
    """Opened without a film they say where to find one."""
    for name in ("storyboard", "render", "export"):
        assert "Which film?" in said(visit(name))


@pytest.mark.parametrize("named", ["999999", "abc", "-1", "1e3", "9" * 40, "<script>"])
def test_an_address_that_names_no_film_is_told(visit: Open, named: str) -> None:
    """Never a stack trace, never the word job."""
    page = visit("storyboard", job=named)

    assert not page.exception
    assert errors(page)
    assert "job" not in errors(page).lower()
