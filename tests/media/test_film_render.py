"""Films from stills: their length, shape, colours and transitions, what is encoded again, and what a crash leaves."""

import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import Canceled, DiskFull, FFmpegFailed, PictureUnreadable
from core.media.encoder import encode_segment
from core.media.ffmpeg import FFmpeg
from core.media.film import FilmPlan, FilmProgress, render_film
from core.media.frames import Screen
from core.media.probe import probe
from core.media.projection import Projector
from core.media.timeline import pieces
from core.terms import CAMERA_MOTIONS, AspectRatio, Motion, Transition
from tests.media.films import (
    SMALL,
    Frame,
    Studio,
    as_decoded,
    decoded,
    flat,
    landscape,
    luma,
    plan,
    shot,
    ssim,
    ycc,
)

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.mark.parametrize("durations", [[501], [1033, 967], [500, 777, 1234], [999, 1001, 500, 533]])
def test_length_is_exact(durations: list[int], films: Studio, tmp_path: Path) -> None:
    """Scenes of odd lengths make a film that is right to one frame, even, and starts at 0, with sound as long."""
    shots = [shot(landscape(tmp_path / f"{n}.png", n), ms) for n, ms in enumerate(durations)]
    facts = films.render(plan(shots))
    assert facts.frames == round(sum(durations) * 30 / 1000)
    assert abs(facts.duration_ms - sum(durations)) <= 17
    assert (facts.start_ms, facts.even, facts.frame_rate) == (0, True, 30.0)
    assert abs(facts.audio_ms - sum(durations)) < 40
    assert len(decoded(films.out)) == facts.frames


@pytest.mark.parametrize("aspect", list(AspectRatio))
def test_every_shape(aspect: AspectRatio, films: Studio, tmp_path: Path) -> None:
    """A film of each shape is tagged BT.709, H.264 with AAC, and of the size that was asked for."""
    shots = [shot(landscape(tmp_path / f"{n}.png", n), 600) for n in range(2)]
    facts = films.render(plan(shots, aspect.size_for(180)))
    assert (facts.width, facts.height) == aspect.size_for(180)
    assert (facts.video_codec, facts.pixel_format, facts.audio_codec) == ("h264", "yuv420p", "aac")
    assert (facts.audio_rate, facts.channels) == (48_000, 2)
    assert facts.tagged_bt709


def test_colors_in_are_colors_out(films: Studio, tmp_path: Path) -> None:
    """Colour bars come out of the finished file within two codes of the standard's values."""
    bars = {(191, 191, 191): (180, 128, 128), (191, 0, 0): (51, 109, 212), (0, 191, 0): (134, 63, 52)}
    for rgb, expected in bars.items():
        film = plan([shot(flat(tmp_path / f"{rgb}.png", rgb), 600)])
        films.render(film)
        for frame in (decoded(films.out)[0], decoded(films.out)[-1]):
            assert ycc(frame, (0, 0, *SMALL)) == pytest.approx(expected, abs=2)


def two_colors(tmp_path: Path, transition: Transition) -> FilmPlan:
    first = shot(flat(tmp_path / "red.png", RED), 1500, Motion.STILL, transition)
    return plan([first, shot(flat(tmp_path / "blue.png", BLUE), 1500, Motion.STILL)])


def frames_of(films: Studio, tmp_path: Path, transition: Transition) -> list[Frame]:
    films.render(two_colors(tmp_path, transition))
    return decoded(films.out)


@pytest.mark.parametrize("transition", list(Transition))
def test_transition_lies_around_the_boundary(transition: Transition, films: Studio, tmp_path: Path) -> None:
    """Outside of half a second around the boundary each scene is seen alone."""
    frames = frames_of(films, tmp_path, transition)
    whole = (0, 0, *SMALL)
    red, blue = ycc(frames[0], whole), ycc(frames[-1], whole)
    assert red[2] > 190
    assert blue[1] > 190
    for frame in frames[: 45 - 7]:
        assert ycc(frame, whole) == pytest.approx(red, abs=2)
    for frame in frames[45 + 8 :]:
        assert ycc(frame, whole) == pytest.approx(blue, abs=2)


