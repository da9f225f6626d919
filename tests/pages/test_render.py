"""Approve and render: what is approved, what stands in its way, the film and what changed since."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.edits import Edit, FilmChange
from core.preview import Showing
from core.studio import Studio
from core.terms import Captions, Motion
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.models import Render
from db.queries import films, jobs
from pages._ui.studio import OWNER
from tests.core.waiting import settled
from tests.pages.conftest import Open
from tests.pages.reading import button, errors, press, said

Film = Callable[..., JobView]


def made_with(captions: Captions, film: Film, studio: Studio) -> JobView:
    """A finished film of one scene, with captions of this kind."""
    job = film(scenes=1, motion=Motion.STILL)
    studio.change_film(Edit(job_id=job.id), FilmChange(captions=captions))
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    return settled(studio, job.id, (JobStatus.COMPLETED, JobStatus.FAILED))


def tracks(page: AppTest) -> list[str]:
    """The captions that the player offers; it begins with the first."""
    (video,) = page.get("video")
    return [track.label for track in video.proto.subtitles]


def test_what_is_approved_is_said_exactly(visit: Open, film: Film) -> None:
    """Version, scenes, length and both sums of money stand beside the button."""
    page = visit("render", job=film().id)

    words = said(page)
    assert "<dt>Version</dt><dd>1</dd>" in words
    assert "<dt>Scenes</dt><dd>3</dd>" in words
    assert "<dt>Length</dt><dd>6 s</dd>" in words
    assert "<dt>Estimated</dt><dd>$0.09</dd>" in words
    assert "<dt>Charged</dt><dd>$0.00</dd>" in words


def test_one_button_approves_and_renders(visit: Open, film: Film, studio: Studio) -> None:
    """The film is being made of the very version that was approved; another button stops it."""
    job = film(scene_seconds=20)  # Long enough to be under way still when the other button is pressed.
    page = visit("render", job=job.id)

    press(page, "Approve and render")
    now = studio.job(job.id)
    assert (now.status, now.approved, now.revision) == (JobStatus.RENDERING, True, job.revision)
    assert page.progress
    press(page, "Stop rendering")

    assert settled(studio, job.id).status == JobStatus.CANCELED
    assert not errors(page)


def test_the_beginning_is_played_while_the_rest_is_rendered(
    visit: Open, film: Film, studio: Studio, shop: Workshop, tmp_path: Path
) -> None:
    """From the first second of film on there is a player, which says how much of the film it shows."""
    job = film()
    with shop.writing() as session:
        jobs.change(session, job.id, status=JobStatus.RENDERING)
        render = films.add_render(session, Render(job_id=job.id, revision=1))
    page = visit("render", job=job.id)
    assert "pictures only" not in said(page)
    (tmp_path / "beginning.mp4").write_bytes(b"film")
    Showing(shop, render).show(tmp_path / "beginning.mp4", 75)

    page.run()

    assert "The first 2.5 s of the film, pictures only." in said(page)
    assert page.get("bidi_component")
    studio.cancel(job.id, owner=OWNER)
    page.run()
    assert "pictures only" not in said(page)


def test_a_finished_film_is_played_with_captions(visit: Open, rendered: JobView) -> None:
    """The player's address names the render, so that no cache shows an older film; its captions can be switched on."""
    page = visit("render", job=rendered.id)

    assert rendered.film
    address = f"http://localhost:8000/data/videos/{rendered.id}/final.mp4?v={rendered.film.render_id}"
    assert [video.proto.url for video in page.get("video")] == [address]
    assert tracks(page) == ["No captions", "Descriptions"]
    assert button(page, "Download and export")


def test_words_that_do_not_fit_are_said_beside_the_button(visit: Open, film: Film, studio: Studio) -> None:
    """What is approved names the captions, and whatever of them would not be seen."""
    job = film()
    studio.refine(Edit(job_id=job.id), scene_number=2, new_description="far too many words " * 50)
    studio.change_film(Edit(job_id=job.id), FilmChange(captions=Captions.BURNED, title_card=True))

    words = said(visit("render", job=job.id))

    assert "<dt>Words</dt><dd>Captions in the picture, title over the opening</dd>" in words
    assert "Not all words can be shown in the picture" in words
    assert "The caption of scene 2 is too long for three lines" in words


def test_a_film_with_captions_to_switch_on_is_played_with_them(
    visit: Open, film: Film, studio: Studio
) -> None:
    """The player shows at once what the file brings along."""
    job = made_with(Captions.TRACK, film, studio)

    assert tracks(visit("render", job=job.id)) == ["Descriptions"]


def test_a_film_with_captions_in_it_is_played_without_others(visit: Open, film: Film, studio: Studio) -> None:
    """The player of a burned film shows no captions of its own, also after they were switched off again."""
    job = made_with(Captions.BURNED, film, studio)
    studio.change_film(Edit(job_id=job.id), FilmChange(captions=Captions.OFF))

    page = visit("render", job=job.id)

    assert tracks(page) == []
    assert "Film: no captions" in said(page)


def test_an_approval_of_an_old_screen_is_refused(visit: Open, film: Film, studio: Studio) -> None:
    """Nobody approves what they have not seen."""
    job = film()
    page = visit("render", job=job.id)
    studio.reorder(Edit(job_id=job.id), [2, 1, 3])

    press(page, "Approve and render")

    assert "it was not approved" in errors(page)
    assert not studio.job(job.id).approved


def test_a_scene_without_a_picture_closes_the_button(visit: Open, film: Film, studio: Studio) -> None:
    """The page names the scene and the ways out."""
    job = film()
    studio.add_scene(Edit(job_id=job.id), after=1, description="A", image_prompt="A", duration_ms=2000)

    page = visit("render", job=job.id)

    assert "No picture yet for scene 2" in said(page)
    assert button(page, "Approve and render").disabled


def test_changes_since_the_film_are_listed(visit: Open, film: Film, studio: Studio) -> None:
    """After an edit the page says what changed and asks for another approval; the old film stays."""
    job = film(scenes=3, motion=Motion.STILL)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    settled(studio, job.id, (JobStatus.COMPLETED, JobStatus.FAILED))
    studio.reorder(Edit(job_id=job.id), [2, 1, 3])

    page = visit("render", job=job.id)

    assert "Changed since the last film was made" in said(page)
    assert "Order: 2, 1, 3" in said(page)
    assert button(page, "Approve and render again")
    assert len(page.get("video")) == 1


def test_captions_follow_the_scenes_and_survive_any_text(film: Film, studio: Studio) -> None:
    """Each cue lasts as long as its scene; arrows, tags and blank lines in a text break nothing."""
    job = film(scenes=2)
    studio.refine(Edit(job_id=job.id), scene_number=1, new_description="A --> B\n\n<b>& C")

    text = studio.captions(job.id)

    assert text.startswith(
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nA → B &lt;b&gt;&amp; C\n\n00:00:02.500 --> "
    )
    assert text.count("-->") == 2
