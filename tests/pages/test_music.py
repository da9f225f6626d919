"""Music on the pages: put in, told what happens to it, taken out, and part of what is approved."""

from collections.abc import Callable

from core.edits import Edit
from core.studio import Studio
from core.views import JobView
from pages._ui.studio import OWNER
from tests.pages.conftest import Open
from tests.pages.reading import errors, press, said
from tests.sounds import tone, wav

Film = Callable[..., JobView]
SONG = wav(tone(440, 1))


def test_music_is_put_in_and_removed(visit: Open, film: Film, studio: Studio) -> None:
    """A film is silent at first; afterwards its music is named, played, and said to be repeated and faded out."""
    job = film()
    page = visit("storyboard", job=job.id)
    assert "The film is silent." in said(page)

    page.file_uploader[0].upload("Ländler <i>.wav", SONG)
    press(page, "Use this music")

    assert not page.exception
    assert "Ländler &lt;i&gt;.wav" in said(page)
    assert "1 s. In the film it is repeated to 6 s and faded out." in said(page)
    assert studio.job(job.id).music is not None

    press(page, "Remove the music")
    assert "The film is silent." in said(page)
    press(page, "Undo the last change")
    assert "Ländler" in said(page)


def test_nothing_chosen_and_nothing_good_are_told(visit: Open, film: Film, studio: Studio) -> None:
    """The content is looked at, not the name."""
    job = film()
    page = visit("storyboard", job=job.id)
    press(page, "Use this music")
    assert "Choose a file first." in said(page)

    page.file_uploader[0].upload("song.mp3", b"this is a text")
    press(page, "Use this music")

    assert "no MP3, M4A, WAV, OGG or FLAC file" in errors(page)
    assert studio.job(job.id).music is None


def test_what_is_approved_names_the_music(visit: Open, film: Film, studio: Studio) -> None:
    """Whoever approves sees with which music, longer music being cut."""
    job = film()
    studio.put_music(Edit(job_id=job.id, owner=OWNER), name="long.wav", content=wav(tone(440, 7)))

    assert "long.wav" in said(visit("render", job=job.id))
    assert "it is cut to 6 s" in said(visit("storyboard", job=job.id))
