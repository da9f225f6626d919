"""The catalogue: which models there are, what they take, what they make and what they cost.

It is read from `models.toml` beside this file and from a second file that may change or add models,
so that a new model or a new price needs no code.
"""

import math
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import ConfigurationError
from core.terms import AspectRatio

# What a service reports as the length of a clip it made; models billed by computing time name their own.
CLIP_SECONDS_METRIC = "video_output_duration_seconds"
TOKEN_METRICS = ("token_input_count", "token_output_count")

Setting = str | bool | int | float
ModelKey = tuple[str, str]


class ModelKind(StrEnum):
    """What a model is for."""

    TEXT = "text"
    PICTURE = "picture"
    MOTION = "motion"
    EDIT = "edit"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Entry):
    """A price in micro-dollars per picture, per call, per second or per million tokens.

    Seconds are those of the service's `metric`; `typical_seconds` stands in for them before the work is done
    when they cannot be known from the order, as with computing time. For tokens `micros` is the price of the
    answer's and `micros_asked` of the question's; `most_tokens` (question, answer) bounds an estimate.
    """

    micros: int = Field(ge=0)
    per: Literal["picture", "second", "call", "tokens"]
    metric: str = CLIP_SECONDS_METRIC
    typical_seconds: float = Field(default=0, ge=0)
    micros_asked: int = Field(default=0, ge=0)
    most_tokens: tuple[int, int] = (0, 0)

    def estimate(self, ordered_seconds: float = 0) -> int:
        """The price of an order, before it is placed."""
        if self.per == "tokens":
            return self._of_tokens(*self.most_tokens)
        return self._of_seconds(self.typical_seconds or ordered_seconds)

    def charge(self, metrics: Mapping[str, object], ordered_seconds: float = 0) -> int:
        """The price of a finished order, by the service's own metrics where it reports them."""
        names = TOKEN_METRICS if self.per == "tokens" else (self.metric,)
        measured = [_number(metrics.get(name)) for name in names]
        numbers = [number for number in measured if number is not None]
        if len(numbers) < len(names):
            return self.estimate(ordered_seconds)
        return self._of_tokens(*numbers) if self.per == "tokens" else self._of_seconds(*numbers)

    def _of_seconds(self, seconds: float) -> int:
        # Rounded before it is raised, because 5.1 * 36000 is a hair above 183600 in binary.
        return math.ceil(round(self.micros * seconds, 3)) if self.per == "second" else self.micros

    def _of_tokens(self, asked: float, answered: float) -> int:
        return math.ceil(round((asked * self.micros_asked + answered * self.micros) / 1_000_000, 3))


def _number(measured: object) -> float | None:
    is_number = isinstance(measured, int | float) and not isinstance(measured, bool)
    return float(str(measured)) if is_number else None


class InputNames(_Entry):
    """How a model calls its inputs; empty where it has no such input."""

    prompt: str = "prompt"
    shape: str = ""
    width: str = ""
    height: str = ""
    seed: str = ""
    picture: str = ""
    reference: str = ""
    length: str = ""
    system: str = ""

    def taken(self) -> frozenset[str]:
        """Every input name that an order may use."""
        return frozenset(name for name in self.model_dump().values() if name)


class Limits(_Entry):
    """What a model can take: characters of prompt, the largest seed and bytes of a picture sent along."""

    prompt_characters: int = Field(default=4000, ge=100)
    seed: int = Field(default=2**31 - 1, ge=1)
    # The service asks for addresses instead of embedded files beyond 256 kB.
    picture_bytes: int = Field(default=250_000, ge=10_000)


class ClipLength(_Entry):
    """How a motion model is told the length: in frames or seconds, between two bounds."""

    unit: Literal["frames", "seconds"]
    minimum: int = Field(ge=1)
    maximum: int = Field(ge=1)
    frames_per_second: int = Field(default=16, ge=1)

    def nearest(self, duration_ms: int) -> int:
        """The length to order for a scene of this duration: the shortest that covers it, within the bounds."""
        scale = self.frames_per_second if self.unit == "frames" else 1
        return min(max(math.ceil(duration_ms * scale / 1000), self.minimum), self.maximum)

    def seconds(self, ordered: int) -> float:
        """The seconds of film that an ordered length gives."""
        return ordered / self.frames_per_second if self.unit == "frames" else float(ordered)


