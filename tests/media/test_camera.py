"""What the camera does to a picture: where it looks, how evenly it moves, and which colours come out."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from core.media.frames import Screen, make_plate
from core.media.motion import MOST_TRAVEL, CameraMove
from core.media.plates import make_move_plate
from core.terms import CAMERA_MOTIONS, AspectRatio, Motion
from tests.media.films import SMALL, as_decoded, flat, save, ycc

MOVING = [motion for motion in CAMERA_MOTIONS if motion is not Motion.STILL]


def move(motion: Motion, frames: int = 150) -> CameraMove:
    return CameraMove(motion=motion, first=0, frames=frames, frame_rate=30)


def spot(path: Path) -> Path:
    """A soft white dot on black, a little off the middle; its place can be measured to a hundredth of a pixel."""
    width, height = 640, 360
    down, across = np.mgrid[0:height, 0:width].astype(np.float64)
    light = 235 * np.exp(-((across - 540) ** 2 + (down - 80) ** 2) / (2 * 10.0**2))
    return save(path, np.repeat(light[:, :, None], 3, axis=2).round().astype(np.uint8))


def track(picture: Path, camera: CameraMove, frames: int) -> npt.NDArray[np.float64]:
    """The dot's place (x, y) in every frame, as the centre of its light."""
    plate, screen = make_move_plate(picture, SMALL, camera), Screen(SMALL)
    places = []
    for frame in range(frames):
        plate.show(camera.view(frame), screen)
        light = np.clip(screen.planes.luma.astype(np.float64) - 20, 0, None)
        down, across = np.mgrid[0 : light.shape[0], 0 : light.shape[1]]
        places.append(((light * across).sum() / light.sum(), (light * down).sum() / light.sum()))
    return np.array(places)


@pytest.mark.parametrize("motion", MOVING)
def test_motion_does_not_shake(motion: Motion, tmp_path: Path) -> None:
    """The speed of a thing on screen changes by less than 0.05 pixels a frame from one frame to the next."""
    places = track(spot(tmp_path / "spot.png"), move(motion), 150)
    assert np.abs(np.diff(places, n=2, axis=0)).max() < 0.05
    assert np.abs(places[-1] - places[0]).max() > 2


@pytest.mark.parametrize("motion", MOVING)
def test_motion_starts_and_stops_softly(motion: Motion, tmp_path: Path) -> None:
    """At either end a thing on screen moves at less than a fifth of its speed half-way."""
    places = track(spot(tmp_path / "spot.png"), move(motion), 150)
    first, middle, last = (np.abs(places[k + 4] - places[k]).max() for k in (0, 73, 145))
    assert max(first, last) < middle / 5


@pytest.mark.parametrize(
    ("motion", "axis", "sign"),
    [(Motion.LEFT, 0, 1), (Motion.RIGHT, 0, -1), (Motion.UP, 1, 1), (Motion.DOWN, 1, -1)],
)
def test_pans_go_where_they_say(motion: Motion, axis: int, sign: int, tmp_path: Path) -> None:
    """When the camera goes one way, things on screen go the other way, and along that axis only."""
    places = track(spot(tmp_path / "spot.png"), move(motion), 150)
    gone = places[-1] - places[0]
    assert gone[axis] * sign > 5
    assert abs(gone[1 - axis]) < 0.1


def test_zooms_go_where_they_say() -> None:
    """Going in ends nearer than it began and going out is the same film backwards."""
    coming, going = move(Motion.IN), move(Motion.OUT)
    assert coming.view(0).zoom == 1
    assert coming.view(149).zoom == pytest.approx(1.12)
    assert [coming.view(k).zoom for k in range(150)] == pytest.approx(
        [going.view(149 - k).zoom for k in range(150)]
    )


