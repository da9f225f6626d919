"""Plates made for one move show what a free warp shows, on the same grid for luma and colours, and without shaking."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from core.media.frames import Screen, make_plate
from core.media.motion import CameraMove
from core.media.plates import make_move_plate
from core.media.projection import Projector
from core.media.timeline import pieces
from core.terms import CAMERA_MOTIONS, Motion
from tests.media.films import landscape, plan, save, shot

MOVING = [motion for motion in CAMERA_MOTIONS if motion is not Motion.STILL]
ZOOMS = [Motion.IN, Motion.OUT]
# Five seconds travel 12 %, of which these sides become whole multiples of four: nothing is rounded.
SIZE = (400, 200)
# What pictures have in a row: twice the screen's pixels, and seven tenths, as drawn pictures have.
LARGE, SMALL = 800, 280
Plane = npt.NDArray[np.float64]


def move(motion: Motion, frames: int = 150) -> CameraMove:
    return CameraMove(motion=motion, first=0, frames=frames, frame_rate=30)


def drawn(picture: Path, camera: CameraMove, frame: int, size: tuple[int, int] = SIZE) -> Screen:
    screen = Screen(size)
    make_move_plate(picture, size, camera).show(camera.view(frame), screen)
    return screen


def warped(picture: Path, camera: CameraMove, frame: int, size: tuple[int, int] = SIZE) -> Screen:
    screen = Screen(size)
    make_plate(picture, size, moving=True).show(camera.view(frame), screen)
    return screen


def planes(screen: Screen) -> list[Plane]:
    luma, chroma = screen.planes
    return [plane.astype(np.float64) for plane in (luma, chroma[..., 0], chroma[..., 1])]


@pytest.mark.parametrize("wide", [LARGE, SMALL])
@pytest.mark.parametrize("frame", [0, 31, 149])
@pytest.mark.parametrize("motion", MOVING)
def test_moves_are_as_warped(motion: Motion, frame: int, wide: int, tmp_path: Path) -> None:
    """Every plane of every move is what a free warp draws, but for rounding and a little sharpness."""
    picture, camera = landscape(tmp_path / "land.png", 3, (wide, wide // 2)), move(motion)
    pairs = zip(planes(drawn(picture, camera, frame)), planes(warped(picture, camera, frame)), strict=True)
    for plane, reference in pairs:
        off = np.abs(plane - reference)
        assert off.mean() < 0.6
        assert np.percentile(off, 99) <= 4


@pytest.mark.parametrize("size", [(322, 182), (324, 182), (320, 180)])
@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
def test_any_even_size_is_drawn(motion: Motion, size: tuple[int, int], tmp_path: Path) -> None:
    """Screens whose sides cannot be halved twice show the same, drawn another way."""
    picture, camera = landscape(tmp_path / "land.png", 4, (800, 450)), move(motion, 40)
    shown, reference = drawn(picture, camera, 20, size), warped(picture, camera, 20, size)
    assert np.abs(planes(shown)[0] - planes(reference)[0]).mean() < 3


def dot(path: Path, x: float, y: float, rgb: tuple[int, int, int], ground: int, width: int = LARGE) -> Path:
    """A soft dot on grey at this share of the width and height, as wide as a fifty-seventh of the picture."""
    height, sigma = width // 2, 0.0175 * width
    down, across = np.mgrid[0:height, 0:width].astype(np.float64) + 0.5
    light = np.exp(-((across - x * width) ** 2 + (down - y * height) ** 2) / (2 * sigma**2))[:, :, None]
    return save(path, (ground + light * (np.array(rgb) - ground)).round().astype(np.uint8))


def centre(plane: Plane) -> tuple[float, float]:
    """Where the dot lies on a plane whose ground is that of its corner, in samples."""
    # Grain is left out without a step, which would make the place jump as samples cross it.
    weights = np.clip(np.abs(plane - plane[:8, :8].mean()) - 6, 0, None)
    down, across = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]]
    return (float((weights * across).sum() / weights.sum()), float((weights * down).sum() / weights.sum()))


@pytest.mark.parametrize("wide", [LARGE, SMALL])
@pytest.mark.parametrize("frame", [0, 149])
@pytest.mark.parametrize("place", [(0.3, 0.3), (0.7, 0.6)])
@pytest.mark.parametrize("motion", MOVING)
def test_colors_stay_on_their_shapes(
    motion: Motion, place: tuple[float, float], frame: int, wide: int, tmp_path: Path
) -> None:
    """Wherever a thing is, its colour lies on its luma within a tenth of a pixel, from a move's start to its end."""
    purple = dot(tmp_path / "dot.png", *place, (250, 0, 250), 120, wide)
    screen = drawn(purple, move(motion), frame)
    luma, blue, red = planes(screen)
    across, down = centre(luma)
    for plane in (blue, red):
        x, y = centre(plane)
        # Colour sample i lies level with luma pixel 2 i across, and between 2 i and 2 i + 1 down.
        assert 2 * x == pytest.approx(across, abs=0.1)
        assert 2 * y + 0.5 == pytest.approx(down, abs=0.1)


