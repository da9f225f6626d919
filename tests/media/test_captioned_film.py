"""Films with words: drawn into the frames and nowhere else, kept out of other segments' keys, or carried as a track."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import FilmFailedCheck
from core.media import commands
from core.media.cues import Cue, track_text, webvtt
from core.media.exports import ExportSpec, checked, output, transcode
from core.media.ffmpeg import FFmpeg
from core.media.fonts import FontShelf
from core.media.lettering import Lettering
from core.media.probe import check_film, probe
from core.media.projection import Projector
from core.media.timeline import FilmPlan, pieces, title_frames
from core.media.typesetter import Typesetter, safe_area
from core.terms import AspectRatio, ExportFormat, ExportQuality, Motion, Transition
from tests.media.films import (
    SMALL,
    Frame,
    Studio,
    as_decoded,
    clip_file,
    clip_shot,
    counting,
    decoded,
    flat,
    landscape,
    luma,
    plan,
    shot,
)

HARD = "A --> B <b>& {\\b1} \\N 100% 'q' 寿司 🎬"
CUES = (Cue(start_ms=0, end_ms=600, text="First"), Cue(start_ms=600, end_ms=1200, text=HARD))


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(FontShelf([]))


def caption(typesetter: Typesetter, text: str, size: tuple[int, int] = SMALL) -> Lettering:
    lettering = typesetter.caption(text, size)
    assert lettering is not None
    return lettering


def title(typesetter: Typesetter, text: str, size: tuple[int, int] = SMALL) -> Lettering:
    lettering = typesetter.title(text, size)
    assert lettering is not None
    return lettering


def burned(film: FilmPlan, *captions: Lettering | None, title: Lettering | None = None) -> FilmPlan:
    """The plan with a caption for each shot."""
    shots = tuple(replace(shot, caption=words) for shot, words in zip(film.shots, captions, strict=True))
    return replace(film, shots=shots, title=title)


def drawn(film: FilmPlan) -> list[Frame]:
    """All frames as they are handed to the encoder."""
    projector = Projector(film)
    return [as_decoded(screen) for piece in pieces(film) for screen in projector.play(piece)]


def box_of(words: Lettering) -> tuple[slice, slice]:
    height, width = words.rgba.shape[:2]
    return (slice(words.top, words.top + height), slice(words.left, words.left + width))


@pytest.mark.parametrize("aspect", list(AspectRatio))
def test_captions_are_seen_in_the_film_and_only_where_they_belong(
    aspect: AspectRatio, films: Studio, tmp_path: Path, typesetter: Typesetter
) -> None:
    """In the decoded film of each shape the letters stand in their box, inside the safe area; the rest is as without."""
    size = aspect.size_for(240)
    bare = plan([shot(landscape(tmp_path / "1.png", 1), 600)], size)
    words = caption(typesetter, "A caption to be read", size)
    films.render(bare)
    without = decoded(films.out)
    films.render(burned(bare, words))
    frames = decoded(films.out)

    box, area = box_of(words), safe_area(size)
    assert len(frames) == len(without) == 18
    assert area.top <= box[0].start < box[0].stop <= area.bottom
    assert area.left <= box[1].start < box[1].stop <= area.right
    for one, other in zip(frames, without, strict=True):
        changed = np.abs(luma(one) - luma(other))
        assert changed[box].mean() > 20
        # The encoder's blocks carry a little of an edge beyond it.
        changed[box[0].start - 8 : box[0].stop + 8, box[1].start - 8 : box[1].stop + 8] = 0
        assert changed.mean() < 1
        letters = luma(one)[box] > 200
        assert 0.02 < letters.mean() < 0.3


@pytest.mark.parametrize("motion", [Motion.IN, Motion.STILL, Motion.CLIP])
def test_every_frame_has_its_words_once(motion: Motion, tmp_path: Path, typesetter: Typesetter) -> None:
    """Where the picture stands still, or a clip holds a frame, words are not laid over themselves again."""
    picture = flat(tmp_path / "grey.png", (128, 128, 128))
    clip = clip_file(tmp_path / "clip.mp4", counting(6, SMALL), 12)
    one = clip_shot(clip, picture, 1000) if motion is Motion.CLIP else shot(picture, 1000, motion)
    words = caption(typesetter, "Words")
    bare = plan([one])
    box = box_of(words)
    share = words.rgba[..., 3] / 255

    for with_words, without in zip(drawn(burned(bare, words)), drawn(bare), strict=True):
        expected = luma(without)[box] * (1 - share) + share * (16 + words.rgba[..., 0] * (219.0 / 255))
        assert np.abs(luma(with_words)[box] - expected).max() < 1.6
        outside = np.ones(luma(without).shape, dtype=bool)
        outside[box] = False
        assert np.array_equal(luma(with_words)[outside], luma(without)[outside])


def test_white_words_have_no_colour(tmp_path: Path, typesetter: Typesetter) -> None:
    """Over a red picture the letters are white, not pink: the colour planes are covered as the luma is."""
    words = caption(typesetter, "MMMM", (640, 360))
    frame = drawn(burned(plan([shot(flat(tmp_path / "red.png", (191, 0, 0)), 600)], (640, 360)), words))[5]
    light = luma(frame)
    colours = frame[360:].reshape(2, 180, 320).astype(int)
    # Where four luma samples are all white, their one colour sample is neutral.
    solid = (light.reshape(180, 2, 320, 2) > 228).all(axis=(1, 3))
    assert solid.sum() > 20
    assert np.abs(colours[:, solid] - 128).max() <= 12


def test_captions_fade_with_their_scenes(tmp_path: Path, typesetter: Typesetter) -> None:
    """In the middle of a cross-fade both captions are half there."""
    grey = flat(tmp_path / "grey.png", (100, 100, 100))
    bare = plan([shot(grey, 1000, Motion.STILL), shot(grey, 1000, Motion.STILL)])
    words = caption(typesetter, "Words")
    left, right = drawn(burned(bare, words, None))[30], drawn(burned(bare, None, words))[30]
    alone, none = drawn(burned(bare, words, None))[5], drawn(bare)[30]
    box = box_of(words)
    full = (luma(alone) - luma(none))[box]
    for half in (left, right):
        assert np.abs((luma(half) - luma(none))[box] - full / 2).max() < 12
    assert np.abs((luma(left) + luma(right) - 2 * luma(none))[box] - full).max() < 4


def test_a_title_comes_and_goes_over_the_opening(tmp_path: Path, typesetter: Typesetter) -> None:
    """It is seen in the first scene only, rises to full strength and is gone before the scene is."""
    grey = flat(tmp_path / "grey.png", (60, 60, 60))
    bare = plan([shot(grey, 2000, Motion.STILL), shot(grey, 1000, Motion.STILL)])
    words = title(typesetter, "The Lantern")
    box = box_of(words)
    film = burned(bare, None, None, title=words)
    seen = [
        float(np.abs(luma(one)[box] - luma(other)[box]).mean())
        for one, other in zip(drawn(film), drawn(bare), strict=True)
    ]
    shown = title_frames(film)
    assert 0 < shown.start < shown.stop < 60
    assert max(seen[: shown.start] + seen[shown.stop :]) == 0
    middle = (shown.start + shown.stop) // 2
    assert seen[middle] == max(seen) > 5
    rising = seen[shown.start : shown.start + 6]
    assert all(one < other for one, other in pairwise(rising))


def test_without_captions_no_text_shapes_a_segment(
    films: Studio, tmp_path: Path, typesetter: Typesetter
) -> None:
    """A track, whatever it says, leaves every segment as it is; so does taking burned captions off again."""
    bare = plan([shot(landscape(tmp_path / f"{n}.png", n), 600) for n in range(2)])
    films.render(bare)
    before = films.drawn()
    films.render(replace(bare, track=CUES))
    films.render(replace(bare, track=CUES[:1]))
    assert films.drawn() == before
    words = caption(typesetter, "Words")
    films.render(burned(bare, words, words))
    assert len(films.drawn()) == 2 * len(before)
    films.render(bare)
    assert len(films.drawn()) == 2 * len(before)


def test_another_caption_encodes_its_own_scene_again(
    films: Studio, tmp_path: Path, typesetter: Typesetter
) -> None:
    """Only the segments on which the changed words are seen are new; the same holds for the title."""
    bare = plan(
        [shot(landscape(tmp_path / f"{n}.png", n), 4000, transition=Transition.CUT) for n in range(2)],
        (80, 60),
    )
    one, other = (caption(typesetter, text, (80, 60)) for text in ("One", "Two"))
    films.render(burned(bare, one, one))
    first = films.stored()
    films.render(burned(bare, one, other))
    second = films.stored()
    own = [piece for piece in pieces(bare) if piece.shown.shot == 1]
    assert first.items() <= second.items()
    assert len(second) - len(first) == len(own)

    film = burned(bare, one, one, title=title(typesetter, "Title", (80, 60)))
    films.render(film)
    opening = [
        piece
        for piece in pieces(film)
        if piece.shown.shot == 0
        and piece.shown.first < title_frames(film).stop
        and piece.shown.first + piece.frames > title_frames(film).start
    ]
    assert len(films.stored()) - len(second) == len(opening) < len(pieces(film))


def test_the_look_at_a_film_knows_its_words(films: Studio, tmp_path: Path, typesetter: Typesetter) -> None:
    """A film with its words passes; one whose large title is missing does not show what was planned."""
    size = (320, 320)
    bare = plan([shot(flat(tmp_path / "grey.png", (90, 90, 90)), 2500, Motion.STILL)], size)
    long = (
        "Words that fill three lines of a square film from one side to the other, and then some more of them"
    )
    film = burned(
        bare, caption(typesetter, long, size), title=title(typesetter, "A long title in three lines", size)
    )
    films.render(film)
    films.review(film, film)
    words = replace(film.shots[0].caption, rgba=np.full((300, 300, 4), 255, np.uint8), left=10, top=10)  # type: ignore[type-var]
    with pytest.raises(FilmFailedCheck, match="does not show its picture"):
        films.review(film, burned(bare, words))


def subtitles(path: Path) -> tuple[str | None, list[tuple[float, float, str]]]:
    """The kind of the caption track and its cues: start and end in seconds, and the words."""
    with av.open(str(path)) as film:
        if not film.streams.subtitles:
            return None, []
        stream = film.streams.subtitles[0]
        cues = []
        for packet in film.demux(stream):
            words = bytes(packet)[2 if stream.name == "mov_text" else 0 :].decode()
            if words:
                tick = float(stream.time_base or 0)
                start = (packet.pts or 0) * tick
                cues.append((start, start + (packet.duration or 0) * tick, words))
        return stream.name, cues


def test_a_track_is_carried_into_every_export(films: Studio, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """MP4 and MOV have it as mov_text, WebM as WebVTT, copied or transcoded; times and words are the scenes'."""
    shots = [shot(landscape(tmp_path / f"{n}.png", n), 600) for n in range(2)]
    film = replace(plan(shots), track=CUES)
    films.render(film)
    kind, cues = subtitles(films.out)
    assert kind == "mov_text"
    # Braces, angles and backslashes are commands in the forms in between, so look-alikes stand for them.
    words = ["First", "A → B ‹b›& (/b1) /N 100% 'q' 寿司 🎬"]
    assert [(round(start, 2), round(end, 2)) for start, end, _ in cues] == [(0, 0.6), (0.6, 1.2)]
    assert [said for *_, said in cues] == words
    for format in ExportFormat:
        for size in ((160, 90), SMALL):
            out = tmp_path / f"{size[0]}.{format}"
            spec = ExportSpec(
                format=format, quality=ExportQuality.LOW, size=size, video_kbps=20_000, audio_kbps=128
            )
            transcode(
                films.out, out, spec, ffmpeg=ffmpeg, cancellation=Cancellation(), on_progress=lambda _: None
            )
            kind, cues = subtitles(out)
            assert kind == ("webvtt" if format is ExportFormat.WEBM else "mov_text")
            assert [said for *_, said in cues] == words
            assert probe(out).captions == kind


