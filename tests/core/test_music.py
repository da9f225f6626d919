"""Music as an edit of the storyboard: put in, replaced, undone, taken out, and rendered."""

from collections.abc import Callable

import pytest

from core.edits import Edit, SceneChange
from core.errors import Conflict, NotFound, TooLarge, UnsupportedMedia, WrongStep
from core.jobs import NewJob
from core.studio import Studio
from core.terms import AspectRatio, Motion, Transition
from core.views import JobStatus, JobView
from core.workshop import Workshop
from tests.core.conftest import OWNER
from tests.core.waiting import settled
from tests.sounds import heard, level, noise, tone, wav

Board = Callable[..., JobView]
Edits = Callable[..., Edit]
SONG, OTHER = wav(tone(440, 1)), wav(tone(660, 1.5))


def name_of(job: JobView) -> str | None:
    return job.music.name if job.music else None


def test_music_is_put_in_replaced_undone_and_removed(studio: Studio, board: Board, edit: Edits) -> None:
    """Each is a revision of its own, and undo leads back to every one of them; no file is lost on the way."""
    job = board()
    assert job.music is None

    first = studio.put_music(edit(job), name="first.wav", content=SONG)
    second = studio.put_music(edit(job), name="second.wav", content=OTHER)
    back = studio.undo(edit(job))
    gone = studio.remove_music(edit(job))
    again = studio.undo(edit(job))
    silent = studio.undo(edit(job))

    seen = [name_of(view) for view in (first, second, back, gone, again, silent)]
    assert seen == ["first.wav", "second.wav", "first.wav", None, "first.wav", None]
    assert [view.revision - job.revision for view in (first, second, back)] == [1, 2, 3]
    assert first.music is not None
    assert (first.music.media_type, first.music.duration_ms) == ("audio/wav", 1000)
    told = [event.text for event in studio.history(job.id)][:6]
    assert told[::-1][:4] == [
        "Music: first.wav",
        "Music: second.wav",
        "Undid: Music: second.wav",
        "Music removed",
    ]
    number = int(first.music.path.rpartition("/")[2].partition(".")[0])
    assert studio.music(job.id, number).path.read_bytes() == SONG


def test_music_takes_an_approval_back(studio: Studio, board: Board, edit: Edits) -> None:
    """What was approved was another film."""
    job = board()
    studio.approve(job.id, owner=OWNER)

    assert not studio.put_music(edit(job), name="a.wav", content=SONG).approved


def test_other_edits_leave_the_music(studio: Studio, board: Board, edit: Edits) -> None:
    """Undoing a change of the scenes does not silence the film."""
    job = board()
    studio.put_music(edit(job), name="a.wav", content=SONG)
    studio.reorder(edit(job), [3, 2, 1])

    assert name_of(studio.undo(edit(job))) == "a.wav"


def test_the_same_music_again_is_the_same_file(
    studio: Studio, shop: Workshop, board: Board, edit: Edits
) -> None:
    """Pressed twice, it is stored once and keeps its address."""
    job = board()
    views = [studio.put_music(edit(job), name="a.wav", content=SONG) for _ in range(2)]

    assert views[0].music == views[1].music
    assert len(shop.store.list_prefix(f"jobs/{job.id}/music")) == 1


NAMES = {
    "C:\\Users\\Ada\\Ländler No. 5.wav": "Ländler No. 5.wav",
    "../../etc/passwd": "passwd",
    "<i>it's 100%</i>\x00\n.wav": "i>.wav",
    "🎵 日本 \ud800.mp3": "🎵 日本 .mp3",
    "": "music",
    "folder/": "music",
    "ä" * 500 + ".flac": "ä" * 114 + "….flac",
    "a" * 500: "a" * 119 + "…",
}


def test_any_name_is_shown_as_a_name(studio: Studio, board: Board, edit: Edits) -> None:
    """A file's name may hold anything; folders, control characters and half characters are left out."""
    job = board(scenes=1, seconds=5)

    shown = {sent: name_of(studio.put_music(edit(job), name=sent, content=SONG)) for sent in NAMES}

    assert shown == NAMES


