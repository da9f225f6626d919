"""What a film says in writing: its scenes' texts, burned in or as a track, its title, and what of it cannot be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final

from fontTools import unicodedata as scripts

from core.media.cues import Cue
from core.media.fonts import FontShelf
from core.media.lettering import Lettering
from core.media.typesetter import Faults
from core.terms import Captions
from core.views import CaptionWarning
from core.workshop import Workshop
from db.models import Job, Revision, Scene

# Below this a title is gone before it was read.
_SHORTEST_OPENING_MS: Final = 1_500
_MOST_NAMED: Final = 5
_SAMPLES: Final = {
    "Latin": "Aßéłő",
    "Greek": "Ωά",
    "Cyrillic": "Жї",
    "Arabic": "عر",
    "Hebrew": "עב",
    "Devanagari": "हि",
    "Thai": "ไท",
    "Chinese": "汉漢",
    "Japanese": "かカ",
    "Korean": "한",
    "emoji": "🎬🦊",
}
_COMMON: Final = {"Common", "Inherited", "Unknown"}
_PLAIN_NAMES: Final = {
    "Han": "Chinese characters",
    "Hiragana": "Japanese letters",
    "Katakana": "Japanese letters",
    "Hangul": "Korean letters",
}
_NO_FONT_HINT: Final = (
    "Have a font for it installed on the server (the Settings page tells what can be written), "
    "choose captions as a track, or change the text."
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """All that is written in a film: a drawing or None for each scene, the title, and the cues of a track."""

    burned: tuple[Lettering | None, ...]
    title: Lettering | None
    track: tuple[Cue, ...]


def words_of(shop: Workshop, job: Job, revision: Revision) -> Words:
    """What is written in the film of a revision."""
    frame = shop.film_size(job.aspect_ratio)
    texts = [str(memory["description"]) for memory in revision.board]
    burned = revision.captions == Captions.BURNED
    return Words(
        burned=tuple(shop.typesetter.caption(text, frame) if burned else None for text in texts),
        title=shop.typesetter.title(revision.title, frame) if revision.title else None,
        track=cues_of(revision.board) if revision.captions == Captions.TRACK else (),
    )


def cues_of(board: Sequence[Mapping[str, Any]]) -> tuple[Cue, ...]:
    """One cue for each scene of a remembered board, as long as the scene is seen."""
    marks = pairwise(accumulate((memory["duration_ms"] for memory in board), initial=0))
    return tuple(
        Cue(start_ms=start, end_ms=end, text=memory["description"])
        for memory, (start, end) in zip(board, marks, strict=True)
    )


def warnings_of(shop: Workshop, job: Job, board: Sequence[Scene]) -> tuple[CaptionWarning, ...]:
    """What would not be seen as it is written, scene by scene; nothing where nothing is drawn."""
    if not board:
        return ()
    return (*_title_warnings(shop, job, board), *_scene_warnings(shop, job, board))


def _title_warnings(shop: Workshop, job: Job, board: Sequence[Scene]) -> Iterator[CaptionWarning]:
    if not job.title_card:
        return
    faults = shop.typesetter.faults(job.title, shop.film_size(job.aspect_ratio), title=True)
    yield from _told(faults, scene=None, what="The title")
    if board[0].duration_ms < _SHORTEST_OPENING_MS:
        yield CaptionWarning(
            scene_number=1,
            message="The first scene is too short for the title to be read.",
            hint=f"Give it at least {_SHORTEST_OPENING_MS / 1000:g} s, or leave the title out.",
        )


def _scene_warnings(shop: Workshop, job: Job, board: Sequence[Scene]) -> Iterator[CaptionWarning]:
    if job.captions != Captions.BURNED:
        return
    frame = shop.film_size(job.aspect_ratio)
    for number, scene in enumerate(board, start=1):
        faults = shop.typesetter.faults(scene.description, frame)
        yield from _told(faults, scene=number, what=f"The caption of scene {number}")


def _told(faults: Faults, *, scene: int | None, what: str) -> Iterator[CaptionWarning]:
    if faults.missing:
        yield CaptionWarning(
            scene_number=scene,
            message=f"{what} leaves out {_named(faults.missing)}: no font here has {_script(faults.missing)}.",
            hint=_NO_FONT_HINT,
        )
    if faults.shortened:
        yield CaptionWarning(
            scene_number=scene,
            message=f"{what} is too long for three lines; it ends in “…”.",
            hint="Shorten the text, or choose captions as a track."
            if scene
            else "Shorten the title, or leave it out.",
        )
    if faults.tangled:
        yield CaptionWarning(
            scene_number=scene,
            message=f"{what} comes out wrong: its letters can neither be joined nor set from right to left here.",
            hint="Install Pillow with its library raqm, or choose captions as a track.",
        )


def _named(missing: Sequence[str]) -> str:
    listed = " ".join(missing[:_MOST_NAMED])
    more = len(missing) - _MOST_NAMED
    return f"“{listed}”" + (f" and {more} more" if more > 0 else "")


def _script(missing: Sequence[str]) -> str:
    """The script of the first letter that is missing; signs of no script are mostly emoji."""
    names = (scripts.script_name(scripts.script(cluster[0])) for cluster in missing)
    named = next((name for name in names if name not in _COMMON), None)
    return _PLAIN_NAMES.get(named, f"{named} letters") if named else "these signs or emoji"


def writable(shelf: FontShelf) -> dict[str, str | None]:
    """The name of the font for each common script, None where there is none."""
    found: dict[str, str | None] = {}
    for script, sample in _SAMPLES.items():
        faces = [shelf.face_for(sign) for sign in _signs(sample)]
        first = faces[0]
        found[script] = first.name if first and all(faces) else None
    return found


def _signs(sample: str) -> list[str]:
    return [sample] if scripts.script(sample[0]) == "Deva" else list(sample)