def test_exports_of_one_decode_all_have_the_track(films: Studio, tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Several files made at once carry the captions each."""
    films.render(replace(plan([shot(landscape(tmp_path / "1.png", 1), 600)]), track=CUES[:1]))
    master = probe(films.out)
    specs = [
        ExportSpec(format=format, quality=ExportQuality.LOW, size=(160, 90), video_kbps=500, audio_kbps=64)
        for format in (ExportFormat.MP4, ExportFormat.MOV)
    ]
    outputs = [output(tmp_path / f"film.{spec.format}", spec, master) for spec in specs]
    ffmpeg.run(commands.transcode_together(films.out, outputs), cancellation=Cancellation())
    for one, spec in zip(outputs, specs, strict=True):
        checked(one.out, spec, master)
        with pytest.raises(FilmFailedCheck, match="captions are mov_text"):
            checked(one.out, spec, replace(master, captions=None))
        kind, cues = subtitles(one.out)
        assert (kind, [said for *_, said in cues]) == ("mov_text", ["First"])


def test_a_burned_film_and_its_exports_have_no_track(
    films: Studio, tmp_path: Path, ffmpeg: FFmpeg, typesetter: Typesetter
) -> None:
    """Words that are in the picture are not offered a second time."""
    films.render(burned(plan([shot(landscape(tmp_path / "1.png", 1), 600)]), caption(typesetter, "Words")))
    out = tmp_path / "film.webm"
    spec = ExportSpec(
        format=ExportFormat.WEBM, quality=ExportQuality.LOW, size=(160, 90), video_kbps=1000, audio_kbps=128
    )
    transcode(films.out, out, spec, ffmpeg=ffmpeg, cancellation=Cancellation(), on_progress=lambda _: None)
    assert (subtitles(films.out)[0], subtitles(out)[0]) == (None, None)


def test_a_film_without_its_track_fails_its_check(films: Studio, tmp_path: Path) -> None:
    """A track that was asked for and is not there is no film as planned."""
    film = plan([shot(landscape(tmp_path / "1.png", 1), 600)])
    films.render(film)
    with pytest.raises(FilmFailedCheck, match="captions is None instead of mov_text"):
        check_film(films.out, replace(film, track=CUES[:1]))


def test_webvtt_says_any_text_as_it_is() -> None:
    """Tags, entities, arrows, blank lines and NUL in a text neither end a cue nor vanish; hours are counted."""
    late = Cue(start_ms=3_599_999, end_ms=3_661_007, text="a\x00\n\n b <i>&amp;</i> --> c")
    assert webvtt([late, Cue(start_ms=0, end_ms=1, text=" \n")]) == (
        "WEBVTT\n\n00:59:59.999 --> 01:01:01.007\na b &lt;i&gt;&amp;amp;&lt;/i&gt; → c\n\n"
        "00:00:00.000 --> 00:00:00.001\n…\n"
    )
    assert track_text([late]).splitlines()[3] == "a b ‹i›&amp;amp;‹/i› → c"
