"""What is decided beforehand where models work: clips, fallbacks, a hero to keep; and what is said when it happened."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.jobs import NewJob
from core.studio import Studio
from core.terms import PlannerFallback
from core.views import JobView
from core.workshop import Workshop
from db.queries import scenes
from pages._ui.studio import OWNER, lend_studio
from tests.core.waiting import settled
from tests.fake_replicate import FakeReplicate, Trouble
from tests.pages.conftest import SHAPE, Open
from tests.pages.reading import button, errors, press, said
from tests.studio_fakes import ProgrammableArtist

PROMPT = "A gardener plants a tree on the moon"


@pytest.fixture
def planned(shop: Workshop, studio: Studio, replicate: FakeReplicate) -> Iterator[Studio]:
    """A Studio whose plans are bought."""
    replicate.bureau.reset()
    yield Studio(replace(shop, settings=shop.settings.model_copy(update={"planning_provider": "replicate"})))
    replicate.bureau.reset()


@pytest.fixture
def following(artist: ProgrammableArtist) -> Iterator[ProgrammableArtist]:
    """An artist that follows pictures."""
    artist.takes_reference = True
    yield artist
    artist.takes_reference = False


def test_nothing_is_asked_that_nobody_can_do(visit: Open) -> None:
    """The built-in planner cannot fail over to itself, and an artist that follows nothing asks for no hero."""
    page = visit("prompt")

    assert not [box for box in page.checkbox if "fails" in box.label]
    assert not page.get("file_uploader")


def test_the_choices_reach_the_film(visit: Open, planned: Studio) -> None:
    """Clips, and what to do when planner or clips fail, with the price of the clips in the sum before the click."""
    lend_studio(planned)
    page = visit("prompt")
    page.text_area[0].set_value(PROMPT).run()
    page.number_input[0].set_value(5).run()
    page.number_input[1].set_value(1).run()
    plain = said(page)
    page.toggle[0].set_value(True).run()
    assert "$0.05" in plain
    assert "$0.10" in said(page)
    for box in list(page.checkbox):
        box.set_value(True).run()

    press(page, "Make the storyboard")

    job = settled(planned, int(page.query_params["job"]))
    assert (job.planner_fallback, job.clip_fallback) == ("sketch", "camera")
    assert [scene.motion for scene in job.storyboard or ()] == ["clip"]


def test_a_fallback_is_said_on_the_page(visit: Open, planned: Studio) -> None:
    """Storyboard and approval tell that the built-in planner planned, and why, in plain words."""
    request = NewJob(
        prompt=f"{PROMPT} [fake:{Trouble.BAD_PLANS}]",
        duration_ms=5000,
        scene_count=1,
        aspect_ratio=SHAPE,
        planner_fallback=PlannerFallback.SKETCH,
    )
    job = settled(planned, planned.create(request, owner=OWNER).id)

    for name in ("storyboard", "render"):
        words = said(visit(name, job=job.id))
        assert "Planned by the built-in planner, as you chose." in words
        assert "made no usable plan" in words
        assert "JSON" not in words


def test_a_missing_clip_stands_in_the_way_of_approval(
    visit: Open, film: Callable[..., JobView], shop: Workshop
) -> None:
    """The page says which scene lacks its clip and what can be done; the button waits."""
    job = film(scenes=1)
    with shop.writing() as session:
        scene = scenes.on_board(session, job.id)[0]
        scene.error_code, scene.error_message, scene.error_hint = (
            "clip_missing",
            "There is no clip.",
            "Choose.",
        )
        session.add(scene)

    page = visit("render", job=job.id)

    assert "The clip failed for scene 1." in said(page)
    assert button(page, "Approve and render").disabled


def test_a_hero_is_kept_and_let_go(
    visit: Open, studio: Studio, film: Callable[..., JobView], following: ProgrammableArtist
) -> None:
    """From the pictures of a scene; the refine form then shows whom new pictures follow."""
    job = film(scenes=1)
    scene = (job.storyboard or ())[0]
    page = visit("storyboard", job=job.id, scene=scene.id)
    press(page, "Keep this hero : picture 1 of scene 1")
    assert "keep the hero of picture 1 of scene 1" in said(page)
    assert studio.job(job.id).reference is not None
    assert "New pictures follow this one" in said(page)
    assert button(page, "Hero from here : picture 1 of scene 1").disabled

    press(page, "Follow the words alone")

    assert studio.job(job.id).reference is None
    assert not errors(page)
