"""A plan played as frames: every piece of it drawn frame by frame from its shots' pictures."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from core.media.clips import play
from core.media.frames import Screen
from core.media.motion import CameraMove
from core.media.overlay import lettered
from core.media.plates import MovePlate, make_move_plate
from core.media.timeline import FilmPlan, Piece, Stretch
from core.media.transitions import mix


class Projector:
    """Plays the pieces of one plan; several threads may play different pieces at once."""

    def __init__(self, plan: FilmPlan) -> None:
        self._plan = plan
        self._plates = _PlateShelf(plan)

    def play(self, piece: Piece) -> Iterator[Screen]:
        """The frames of a piece in turn; each is valid until the next one is asked for."""
        if piece.next_shown is None:
            yield from self._run_of(piece.shown, piece.frames)
            return
        shown = self._run_of(piece.shown, piece.frames, afresh=True)
        pairs = zip(shown, self._run_of(piece.next_shown, piece.frames), strict=True)
        for number, (before, after) in enumerate(pairs, start=1):
            # Neither end is part of it: the frames beside the transition show those already.
            mix(piece.transition, before, after, number / (piece.frames + 1))
            yield before

    def _run_of(self, stretch: Stretch, frames: int, *, afresh: bool = False) -> Iterator[Screen]:
        numbers = range(stretch.first, stretch.first + frames)
        return lettered(self._plan, stretch.shot, self._bare(stretch, frames, afresh=afresh), numbers)

    def _bare(self, stretch: Stretch, frames: int, *, afresh: bool) -> Iterator[Screen]:
        """A stretch without words; `afresh` draws what stands still again for each frame, since others draw over it."""
        clip = self._plan.shots[stretch.shot].played
        if clip is not None:
            moments = [
                frame / self._plan.frame_rate for frame in range(stretch.passed, stretch.passed + frames)
            ]
            yield from play(clip.path, Screen(self._plan.size), moments, afresh=afresh)
            return
        plate = self._plates.plate(stretch)
        screen = Screen(self._plan.size)
        seen = None
        for frame in range(stretch.first, stretch.first + frames):
            view = stretch.move.view(frame)
            if afresh or view != seen:
                plate.show(view, screen)
            seen = view
            yield screen


class _PlateShelf:
    """The last plates, made once for all pieces that show them.

    Pieces are begun in the order of the film, and a transition shows two; more would only fill the memory.
    """

    _PLACES: Final = 2

    def __init__(self, plan: FilmPlan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._shelf: OrderedDict[tuple[Path, CameraMove], Future[MovePlate]] = OrderedDict()

    def plate(self, stretch: Stretch) -> MovePlate:
        """The plate of a stretch's shot and move, which another thread may be making right now."""
        wanted = (self._plan.shots[stretch.shot].picture, stretch.move)
        with self._lock:
            found = self._shelf.pop(wanted, None)
            future = found or Future()
            self._shelf[wanted] = future
            while len(self._shelf) > self._PLACES:
                self._shelf.popitem(last=False)
        if found is None:
            self._fill(future, wanted)
        return future.result()

    def _fill(self, future: Future[MovePlate], wanted: tuple[Path, CameraMove]) -> None:
        picture, move = wanted
        try:
            future.set_result(make_move_plate(picture, self._plan.size, move))
        except (
            BaseException
        ) as error:  # Whatever it was, the threads that wait for this plate must hear of it.
            future.set_exception(error)
            raise
