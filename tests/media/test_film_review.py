"""The look at a finished film finds scenes that are black, wrong or frozen, and none where all is well."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import FilmFailedCheck
from core.media.film import FilmPlan, FilmProgress, render_film
from core.media.timeline import pieces
from core.terms import CAMERA_MOTIONS, AspectRatio, Motion
from tests.media.films import SMALL, Studio, flat, landscape, plan, shot


def scenes(
    tmp_path: Path, motion: Motion = Motion.IN, size: tuple[int, int] = SMALL, duration_ms: int = 1500
) -> FilmPlan:
    pictures = [landscape(tmp_path / f"{n}.png", n) for n in range(2)]
    return plan([shot(picture, duration_ms, motion) for picture in pictures], size)


@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
def test_good_films_pass(motion: Motion, films: Studio, tmp_path: Path) -> None:
    """A film with any motion shows what its plan says."""
    film = scenes(tmp_path, motion)
    films.render(film)
    films.review(film, film)


@pytest.mark.parametrize("aspect", list(AspectRatio))
def test_every_shape_passes(aspect: AspectRatio, films: Studio, tmp_path: Path) -> None:
    """A film of any shape shows what its plan says, from pictures of another shape too."""
    film = scenes(tmp_path, size=aspect.size_for(180))
    films.render(film)
    films.review(film, film)


def test_dark_pictures_pass(films: Studio, tmp_path: Path) -> None:
    """A scene that is meant to be black, or one clear sky, is no fault."""
    colors = [(0, 0, 0), (120, 160, 220), (255, 255, 255)]
    film = plan([shot(flat(tmp_path / f"{color}.png", color), 1000) for color in colors])
    films.render(film)
    films.review(film, film)


@pytest.mark.parametrize("motion", [Motion.LEFT, Motion.IN])
def test_fine_stripes_pass(motion: Motion, films: Studio, tmp_path: Path) -> None:
    """A pattern that a small drawing of the plan cannot show is no fault of the film."""
    stripes = np.tile((np.arange(1600) // 4 % 2 * 255).astype(np.uint8), (900, 1))
    picture = tmp_path / "stripes.png"
    Image.fromarray(stripes).save(picture)
    film = plan([shot(picture, 1500, motion)], (1920, 1080))
    films.render(film)
    films.review(film, film)


def swapped(film: FilmPlan, number: int, picture: Path) -> FilmPlan:
    shots = list(film.shots)
    shots[number] = replace(shots[number], picture=picture)
    return replace(film, shots=tuple(shots))


def test_wrong_picture_is_found(films: Studio, tmp_path: Path) -> None:
    """A scene that shows another picture than planned, or black, is named."""
    film = scenes(tmp_path)
    black = swapped(film, 1, flat(tmp_path / "black.png", (0, 0, 0)))
    films.render(black)
    with pytest.raises(FilmFailedCheck, match="Scene 2 of the film does not show its picture"):
        films.review(black, film)


def test_frozen_scene_is_found(films: Studio, tmp_path: Path) -> None:
    """A scene that should move and does not is named."""
    film = scenes(tmp_path, Motion.IN, duration_ms=4000)
    frozen = replace(film, shots=tuple(replace(shot, motion=Motion.STILL) for shot in film.shots))
    films.render(frozen)
    with pytest.raises(FilmFailedCheck, match="Scene 1 of the film stands still"):
        films.review(frozen, film)


def test_frozen_scene_of_one_piece_is_found(films: Studio, tmp_path: Path) -> None:
    """A scene too short for a second key frame is looked at where it ends, too."""
    film = plan([shot(landscape(tmp_path / f"{n}.png", n), 2000, Motion.IN) for n in range(3)])
    assert [piece.shown.shot for piece in pieces(film) if piece.next_shown is None].count(1) == 1
    frozen = replace(film, shots=(film.shots[0], replace(film.shots[1], motion=Motion.STILL), film.shots[2]))
    films.render(frozen)
    with pytest.raises(FilmFailedCheck, match="Scene 2 of the film stands still"):
        films.review(frozen, film)


def test_bad_pieces_never_become_a_film(films: Studio, tmp_path: Path) -> None:
    """Pieces that fail their look are not kept, their film does not appear, and the film that was there stays."""
    facts, before = films.render(scenes(tmp_path, Motion.LEFT)), films.stored()

    def another_picture(report: FilmProgress) -> None:
        """All is drawn by now, so what is looked at is not what should be there."""
        if report.stage == "joining":
            landscape(tmp_path / "0.png", 77)

    with pytest.raises(FilmFailedCheck, match="Scene 1"):
        render_film(
            scenes(tmp_path, Motion.RIGHT),
            out=films.out,
            segments=films.segments,
            ffmpeg=films.ffmpeg,
            cancellation=Cancellation(),
            on_progress=another_picture,
        )

    assert films.out.stat().st_size == facts.bytes
    assert not films.leftovers()
    assert films.stored() == before
