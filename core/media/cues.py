"""Captions as players take them: what is said from when to when, as a WebVTT file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# On its way into a film a text passes through forms in which these mean something, and not all are told apart again.
_HARMLESS: Final = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")", "\\": "/"})


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Words that are shown from one millisecond of the film to another."""

    start_ms: int
    end_ms: int
    text: str


def webvtt(cues: Sequence[Cue]) -> str:
    """The cues as WebVTT; words that would mean something to its readers are only words."""
    blocks = [f"{_clock(cue.start_ms)} --> {_clock(cue.end_ms)}\n{_escaped(cue.text)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def track_text(cues: Sequence[Cue]) -> str:
    """The same for a track inside a film."""
    return webvtt([Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, text=_harmless(cue.text)) for cue in cues])


def _harmless(text: str) -> str:
    return text.replace("-->", "→").translate(_HARMLESS)


def _escaped(text: str) -> str:
    # A line with an arrow would be read as a time, and a blank line would end the cue.
    words = " ".join(text.replace("\x00", "").split()).replace("-->", "→")
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or "…"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