@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
@pytest.mark.parametrize("frames", [1, 15, 150, 9000])
def test_camera_stays_within_the_picture(motion: Motion, frames: int) -> None:
    """No motion of any length shows what lies beyond the picture's edges, also before and after its time."""
    camera = move(motion, frames)
    assert camera.travel <= MOST_TRAVEL
    for frame in (-10, 0, frames // 2, frames - 1, frames + 10):
        view = camera.view(frame)
        assert 0.5 / view.zoom - 1e-9 <= view.x <= 1 - 0.5 / view.zoom + 1e-9
        assert 0.5 / view.zoom - 1e-9 <= view.y <= 1 - 0.5 / view.zoom + 1e-9


# Studio swing values of BT.709 for full bars, from ITU-R BT.709-6 table 3.
BARS = {
    (255, 255, 255): (235, 128, 128),
    (255, 255, 0): (219, 16, 138),
    (0, 255, 255): (188, 154, 16),
    (0, 255, 0): (173, 42, 26),
    (255, 0, 255): (78, 214, 230),
    (255, 0, 0): (63, 102, 240),
    (0, 0, 255): (32, 240, 118),
    (0, 0, 0): (16, 128, 128),
}


@pytest.mark.parametrize("motion", [Motion.STILL, Motion.IN, Motion.LEFT, Motion.DOWN])
@pytest.mark.parametrize(("rgb", "expected"), BARS.items())
def test_colors_are_bt709(
    rgb: tuple[int, int, int], expected: tuple[int, int, int], motion: Motion, tmp_path: Path
) -> None:
    """Every colour bar becomes the codes of the standard, within one."""
    screen, camera = Screen(SMALL), move(motion)
    plate = make_move_plate(flat(tmp_path / "bar.png", rgb, (200, 120)), SMALL, camera)
    plate.show(camera.view(70), screen)
    assert ycc(as_decoded(screen), (0, 0, *SMALL)) == pytest.approx(expected, abs=1.0)


def test_colors_lie_on_their_shapes(tmp_path: Path) -> None:
    """Where red meets grey of the same lightness, the colour's edge lies on the luma grid within a quarter pixel."""
    picture = np.full((180, 320, 3), 0, dtype=np.uint8)
    picture[:, 160:] = (255, 255, 255)
    picture[:, :160] = (255, 0, 0)
    screen = Screen(SMALL)
    make_plate(save(tmp_path / "edge.png", picture), SMALL, moving=False).show(
        move(Motion.STILL).view(0), screen
    )
    luma, red = screen.planes.luma[90].astype(float), screen.planes.chroma[45, :, 1].astype(float)
    luma_edge = (235 - luma).sum() / (219 - 219 * 0.2126)
    # Colour sample i lies at luma pixel 2 i, whose middle is at 2 i + 0.5; a step at x covers (x + 0.5) / 2 of them.
    red_edge = 2 * (red - 128).sum() / (240 - 128) - 0.5
    assert luma_edge == pytest.approx(160, abs=0.1)
    assert red_edge == pytest.approx(160, abs=0.25)


@pytest.mark.parametrize("aspect", list(AspectRatio))
@pytest.mark.parametrize("shape", [(300, 300), (500, 200), (200, 500)])
def test_other_shapes_fill_the_screen(aspect: AspectRatio, shape: tuple[int, int], tmp_path: Path) -> None:
    """A picture of any shape fills a film of any shape, uncut in its middle and not distorted."""
    picture = np.zeros((shape[1], shape[0], 3), dtype=np.uint8)
    middle = (shape[0] // 2, shape[1] // 2)
    cv2.circle(picture, middle, 40, (255, 255, 255), -1, cv2.LINE_AA)
    size = aspect.size_for(180)
    screen = Screen(size)
    make_plate(save(tmp_path / "round.png", picture), size, moving=False).show(
        move(Motion.STILL).view(0), screen
    )
    lit = screen.planes.luma > 125
    across, down = lit.any(axis=0).sum(), lit.any(axis=1).sum()
    assert abs(int(across) - int(down)) <= 2
    assert lit[size[1] // 2, size[0] // 2]


def test_fine_detail_is_kept(tmp_path: Path) -> None:
    """A still of the film's own size goes through unchanged but for the rounding of its colours."""
    rng = np.random.default_rng(3)
    grey = rng.integers(0, 256, (180, 320, 1)).astype(np.uint8)
    screen = Screen(SMALL)
    plate = make_plate(save(tmp_path / "noise.png", np.repeat(grey, 3, axis=2)), SMALL, moving=False)
    plate.show(move(Motion.STILL).view(0), screen)
    expected = grey[:, :, 0] * (219 / 255) + 16
    assert np.abs(screen.planes.luma - expected).max() <= 1.01


@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
def test_soft_gradients_have_no_steps(motion: Motion, tmp_path: Path) -> None:
    """A sky that brightens by a few codes from edge to edge has a grain at the steps instead of bands."""
    ramp = np.linspace(100, 108, 640)
    picture = np.repeat(np.repeat(ramp[None, :, None], 360, axis=0), 3, axis=2).round().astype(np.uint8)
    screen, camera = Screen(SMALL), move(motion)
    make_move_plate(save(tmp_path / "sky.png", picture), SMALL, camera).show(camera.view(75), screen)
    # Without grain every row is the same, and a band's edge is a straight line from top to bottom.
    spread = screen.planes.luma.astype(float).std(axis=0)
    assert (spread > 0.1).mean() > 0.5