def test_what_is_no_music_changes_nothing(studio: Studio, shop: Workshop, board: Board, edit: Edits) -> None:
    """A refused file leaves the revision, and nothing in the store."""
    job = board()
    with pytest.raises(UnsupportedMedia):
        studio.put_music(edit(job), name="a.mp3", content=b"no music")
    with pytest.raises(TooLarge):
        studio.put_music(edit(job), name="a.mp3", content=bytes(50_000_001))

    assert studio.job(job.id).revision == job.revision
    assert shop.store.list_prefix(f"jobs/{job.id}/music") == []


def test_refusals(studio: Studio, board: Board, edit: Edits) -> None:
    """No music to remove, somebody else's film, another tab's edit in between, no storyboard, somebody else's file."""
    job, other = board(), board()
    with pytest.raises(NotFound, match="has no music"):
        studio.remove_music(edit(job))
    with pytest.raises(NotFound, match=f"Job {job.id} not found"):
        studio.put_music(Edit(job_id=job.id, owner="stranger"), name="a.wav", content=SONG)
    with pytest.raises(Conflict):
        studio.put_music(edit(job, seen_revision=job.revision - 1), name="a.wav", content=SONG)
    heard = studio.put_music(edit(job), name="a.wav", content=SONG).music
    assert heard is not None
    number = int(heard.path.rpartition("/")[2].partition(".")[0])
    with pytest.raises(NotFound, match="no such music"):
        studio.music(other.id, number)


def test_music_waits_for_the_storyboard(studio: Studio, board: Board, edit: Edits) -> None:
    """Before there are scenes there is nothing to put it under."""
    job = board(prompt="forbidden from the start")

    with pytest.raises(WrongStep, match="no storyboard yet"):
        studio.put_music(edit(job), name="a.wav", content=SONG)


def test_deleting_the_film_deletes_its_music(
    studio: Studio, shop: Workshop, board: Board, edit: Edits
) -> None:
    """Row and file go with the job."""
    job = board()
    studio.put_music(edit(job), name="a.wav", content=SONG)

    studio.delete(job.id, owner=OWNER)

    assert shop.store.list_prefix(f"jobs/{job.id}") == []


def test_a_film_is_heard_and_other_music_draws_nothing_again(
    studio: Studio, shop: Workshop, edit: Edits
) -> None:
    """The approved music is in the film; putting in another one is told as the change, and encodes no picture."""
    request = NewJob(
        prompt="A kite above the dunes",
        duration_ms=5000,
        scene_count=1,
        aspect_ratio=AspectRatio.SQUARE,
        motion=Motion.STILL,
    )
    job = settled(studio, studio.create(request, owner=OWNER).id)
    short = SceneChange(duration_ms=2000, transition=Transition.CUT)
    studio.change_scene(edit(job), scene_number=1, change=short)
    first = rendered(studio, studio.put_music(edit(job), name="first.wav", content=wav(tone(440, 1))))
    assert level(heard(studio.film(job.id).path), 0.5, 1.4) > -30
    segments = set(shop.segments.folder.glob("*/*.mp4"))

    changed = studio.put_music(edit(job), name="second.wav", content=wav(noise(1)))
    assert changed.film is not None
    assert changed.film.changes == ("Music: second.wav",)
    second = rendered(studio, changed)

    assert first.film is not None
    assert second.film is not None
    assert first.film.sha256 != second.film.sha256
    # One bed more, and no segment.
    assert len(set(shop.segments.folder.glob("*/*.mp4")) - segments) == 1
    undone = studio.undo(edit(job))
    assert undone.film is not None
    assert undone.film.changes == ("Undid: Music: second.wav",)
    redone = studio.put_music(edit(job), name="second.wav", content=wav(noise(1)))
    assert redone.film is not None
    # The film has it already, whichever way led back to it.
    assert redone.film.changes == ()


def rendered(studio: Studio, job: JobView) -> JobView:
    studio.approve(job.id, owner=OWNER)
    studio.render(job.id, owner=OWNER)
    done = settled(studio, job.id, (JobStatus.COMPLETED, JobStatus.FAILED))
    assert done.status == JobStatus.COMPLETED, done.trouble
    return done
