"""Words: plain ones, and any text shown as it was typed."""

from datetime import UTC, datetime, timedelta

import pytest

from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion, Transition
from core.views import JobStatus
from pages._ui import wording


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Job 12 not found", "Film 12 not found"),
        ("Approved revision 3", "Approved version 3"),
        ("Scene 2: took take 1", "Scene 2: chose picture 1"),
        ("Cannot approve job in status 'failed'. Must be 'storyboard_ready'.",
         "Cannot approve film in status 'failed'. Must be ready to review."),
    ],
)  # fmt: skip
def test_messages_are_said_in_the_words_of_the_screen(message: str, words: str) -> None:
    """A job is a film, a revision a version, a take a picture."""
    assert words == wording.plain(message)


@pytest.mark.parametrize("text", ["*bold*", "a_b", ":red[x]", "$x$", "[a](http://b)", "# no title", "<b>"])
def test_markdown_in_a_text_is_shown_and_not_obeyed(text: str) -> None:
    """Every sign that Markdown knows is taken for itself."""
    escaped = wording.literal(text)

    assert text == escaped.replace("\\", "")
    assert all(escaped[at - 1] == "\\" for at, sign in enumerate(escaped) if sign in "*_:$[]#<")


def test_every_member_of_a_closed_set_has_a_word() -> None:
    """Nothing of the code shows through."""
    assert set(wording.STATES) == set(JobStatus)
    assert set(wording.SHAPES) == set(AspectRatio)
    assert set(wording.MOTIONS) == set(Motion)
    assert set(wording.TRANSITIONS) == set(Transition)
    assert set(wording.FORMATS) == set(wording.FORMAT_NAMES) == set(ExportFormat)
    assert set(wording.QUALITIES) == set(ExportQuality)
    assert set(JobStatus) == {state for shelf in wording.SHELVES.values() for state in shelf}


@pytest.mark.parametrize(
    ("micros", "words"),
    [
        (0, "$0.00"),
        (20_000, "$0.02"),
        (3_000, "$0.003"),
        (10_312, "$0.0103"),
        (40, "$0.00004"),
        (1_234_567, "$1.23"),
    ],
)
def test_money(micros: int, words: str) -> None:
    """Cents, and what lies under a cent where there is no more."""
    assert words == wording.dollars(micros)


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(500, "0.5 s"), (6_000, "6 s"), (60_000, "1 min"), (80_400, "1 min 20 s"), (59_999, "60 s")],
)
def test_lengths(milliseconds: int, words: str) -> None:
    """Seconds below a minute, minutes above."""
    assert words == wording.length(milliseconds)


def test_ages() -> None:
    """From just now to days."""
    now = datetime.now(UTC)

    assert wording.ago(now) == "just now"
    assert wording.ago(now - timedelta(seconds=61)) == "1 minute ago"
    assert wording.ago(now - timedelta(days=3, hours=2)) == "3 days ago"


def test_a_long_word_without_a_space_is_cut() -> None:
    """Cut at a word where there is one, anywhere where there is none."""
    assert wording.short("a" * 5000, 10) == "aaaaaaaaaa…"
    assert wording.short("one two three", 10) == "one two…"
