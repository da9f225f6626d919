"""The catalogue of models: what it holds, how a second file changes it, and what it refuses."""

from pathlib import Path

import pytest

from core.errors import ConfigurationError
from core.providers.catalog import Catalog, ClipLength, ModelKind, Price
from core.terms import AspectRatio

NEW_PAINTER = """
[[models]]
kind = "picture"
name = "acme/new-painter"
title = "New painter"
output = "picture"
inputs = { prompt = "text", width = "w", height = "h", seed = "noise" }
price = { micros = 1234, per = "picture" }
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", list(ModelKind))
def test_every_kind_has_exactly_one_default(catalog: Catalog, kind: ModelKind) -> None:
    """Without a choice in the settings there is one model of each kind to work with."""
    defaults = [model.name for model in catalog.models() if model.kind is kind and model.default]

    assert [catalog.model(kind).name] == defaults


def test_every_still_model_is_told_all_shapes(catalog: Catalog) -> None:
    """No model that draws is left to choose the shape itself."""
    drawing = [model for model in catalog.models() if model.output == "picture"]

    assert drawing
    assert all(set(model.shapes) == set(AspectRatio) for model in drawing)


def test_a_second_file_adds_a_model(tmp_path: Path) -> None:
    """A new model needs an entry and nothing else."""
    catalog = Catalog.load(written(tmp_path / "mine.toml", NEW_PAINTER))

    assert catalog.model("picture", "acme/new-painter").price.micros == 1234
    assert len(catalog.models()) == len(Catalog.load().models()) + 1


def test_a_second_file_changes_only_what_it_names(tmp_path: Path) -> None:
    """A new price for a known model leaves its inputs, shapes and fixed values alone."""
    text = (
        '[[models]]\nkind = "picture"\nname = "black-forest-labs/flux-schnell"\nprice = { micros = 4000 }\n'
    )
    before = Catalog.load().model("picture")
    after = Catalog.load(written(tmp_path / "mine.toml", text)).model("picture")

    assert after.price == Price(micros=4000, per="picture")
    assert (after.inputs, after.shapes, after.always) == (before.inputs, before.shapes, before.always)


def test_the_second_files_default_wins(tmp_path: Path) -> None:
    """Marking another model as the default takes the mark from the first one."""
    text = '[[models]]\nkind = "picture"\nname = "google/imagen-4-fast"\ndefault = true\n'

    assert Catalog.load(written(tmp_path / "mine.toml", text)).model("picture").name == "google/imagen-4-fast"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[models", "cannot be read"),
        ("colour = 1", "has no [[models]] entries"),
        (NEW_PAINTER.replace('"picture"', '"music"', 1), "kind"),
        (NEW_PAINTER.replace("micros = 1234", "micros = -1"), "price.micros"),
        (NEW_PAINTER.replace("title =", "titel ="), "titel"),
        (NEW_PAINTER.replace('width = "w", ', ""), "shape"),
        (NEW_PAINTER.replace('kind = "picture"', 'kind = "motion"'), "picture to start from"),
        (NEW_PAINTER.replace('kind = "picture"', 'kind = "text"'), "makes a picture"),
        (NEW_PAINTER.replace("acme/new-painter", "new painter"), "name"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, says: str) -> None:
    """What is wrong with a catalogue file is told with the file or the entry, and the way out."""
    path = written(tmp_path / "mine.toml", text)

    with pytest.raises(ConfigurationError) as caught:
        Catalog.load(path)

    told = caught.value.message
    assert says in told or says in str(caught.value.__cause__)
    assert str(path) in told or "new" in told
    assert caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A settings value that points nowhere is an error, not an empty catalogue."""
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml"):
        Catalog.load(tmp_path / "nowhere.toml")


def test_an_unknown_model_lists_the_known_ones(catalog: Catalog) -> None:
    """Whoever mistypes a model's name reads which names there are."""
    with pytest.raises(ConfigurationError) as caught:
        catalog.model("picture", "acme/unknown")

    assert "black-forest-labs/flux-schnell" in caught.value.hint


@pytest.mark.parametrize(
    ("metrics", "charged"),
    [
        ({"video_output_duration_seconds": 5.1}, 183_600),
        ({}, 144_000),
        ({"video_output_duration_seconds": "?"}, 144_000),
    ],
)
def test_seconds_are_charged_as_measured(metrics: dict[str, object], charged: int) -> None:
    """A price per second goes by the service's own measure, and by the order where it has none."""
    assert Price(micros=36_000, per="second").charge(metrics, 4) == charged


@pytest.mark.parametrize(
    ("metrics", "charged"),
    [
        ({"token_input_count": 1000, "token_output_count": 2000}, 3600),
        ({"token_input_count": 1, "token_output_count": 0}, 1),
        ({"token_input_count": 1000}, 16_308),
    ],
)
def test_tokens_are_charged_as_measured(catalog: Catalog, metrics: dict[str, object], charged: int) -> None:
    """A language model's question and answer are charged by the token, and by the most there can be if nobody counted."""
    assert catalog.model("text").price.charge(metrics) == charged


def test_computing_time_has_a_typical_estimate() -> None:
    """A model billed by computing time is estimated by what it typically takes."""
    price = Price(micros=1000, per="second", metric="predict_time", typical_seconds=8)

    assert price.estimate(3) == 8000
    assert price.charge({"predict_time": 2.5}, 3) == 2500


@pytest.mark.parametrize(
    ("length", "duration_ms", "ordered", "seconds"),
    [
        (ClipLength(unit="frames", minimum=81, maximum=121, frames_per_second=16), 3000, 81, 81 / 16),
        (ClipLength(unit="frames", minimum=81, maximum=121, frames_per_second=16), 6000, 96, 6),
        (ClipLength(unit="frames", minimum=81, maximum=121, frames_per_second=16), 60_000, 121, 121 / 16),
        (ClipLength(unit="seconds", minimum=2, maximum=12), 4001, 5, 5),
    ],
)
def test_a_clip_is_ordered_to_cover_its_scene(
    length: ClipLength, duration_ms: int, ordered: int, seconds: float
) -> None:
    """The ordered length covers the scene where the model can, within what it takes."""
    assert length.nearest(duration_ms) == ordered
    assert length.seconds(ordered) == seconds
