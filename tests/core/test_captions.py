"""How a job carries its texts: chosen at the start, changed as a free edit, remembered, warned of, and read as WebVTT."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import pytest

from core.edits import Edit, FilmChange, SceneChange
from core.errors import Conflict, InvalidInput, NotFound
from core.jobs import NewJob
from core.media.fonts import FontShelf
from core.media.typesetter import Typesetter
from core.studio import Studio
from core.terms import AspectRatio, Captions
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.queries import jobs
from tests.core.conftest import OWNER
from tests.core.waiting import settled

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
BURNED = FilmChange(captions=Captions.BURNED)


@pytest.fixture
def poor(shop: Workshop) -> Studio:
    """The same studio on a machine without any font of its own."""
    return Studio(replace(shop, typesetter=Typesetter(FontShelf([]))))


def test_another_name_that_is_not_shown_keeps_the_approval(studio: Studio, board: Board, edit: Edits) -> None:
    """The film is called otherwise from then on, whatever is undone later, and nothing else is different."""
    job = board()
    studio.reorder(edit(job), [2, 1, 3])
    studio.approve(job.id, owner=OWNER)
    before = studio.mark(job.id, owner=OWNER)

    named = studio.change_film(edit(job), FilmChange(title="  The \x00 last\n lantern "))

    assert (named.title, named.approved, named.revision) == ("The last lantern", True, job.revision + 1)
    assert studio.history(job.id)[0].text == "Named “The last lantern”"
    assert studio.mark(job.id, owner=OWNER) != before
    assert studio.undo(edit(job)).title == "The last lantern"


def test_a_shown_title_is_part_of_the_film(studio: Studio, board: Board, edit: Edits) -> None:
    """Another one is an edit like any other, and undoing it brings the first one back."""
    job = board()
    shown = studio.change_film(edit(job), FilmChange(title_card=True))
    studio.approve(job.id, owner=OWNER)

    named = studio.change_film(edit(job), FilmChange(title="The last lantern"))

    assert (named.title, named.approved, named.revision) == ("The last lantern", False, shown.revision + 1)
    assert studio.history(job.id)[0].text == "Film: named “The last lantern”"
    undone = studio.undo(edit(job))
    assert (undone.title, undone.title_card) == (job.title, True)


@pytest.mark.parametrize("title", ["", " \n\x00 ", "x" * 121])
def test_a_title_that_is_none_changes_nothing(studio: Studio, board: Board, edit: Edits, title: str) -> None:
    """Neither an empty nor an endless one."""
    job = board()
    with pytest.raises(InvalidInput, match=r"A film needs a title|The title has 121 characters; at most 120"):
        studio.change_film(edit(job), FilmChange(title=title, title_card=True))
    assert studio.job(job.id) == job


def test_a_title_that_is_left_alone_is_not_judged(
    studio: Studio, shop: Workshop, board: Board, edit: Edits
) -> None:
    """A form hands all of its fields back, and a planner may have thought of an endless title, or of none."""
    for title in ("", "x" * 200):
        job = board()
        with shop.writing() as session:
            jobs.change(session, job.id, title=title)

        changed = studio.change_film(edit(job), FilmChange(title=title, captions=Captions.BURNED))

        assert (changed.title, changed.captions) == (title, Captions.BURNED)


def test_a_new_job_says_nothing_unless_it_is_asked_to(studio: Studio, board: Board) -> None:
    """Captions are off and there is no title; a request may have both, and its duplicate has them too."""
    job = board()
    assert (job.captions, job.title_card, job.caption_warnings) == (Captions.OFF, False, ())

    request = NewJob(
        prompt="A lantern crosses the lake", duration_ms=5000, captions=Captions.TRACK, title_card=True
    )
    made = settled(studio, studio.create(request, owner=OWNER).id)
    twin = studio.duplicate(made.id, owner=OWNER)
    assert (made.captions, made.title_card) == (Captions.TRACK, True)
    assert (twin.captions, twin.title_card) == (Captions.TRACK, True)


def test_changing_captions_is_an_edit_like_any_other(studio: Studio, board: Board, edit: Edits) -> None:
    """It makes a revision, resets the approval, stands in the history, and is undone."""
    job = board()
    studio.approve(job.id, owner=OWNER)

    after = studio.change_film(edit(job), FilmChange(captions=Captions.BURNED, title_card=True))

    assert (after.captions, after.title_card) == (Captions.BURNED, True)
    assert (after.revision, after.approved, after.refinement_count) == (job.revision + 1, False, 0)
    assert studio.history(job.id)[0].text == "Film: captions in the picture, title over the opening"
    studio.change_film(edit(job), FilmChange(title_card=False, captions=Captions.OFF))
    assert studio.history(job.id)[0].text == "Film: no captions, no title"
    undone = studio.undo(edit(job))
    assert (undone.captions, undone.title_card) == (Captions.BURNED, True)
    assert studio.undo(edit(job)).captions == Captions.OFF


def test_what_is_so_already_changes_nothing(studio: Studio, board: Board, edit: Edits) -> None:
    """Pressed twice it is one edit, and an approval in between is not taken back."""
    job = board()
    changed = studio.change_film(edit(job), BURNED)
    studio.approve(job.id, owner=OWNER)

    again = studio.change_film(edit(job), BURNED)

    assert (again.revision, again.approved) == (changed.revision, True)


def test_a_change_of_an_old_screen_or_of_nothing_is_refused(
    studio: Studio, board: Board, edit: Edits
) -> None:
    """Another revision by now is a conflict; a change without a value is no change."""
    job = board()
    studio.change_film(edit(job), BURNED)

    with pytest.raises(Conflict):
        studio.change_film(edit(job, seen_revision=job.revision), FilmChange(captions=Captions.TRACK))
    with pytest.raises(InvalidInput, match="Nothing to change"):
        studio.change_film(edit(job), FilmChange())
    assert studio.job(job.id).captions == Captions.BURNED


def test_an_edit_of_the_scenes_keeps_the_captions(studio: Studio, board: Board, edit: Edits) -> None:
    """Undoing an edit that came later leaves them as they were."""
    job = board()
    studio.change_film(edit(job), BURNED)
    studio.reorder(edit(job), [2, 1, 3])

    assert studio.undo(edit(job)).captions == Captions.BURNED


def test_what_cannot_be_shown_is_said_before_the_approval(poor: Studio, board: Board, edit: Edits) -> None:
    """Scenes with signs that no font has, and with more words than fit, are named with the reason and a way out."""
    job = board()
    poor.refine(edit(job), scene_number=1, new_description="The sign reads 火事だ, then 🎬")
    poor.refine(edit(job), scene_number=2, new_description="far too many words " * 50)

    assert poor.job(job.id).caption_warnings == ()
    warned = poor.change_film(edit(job), BURNED).caption_warnings

    assert [warning.scene_number for warning in warned] == [1, 2]
    assert (
        "The caption of scene 1 leaves out “火 事 だ 🎬”: no font here has Chinese characters"
        in warned[0].message
    )
    assert "Settings page" in warned[0].hint
    assert "scene 2 is too long for three lines" in warned[1].message
    assert poor.change_film(edit(job), FilmChange(captions=Captions.TRACK)).caption_warnings == ()


def test_many_missing_signs_are_counted_and_emoji_called_so(poor: Studio, board: Board, edit: Edits) -> None:
    """Five are shown, the rest are a number."""
    job = board(scenes=1)
    poor.refine(edit(job), scene_number=1, new_description="Signs 🎬🦊🦁🐯🐻🐼🐨")

    (warned,) = poor.change_film(edit(job), BURNED).caption_warnings

    assert "“🎬 🦊 🦁 🐯 🐻” and 2 more: no font here has these signs or emoji" in warned.message


def test_letters_that_cannot_be_joined_are_said(
    shop: Workshop, board: Board, edit: Edits, tmp_path: Path
) -> None:
    """Without the library for complex scripts the warning says what comes out wrong."""
    plain = Studio(replace(shop, typesetter=Typesetter(FontShelf([], shapes=False))))
    job = board(scenes=1)
    plain.refine(edit(job), scene_number=1, new_description="कहानी शुरू होती है")

    (warned,) = plain.change_film(edit(job), BURNED).caption_warnings

    assert "comes out wrong" in warned.message
    checks = {check.name: check for check in plain.checks()}
    assert "letters are not joined" in checks["fonts"].found


def test_a_title_is_warned_of_like_a_caption(studio: Studio, poor: Studio, board: Board, edit: Edits) -> None:
    """A first scene that is too short for it is told."""
    job = board()
    assert studio.change_film(edit(job), FilmChange(title_card=True)).caption_warnings == ()

    studio.change_scene(edit(job), scene_number=1, change=SceneChange(duration_ms=700))

    (warned,) = studio.job(job.id).caption_warnings
    assert (warned.scene_number, warned.message) == (
        1,
        "The first scene is too short for the title to be read.",
    )


def test_the_doctor_tells_which_scripts_can_be_written(poor: Studio) -> None:
    """With the font that comes along these can; the others are named with what to install. It is no failure."""
    check = next(check for check in poor.checks() if check.name == "fonts")

    assert check.ok
    assert check.found.startswith(
        "captions can be drawn in Latin, Greek, Cyrillic, Devanagari; not in Arabic"
    )
    assert "emoji" in check.found
    assert "fonts-noto-cjk" in check.fix


def test_captions_are_read_as_webvtt(studio: Studio, board: Board, edit: Edits) -> None:
    """One cue a scene, of the storyboard while there is no film; a job without a storyboard has none."""
    job = board(scenes=2)
    studio.refine(edit(job), scene_number=1, new_description="A & B")

    assert studio.captions(job.id).startswith("WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nA &amp; B\n\n")
    waiting = studio.create(NewJob(prompt="Something that was not drawn"), owner=OWNER)
    studio.cancel(waiting.id, owner=OWNER)
    if studio.job(waiting.id).storyboard is None:
        with pytest.raises(NotFound, match="has no storyboard yet"):
            studio.captions(waiting.id)


def test_a_film_knows_how_it_carries_its_texts(studio: Studio, edit: Edits) -> None:
    """The finished film has its track and says so after later edits; its WebVTT stays its own, not the storyboard's."""
    request = NewJob(
        prompt="A kite above the dunes",
        duration_ms=5000,
        scene_count=1,
        aspect_ratio=AspectRatio.SQUARE,
        captions=Captions.TRACK,
        title_card=True,
    )
    job = settled(studio, studio.create(request, owner=OWNER).id)
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    film = settled(studio, job.id, (JobStatus.COMPLETED, JobStatus.FAILED))
    assert film.film is not None, film.trouble
    assert (film.film.captions, film.film.changes) == (Captions.TRACK, ())
    with av.open(str(studio.film(job.id).path)) as opened:
        assert [stream.name for stream in opened.streams.subtitles] == ["mov_text"]
    said = studio.captions(job.id)

    after = studio.change_film(edit(job), BURNED)
    studio.refine(edit(job), scene_number=1, new_description="Other words by now")

    assert after.film is not None
    assert (after.film.captions, after.film.changes) == (Captions.TRACK, ("Film: captions in the picture",))
    assert studio.captions(job.id) == said
    studio.undo(edit(job))
    assert studio.undo(edit(job)).film.changes == ()  # type: ignore[union-attr]
