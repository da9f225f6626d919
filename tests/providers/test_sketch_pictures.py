"""The built-in artist draws what the words name, in every place, light, shape and manner."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from core.providers.sketch import motif_names
from core.providers.sketch.motif_names import PROP
from core.providers.sketch.motifs.registry import motif, motifs
from core.providers.sketch.places.catalog import PAINTERS
from core.providers.sketch.riding import CABINS, SEATS
from core.providers.sketch.style_words import STYLES, style_of
from core.terms import AspectRatio
from core.vocabulary.reading import CARRIERS, DayTime, Place, Pose, Reading, Shot, Subject, Weather
from tests.providers.sketch_scenes import SMALL, brief, pixels, scene, subject


def _changed(first: Reading, second: Reading, **more: object) -> float:
    """The share of the picture in which two scenes plainly differ."""
    difference = np.abs(pixels(first, **more) - pixels(second, **more)).max(axis=2)
    return float((difference > 24).mean())


@cache
def _boulder() -> NDArray[np.int16]:
    return pixels(scene("rock"))


def test_every_name_has_a_drawing_and_every_drawing_a_name() -> None:
    """The list that the vocabulary maps to and the drawings are the same set."""
    assert set(motif_names()) == set(motifs())


@pytest.mark.parametrize("name", [name for name in motif_names() if name != "rock"])
def test_each_motif_is_seen(name: str) -> None:
    """A scene with the motif differs plainly from the same scene with a boulder in its stead."""
    difference = np.abs(pixels(scene(name)) - _boulder()).max(axis=2)
    assert (difference > 24).mean() > 0.008


@pytest.mark.parametrize("name", ["dog", "lighthouse", "moon", "chest", "bird", "bicycle"])
def test_a_companion_is_seen_beside_the_hero(name: str) -> None:
    """A second subject appears in the picture; it is not swallowed by the first."""
    assert _changed(scene("hero", name), scene("hero")) > 0.004


def test_an_unknown_thing_is_drawn_under_a_cloth() -> None:
    """A noun without a drawing still stands in the scene, as the veiled prop."""
    assert motif("flux capacitor") is motif(PROP)
    assert (
        _changed(
            Reading(subjects=(Subject(motif="flux capacitor", word="x"),), place=Place.DESERT),
            scene("rock", place=Place.DESERT),
        )
        > 0.01
    )


@pytest.mark.parametrize("hour", list(DayTime))
def test_the_hero_stands_out_from_the_ground(hour: DayTime) -> None:
    """Where the hero is, the picture differs in brightness or colour from the same place around it."""
    for name in ("hero", "knight", "fox"):
        with_subject, without = pixels(scene(name, day_time=hour)), pixels(scene("butterfly", day_time=hour))
        difference = np.abs(with_subject - without).max(axis=2)
        inside = difference > 20
        assert inside.mean() > 0.004
        assert difference[inside].mean() > 34


@pytest.mark.slow
def test_every_place_draws_at_every_hour_in_every_weather() -> None:
    """Each place meets each hour and each weather, and each hour each weather; none comes out empty."""
    combinations = [
        (place, hour, weather, list(Shot)[(row + column + step) % 6])
        for row, place in enumerate(PAINTERS)
        for column, hour in enumerate(DayTime)
        for step, weather in enumerate(Weather)
        # A third of all 660 holds every pair at least once and keeps the test short.
        if (row + column + step) % 3 == 0
    ]
    for place, hour, weather, shot in combinations:
        picture = pixels(
            scene("hero", place=place, day_time=hour, weather=weather, shot=shot), size=(224, 128)
        )
        assert picture.std() > 6, (place, hour, weather)
    assert {place for place, *_ in combinations} == set(Place)


def test_the_hour_changes_the_light() -> None:
    """Night is darker than dusk, and dusk darker than day."""
    day, dusk, night = (
        pixels(scene("hero", day_time=hour)).mean() for hour in (DayTime.DAY, DayTime.DUSK, DayTime.NIGHT)
    )
    assert night + 10 < dusk < day - 10


def test_every_shot_is_another_view() -> None:
    """The six sizes of shot move the camera: no two of them look alike."""
    views = [pixels(scene("hero", shot=shot)) for shot in Shot]
    for index, first in enumerate(views):
        for second in views[index + 1 :]:
            assert np.abs(first - second).mean() > 12


def test_poses_differ() -> None:
    """Each pose gives the figure another outline."""
    views = [pixels(scene("man", pose=pose)) for pose in Pose]
    for index, first in enumerate(views):
        for second in views[index + 1 :]:
            assert (np.abs(first - second).max(axis=2) > 24).mean() > 0.003


def test_whatever_has_a_seat_or_a_cabin_carries() -> None:
    """The vocabulary knows all that the artist seats people on or in, so that it adds no second one."""
    assert SEATS.keys() | CABINS <= CARRIERS


@pytest.mark.parametrize("name", sorted(SEATS))
def test_who_rides_leaves_the_ground(name: str) -> None:
    """A rider is higher up than somebody who stands beside the same horse or boat."""
    place = Place.SEA if name.endswith("boat") else Place.MEADOW
    riding, standing = (
        _lowest_change(
            *(scene(one, name, place=place, pose=pose, shot=Shot.WIDE) for one in ("man", "robot"))
        )
        for pose in (Pose.RIDING, Pose.STANDING)
    )
    assert riding < standing - 0.04


@pytest.mark.parametrize("name", sorted(CABINS))
def test_who_drives_is_not_seen_beside_the_car(name: str) -> None:
    """Whoever is in it, a car looks the same, and nobody runs beside it."""
    pictures = [scene(one, name, pose=Pose.RIDING, shot=Shot.WIDE) for one in ("man", "robot")]
    assert _changed(*pictures) == 0


def _lowest_change(first: Reading, second: Reading) -> float:
    """How far down two scenes plainly differ, from 0 at the top to 1."""
    difference = np.abs(pixels(first) - pixels(second)).max(axis=2) > 24
    return float(np.flatnonzero(difference.any(axis=1))[-1] / len(difference))


def test_a_named_colour_is_used() -> None:
    """A red car is redder than a blue one."""
    red, blue = (
        pixels(
            Reading(
                subjects=(subject("car", color=tone),),
                place=Place.ROAD,
                day_time=DayTime.DAY,
                shot=Shot.MEDIUM,
            )
        )
        for tone in ("red", "blue")
    )
    changed = np.abs(red - blue).max(axis=2) > 40
    assert changed.mean() > 0.02
    assert red[changed][:, 0].mean() > blue[changed][:, 0].mean() + 40


def test_more_of_a_kind_are_counted() -> None:
    """Three birds cover more of the sky than one."""
    one = Reading(subjects=(subject("balloon"),), place=Place.SKY, shot=Shot.WIDE)
    three = Reading(subjects=(subject("balloon", count=3),), place=Place.SKY, shot=Shot.WIDE)
    assert _changed(one, three) > 0.03


@pytest.mark.parametrize("shape", list(AspectRatio))
@pytest.mark.parametrize("style", ["cinematic", "watercolor", "documentary", "pencil"])
def test_every_shape_has_its_exact_size(shape: AspectRatio, style: str) -> None:
    """A picture is exactly as large as the brief says, in every shape, also at odd sizes."""
    width, height = shape.picture_size
    for size in ((width // 4, height // 4), (width // 5 + 1, height // 5)):
        assert pixels(scene("hero", "dog"), size=size, aspect_ratio=shape, style=style).shape == (
            size[1],
            size[0],
            3,
        )


def test_styles_differ_in_kind() -> None:
    """Noir has no colour, pencil is nearly white paper, cyberpunk is dark and violet, watercolour leaves a white rim."""
    drawn = {name: pixels(scene("hero", "lighthouse", place=Place.BEACH), style=name) for name in STYLES}
    noir, pencil, neon, wash = drawn["noir"], drawn["pencil"], drawn["cyberpunk"], drawn["watercolor"]
    assert (noir.max(axis=2) - noir.min(axis=2)).max() <= 8
    assert (pencil.min(axis=2) > 215).mean() > 0.5
    assert neon.mean() < drawn["cinematic"].mean() - 25
    assert neon[..., 2].mean() > neon[..., 1].mean() + 15
    assert wash[:2].mean() > 225
    anime = drawn["anime"]
    assert (anime.max(axis=2) - anime.min(axis=2)).mean() > (
        drawn["documentary"].max(axis=2) - drawn["documentary"].min(axis=2)
    ).mean() + 10


def test_no_two_styles_look_alike() -> None:
    """The same scene in any two manners differs all over, not in a corner."""
    views = [pixels(scene("hero", place=Place.CITY, day_time=DayTime.GOLDEN), style=name) for name in STYLES]
    for index, first in enumerate(views):
        for second in views[index + 1 :]:
            assert np.abs(first - second).mean() > 6


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Studio Ghibli", "anime"), ("black and white film noir", "noir"), ("neon", "cyberpunk"), ("sketch", "pencil"),
        ("photorealistic", "documentary"), ("", "cinematic"), ("Aquarell", "watercolor"), ("epic fantasy", "fantasy"),
        ("CINEMATIC", "cinematic"), ("fairy tale", "fantasy"), ("🎬✨", "cinematic"), ("x" * 100, "cinematic"),
        ("children's picture book", "watercolor"), ("35mm film", "cinematic"), ("cyberpunk", "cyberpunk"),
    ],
)  # fmt: skip
def test_free_words_name_a_style(text: str, style: str) -> None:
    """Any text finds one of the eight manners."""
    assert style_of(text) == style


@pytest.mark.parametrize(
    "prompt", ["", "\x00", "🦊🌙", "قارب في البحر", "a" * 5000, "100% %s {x} \"'\\\n\t", "\ud800"]
)
def test_strange_texts_draw_something(prompt: str) -> None:
    """A text that says nothing to the reader still gives a full picture, led by the seed."""
    picture = pixels(Reading(), prompt=prompt)
    assert picture.shape == (SMALL[1], SMALL[0], 3)
    assert picture.std() > 12
    assert np.abs(picture - pixels(Reading(), prompt=prompt, seed=2)).mean() > 2


def test_the_mark_is_small_and_in_the_corner() -> None:
    """Every picture carries the word of its artist, in less than a hundredth of its area."""
    from core.providers.sketch import drawing

    canvas = np.full((256, 448, 3), 90, np.uint8)
    marked = np.asarray(drawing.marked(canvas)).astype(np.int16)
    rows, columns = np.nonzero(np.abs(marked - 90).max(axis=2))
    assert rows.size > 20
    assert rows.min() > 230
    assert columns.min() > 400


def test_the_brief_is_not_needed_twice() -> None:
    """A brief is a plain value: two equal ones draw the same picture."""
    assert brief() == brief()
    assert np.array_equal(pixels(scene("hero")), pixels(scene("hero")))
