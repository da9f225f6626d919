"""Where the camera looks: for every frame of a shot the part of the picture that fills the screen."""

from dataclasses import dataclass
from typing import Final

from core.terms import Motion

# 12 % in five seconds is seen as a calm move. Shorter shots travel less, so that the speed stays the same;
# longer ones stop at 16 %, where the picture would begin to look soft.
_TRAVEL_PER_SECOND: Final = 0.024
_LEAST_TRAVEL: Final = 0.02
MOST_TRAVEL: Final = 0.16


@dataclass(frozen=True)
class View:
    """The part of a picture on screen: its middle as a share of width and height, and how far it is enlarged.

    At zoom 1 and (0.5, 0.5) the whole picture is on screen.
    """

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, kw_only=True)
class CameraMove:
    """A motion over frames `first` to `first + frames - 1`, counted from the start of the scene.

    `first` is negative, because a shot is seen before its scene begins while it fades in.
    """

    motion: Motion
    first: int
    frames: int
    frame_rate: int

    @property
    def travel(self) -> float:
        """How far the camera goes, as a share of the picture."""
        seconds = self.frames / self.frame_rate
        return min(MOST_TRAVEL, max(_LEAST_TRAVEL, _TRAVEL_PER_SECOND * seconds))

    def view(self, frame: int) -> View:
        """What is on screen at `frame`; the camera starts and stops softly."""
        passed = (frame - self.first) / max(1, self.frames - 1)
        done = _eased(min(1.0, max(0.0, passed)))
        match self.motion:
            case Motion.STILL | Motion.CLIP:  # A clip brings its own motion.
                return View(0.5, 0.5, 1.0)
            case Motion.IN:
                return View(0.5, 0.5, (1 + self.travel) ** done)
            case Motion.OUT:
                return View(0.5, 0.5, (1 + self.travel) ** (1 - done))
            case _:
                return self._panned(done)

    def _panned(self, done: float) -> View:
        zoom = 1 + self.travel
        # The middle may go this far from the picture's middle before an edge shows.
        reach = 0.5 - 0.5 / zoom
        step = reach * (2 * done - 1)
        steps = {
            Motion.LEFT: (-step, 0),
            Motion.RIGHT: (step, 0),
            Motion.UP: (0, -step),
            Motion.DOWN: (0, step),
        }
        across, down = steps[self.motion]
        return View(0.5 + across, 0.5 + down, zoom)


def _eased(passed: float) -> float:
    """Smoothstep: no speed at either end, one and a half times the mean speed in the middle."""
    return passed * passed * (3 - 2 * passed)