def test_cut_is_sharp(films: Studio, tmp_path: Path) -> None:
    """At a cut the last frame of one scene stands beside the first one of the next."""
    frames = frames_of(films, tmp_path, Transition.CUT)
    assert ycc(frames[44], (0, 0, *SMALL))[2] > 190
    assert ycc(frames[45], (0, 0, *SMALL))[1] > 190


def test_crossfade_mixes_both(films: Studio, tmp_path: Path) -> None:
    """In the middle of a cross-fade both scenes weigh the same, and each frame is a step further."""
    frames = frames_of(films, tmp_path, Transition.CROSSFADE)
    whole = (0, 0, *SMALL)
    means = [ycc(frame, whole) for frame in frames]
    half = [(one + other) / 2 for one, other in zip(means[0], means[-1], strict=True)]
    assert means[45] == pytest.approx(half, abs=4)
    going = [mean[1] for mean in means[37:54]]
    assert going == sorted(going)


def test_fade_black_is_black_between(films: Studio, tmp_path: Path) -> None:
    """Half-way through a fade to black nothing of either scene is seen, nor any colour."""
    frames = frames_of(films, tmp_path, Transition.FADE_BLACK)
    darkest = min(frames, key=lambda frame: float(luma(frame).mean()))
    assert ycc(darkest, (0, 0, *SMALL)) == pytest.approx((16, 128, 128), abs=3)


@pytest.mark.parametrize(("transition", "arrives_left"), [(Transition.SLIDE, False), (Transition.WIPE, True)])
def test_slide_and_wipe_show_both(
    transition: Transition, arrives_left: bool, films: Studio, tmp_path: Path
) -> None:
    """Half-way one scene fills one side and the next one the other: a slide comes from the right, a wipe from the left."""
    frame = frames_of(films, tmp_path, transition)[45]
    left, right = ycc(frame, (0, 0, 60, 180)), ycc(frame, (260, 0, 320, 180))
    new, old = (left, right) if arrives_left else (right, left)
    assert new[1] > 190
    assert old[2] > 190


def test_pieces_leave_no_seams(films: Studio, tmp_path: Path) -> None:
    """The joined film is as like the drawn frames at every seam as the same film encoded in one piece."""
    kinds = list(Transition)
    shots = [
        shot(landscape(tmp_path / f"{n}.png", n), 1400, motion, kinds[n % len(kinds)])
        for n, motion in enumerate(CAMERA_MOTIONS)
    ]
    film = plan(shots)
    films.render(film)
    projector = Projector(film)
    drawn = [as_decoded(screen) for piece in pieces(film) for screen in projector.play(piece)]

    def again() -> Iterator[Screen]:
        return (screen for piece in pieces(film) for screen in projector.play(piece))

    whole = tmp_path / "whole.mp4"
    encode_segment(whole, again, frames=film.frames, size=SMALL, frame_rate=30, cancellation=Cancellation())
    joined, single = decoded(films.out), decoded(whole)
    assert len(joined) == len(single) == len(drawn)
    starts = np.cumsum([piece.frames for piece in pieces(film)])[:-1]
    for seam in starts:
        for number in range(seam - 2, seam + 2):
            reference = luma(drawn[number])
            assert ssim(luma(joined[number]), reference) > 0.96
            assert ssim(luma(joined[number]), reference) > ssim(luma(single[number]), reference) - 0.02


def three(tmp_path: Path) -> list[Path]:
    return [landscape(tmp_path / f"{n}.png", n) for n in range(3)]


def test_second_render_encodes_nothing(films: Studio, tmp_path: Path) -> None:
    """Rendering the same plan again makes the same film, byte for byte, from the segments that are there."""
    film = plan([shot(picture) for picture in three(tmp_path)])
    first = films.render(film)
    stored = films.stored()
    second = films.render(film)
    assert films.stored() == stored
    assert second == first


def test_changed_picture_encodes_its_own_segments(films: Studio, tmp_path: Path) -> None:
    """With another last picture only its own pieces and the transition into it are encoded."""
    pictures = three(tmp_path)
    films.render(plan([shot(picture) for picture in pictures]))
    before = films.stored()
    pictures[2] = landscape(tmp_path / "other.png", 99)
    changed = plan([shot(picture) for picture in pictures])
    films.render(changed)
    after = films.stored()
    fresh = [
        piece
        for piece in pieces(changed)
        if 2 in {piece.shown.shot, piece.next_shown and piece.next_shown.shot}
    ]
    assert before.items() <= after.items()
    assert len(after) - len(before) == len(fresh)


