"""What a probe says of a file, and which films do not pass their check."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from core.cancellation import Cancellation
from core.errors import FilmFailedCheck, NotFound
from core.media.film import FilmPlan
from core.media.probe import check_film, probe
from tests.media.films import Studio, landscape, plan, shot


@pytest.fixture
def film(tmp_path: Path) -> FilmPlan:
    return plan([shot(landscape(tmp_path / "a.png", 1), 1000)])


def test_facts_of_a_film(films: Studio, film: FilmPlan) -> None:
    """A probe of the finished file says the same as the render did, down to size and hash."""
    facts = films.render(film)
    assert probe(films.out) == facts == check_film(films.out, film)
    assert facts.bytes == films.out.stat().st_size
    assert facts.sha256 == hashlib.sha256(films.out.read_bytes()).hexdigest()


def test_other_plan_is_told(films: Studio, film: FilmPlan, tmp_path: Path) -> None:
    """A film of another length and size than planned fails, and everything that differs is named."""
    films.render(film)
    longer = shot(landscape(tmp_path / "b.png", 2), 1200)
    with pytest.raises(FilmFailedCheck) as caught:
        check_film(films.out, replace(film, shots=(longer,), size=(180, 320)))
    assert "320 x 180 pixels instead of 180 x 320" in caught.value.message
    assert "frames is 30 instead of 36" in caught.value.message


def test_untagged_and_silent_film_is_told(films: Studio, film: FilmPlan) -> None:
    """A film without colour tags, with another codec or without sound does not pass."""
    bare = films.folder / "bare.mp4"
    films.folder.mkdir()
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=30:duration=1"]
    encoding = ["-c:v", "mpeg4", "-pix_fmt", "yuv420p", "-f", "mp4", str(bare)]
    films.ffmpeg.run([*source, *encoding], cancellation=Cancellation())
    with pytest.raises(FilmFailedCheck, match="tagged bt709 is False") as caught:
        check_film(bare, film)
    assert "video codec is mpeg4" in caught.value.message
    assert "audio codec is None" in caught.value.message


@pytest.mark.parametrize("content", [b"", b"no film at all" * 100])
def test_no_film(content: bytes, tmp_path: Path) -> None:
    """A file of something else is told apart from a film."""
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(FilmFailedCheck, match="cannot be read as a film"):
        probe(path)


def test_half_a_film(films: Studio, film: FilmPlan) -> None:
    """A film that was cut off in the middle does not pass."""
    films.render(film)
    whole = films.out.read_bytes()
    films.out.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FilmFailedCheck):
        check_film(films.out, film)


def test_sound_alone_is_no_film(films: Studio, tmp_path: Path) -> None:
    """A file without a video track is refused as such."""
    out = tmp_path / "sound.mp4"
    source = ["-f", "lavfi", "-i", "anullsrc=r=48000:d=1", "-t", "1", "-c:a", "aac", "-f", "mp4", str(out)]
    films.ffmpeg.run(source, cancellation=Cancellation())
    with pytest.raises(FilmFailedCheck, match="no video track"):
        probe(out)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is not found, with the way out as hint."""
    with pytest.raises(NotFound) as caught:
        probe(tmp_path / "gone.mp4")
    assert "Render" in caught.value.hint
