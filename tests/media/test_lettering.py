"""Words as they are drawn: which scripts can be written, how lines break, where they stand, and what does not fit."""

from pathlib import Path

import numpy as np
import pytest

from core.media.fonts import FontShelf, usual_folders
from core.media.lettering import Lettering
from core.media.typesetter import Faults, Typesetter, safe_area
from core.media.typesetting import drawable, measure, runs, set_lines, tidy
from core.terms import AspectRatio
from tests.media.made_fonts import made_font

WIDE = (640, 360)
WELL = Faults(shortened=False, missing=(), tangled=False)


@pytest.fixture(scope="module")
def bare() -> Typesetter:
    """A machine without any font of its own."""
    return Typesetter(FontShelf([]))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    """A machine that has Han, Hebrew and two emoji, a damaged font, and one that knows a sign but draws nothing."""
    folder = tmp_path_factory.mktemp("fonts")
    made_font(folder / "cjk" / "HanSans-Bold.ttf", "漢字火")
    made_font(folder / "Hebrew.ttf", "אבגדה")
    made_font(folder / "Emoji.ttf", "🎬🦊")
    made_font(folder / "BlankSans-Bold.ttf", "ไ", blank=True)
    (folder / "Broken.ttf").write_bytes(b"no font at all")
    return Typesetter(FontShelf([folder, folder / "nowhere"]))


def ink(lettering: Lettering | None) -> int:
    """How many pixels are white, which only letters are."""
    assert lettering is not None
    return int((lettering.rgba[..., :3].min(axis=2) > 250).sum())


def test_whoever_has_no_home_finds_the_fonts_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may run as a number without a name; Python then says that there is no home."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    at_home = set(usual_folders())
    monkeypatch.setattr(Path, "home", homeless)
    assert {folder for folder in at_home if Path("/usr") in folder.parents} <= set(usual_folders())


@pytest.mark.parametrize(
    "text",
    [
        "A hero’s café – “naïve” façade, Łódź, Ðà Nẵng",
        "Ο ήρωας ανακαλύπτει θησαυρό",
        "Герой находит сокровище; Їжак",
    ],
)
def test_latin_greek_and_cyrillic_need_no_font_of_the_machine(text: str, bare: Typesetter) -> None:
    """The font that comes along has every sign of them, and they are seen."""
    assert bare.faults(text, WIDE) == WELL
    assert ink(bare.caption(text, WIDE)) > 500


def test_other_scripts_are_drawn_with_what_the_machine_has(bare: Typesetter, rich: Typesetter) -> None:
    """Han, Hebrew and emoji come from the machine's fonts where there are some, and are told as missing where not."""
    text = "火 漢字 אבג 🎬"
    assert rich.faults(text, WIDE) == WELL
    assert ink(rich.caption(text, WIDE)) > 400
    assert bare.faults(text, WIDE) == Faults(
        shortened=False, missing=("火", "漢", "字", "א", "ב", "ג", "🎬"), tangled=False
    )
    assert bare.caption(text, WIDE) is None


def test_what_no_font_has_is_left_out_and_never_a_box(bare: Typesetter, rich: Typesetter) -> None:
    """The rest of the text looks as if the missing signs had never been in it."""
    assert bare.faults("Fire 火 burns", WIDE).missing == ("火",)
    left, whole = bare.caption("Fire 火 burns", WIDE), bare.caption("Fire burns", WIDE)
    assert left is not None
    assert whole is not None
    assert left.digest == whole.digest
    # A font that names a sign and draws nothing has it no more than one that does not name it.
    assert rich.faults("ไ", WIDE).missing == ("ไ",)


def test_joined_signs_are_one_character(rich: Typesetter) -> None:
    """An emoji with selectors is found by what is seen of it; a family of which one is missing is missing as a whole."""
    assert drawable("🎬\ufe0f", rich.shelf) == ("🎬\ufe0f", ())
    assert drawable("a 👩\u200d🦊", rich.shelf) == ("a", ("👩\u200d🦊",))


def test_words_from_right_to_left_are_seen_in_their_order(rich: Typesetter) -> None:
    """Runs are laid out as they are read: in an English line Hebrew turns around, in a Hebrew one the line does."""
    shelf = rich.shelf

    def seen(line: str) -> list[str]:
        return [run.text.strip() for run in runs(line, shelf) if run.text.strip()]

    assert seen("one אבג two") == ["one", "אבג", "two"]
    assert seen("אבג one דה") == ["דה", "one", "אבג"]
    assert seen("one אב 12 גד") == ["one", "גד", "12", "אב"]
    assert seen("אב 12, one!") == ["!", "one", ",", "12", "אב"]
    assert [run.level % 2 for run in runs("one אבג", shelf)] == [0, 1]


def test_without_shaping_scripts_that_need_it_are_warned_of(tmp_path: Path) -> None:
    """Where Pillow cannot join letters or turn them around, the text is drawn and said to come out wrong."""
    made_font(tmp_path / "Hebrew.ttf", "אבג")
    plain = Typesetter(FontShelf([tmp_path], shapes=False))
    assert plain.faults("אבג", WIDE).tangled
    assert plain.caption("אבג", WIDE) is not None
    assert not plain.faults("Hero", WIDE).tangled


