"""Under which key a piece of a film is kept: the hash of all that shapes its frames, and of nothing else."""

from dataclasses import asdict

from core.media import encoder
from core.media.segments import segment_key
from core.media.timeline import FilmPlan, Piece, Stretch, title_frames


def piece_key(plan: FilmPlan, piece: Piece) -> str:
    """The key of the segment that shows `piece` of the plan's film."""
    return segment_key(
        shown=_shaping(plan, piece.shown, piece.frames),
        next_shown=piece.next_shown and _shaping(plan, piece.next_shown, piece.frames),
        transition=piece.transition,
        frames=piece.frames,
        size=plan.size,
        frame_rate=plan.frame_rate,
        encoder=encoder.described(),
    )


def _shaping(plan: FilmPlan, stretch: Stretch, frames: int) -> dict[str, object]:
    shot = plan.shots[stretch.shot]
    source = {"clip": shot.played.sha256} if shot.played else {"picture": shot.picture_hash}
    words = _words(plan, stretch, frames)
    return {**source, **words, "first": stretch.first, "move": asdict(stretch.move)}


def _words(plan: FilmPlan, stretch: Stretch, frames: int) -> dict[str, object]:
    """What is written over a stretch; nothing at all where nothing is, so that other texts leave it alone."""
    words: dict[str, object] = {}
    caption, title = plan.shots[stretch.shot].caption, plan.title
    if caption is not None:
        words["caption"] = caption.digest
    seen = title_frames(plan) if title is not None and stretch.shot == 0 else range(0)
    if title is not None and stretch.first < seen.stop and seen.start < stretch.first + frames:
        words["title"] = [title.digest, seen.start, seen.stop]
    return words