@pytest.mark.parametrize("wide", [LARGE, SMALL])
@pytest.mark.parametrize("frames", [150, 900])
@pytest.mark.parametrize("motion", MOVING)
def test_slow_moves_do_not_shake(motion: Motion, frames: int, wide: int, tmp_path: Path) -> None:
    """Where a move is slowest and where it is fastest, a thing keeps its speed within 0.05 pixels a frame."""
    picture, camera = dot(tmp_path / "dot.png", 0.7, 0.3, (255, 255, 255), 20, wide), move(motion, frames)
    plate, screen = make_move_plate(picture, SIZE, camera), Screen(SIZE)
    for first in (0, frames // 2, frames - 12):
        places = []
        for frame in range(first, first + 12):
            plate.show(camera.view(frame), screen)
            places.append(centre(screen.planes.luma.astype(np.float64)))
        assert np.abs(np.diff(places, n=2, axis=0)).max() < 0.05


@pytest.mark.parametrize("frame", [1, 60, 149])
@pytest.mark.parametrize("motion", ZOOMS)
def test_quarters_meet_without_a_seam(motion: Motion, frame: int, tmp_path: Path) -> None:
    """A fine grating runs across the middle of a zoom as evenly as anywhere else."""
    down, across = np.mgrid[0:400, 0:800].astype(np.float64)
    grating = 128 + 90 * np.sin(2 * np.pi * (across + 0.6 * down) / 9.0)
    picture = save(
        tmp_path / "grating.png", np.repeat(grating[:, :, None], 3, axis=2).round().astype(np.uint8)
    )
    camera = move(motion)
    off = np.abs(planes(drawn(picture, camera, frame))[0] - planes(warped(picture, camera, frame))[0])
    beside = off[20:-20, 20:-20].mean()
    assert off[98:102].mean() < beside + 0.25
    assert off[:, 198:202].mean() < beside + 0.25
    assert off.max() <= 6


@pytest.mark.parametrize("wide", [300, SMALL])
@pytest.mark.parametrize("motion", MOVING)
def test_sharpness_is_even(motion: Motion, wide: int, tmp_path: Path) -> None:
    """While a move creeps over fine texture, all frames of it are equally sharp within a twentieth."""
    grey = np.random.default_rng(5).integers(60, 196, (wide // 2, wide, 1)).astype(np.uint8)
    # Of a picture's usual size, that is somewhat smaller than the screen.
    picture = save(tmp_path / "texture.png", np.repeat(grey, 3, axis=2))
    camera = move(motion)
    plate, screen = make_move_plate(picture, SIZE, camera), Screen(SIZE)
    sharp = []
    for frame in range(60, 84):
        plate.show(camera.view(frame), screen)
        sharp.append(screen.planes.luma.astype(np.float64).std())
    assert max(sharp) / min(sharp) < 1.05


def test_a_picture_is_read_once_for_its_shot(tmp_path: Path) -> None:
    """All pieces of a shot are drawn from one plate, even when its file is gone by then."""
    picture = landscape(tmp_path / "land.png", 6)
    film = plan([shot(picture, 6000, Motion.UP)])
    projector = Projector(film)
    first, *others = pieces(film)
    assert others
    assert sum(1 for _ in projector.play(first)) == first.frames
    picture.unlink()
    assert sum(1 for piece in others for _ in projector.play(piece)) == film.frames - first.frames
