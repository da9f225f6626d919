"""Clips in films: length, rate, shape and colours are the film's, whatever the clip's own are."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.errors import FilmFailedCheck, InvalidInput, MediaError
from core.media.clips import inspect_clip
from core.media.film import FilmPlan
from core.media.timeline import pieces
from core.terms import Motion, Transition
from tests.media.films import (
    SMALL,
    Studio,
    clip_file,
    clip_shot,
    counting,
    decoded,
    flat,
    landscape,
    luma,
    plan,
    shot,
    ycc,
)

WHOLE = (0, 0, *SMALL)


def brightness(films: Studio) -> list[float]:
    return [float(luma(frame).mean()) for frame in decoded(films.out)]


def is_rising(seen: list[float]) -> bool:
    """Whether no frame is darker than the one before, but for what the encoder leaves."""
    return all(later > earlier - 0.5 for earlier, later in pairwise(seen))


def alone(tmp_path: Path, clip: Path, duration_ms: int) -> FilmPlan:
    """A film of one scene that plays the clip; the clip begins a quarter of a second before the film does."""
    return plan([clip_shot(clip, flat(tmp_path / "still.png", (1, 1, 1)), duration_ms)])


@pytest.mark.parametrize(("rate", "size"), [(16, (208, 120)), (24, (480, 270)), (60, (320, 180))])
def test_a_longer_clip_is_trimmed_and_keeps_its_pace(
    rate: int, size: tuple[int, int], films: Studio, tmp_path: Path
) -> None:
    """Two seconds of three are seen at the clip's own speed, whatever its rate and size, in the film's."""
    clip = clip_file(tmp_path / "clip.mp4", counting(3 * rate, size), rate)
    facts = films.render(alone(tmp_path, clip, 2000))

    seen = brightness(films)
    assert (facts.frames, facts.width, facts.height, facts.tagged_bt709) == (60, *SMALL, True)
    # A film's frame n shows the clip at n/30 s and a quarter more; 16 to 235 is the range of luma.
    expected = [16 + (20 + 200 * ((n + 7) / 30) / 3) * 219 / 255 for n in range(60)]
    assert seen == pytest.approx(expected, abs=219 / rate * 200 / 255 / 3 + 3)
    assert is_rising(seen)


def test_a_shorter_clip_is_held_on_its_last_frame(films: Studio, tmp_path: Path) -> None:
    """A clip of one second in a scene of four plays once and then stands."""
    clip = clip_file(tmp_path / "clip.mp4", counting(24, (320, 180)), 24)
    facts = films.render(alone(tmp_path, clip, 4000))

    seen = brightness(films)
    assert facts.frames == 120
    assert seen[20] > seen[5] + 50
    assert seen[25:] == pytest.approx([seen[-1]] * 95, abs=1)
    assert seen[-1] == pytest.approx(16 + (20 + 200 * 23 / 24) * 219 / 255, abs=3)


@pytest.mark.parametrize(
    ("named", "size"), [("bt709", (320, 180)), (None, (320, 180)), ("bt709", (240, 426))]
)
def test_a_clips_colours_are_those_of_its_still(
    named: str | None, size: tuple[int, int], films: Studio, tmp_path: Path
) -> None:
    """Named or not, BT.709 or the BT.601 of small clips: red comes out as the standard's red, also cut from a tall clip."""
    red = np.full((size[1], size[0], 3), (191, 0, 0), dtype=np.uint8)
    clip = clip_file(tmp_path / "red.mp4", [red] * 24, 24, named=named)
    films.render(alone(tmp_path, clip, 600))

    for frame in (decoded(films.out)[0], decoded(films.out)[-1]):
        assert ycc(frame, WHOLE) == pytest.approx((51, 109, 212), abs=2)


def test_a_clip_of_another_shape_fills_the_screen(films: Studio, tmp_path: Path) -> None:
    """A square clip in a wide film loses its top and bottom alike and is not stretched."""
    square = np.zeros((240, 240, 3), dtype=np.uint8)
    square[90:150, 90:150] = 255
    clip = clip_file(tmp_path / "square.mp4", [square] * 24, 24)
    films.render(alone(tmp_path, clip, 600))

    bright = luma(decoded(films.out)[5]) > 128
    down, across = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    # 60 of 240 pixels across are 80 of 320, and as many down, in the middle.
    assert (down[0], down[-1]) == (pytest.approx(50, abs=2), pytest.approx(129, abs=2))
    assert (across[0], across[-1]) == (pytest.approx(120, abs=2), pytest.approx(199, abs=2))


