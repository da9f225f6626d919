"""A film's beginning, seen while the rest of it is encoded."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import DiskFull
from core.media.film import render_film
from core.media.preview import Preview
from core.media.probe import probe
from core.media.timeline import pieces
from core.terms import Transition
from tests.media.films import Studio, decoded, landscape, plan, shot


def test_the_beginning_is_seen_before_the_end(films: Studio, tmp_path: Path) -> None:
    """Each preview is a whole, silent file of the film's first frames, at least twice as long as the one before."""
    seen: list[Path] = []

    def keep(path: Path, frames: int) -> None:
        assert not films.out.exists()
        seen.append(Path(shutil.copy(path, tmp_path / f"{frames}.mp4")))

    film = plan([shot(landscape(tmp_path / f"{n}.png", n), 2500) for n in range(4)])
    render_film(
        film,
        out=films.out,
        segments=films.segments,
        ffmpeg=films.ffmpeg,
        cancellation=Cancellation(),
        on_progress=lambda _: None,
        on_preview=keep,
        workers=1,
    )

    lengths = [int(path.stem) for path in seen]
    assert lengths[0] >= 30
    assert all(later >= 2 * earlier for earlier, later in pairwise(lengths))
    whole = decoded(films.out)
    for path, length in zip(seen, lengths, strict=True):
        facts = probe(path)
        assert (facts.frames, facts.start_ms, facts.even, facts.audio_codec) == (length, 0, True, None)
        for one, other in zip(decoded(path), whole[:length], strict=True):
            assert np.array_equal(one, other)
    assert not films.leftovers()
    assert [path.name for path in films.folder.glob("*.mp4")] == ["film.mp4"]


def test_the_first_second_is_a_piece_of_its_own(tmp_path: Path) -> None:
    """The first scene is cut after a second, and no other one: there, pieces stay long."""
    film = plan(
        [shot(landscape(tmp_path / f"{n}.png", n), 5000, transition=Transition.CUT) for n in range(2)]
    )

    ends = {0: [0], 1: [0]}
    for piece in pieces(film):
        ends[piece.shown.shot].append(ends[piece.shown.shot][-1] + piece.frames)

    assert 30 in ends[0]
    assert 30 not in ends[1]
    assert set(ends[1]) < set(ends[0])


@pytest.fixture
def segments(films: Studio, tmp_path: Path) -> list[tuple[Path, int]]:
    """The two pieces of a short film: 0.6 s each."""
    found = []
    for number in range(2):
        films.render(plan([shot(landscape(tmp_path / f"{number}.png", number), 600)]))
        copied = shutil.copy(films.out, tmp_path / f"{number}.mp4")
        found.append((Path(copied), 18))
    return found


def test_a_gap_is_never_jumped(films: Studio, tmp_path: Path, segments: list[tuple[Path, int]]) -> None:
    """What lies behind a missing piece is not shown, less than a second neither, and the whole is no preview."""
    seen: list[int] = []
    (first, _), (second, _) = segments
    missing = tmp_path / "missing.mp4"
    preview = Preview(
        segments=[(first, 18), (missing, 18), (second, 18)],
        frame_rate=30,
        out=tmp_path / "preview.mp4",
        show=lambda _, frames: seen.append(frames),
    )

    preview.grow(Cancellation())
    assert seen == []
    shutil.copy(second, missing)
    second.unlink()
    preview.grow(Cancellation())
    preview.grow(Cancellation())
    assert seen == [36]
    shutil.copy(missing, second)
    preview.grow(Cancellation())
    assert seen == [36]


def test_a_preview_that_cannot_be_kept_leaves_nothing(
    films: Studio, tmp_path: Path, segments: list[tuple[Path, int]]
) -> None:
    """Where there is no room to keep it, the error is told and its file is gone."""

    def full(_path: Path, _frames: int) -> None:
        raise DiskFull("There is no room.")

    preview = Preview(
        segments=[*segments, (tmp_path / "missing.mp4", 18)],
        frame_rate=30,
        out=tmp_path / "preview.mp4",
        show=full,
    )
    with pytest.raises(DiskFull):
        preview.grow(Cancellation())

    assert not (tmp_path / "preview.mp4").exists()
    assert not list(tmp_path.glob(".*"))