def test_lines_break_at_words_and_are_about_equally_long(bare: Typesetter) -> None:
    """A text that needs two lines fills both, and no word is torn."""
    text = "The quick brown fox jumps over the lazy dog"
    setting = set_lines(text, bare.shelf, width=300, sizes=(20,), most_lines=3)
    assert " ".join(setting.lines) == text
    widths = [measure(line, bare.shelf, 20) for line in setting.lines]
    assert len(widths) == 2
    assert max(widths) <= 300
    assert min(widths) > 0.7 * max(widths)


def test_scripts_without_spaces_break_between_characters(rich: Typesetter) -> None:
    """Han breaks anywhere, and a word longer than a line between its characters; neither leaves the line."""
    for text in ("漢字火" * 12, "x" * 60):
        setting = set_lines(text, rich.shelf, width=280, sizes=(20,), most_lines=9)
        assert "".join(setting.lines) == text
        assert max(measure(line, rich.shelf, 20) for line in setting.lines) <= 280


def test_a_long_text_gets_smaller_before_it_is_cut(bare: Typesetter) -> None:
    """The first size at which it fits is taken; at the last one it ends in an ellipsis behind a whole word."""
    text = "Many words make a caption " * 5
    sizes = (30, 20, 12)
    assert set_lines("Many words", bare.shelf, width=300, sizes=sizes, most_lines=3).size == 30
    setting = set_lines(tidy(text), bare.shelf, width=300, sizes=sizes, most_lines=3)
    assert (setting.size, setting.shortened) == (12, False)
    cut = set_lines(tidy(text * 4), bare.shelf, width=300, sizes=sizes, most_lines=3)
    assert (len(cut.lines), cut.shortened) == (3, True)
    assert cut.lines[-1].removesuffix("…").split()[-1] in text.split()
    assert cut.lines[-1].endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5000,
        "word " * 1000,
        "🎬" * 5000,
        "火\u0301" * 2500,
        "a" + "\u0336" * 4999,
        "\u202e\x07\n" * 1600 + "x",
    ],
)
def test_no_text_is_too_long_or_too_strange(text: str, rich: Typesetter) -> None:
    """5,000 characters of anything stay inside the safe area, in at most three lines."""
    drawn = rich.caption(text, WIDE)
    area = safe_area(WIDE)
    if drawn is not None:
        assert drawn.left >= area.left
        assert drawn.left + drawn.rgba.shape[1] <= area.right
        assert drawn.rgba.shape[0] < 0.3 * WIDE[1]
    assert drawn is not None or rich.faults(text, WIDE).missing


@pytest.mark.parametrize("aspect", list(AspectRatio))
@pytest.mark.parametrize(
    "text", ["Short", "A rather long text that surely needs more than a single line " * 2]
)
def test_words_stand_inside_the_safe_area_of_every_shape(
    aspect: AspectRatio, text: str, bare: Typesetter
) -> None:
    """Captions end where the safe area does, titles stand in the middle; both are even and readable."""
    frame = aspect.size_for(360)
    area = safe_area(frame)
    caption, title = bare.caption(text, frame), bare.title(text, frame)
    for drawn in (caption, title):
        assert drawn is not None
        height, width = drawn.rgba.shape[:2]
        assert drawn.left >= area.left
        assert drawn.left + width <= area.right
        assert drawn.top >= area.top
        assert drawn.top + height <= area.bottom
        assert not any(number % 2 for number in (drawn.left, drawn.top, width, height))
        assert abs(2 * drawn.left + width - frame[0]) <= 2
    assert caption is not None
    assert caption.top + caption.rgba.shape[0] > area.bottom - 3
    # Phones cover the lower fifth of tall films.
    assert area.bottom <= frame[1] * (0.8 if aspect is AspectRatio.TALL else 0.95)


def test_white_letters_stand_on_a_dark_ground(bare: Typesetter) -> None:
    """Over a white picture the ground leaves a contrast of more than 4.5 to 1."""
    drawn = bare.caption("Readable", WIDE)
    assert drawn is not None
    height, width = drawn.rgba.shape[:2]
    inside = drawn.rgba[4, width // 2]
    left_over = (255 - int(inside[3])) / 255
    assert tuple(inside[:3]) == (0, 0, 0)
    assert 1.05 / (left_over**2.2 + 0.05) > 4.5
    assert drawn.rgba[0, 0, 3] < 40
    assert height < width


def test_the_digest_follows_what_is_seen(bare: Typesetter) -> None:
    """Another text, another shape and another font are another lettering; spaces that nobody sees are not."""
    one = bare.caption("Hello", WIDE)
    same = bare.caption("  Hello\n", WIDE)
    others = [bare.caption("Hallo", WIDE), bare.caption("Hello", (360, 640)), bare.title("Hello", WIDE)]
    assert one is not None
    assert one == same
    assert len({one.digest, *(other.digest for other in others if other)}) == 4


def test_emoji_made_of_pictures_are_scaled(tmp_path: Path, rich: Typesetter) -> None:
    """A font that comes in one size only is drawn at that size and brought to the size of the line."""
    from dataclasses import replace

    from core.media.typesetting import Run, width_of

    face = rich.shelf.face_for("🎬")
    assert face is not None
    run = Run(text="🎬", face=replace(face, strike=100), level=0)
    assert width_of(run, rich.shelf, 20) == pytest.approx(
        width_of(replace(run, face=face), rich.shelf, 20), rel=0.1
    )
    stocked = Typesetter(FontShelf([]))
    stocked.shelf._found["🎬"] = run.face
    assert np.count_nonzero(stocked.caption("🎬", WIDE).rgba[..., 0]) > 30  # type: ignore[union-attr]