def test_a_crossfade_leads_from_a_still_into_a_clip(films: Studio, tmp_path: Path) -> None:
    """Around the boundary both are seen, outside of it each alone, and the clip moves on under the fade."""
    dark = shot(flat(tmp_path / "dark.png", (0, 0, 0)), 1500, Motion.STILL)
    clip = clip_file(tmp_path / "clip.mp4", counting(32, (208, 120)), 16)
    film = plan([dark, clip_shot(clip, flat(tmp_path / "still.png", (1, 1, 1)), 1500)])
    films.render(film)

    seen = brightness(films)
    assert len(seen) == 90
    assert seen[: 45 - 7] == pytest.approx([16] * 38, abs=1)
    assert is_rising(seen[37:60])
    assert seen[52:] == pytest.approx(
        [16 + (20 + 100 * (n - 38) / 30) * 219 / 255 for n in range(52, 90)], abs=8
    )


@pytest.mark.parametrize("motion", [Motion.STILL, Motion.CLIP])
def test_what_stands_still_fades_evenly(motion: Motion, films: Studio, tmp_path: Path) -> None:
    """A still, and the frame that a short clip is held on, grow darker by the same step with each frame of a cross-fade."""
    clip = clip_file(tmp_path / "clip.mp4", counting(12, SMALL), 24)
    standing = replace(clip_shot(clip, flat(tmp_path / "still.png", (180, 180, 180)), 1500), motion=motion)
    films.render(plan([standing, shot(flat(tmp_path / "dark.png", (0, 0, 0)), 1500, Motion.STILL)]))

    seen = brightness(films)
    light = seen[30] - 16
    # Fifteen frames lie around the boundary at frame 45.
    assert seen[38:53] == pytest.approx([16 + light * (1 - step / 16) for step in range(1, 16)], abs=1)
    assert seen[53:] == pytest.approx([16] * 37, abs=1)


def test_only_a_changed_clip_is_encoded_again(films: Studio, tmp_path: Path) -> None:
    """The clip's content shapes its segments, its still does not, and its neighbour stays as it is."""
    first = shot(landscape(tmp_path / "0.png", 0), 1000)
    clip = clip_file(tmp_path / "clip.mp4", counting(30, SMALL), 30)
    playing = clip_shot(clip, landscape(tmp_path / "1.png", 1), 1000)
    films.render(plan([first, playing]))
    before = films.stored()

    films.render(plan([first, replace(playing, picture_hash="another")]))
    assert films.stored() == before

    other = clip_file(tmp_path / "other.mp4", counting(20, SMALL), 20)
    film = plan([first, clip_shot(other, playing.picture, 1000)])
    films.render(film)
    fresh = [
        piece for piece in pieces(film) if 1 in {piece.shown.shot, piece.next_shown and piece.next_shown.shot}
    ]
    assert before.items() <= films.stored().items()
    assert len(films.stored()) - len(before) == len(fresh)


def test_the_look_at_a_film_knows_clips(films: Studio, tmp_path: Path) -> None:
    """A clip that stands still is no fault; a scene that shows its picture instead of its clip is one."""
    grey = np.full((180, 320, 3), 120, dtype=np.uint8)
    standing = clip_file(tmp_path / "clip.mp4", [grey] * 30, 30)
    film = plan([clip_shot(standing, landscape(tmp_path / "1.png", 1), 3000)])
    films.render(film)
    films.review(film, film)

    still = plan([replace(film.shots[0], motion=Motion.IN)])
    films.render(still)
    with pytest.raises(FilmFailedCheck, match="Scene 1 of the film does not show its picture"):
        films.review(still, film)


def test_a_scene_without_its_clip_is_no_plan(tmp_path: Path) -> None:
    """What should play a clip and has none is never quietly rendered as something else."""
    with pytest.raises(InvalidInput, match="Scene 1 is to play a clip"):
        plan([shot(flat(tmp_path / "still.png", (1, 1, 1)), 1000, Motion.CLIP, Transition.CUT)])


def test_a_clip_is_decoded_before_it_is_trusted(tmp_path: Path) -> None:
    """What it is is read from its frames; a damaged file and one without moving pictures are refused."""
    path = clip_file(tmp_path / "clip.mp4", counting(40, (208, 120)), 16)
    facts = inspect_clip(path.read_bytes())
    assert (facts.width, facts.height, facts.duration_ms) == (208, 120, 2500)

    for content in (b"no film", path.read_bytes()[:300], flat(tmp_path / "a.png", (1, 2, 3)).read_bytes()):
        with pytest.raises(MediaError):
            inspect_clip(content)