def test_every_piece_of_a_long_scene_is_its_own(films: Studio, tmp_path: Path) -> None:
    """Pieces of the same length from one long scene are never taken for each other."""
    film = plan([shot(landscape(tmp_path / "long.png", 4), 20_000, Motion.LEFT)])
    films.render(film)
    assert len(films.drawn()) == len(pieces(film))
    drawn = (screen.planes.luma.copy() for piece in pieces(film) for screen in Projector(film).play(piece))
    for shown, expected in list(zip(decoded(films.out), drawn, strict=True))[::20]:
        assert ssim(luma(shown), expected.astype(np.float64)) > 0.96


def test_path_does_not_shape_a_segment(films: Studio, tmp_path: Path) -> None:
    """The same picture elsewhere on disk, in another film, needs no new segment."""
    films.render(plan([shot(picture) for picture in three(tmp_path)]))
    stored = films.stored()
    films.render(plan([shot(picture) for picture in three(tmp_path / "copy")]))
    assert films.stored() == stored


@pytest.mark.parametrize("change", ["motion", "transition", "duration_ms", "size"])
def test_whatever_shapes_a_film_changes_its_segments(change: str, films: Studio, tmp_path: Path) -> None:
    """A segment is never taken for one of another motion, transition, length or size."""
    pictures = three(tmp_path)[:2]
    films.render(plan([shot(picture, 800) for picture in pictures]))
    before = len(films.stored())
    others = {
        "motion": plan([shot(picture, 800, Motion.LEFT) for picture in pictures]),
        "transition": plan([shot(picture, 800, transition=Transition.WIPE) for picture in pictures]),
        "duration_ms": plan([shot(picture, 900) for picture in pictures]),
        "size": plan([shot(picture, 800) for picture in pictures], (180, 320)),
    }
    films.render(others[change])
    assert len(films.stored()) > before


def test_progress_is_told(films: Studio, tmp_path: Path) -> None:
    """Reports begin at 0, never go back, end at 1, come from the calling thread and name the stage."""
    threads = set()

    def hear(report: FilmProgress) -> None:
        threads.add(threading.get_ident())
        films.reports.append(report)

    film = plan([shot(picture, 3000) for picture in three(tmp_path)])
    render_film(
        film,
        out=films.out,
        segments=films.segments,
        ffmpeg=films.ffmpeg,
        cancellation=Cancellation(),
        on_progress=hear,
        workers=1,
    )
    done = [report.done for report in films.reports]
    assert (done[0], done[-1]) == (0.0, 1.0)
    assert done == sorted(done)
    assert [report.stage for report in films.reports][-3:] == ["joining", "checking", "done"]
    assert threads == {threading.get_ident()}
    drawing = [report for report in films.reports if report.shot is not None]
    assert all(report.seconds_left is not None and report.seconds_left >= 0 for report in drawing)


def encoders_run() -> bool:
    """Whether any thread of this process makes segments."""
    return any(thread.name.startswith("segment") for thread in threading.enumerate())


def test_cancel_ends_every_encoder(films: Studio, tmp_path: Path) -> None:
    """Cancelling in the middle ends all encoders before it is told, reports no more, and leaves whole segments only."""
    cancellation = Cancellation()
    encoding: list[bool] = []

    def stop(report: FilmProgress) -> None:
        if report.done > 0:
            encoding.append(encoders_run())
            cancellation.cancel()

    film = plan([shot(picture, 20_000) for picture in three(tmp_path)], (1280, 720))
    with pytest.raises(Canceled):
        render_film(
            film,
            out=films.out,
            segments=films.segments,
            ffmpeg=films.ffmpeg,
            cancellation=cancellation,
            on_progress=stop,
        )
    assert encoding == [True]
    assert not encoders_run()
    assert not films.out.exists()
    assert not films.leftovers()
    for name in films.drawn():
        assert probe(films.segments.folder / name[:2] / name).frames > 0


