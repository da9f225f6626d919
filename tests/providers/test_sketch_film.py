"""The pictures of one film belong together, and the same brief gives the same bytes everywhere."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import Canceled
from core.providers.base import Artist
from core.providers.sketch.artist import SketchArtist
from core.providers.sketch.colours import named
from core.providers.sketch.motifs.costumes import costume_of
from core.providers.sketch.palette import palette_for
from core.terms import AspectRatio
from core.vocabulary.reading import DayTime, Place, Pose, Shot, Weather
from tests.providers.sketch_scenes import brief, pixels, scene

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import hashlib
from core.cancellation import Cancellation
from core.providers.sketch.artist import SketchArtist
from tests.providers.sketch_scenes import brief
artist = SketchArtist()
for style in ("cinematic", "pencil"):
    order = brief(prompt="A red fox runs through a rainy forest at night", style=style)
    print(hashlib.sha256(artist.collect(artist.submit(order), order, Cancellation()).content).hexdigest())
"""


def _six_scenes() -> list[np.ndarray[tuple[int, ...], np.dtype[np.int16]]]:
    shots = (Shot.WIDE, Shot.MEDIUM, Shot.WIDE, Shot.CLOSE_UP, Shot.WIDE, Shot.AERIAL)
    poses = (Pose.STANDING, Pose.WALKING, Pose.RUNNING, Pose.STANDING, Pose.REACHING, Pose.STANDING)
    return [
        pixels(
            scene("hero", place=Place.MOUNTAINS, day_time=DayTime.GOLDEN, shot=shot, pose=pose),
            seed=index,
            prompt=f"scene {index}",
        )
        for index, (shot, pose) in enumerate(zip(shots, poses, strict=True))
    ]


def test_two_processes_draw_the_same_bytes() -> None:
    """Neither the process nor its hash seed shows in a picture."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            cwd=_ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    artist = SketchArtist()
    order = brief(prompt="A red fox runs through a rainy forest at night", style="cinematic")
    here = hashlib.sha256(artist.collect("any", order, Cancellation()).content).hexdigest()
    assert len(answers) == 1
    assert answers.pop().splitlines()[0] == here


def test_six_pictures_of_one_film_share_their_palette() -> None:
    """The mean colours of a film's pictures lie closer together than those of two films."""
    means = [picture.mean(axis=(0, 1)) for picture in _six_scenes()]
    spread = max(float(np.abs(first - second).max()) for first in means for second in means)
    assert spread < 62
    assert len({palette_for(job, DayTime.GOLDEN, Weather.CLEAR).zenith for job in range(12)}) > 6


def test_no_picture_is_nearly_the_same_as_its_neighbour() -> None:
    """Two pictures of one film that follow each other differ plainly."""
    pictures = _six_scenes()
    for first, second in pairwise(pictures):
        assert np.abs(first - second).mean() > 9


def test_another_seed_gives_another_composition() -> None:
    """A new take of the same prompt is not the old picture again."""
    assert np.abs(pixels(scene("hero"), seed=1) - pixels(scene("hero"), seed=2)).mean() > 4


def test_the_hero_keeps_costume_and_light_through_a_film() -> None:
    """Costume and side of the light depend on the film's seed alone, and differ between films."""
    red = named("red")
    assert red is not None
    assert costume_of("hero", 5, red, None) == costume_of("hero", 5, red, None)
    assert len({repr(costume_of("hero", job, red, None)) for job in range(20)}) > 10
    for job in range(6):
        sides = {palette_for(job, hour, weather).light_from for hour in DayTime for weather in Weather}
        assert len(sides) == 1


def test_the_artist_keeps_to_the_protocol() -> None:
    """It is an artist like any other: free of charge, adoptable, with one ticket for one brief."""
    artist: Artist = SketchArtist()
    order = brief()
    assert (artist.name, artist.model, artist.price_micros(order)) == ("sketch", "sketch-1", 0)
    assert artist.adopt(order, since=datetime.now(UTC)) == artist.submit(order)
    assert artist.submit(order) != artist.submit(brief(seed=2))
    artist.withdraw(artist.submit(order))


def test_a_picture_is_a_full_chroma_jpeg_of_the_size_asked_for() -> None:
    """What is handed over is a JPEG of the real size with 4:4:4 colour."""
    order = brief(
        prompt="A lighthouse at dusk", size=AspectRatio.TALL.picture_size, aspect_ratio=AspectRatio.TALL
    )
    picture = SketchArtist().collect("any", order, Cancellation())
    with Image.open(BytesIO(picture.content)) as opened:
        assert (opened.format, opened.size, picture.media_type) == ("JPEG", order.size, "image/jpeg")
        assert {component[1:3] for component in opened.layer} == {(1, 1)}  # type: ignore[attr-defined]


def test_a_cancelled_picture_is_not_drawn() -> None:
    """Who cancels gets `Canceled`, not a picture."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Canceled):
        SketchArtist().collect("any", brief(), cancellation)


def test_the_words_reach_the_picture() -> None:
    """The prompt is read by the vocabulary: another subject and another hour give another picture."""
    artist = SketchArtist()
    fox = artist.read(brief(prompt="Wide shot of a fox in a forest at night"))
    assert [subject.motif for subject in fox.subjects] == ["fox"]
    assert (fox.place, fox.day_time, fox.shot) == (Place.FOREST, DayTime.NIGHT, Shot.WIDE)


def test_the_look_fills_in_what_the_prompt_leaves_open() -> None:
    """Place and hour that only the film's look names hold for a picture that does not contradict them."""
    artist = SketchArtist()
    reading = artist.read(brief(prompt="Close-up of a girl", look="A harbor at dusk"))
    assert (reading.place, reading.day_time, reading.shot) == (Place.HARBOR, DayTime.DUSK, Shot.CLOSE_UP)
    assert [subject.motif for subject in reading.subjects] == ["girl"]
