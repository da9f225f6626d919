"""The prompt page: the estimate before the click, the refusals, and a film that starts."""

from collections.abc import Callable

from core.studio import Studio
from core.views import JobView
from pages._ui.studio import OWNER
from tests.pages.conftest import Open
from tests.pages.reading import errors, press, said


def test_the_estimate_stands_there_before_the_click(visit: Open) -> None:
    """Thirty seconds are six scenes, estimated at fifteen cents and free with the built-in artist."""
    page = visit("prompt")

    assert "<dd>6</dd>" in said(page)
    assert "$0.15" in said(page)
    assert "Built-in sketch artist, free" in said(page)


def test_the_estimate_follows_length_and_scenes(visit: Open) -> None:
    """Ten scenes cost three cents for planning and two each."""
    page = visit("prompt")

    page.number_input[1].set_value(10).run()

    assert "$0.23" in said(page)


def test_a_prompt_that_is_too_short_is_told_and_makes_nothing(visit: Open, studio: Studio) -> None:
    """Without words there is no film."""
    before = studio.library(owner=OWNER).total
    page = visit("prompt")

    press(page, "Make the storyboard")

    assert "Write at least 10 characters" in said(page)
    assert studio.library(owner=OWNER).total == before


def test_a_prompt_that_is_too_long_stays_and_is_told(visit: Open, studio: Studio) -> None:
    """A pasted script is neither dropped nor cut; how much it has to be shortened by is said beside it."""
    before = studio.library(owner=OWNER).total
    page = visit("prompt")
    script = "A cat sleeps on the moon. " * 250
    page.text_area[0].set_value(script).run()
    assert "at most 5,000 are taken. Shorten it by 1,499." in said(page)

    press(page, "Make the storyboard")

    assert "The prompt has 6499 characters" in errors(page)
    assert page.text_area[0].value == script
    assert studio.library(owner=OWNER).total == before


def test_a_film_starts_with_what_was_chosen(visit: Open, studio: Studio) -> None:
    """Text, length, style, shape and captions reach the film, and its storyboard opens."""
    page = visit("prompt")
    page.text_area[0].set_value("A gardener plants a tree on the moon").run()
    page.number_input[0].set_value(10).run()
    page.radio[0].set_value("noir").run()
    page.radio[1].set_value("9:16").run()
    page.radio[2].set_value("track").run()
    page.checkbox[0].check().run()

    press(page, "Make the storyboard")

    job = studio.job(int(page.query_params["job"]))
    assert (job.target_ms, job.style, job.aspect_ratio) == (10_000, "noir", "9:16")
    assert (job.captions, job.title_card) == ("track", True)


def test_own_words_for_the_style_are_taken(visit: Open, studio: Studio) -> None:
    """A style may be described freely."""
    page = visit("prompt")
    page.text_area[0].set_value("A gardener plants a tree on the moon").run()
    page.radio[0].set_value("own").run()
    page.text_input[0].set_value("woodcut, two colors").run()

    press(page, "Make the storyboard")

    assert studio.job(int(page.query_params["job"])).style == "woodcut, two colors"


def test_the_prompt_of_a_film_is_there_to_start_from(visit: Open, film: Callable[..., JobView]) -> None:
    """Going back to the first step shows what the film was made from."""
    job = film(prompt="Two sisters build a raft from barrels")

    page = visit("prompt", job=job.id)

    assert page.text_area[0].value == "Two sisters build a raft from barrels"
    assert not errors(page)