def test_old_film_stays_when_a_new_one_fails(films: Studio, tmp_path: Path) -> None:
    """A render that fails leaves the film that was there, and names the cause."""
    film = plan([shot(picture, 600) for picture in three(tmp_path)])
    facts = films.render(film)
    broken = shot(three(tmp_path)[0], 700)
    broken.picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken" * 20)
    with pytest.raises(PictureUnreadable):
        films.render(plan([broken]))
    assert probe(films.out).sha256 == facts.sha256
    assert not films.leftovers()


def test_full_disk_leaves_no_half_film(films: Studio, tmp_path: Path) -> None:
    """When ffmpeg finds no room to join the pieces, the error is `DiskFull`, and only the whole pieces stay."""
    fake = tmp_path / "ffmpeg"
    script = (
        '[ "$1" = -version ] && echo ffmpeg version 1 && exit; echo "No space left on device" >&2; exit 1'
    )
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    films.ffmpeg = FFmpeg.locate(str(fake))
    film = plan([shot(picture) for picture in three(tmp_path)])
    with pytest.raises(DiskFull):
        films.render(film)
    assert all(probe(films.segments.folder / name[:2] / name).frames > 0 for name in films.drawn())
    assert not films.leftovers()
    assert not films.out.exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False).returncode != 0:
        pytest.skip("Only root can mount a small disk.")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_really_full_disk(tiny_disk: Path, ffmpeg: FFmpeg, tmp_path: Path) -> None:
    """On a disk that is really too small the error is the same, and half-written files are gone."""
    films = Studio(tiny_disk, ffmpeg)
    film = plan([shot(landscape(tmp_path / "big.png", 1), 10_000)], (1280, 720))
    with pytest.raises(DiskFull):
        films.render(film)
    assert not films.leftovers()
    assert not films.out.exists()


def test_ffmpeg_that_fails_stops_the_others(films: Studio, tmp_path: Path) -> None:
    """One encoder's failure ends the render with ffmpeg's own words."""
    fake = tmp_path / "ffmpeg"
    fake.write_text(
        '#!/bin/sh\n[ "$1" = -version ] && echo ffmpeg version 1 && exit\necho bad luck >&2; exit 1\n'
    )
    fake.chmod(0o755)
    films.ffmpeg = FFmpeg.locate(str(fake))
    with pytest.raises(FFmpegFailed, match="bad luck"):
        films.render(plan([shot(picture) for picture in three(tmp_path)]))


KILLED_RENDER = """
import pickle, sys
from pathlib import Path
from core.cancellation import Cancellation
from core.media.ffmpeg import FFmpeg
from core.media.film import render_film
from core.media.segments import SegmentCache
film, out, folder = pickle.load(sys.stdin.buffer)
render_film(
    film,
    out=out,
    segments=SegmentCache(folder),
    ffmpeg=FFmpeg.locate(None),
    cancellation=Cancellation(),
    on_progress=lambda report: print(report.done, flush=True),
)
"""


def test_kill_in_the_middle(films: Studio, tmp_path: Path) -> None:
    """After `kill -9` half-way every segment under its name is whole, and the next render goes on from there."""
    film = plan([shot(picture, 4000) for picture in three(tmp_path)], (960, 540))
    command = [sys.executable, "-c", KILLED_RENDER]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pickle.dumps((film, films.out, films.segments.folder)))
        process.stdin.close()
        while not films.drawn():
            assert process.stdout.readline()
        process.kill()
    stored = films.stored()
    assert not films.out.exists()
    assert all(probe(films.segments.folder / name[:2] / name).frames > 0 for name in films.drawn())
    assert films.render(film).frames == 360
    assert 0 < len(stored) < len(films.stored())
    assert stored.items() <= films.stored().items()


@pytest.mark.slow
def test_full_size_film(films: Studio, tmp_path: Path) -> None:
    """A film at full size with a picture far larger than the screen is as planned."""
    shots = [
        shot(landscape(tmp_path / "large.png", 5, (4000, 3000)), 1500, Motion.RIGHT),
        shot(landscape(tmp_path / "usual.png", 6, (1344, 768)), 1500, Motion.OUT),
    ]
    facts = films.render(plan(shots, AspectRatio.WIDE.film_size))
    assert (facts.width, facts.height, facts.frames) == (1920, 1080, 90)
