"""The words of the field that every layer shares: shapes, motions, transitions, formats and qualities.

Each is a closed set, so that an unknown value is refused once, at the edge.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# The most that the contract names for an export, and so the short side of a master.
FULL_LINES: Final = 1080


class AspectRatio(StrEnum):
    """The shape of a film; sizes are (width, height) in pixels."""

    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"
    CLASSIC = "4:3"

    @property
    def picture_size(self) -> tuple[int, int]:
        """The size a still is drawn at: about one megapixel, both sides divisible by 32."""
        return _PICTURE_SIZES[self]

    @property
    def film_size(self) -> tuple[int, int]:
        """The size of a master in full: 1080 on the short side."""
        return self.size_for(FULL_LINES)

    def size_for(self, short_side: int) -> tuple[int, int]:
        """The frame size with this short side, both sides even as yuv420p demands."""
        across, down = (int(part) for part in self.value.split(":"))
        scale = short_side / min(across, down)
        return (round(across * scale / 2) * 2, round(down * scale / 2) * 2)


_PICTURE_SIZES: Final = {
    AspectRatio.WIDE: (1344, 768),
    AspectRatio.TALL: (768, 1344),
    AspectRatio.SQUARE: (1024, 1024),
    AspectRatio.CLASSIC: (1152, 864),
}


class Motion(StrEnum):
    """How a scene moves: the camera over its still, or, with `clip`, the clip that was made of the still."""

    IN = "in"
    OUT = "out"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    STILL = "still"
    CLIP = "clip"


class PlannerFallback(StrEnum):
    """Who plans when the chosen planner makes no plan: nobody, or the built-in one."""

    NONE = "none"
    SKETCH = "sketch"


class ClipFallback(StrEnum):
    """What a scene of a film with clips does when its clip fails: it asks, or the camera moves instead."""

    NONE = "none"
    CAMERA = "camera"


# What needs nothing but a still, so what a planner may choose.
CAMERA_MOTIONS: Final = tuple(motion for motion in Motion if motion is not Motion.CLIP)


class Transition(StrEnum):
    """How a scene gives way to the next one; its time is taken inside the two scenes."""

    CROSSFADE = "crossfade"
    CUT = "cut"
    FADE_BLACK = "fade_black"
    SLIDE = "slide"
    WIPE = "wipe"


class Captions(StrEnum):
    """How a film carries the texts of its scenes: not at all, drawn into it, or as a track that players show at will."""

    OFF = "off"
    BURNED = "burned"
    TRACK = "track"


class ExportFormat(StrEnum):
    """The containers a film is downloaded in."""

    MP4 = "mp4"
    MOV = "mov"
    WEBM = "webm"

    @property
    def media_type(self) -> str:
        """The MIME type the file is served with."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Final = {
    ExportFormat.MP4: "video/mp4",
    ExportFormat.MOV: "video/quicktime",
    ExportFormat.WEBM: "video/webm",
}


@dataclass(frozen=True)
class QualityCeiling:
    """What an export of one quality may use at most; rates are in kilobits a second."""

    short_side: int
    video_kbps: int
    audio_kbps: int


class ExportQuality(StrEnum):
    """How large and how good an export is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def ceiling(self) -> QualityCeiling:
        """The short side in pixels and the bit rates of this quality."""
        return _CEILINGS[self]


_CEILINGS: Final = {
    ExportQuality.LOW: QualityCeiling(short_side=480, video_kbps=1000, audio_kbps=128),
    ExportQuality.MEDIUM: QualityCeiling(short_side=720, video_kbps=2500, audio_kbps=192),
    ExportQuality.HIGH: QualityCeiling(short_side=1080, video_kbps=5000, audio_kbps=256),
}

MICROS_PER_DOLLAR: Final = 1_000_000
MAX_PROMPT_CHARACTERS: Final = 5000
MIN_PROMPT_CHARACTERS: Final = 10
MAX_SCENES: Final = 30
MIN_FILM_MS: Final = 5_000
MAX_FILM_MS: Final = 300_000
# Longer ones leave no room for the picture that they stand on.
MAX_TITLE: Final = 120
# What a scene tells and what its picture shows, in characters.
MAX_DESCRIPTION: Final = 1000
MAX_IMAGE_PROMPT: Final = 2000
# Below a second and a half a still cannot be read, so the planner makes no shorter scene of its own accord.
MIN_PLANNED_SCENE_MS: Final = 1_500
# A person may cut faster than the planner would; below half a second two transitions would overlap.
MIN_SCENE_MS: Final = 500
FRAMES_PER_SECOND: Final = 30


class WebhookEvent(StrEnum):
    """What other programs can be told of; a ping is sent on request only."""

    STORYBOARD_READY = "storyboard.ready"
    FILM_READY = "film.ready"
    JOB_FAILED = "job.failed"
    PING = "ping"
