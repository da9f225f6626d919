"""Which frames belong to which shot: milliseconds become whole frames, and the film is cut into pieces.

A piece is what is encoded, stored and joined as one closed segment. Where a scene is cut into pieces depends on
that scene alone (the first one has a cut more), so a changed neighbour leaves most of its pieces as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from core.errors import InvalidInput
from core.media.cues import Cue
from core.media.lettering import Lettering
from core.media.motion import CameraMove
from core.terms import FRAMES_PER_SECOND, Motion, Transition

_TRANSITION_SECONDS: Final = 0.5
# Of the shorter neighbour at most this percentage is spent on a transition; the rest is there to be seen.
_TRANSITION_PERCENT: Final = 40
# Pieces of two and a half seconds keep several encoders busy even when one scene alone has changed.
_LONGEST_PIECE_SECONDS: Final = 2.5
# A title of a few words is read in three seconds; it comes when the first picture was seen, and goes softly.
_TITLE_AFTER_SECONDS: Final = 0.3
_TITLE_SECONDS: Final = 3.2
_TITLE_FADE_SECONDS: Final = 0.4


@dataclass(frozen=True, kw_only=True)
class MovingPicture:
    """A clip's file and the hash of its content."""

    path: Path
    sha256: str


@dataclass(frozen=True, kw_only=True)
class MusicFile:
    """A music file as it was sent, its MIME type, and the hash of its content."""

    path: Path
    media_type: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One scene of a film; `transition` leads into the next shot and means nothing on the last.

    With the motion `clip` it plays `clip` instead of its picture, trimmed to its length or held on the last frame.
    `caption` is drawn over all of it.
    """

    picture: Path
    picture_hash: str
    duration_ms: int
    motion: Motion
    transition: Transition
    clip: MovingPicture | None = None
    caption: Lettering | None = None

    @property
    def played(self) -> MovingPicture | None:
        """The clip that is played, None when the camera moves over the picture."""
        return self.clip if self.motion is Motion.CLIP else None


@dataclass(frozen=True, kw_only=True)
class FilmPlan:
    """A whole film; `size` is (width, height) in pixels, both even.

    `title` is drawn over its opening, `track` holds captions that players may show. Without `music` it is silent.
    """

    shots: tuple[Shot, ...]
    size: tuple[int, int]
    frame_rate: int = FRAMES_PER_SECOND
    title: Lettering | None = None
    track: tuple[Cue, ...] = ()
    music: MusicFile | None = None

    def __post_init__(self) -> None:
        if not self.shots:
            raise InvalidInput("A film needs at least one scene.")
        if any(side <= 0 or side % 2 for side in self.size):
            raise InvalidInput(f"A film of {self.size[0]} x {self.size[1]} pixels cannot be encoded.")
        for number, (first, last) in enumerate(pairwise(boundaries(self)), start=1):
            if first == last:
                raise InvalidInput(f"Scene {number} is shorter than one frame.")
        for number, shot in enumerate(self.shots, start=1):
            if shot.motion is Motion.CLIP and shot.clip is None:
                raise InvalidInput(f"Scene {number} is to play a clip, but has none.")

    @property
    def frames(self) -> int:
        """The film's length in frames."""
        return boundaries(self)[-1]

    @property
    def duration_ms(self) -> int:
        """The film's length as it was asked for."""
        return sum(shot.duration_ms for shot in self.shots)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Some frames of one shot: its camera move and the frame at which the stretch begins."""

    shot: int
    move: CameraMove
    first: int

    @property
    def passed(self) -> int:
        """The frames between the first on which the shot may be seen and the first of this stretch."""
        return self.first - self.move.first


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Frames that are encoded together: one shot, or two of them in transition."""

    frames: int
    shown: Stretch
    next_shown: Stretch | None = None
    transition: Transition = Transition.CUT

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What is seen in it: one stretch, or two."""
        return (self.shown,) if self.next_shown is None else (self.shown, self.next_shown)


def boundaries(plan: FilmPlan) -> list[int]:
    """The frames at which scenes begin, and the film's end; rounding the running sum keeps errors from adding up."""
    passed = accumulate((shot.duration_ms for shot in plan.shots), initial=0)
    return [(milliseconds * plan.frame_rate + 500) // 1000 for milliseconds in passed]


def pieces(plan: FilmPlan) -> list[Piece]:
    """All pieces of the film in the order in which they are seen."""
    marks = boundaries(plan)
    lengths = [last - first for first, last in pairwise(marks)]
    faded = [*_transition_frames(plan, lengths), 0]
    found: list[Piece] = []
    for shot, length in enumerate(lengths):
        before = faded[shot - 1] if shot else 0
        found += _own_pieces(plan, shot, length, begin=before - before // 2, end=length - faded[shot] // 2)
        if faded[shot]:
            found.append(_joint(plan, shot, lengths, faded[shot]))
    return found


def _transition_frames(plan: FilmPlan, lengths: Sequence[int]) -> Iterator[int]:
    for shot, (length, following) in enumerate(pairwise(lengths)):
        cut = plan.shots[shot].transition is Transition.CUT
        yield 0 if cut else _longest_transition(min(length, following), plan.frame_rate)


def _longest_transition(length: int, frame_rate: int) -> int:
    return min(round(_TRANSITION_SECONDS * frame_rate), length * _TRANSITION_PERCENT // 100)


def _own_pieces(plan: FilmPlan, shot: int, length: int, *, begin: int, end: int) -> Iterator[Piece]:
    """The frames that show `shot` alone, cut at marks that depend on its length and on whether it is the first."""
    inside = alone(plan, shot)
    head, tail = inside.start, inside.stop
    count = -(-(tail - head) // int(_LONGEST_PIECE_SECONDS * plan.frame_rate))
    inner = [head + (tail - head) * number // max(1, count) for number in range(1, count)]
    # The film's first second is cut off, so that it can be seen while the rest is still being encoded.
    second = {plan.frame_rate} & set(inside) if shot == 0 else set()
    marks = sorted({begin, head, *second, *inner, tail, end})
    for first, last in pairwise(marks):
        yield Piece(frames=last - first, shown=_stretch(plan, shot, length, first))


def _joint(plan: FilmPlan, shot: int, lengths: Sequence[int], frames: int) -> Piece:
    before = frames // 2
    return Piece(
        frames=frames,
        shown=_stretch(plan, shot, lengths[shot], lengths[shot] - before),
        next_shown=_stretch(plan, shot + 1, lengths[shot + 1], -before),
        transition=plan.shots[shot].transition,
    )


def camera(plan: FilmPlan, shot: int) -> CameraMove:
    """How the camera moves over a shot, from the first frame on which it may be seen to the last."""
    first, last = boundaries(plan)[shot : shot + 2]
    return _camera(plan, shot, last - first)


def alone(plan: FilmPlan, shot: int) -> range:
    """The frames, counted from the start of the scene, that show the shot alone whatever its transitions are."""
    first, last = boundaries(plan)[shot : shot + 2]
    length = last - first
    longest = _longest_transition(length, plan.frame_rate)
    return range(longest - longest // 2, length - longest // 2)


def title_frames(plan: FilmPlan) -> range:
    """The frames over which the title is seen: within the first scene, before it gives way to the next."""
    end = alone(plan, 0).stop
    first = min(round(_TITLE_AFTER_SECONDS * plan.frame_rate), end // 4)
    return range(first, min(end, first + round(_TITLE_SECONDS * plan.frame_rate)))


def title_strength(plan: FilmPlan, frame: int) -> float:
    """How much of the title is seen at a frame of the first scene, from 0 to 1."""
    shown = title_frames(plan)
    if frame not in shown:
        return 0.0
    fade = max(1, min(round(_TITLE_FADE_SECONDS * plan.frame_rate), len(shown) // 4))
    return min(1.0, (frame - shown.start + 1) / fade, (shown.stop - frame) / fade)


def _camera(plan: FilmPlan, shot: int, length: int) -> CameraMove:
    longest = _longest_transition(length, plan.frame_rate)
    return CameraMove(
        motion=plan.shots[shot].motion,
        first=-(longest // 2),
        frames=length + longest,
        frame_rate=plan.frame_rate,
    )


def _stretch(plan: FilmPlan, shot: int, length: int, first: int) -> Stretch:
    return Stretch(shot=shot, move=_camera(plan, shot, length), first=first)
