"""How states, money, lengths and ages are said on screen, in plain words."""

import html
import re
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from core.terms import (
    MICROS_PER_DOLLAR,
    AspectRatio,
    Captions,
    ExportFormat,
    ExportQuality,
    Motion,
    Transition,
)
from core.views import ArtistView, JobStatus

Color = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray", "primary"]


class State(NamedTuple):
    """A state as it is shown."""

    label: str
    color: Color


STATES: Final = {
    JobStatus.PENDING: State("Waiting to start", "gray"),
    JobStatus.PARSING: State("Planning scenes", "blue"),
    JobStatus.GENERATING_STORYBOARD: State("Drawing pictures", "blue"),
    JobStatus.STORYBOARD_READY: State("Ready to review", "orange"),
    JobStatus.RENDERING: State("Rendering", "blue"),
    JobStatus.COMPLETED: State("Film ready", "green"),
    JobStatus.FAILED: State("Needs attention", "red"),
    JobStatus.CANCELED: State("Stopped", "gray"),
}
SHELVES: Final[dict[str, tuple[JobStatus, ...]]] = {
    "All": (),
    "In the works": (
        JobStatus.PENDING,
        JobStatus.PARSING,
        JobStatus.GENERATING_STORYBOARD,
        JobStatus.RENDERING,
    ),
    "To review": (JobStatus.STORYBOARD_READY,),
    "Film ready": (JobStatus.COMPLETED,),
    "Needs attention": (JobStatus.FAILED, JobStatus.CANCELED),
}
SHAPES: Final = {
    AspectRatio.WIDE: "Wide 16:9",
    AspectRatio.TALL: "Tall 9:16",
    AspectRatio.SQUARE: "Square 1:1",
    AspectRatio.CLASSIC: "Classic 4:3",
}
MOTIONS: Final = {
    Motion.IN: "Move in",
    Motion.OUT: "Move out",
    Motion.LEFT: "Drift left",
    Motion.RIGHT: "Drift right",
    Motion.UP: "Drift up",
    Motion.DOWN: "Drift down",
    Motion.STILL: "Hold still",
    Motion.CLIP: "Play the clip",
}
TRANSITIONS: Final = {
    Transition.CROSSFADE: "Crossfade",
    Transition.CUT: "Hard cut",
    Transition.FADE_BLACK: "Fade through black",
    Transition.SLIDE: "Slide",
    Transition.WIPE: "Wipe",
}
CAPTIONS: Final = {
    Captions.OFF: "No captions",
    Captions.BURNED: "Captions in the picture",
    Captions.TRACK: "Captions to switch on",
}
CAPTION_MEANINGS: Final = {
    Captions.OFF: "The film has no text.",
    Captions.BURNED: "Each scene's text is part of the film. Everybody sees it, nobody can switch it off.",
    Captions.TRACK: "The text comes along with the file. Whoever watches can switch it on or off.",
}
FORMAT_NAMES: Final = {ExportFormat.MP4: "MP4", ExportFormat.MOV: "MOV", ExportFormat.WEBM: "WebM"}
FORMATS: Final = {
    ExportFormat.MP4: "Plays everywhere",
    ExportFormat.MOV: "For editing on a Mac",
    ExportFormat.WEBM: "Small, for the web",
}
QUALITIES: Final = {
    ExportQuality.LOW: "Low",
    ExportQuality.MEDIUM: "Medium",
    ExportQuality.HIGH: "High",
}

CHARGE_KINDS: Final = {
    "plan": "Planning",
    "picture": "Picture",
    "motion": "Clip",
    "trial": "Picture on trial",
}
CHARGE_STATES: Final = {"reserved": "Held", "settled": "Paid", "released": "Given back"}

# The customer's document fixes some messages in the words of programs; on screen a job is a film.
_PLAIN: Final = (
    (re.compile(r"\bJob (\d+)"), r"Film \1"),
    (re.compile(r"\bJob\b"), "Film"),
    (re.compile(r"\bjob\b"), "film"),
    (re.compile(r"\b([Rr])evision\b"), r"version"),
    (re.compile(r"\btook take (\d+)"), r"chose picture \1"),
    (re.compile(r"\btake (\d+)"), r"picture \1"),
    (re.compile(r"\btake\b"), "picture"),
    (re.compile(r"'?\bstoryboard_ready\b'?"), "ready to review"),
    (re.compile(r"'?\bgenerating_storyboard\b'?"), "drawing pictures"),
    (re.compile(r"\bscene_order\b"), "the order"),
    (re.compile(r"\bcaptions as a track\b"), "captions to switch on"),
    (
        re.compile(r"\bMust provide either new_image_prompt or new_description\b"),
        "Change what the picture should show, or the text, first",
    ),
    (re.compile(r"\bnew description\b"), "new text"),
)
# What Markdown would make something else of; a colon begins an icon or a color.
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:^=-])")


def plain(message: str) -> str:
    """A message in the words of the screen."""
    for pattern, words in _PLAIN:
        message = pattern.sub(words, message)
    return message


def literal(text: str) -> str:
    """Any text so that Markdown shows it as it was typed, in one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def markup(text: str) -> str:
    """Any text so that HTML shows it as it was typed."""
    return html.escape(text, quote=True)


def short(text: str, length: int) -> str:
    """The beginning of a text in one line, cut at a word where that is possible."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0] if " " in line[: length // 2 + 1] else line[:length]
    return cut.rstrip(" ,.;:") + "…"


def dollars(micros: int) -> str:
    """An amount of money; under a dollar what lies between two cents is kept, and nothing becomes nothing."""
    amount = micros / MICROS_PER_DOLLAR
    if 0 < amount < 0.0001:
        return exact_dollars(micros)
    return _at_least_cents(f"{amount:.4f}") if 0 < amount < 1 else f"${amount:.2f}"


def exact_dollars(micros: int) -> str:
    """An amount of money to the millionth, as the ledger has it."""
    return _at_least_cents(f"{micros / MICROS_PER_DOLLAR:.6f}")


def _at_least_cents(number: str) -> str:
    whole, _, part = number.partition(".")
    return f"${whole}.{part.rstrip('0').ljust(2, '0')}"


def length(milliseconds: float) -> str:
    """A length of time as people say it."""
    seconds = milliseconds / 1000
    if seconds < 60:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def left(seconds: float | None) -> str:
    """How long something will still take; nothing when nobody knows."""
    if seconds is None:
        return ""
    return "a moment left" if seconds < 2 else f"about {length(round(seconds) * 1000)} left"


def ago(moment: datetime) -> str:
    """How long ago something was."""
    seconds = (datetime.now(UTC) - moment).total_seconds()
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def size(count: int) -> str:
    """A number of bytes as people say it."""
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"


def artist_line(artist: ArtistView) -> str:
    """Who draws and what it costs, as every page says it."""
    if artist.name == "sketch":
        return "Built-in sketch artist, free"
    return f"{artist.model}, {dollars(artist.picture_micros)} a picture"


def count_of(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