class CatalogModel(_Entry):
    """One model: its inputs, shapes, limits, price and what it makes.

    `always` is sent with every order. A `version` is named for models that the service runs by version only.
    """

    kind: ModelKind
    name: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    title: str
    output: Literal["text", "picture", "clip"]
    price: Price
    version: str = ""
    default: bool = False
    inputs: InputNames = InputNames()
    shapes: dict[AspectRatio, str] = Field(default_factory=dict)
    always: dict[str, Setting] = Field(default_factory=dict)
    limits: Limits = Limits()
    # Some models take a list of pictures where one is meant.
    reference_as_list: bool = False
    length: ClipLength | None = None

    @property
    def takes_seed(self) -> bool:
        """Whether the same order can be repeated and told from another one by its seed."""
        return bool(self.inputs.seed)

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        for complete, complaint in self._demands():
            if not complete:
                raise ValueError(complaint)
        return self

    def _demands(self) -> list[tuple[bool, str]]:
        sized = bool(self.inputs.width and self.inputs.height)
        shaped = bool(self.inputs.shape) and set(self.shapes) == set(AspectRatio)
        starts = self.kind in (ModelKind.MOTION, ModelKind.EDIT)
        # A model that is not told the shape draws a square, whatever the film is.
        needs_shape = self.kind in (ModelKind.PICTURE, ModelKind.EDIT)
        motion = self.kind is ModelKind.MOTION
        return [
            (sized or shaped or not needs_shape, "names no input for the shape, or not all four shapes"),
            (bool(self.inputs.picture) or not starts, "names no input for the picture to start from"),
            (bool(self.inputs.length and self.length) or not motion, "does not say how long a clip can be"),
            (self.output == _OUTPUTS[self.kind], f"makes a {self.output}, which is no {self.kind}"),
        ]


_OUTPUTS = {
    ModelKind.TEXT: "text",
    ModelKind.PICTURE: "picture",
    ModelKind.EDIT: "picture",
    ModelKind.MOTION: "clip",
}


class Catalog:
    """The models that can be chosen, by kind and name."""

    def __init__(self, models: Mapping[ModelKey, CatalogModel]) -> None:
        self._models = dict(models)

    @classmethod
    def load(cls, override: Path | None = None) -> Self:
        """Read the built-in catalogue and lay the file `override` over it.

        An entry of the same kind and name changes only what it names; any other entry is a new model.
        Raises `ConfigurationError` naming the file and the entry that is wrong.
        """
        builtin = Path(__file__).with_name("models.toml")
        entries: dict[ModelKey, dict[str, Any]] = {}
        for path in (builtin, override):
            if path is not None:
                _lay_over(entries, path)
        return cls({key: _checked(key, entry) for key, entry in entries.items()})

    def models(self) -> tuple[CatalogModel, ...]:
        """All models, by kind and then in the order of the file."""
        order = list(ModelKind)
        return tuple(sorted(self._models.values(), key=lambda model: order.index(model.kind)))

    def model(self, kind: ModelKind | str, name: str = "") -> CatalogModel:
        """The model of this kind and name, or the default of its kind when no name is given."""
        of_kind = [model for model in self._models.values() if model.kind == kind]
        for model in of_kind:
            if model.name == name or (not name and model.default):
                return model
        known = ", ".join(model.name for model in of_kind) or "none"
        raise ConfigurationError(
            f"The catalogue has no {kind} model named {name!r}."
            if name
            else f"No {kind} model is the default.",
            hint=f"Choose one of these: {known}; or add it to your own catalogue file.",
        )


def _lay_over(entries: dict[ModelKey, dict[str, Any]], path: Path) -> None:
    for entry in _read(path):
        key = (str(entry.get("kind", "")), str(entry.get("name", "")))
        if entry.get("default"):
            _dethrone(entries, key[0])
        entries[key] = _merged(entries.get(key, {}), entry)


def _dethrone(entries: dict[ModelKey, dict[str, Any]], kind: str) -> None:
    """Let the kind's earlier default step back, so that the last file's word counts."""
    for key, entry in entries.items():
        if key[0] == kind:
            entry["default"] = False


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        before = merged.get(name)
        tables = isinstance(value, dict), isinstance(before, dict)
        merged[name] = _merged(before or {}, value) if all(tables) else value
    return merged


def _read(path: Path) -> list[dict[str, Any]]:
    hint = "Write it like core/providers/models.toml, or clear the setting that names it."
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"The model catalogue {path} cannot be read: {error}.", hint=hint) from error
    entries = document.get("models")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigurationError(f"The model catalogue {path} has no [[models]] entries.", hint=hint)
    return entries


def _checked(key: ModelKey, entry: dict[str, Any]) -> CatalogModel:
    try:
        return CatalogModel.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the entry"
        raise ConfigurationError(
            f"The catalogue's {key[0] or 'kindless'} model {key[1] or 'without a name'} is wrong at {field}: {first['msg']}.",
            hint="Correct this entry in your catalogue file; docs/providers.md explains each field.",
        ) from error
