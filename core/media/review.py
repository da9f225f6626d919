"""A look at what was encoded: does every scene show its picture, and does it move as planned."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
import numpy.typing as npt

from core.errors import FilmFailedCheck
from core.media.clips import play
from core.media.color import Pixels
from core.media.encoder import opened
from core.media.frames import Screen, make_plate
from core.media.overlay import lettered
from core.media.timeline import FilmPlan, Piece, camera
from core.terms import Motion

Look = npt.NDArray[np.float32]
_DECODER: Final = "h264"

# Large enough to tell one picture from another, small enough to compare in no time; the plan is drawn four times
# as large and shrunk like the film's frame, so that most patterns end up the same in both.
_COMPARED_SIDE: Final = 36
_DRAWN_SIDE: Final = 144
# Codes of luma by which a frame differs from its plan on average. Encoding and scaling make less than one;
# black, a torn frame or another picture make dozens.
_UNLIKE: Final = 10.0
# A scene stands still if it changes by less than this share of what its plan changes by; where the plan itself
# changes by less than a code, as with a clear sky, nothing can be told.
_STANDING_SHARE: Final = 0.2
_LEAST_CHANGE: Final = 1.0


@dataclass(frozen=True)
class Seen:
    """A frame of a film that was looked at, counted from the start of its shot, and what was seen."""

    shot: int
    frame: int
    look: Look


def look_at(plan: FilmPlan, segment: Path, piece: Piece, *, only: bool) -> list[Seen]:
    """What the segment with this piece shows where a shot is seen alone; nothing of one shot that fades into another.

    Its first frame tells what it shows. `only` says that no other piece of its shot is looked at, so that the last frame
    that can be decoded without most of the others has to tell whether it moves.
    """
    if piece.next_shown is not None:
        return []
    size = _scaled_size(plan, _COMPARED_SIDE)
    return [
        Seen(piece.shown.shot, piece.shown.first + passed, _shrunk(luma, size))
        for passed, luma in _frames(segment, last=only)
    ]


def compare(plan: FilmPlan, seen: Iterable[Seen]) -> None:
    """Compare what was seen with what should be.

    Raises `FilmFailedCheck` naming the scene that does not show its picture, or does not move.
    """
    shots: defaultdict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        shots[one.shot].append(one)
    for shot, looks in shots.items():
        looks.sort(key=lambda one: one.frame)
        # Blinds and other fine patterns may look otherwise in a small drawing; one as large as the film is proof.
        fault = _fault(plan, shot, looks, _DRAWN_SIDE) and _fault(plan, shot, looks, min(plan.size))
        if fault:
            raise FilmFailedCheck(f"Scene {shot + 1} of the film {fault}.")


def _fault(plan: FilmPlan, shot: int, looks: list[Seen], drawn_side: int) -> str | None:
    """What is wrong with a shot, beside its plan drawn with this short side; None where nothing is."""
    # What happens in a clip is its own affair; it may well stand still.
    moving = plan.shots[shot].motion not in (Motion.STILL, Motion.CLIP)
    screen = Screen(_scaled_size(plan, drawn_side))
    planned = [
        _shrunk(drawn.planes.luma, _scaled_size(plan, _COMPARED_SIDE))
        for drawn in _drawn(plan, shot, [one.frame for one in looks], screen, moving=moving)
    ]
    shown = [one.look for one in looks]
    unlike = [_difference(look, plan) > _UNLIKE for look, plan in zip(shown, planned, strict=True)]
    change = _difference(planned[0], planned[-1])
    stands = change > _LEAST_CHANGE and _difference(shown[0], shown[-1]) < change * _STANDING_SHARE
    # A scene that begins as planned and stays there is frozen, however unlike its plan it is in the end.
    if moving and stands and not unlike[0]:
        return "stands still"
    return "does not show its picture" if any(unlike) else None


def _frames(segment: Path, *, last: bool) -> Iterator[tuple[int, Pixels]]:
    """The first frame of a segment, and where `last` is wanted the last one that others are made from.

    Of each its number, which is its tick, and its luma.
    """
    with opened(segment) as film:
        video = film.streams.video[0]
        decoder = av.CodecContext.create(_DECODER, "r")
        decoder.extradata = video.codec_context.extradata
        decoder.thread_count = 1
        decoder.skip_frame = "NONREF"
        packets = (packet for packet in film.demux(video) if packet.size)
        wanted = packets if last else islice(packets, 1)
        shown = chain.from_iterable(decoder.decode(packet) for packet in chain(wanted, (None,)))
        found = deque(islice(shown, 1))
        found.extend(deque(shown, maxlen=1))
        for frame in found:
            plane = frame.planes[0]
            rows = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
            yield frame.pts or 0, rows[:, : plane.width]


def _drawn(plan: FilmPlan, shot: int, frames: list[int], screen: Screen, *, moving: bool) -> Iterator[Screen]:
    """These frames of a shot, counted from its start, as they are planned; each is valid until the next."""
    return lettered(plan, shot, _bare(plan, shot, frames, screen, moving=moving), frames)


def _bare(plan: FilmPlan, shot: int, frames: list[int], screen: Screen, *, moving: bool) -> Iterator[Screen]:
    move = camera(plan, shot)
    clip = plan.shots[shot].played
    if clip is not None:
        yield from play(clip.path, screen, [(frame - move.first) / plan.frame_rate for frame in frames])
        return
    plate = make_plate(plan.shots[shot].picture, screen.size, moving=moving)
    for frame in frames:
        plate.show(move.view(frame), screen)
        yield screen


def _shrunk(luma: Pixels, size: tuple[int, int]) -> Look:
    """The mean luma of every part; the first steps are in whole codes, and large enough for that not to matter."""
    factor = _DRAWN_SIDE // _COMPARED_SIDE
    drawn = (size[0] * factor, size[1] * factor)
    # OpenCV shrinks to a half much sooner than to other sizes: all of it takes a third of the time so.
    while luma.shape[0] >= 4 * drawn[1]:
        luma = np.asarray(cv2.resize(luma, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    smaller = cv2.resize(luma, drawn, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.resize(smaller, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _scaled_size(plan: FilmPlan, short_side: int) -> tuple[int, int]:
    share = short_side / min(plan.size)
    width, height = (round(side * share / 2) * 2 for side in plan.size)
    return (width, height)


def _difference(one: Look, other: Look) -> float:
    return float(np.abs(one - other).mean())
