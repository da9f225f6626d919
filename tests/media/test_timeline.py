"""Milliseconds to frames, and a film cut into pieces that depend on as little as possible."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.media.timeline import FilmPlan, Piece, Shot, boundaries, pieces
from core.terms import Motion, Transition


def a_shot(duration_ms: int, transition: Transition = Transition.CROSSFADE, name: str = "a") -> Shot:
    return Shot(
        picture=Path(name),
        picture_hash=name,
        duration_ms=duration_ms,
        motion=Motion.IN,
        transition=transition,
    )


def a_plan(*shots: Shot) -> FilmPlan:
    return FilmPlan(shots=shots, size=(320, 180))


some_shots = st.lists(
    st.builds(a_shot, st.integers(500, 20_000), st.sampled_from(list(Transition))), min_size=1, max_size=30
)


@given(some_shots)
def test_film_is_exact_to_one_frame(shots: list[Shot]) -> None:
    """However odd the scenes' times are, the frames add up to the film's time rounded once."""
    film = a_plan(*shots)
    assert sum(piece.frames for piece in pieces(film)) == film.frames == boundaries(film)[-1]
    assert abs(film.frames * 1000 / 30 - film.duration_ms) <= 1000 / 30 / 2 + 1e-6


@given(some_shots)
def test_every_frame_is_shown_once(shots: list[Shot]) -> None:
    """Pieces follow each other without gap or overlap, on the clock of the scene that they show."""
    film = a_plan(*shots)
    marks = boundaries(film)
    now = 0
    for piece in pieces(film):
        assert piece.frames > 0
        assert marks[piece.shown.shot] + piece.shown.first == now
        if piece.next_shown is not None:
            assert marks[piece.next_shown.shot] + piece.next_shown.first == now
        now += piece.frames
    assert now == marks[-1]


@given(some_shots)
def test_transitions_leave_most_of_a_scene(shots: list[Shot]) -> None:
    """A transition lasts half a second at most, and no more than 40 % of the shorter neighbour."""
    film = a_plan(*shots)
    marks = boundaries(film)
    for piece in pieces(film):
        if piece.next_shown is not None:
            left, middle, right = marks[piece.shown.shot : piece.shown.shot + 3]
            assert piece.frames <= 15
            assert piece.frames <= 0.4 * min(middle - left, right - middle)


def test_five_seconds_have_half_a_second_of_crossfade() -> None:
    """Between scenes of ordinary length the transition has its full half second, around the boundary."""
    joints = [piece for piece in pieces(a_plan(a_shot(5000), a_shot(5000))) if piece.next_shown]
    assert [(piece.frames, piece.shown.first) for piece in joints] == [(15, 150 - 7)]


def test_a_cut_has_no_joint() -> None:
    """A cut is no piece of its own: one scene's frames end where the next one's begin."""
    film = a_plan(a_shot(2000, Transition.CUT), a_shot(2000))
    assert not [piece for piece in pieces(film) if piece.next_shown]


def own(film: FilmPlan, shot: int) -> set[tuple[int, int]]:
    """Where the pieces that show one shot alone begin and how long they are."""
    return {(p.shown.first, p.frames) for p in pieces(film) if p.shown.shot == shot and not p.next_shown}


def test_a_neighbour_changes_only_the_edges() -> None:
    """With another transition or another length next to it, the inner pieces of a scene stay what they are."""
    middle = a_shot(5000)
    faded = own(a_plan(a_shot(5000), middle, a_shot(5000)), 1)
    cut = own(a_plan(a_shot(5000, Transition.CUT), a_shot(5000, Transition.CUT), a_shot(700)), 1)
    assert faded < cut
    assert sum(frames for _, frames in cut - faded) == 15


def test_long_scenes_are_cut_up() -> None:
    """No piece is longer than two and a half seconds, so that several encoders find work."""
    longest = max(pieces(a_plan(a_shot(60_000))), key=lambda piece: piece.frames)
    assert isinstance(longest, Piece)
    assert longest.frames <= 75


def test_empty_film_is_refused() -> None:
    """A film without scenes cannot be planned."""
    with pytest.raises(InvalidInput, match="at least one scene"):
        a_plan()


def test_odd_size_is_refused() -> None:
    """Sizes that the colour format cannot hold are refused before any work."""
    with pytest.raises(InvalidInput, match="321 x 180"):
        FilmPlan(shots=(a_shot(1000),), size=(321, 180))


def test_scene_without_a_frame_is_refused() -> None:
    """A scene too short for one frame is named."""
    with pytest.raises(InvalidInput, match="Scene 2"):
        a_plan(a_shot(1000), a_shot(1))
