"""What a motif is: a drawing in its own units, its true size, and where in a scene it belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from core.providers.sketch.colours import RGB
from core.providers.sketch.pen import Pen
from core.vocabulary.reading import Pose


@dataclass(frozen=True, kw_only=True)
class Look:
    """How this picture wants a motif: its colour if the words name one, the film's accent, pose and view.

    `job_seed` fixes costumes for the whole film; `back` shows a figure from behind; `night` lights lamps and windows.
    """

    main: RGB | None = None
    accent: RGB = (200, 64, 47)
    pose: Pose = Pose.STANDING
    job_seed: int = 0
    back: bool = False
    night: bool = False

    def colour(self, usual: RGB) -> RGB:
        """The colour that the words ask for, else the usual one."""
        return self.main or usual


class Habitat(Enum):
    """Where a motif is at home, which decides where it is put and what it casts."""

    GROUND = "ground"
    BACKGROUND = "background"
    WATER = "water"
    DEEP = "deep"
    AIR = "air"
    HEAVENS = "heavens"
    TABLE = "table"


Drawing: TypeAlias = Callable[[Pen, Look], None]


@dataclass(frozen=True, kw_only=True)
class Motif:
    """A drawing one unit high that stands on y = 0 around x = 0.

    `height` is its size in a scene, in heights of a grown person (large things understated so that they fit);
    `reach` is how far it extends to either side, in units; `focus` is the middle and height of what a close-up
    frames (x, y, height), the whole where it is None.
    """

    draw: Drawing
    height: float
    habitat: Habitat = Habitat.GROUND
    reach: float = 0.7
    figure: bool = False
    focus: tuple[float, float, float] | None = None
