"""The look at a finished film finds scenes that are black, wrong or frozen, and none where all is well."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import FilmFailedCheck
from core.media.film import FilmPlan
from core.media.review import review_film
from core.terms import CAMERA_MOTIONS, AspectRatio, Motion, Transition
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
    review_film(films.out, film, range(2))


@pytest.mark.parametrize("aspect", list(AspectRatio))
def test_every_shape_passes(aspect: AspectRatio, films: Studio, tmp_path: Path) -> None:
    """A film of any shape shows what its plan says, from pictures of another shape too."""
    film = scenes(tmp_path, size=aspect.size_for(180))
    films.render(film)
    review_film(films.out, film, range(2))


def test_dark_pictures_pass(films: Studio, tmp_path: Path) -> None:
    """A scene that is meant to be black, or one clear sky, is no fault."""
    colors = [(0, 0, 0), (120, 160, 220), (255, 255, 255)]
    film = plan([shot(flat(tmp_path / f"{color}.png", color), 1000) for color in colors])
    films.render(film)
    review_film(films.out, film, range(3))


def swapped(film: FilmPlan, number: int, picture: Path) -> FilmPlan:
    shots = list(film.shots)
    shots[number] = replace(shots[number], picture=picture)
    return replace(film, shots=tuple(shots))


def test_wrong_picture_is_found(films: Studio, tmp_path: Path) -> None:
    """A scene that shows another picture than planned, or black, is named."""
    film = scenes(tmp_path)
    films.render(swapped(film, 1, flat(tmp_path / "black.png", (0, 0, 0))))
    with pytest.raises(FilmFailedCheck, match="Scene 2 of the film does not show its picture"):
        review_film(films.out, film, range(2))
    review_film(films.out, film, {0})


def test_frozen_scene_is_found(films: Studio, tmp_path: Path) -> None:
    """A scene that should move and does not is named."""
    film = scenes(tmp_path, Motion.IN, duration_ms=4000)
    frozen = replace(film, shots=tuple(replace(shot, motion=Motion.STILL) for shot in film.shots))
    films.render(frozen)
    with pytest.raises(FilmFailedCheck, match="Scene 1 of the film stands still"):
        review_film(films.out, film, range(2))


def test_bad_segment_never_becomes_a_film(films: Studio, tmp_path: Path) -> None:
    """A film that fails its look does not appear, and the film that was there stays."""
    film = scenes(tmp_path)
    facts = films.render(film)
    # The file's content is another one than the hash in the plan promises, so the check sees something else.
    broken = replace(film, shots=tuple(replace(shot, transition=Transition.CUT) for shot in film.shots))
    landscape(tmp_path / "0.png", 77)
    with pytest.raises(FilmFailedCheck, match="Scene 1"):
        films.render(broken)
    assert films.out.stat().st_size == facts.bytes
    assert not films.leftovers()
