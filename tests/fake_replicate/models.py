"""The models that the fake offers: their inputs as the real ones document them, and what it bills for them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_STILL_SHAPES = ["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"]


@dataclass(frozen=True, kw_only=True)
class OfferedModel:
    """A model of the fake; `inputs` are JSON schemas, `bills` maps to a price of micro-dollars each or a second."""

    name: str
    makes: str
    inputs: Mapping[str, Mapping[str, Any]]
    micros: int
    micros_asked: int = 0
    per_second: bool = False
    required: tuple[str, ...] = ("prompt",)
    answers_with_list: bool = False
    version: str = field(default="")

    def bill(self, metrics: Mapping[str, float]) -> int:
        """What a prediction with these metrics costs: by the second, by the million tokens, or a fixed price."""
        if self.per_second:
            return math.ceil(round(self.micros * metrics["video_output_duration_seconds"], 3))
        if self.makes == "text":
            asked, answered = metrics["token_input_count"], metrics["token_output_count"]
            return math.ceil(round((asked * self.micros_asked + answered * self.micros) / 1_000_000, 3))
        return self.micros

    def complaint(self, given: Mapping[str, Any]) -> str:
        """What is wrong with an input, in the service's words; empty when it is fine."""
        for name in self.required:
            if name not in given:
                return f"- input: {name} is required\n"
        for name, schema in self.inputs.items():
            if name in given and not _fits(given[name], schema):
                return f"- input.{name}: {_demand(name, schema)}\n"
        return ""

    def described(self) -> dict[str, Any]:
        """The model as `GET /v1/models/owner/name` shows it."""
        owner, name = self.name.split("/")
        schema = {"components": {"schemas": {"Input": {"type": "object", "properties": dict(self.inputs)}}}}
        return {
            "url": f"https://replicate.com/{self.name}",
            "owner": owner,
            "name": name,
            "description": f"A stand-in for {self.name}",
            "visibility": "public",
            "run_count": 0,
            "latest_version": {
                "id": self.version or "0" * 64,
                "created_at": "2026-01-01T00:00:00.000000Z",
                "cog_version": "0.16.0",
                "openapi_schema": schema,
            },
        }


def _fits(value: object, schema: Mapping[str, Any]) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    kinds: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    if not isinstance(value, kinds[schema["type"]]) or (
        schema["type"] == "integer" and isinstance(value, bool)
    ):
        return False
    if isinstance(value, int | float):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def _demand(name: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        allowed = ", ".join(f'"{choice}"' for choice in schema["enum"])
        return f"{name} must be one of the following: {allowed}"
    bounds = [f"{bound} {schema[bound]}" for bound in ("minimum", "maximum") if bound in schema]
    return " ".join([f"{name} must be of type {schema['type']}", *bounds])


def offered_models() -> dict[str, OfferedModel]:
    """The models by name, with the inputs that the real ones document."""
    models = (_schnell(), _imagen(), _kontext(), _gpt(), _llama(), _wan(), _seedance())
    return {model.name: model for model in models}


_TEXT: Mapping[str, Any] = {"type": "string"}
_SEED: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}


def _schnell() -> OfferedModel:
    return OfferedModel(
        name="black-forest-labs/flux-schnell",
        makes="picture",
        micros=3000,
        answers_with_list=True,
        inputs={
            "prompt": _TEXT,
            "aspect_ratio": {"enum": _STILL_SHAPES},
            "num_outputs": {"type": "integer", "minimum": 1, "maximum": 4},
            "num_inference_steps": {"type": "integer", "minimum": 1, "maximum": 4},
            "seed": _SEED,
            "output_format": {"enum": ["webp", "jpg", "png"]},
            "output_quality": {"type": "integer", "minimum": 0, "maximum": 100},
            "disable_safety_checker": {"type": "boolean"},
            "go_fast": {"type": "boolean"},
            "megapixels": {"enum": ["1", "0.25"]},
        },
    )


def _imagen() -> OfferedModel:
    return OfferedModel(
        name="google/imagen-4-fast",
        makes="picture",
        micros=20000,
        inputs={
            "prompt": _TEXT,
            "aspect_ratio": {"enum": ["1:1", "9:16", "16:9", "3:4", "4:3"]},
            "output_format": {"enum": ["jpg", "png"]},
            "safety_filter_level": _TEXT,
        },
    )


def _kontext() -> OfferedModel:
    return OfferedModel(
        name="black-forest-labs/flux-kontext-pro",
        makes="picture",
        micros=40000,
        inputs={
            "prompt": _TEXT,
            "input_image": _TEXT,
            "aspect_ratio": {"enum": ["match_input_image", *_STILL_SHAPES]},
            "seed": _SEED,
            "output_format": {"enum": ["jpg", "png"]},
        },
    )


def _gpt() -> OfferedModel:
    return OfferedModel(
        name="openai/gpt-4.1-mini",
        makes="text",
        micros=1_600_000,
        micros_asked=400_000,
        answers_with_list=True,
        inputs={
            "prompt": _TEXT,
            "system_prompt": _TEXT,
            "temperature": {"type": "number", "minimum": 0, "maximum": 2},
            "max_completion_tokens": {"type": "integer", "minimum": 1},
            "top_p": {"type": "number"},
        },
    )


def _llama() -> OfferedModel:
    return OfferedModel(
        name="meta/meta-llama-3-70b-instruct",
        makes="text",
        micros=2_750_000,
        micros_asked=650_000,
        answers_with_list=True,
        inputs={
            "prompt": _TEXT,
            "system_prompt": _TEXT,
            "temperature": {"type": "number", "minimum": 0, "maximum": 5},
            "max_tokens": {"type": "integer", "minimum": 1},
        },
    )


def _wan() -> OfferedModel:
    return OfferedModel(
        name="wan-video/wan-2.2-i2v-fast",
        makes="clip",
        micros=50000,
        required=("prompt", "image"),
        inputs={
            "prompt": _TEXT,
            "image": _TEXT,
            "num_frames": {"type": "integer", "minimum": 81, "maximum": 121},
            "frames_per_second": {"type": "integer", "minimum": 5, "maximum": 30},
            "resolution": {"enum": ["480p", "720p"]},
            "seed": _SEED,
            "go_fast": {"type": "boolean"},
        },
    )


def _seedance() -> OfferedModel:
    return OfferedModel(
        name="bytedance/seedance-1-lite",
        makes="clip",
        micros=36000,
        per_second=True,
        inputs={
            "prompt": _TEXT,
            "image": _TEXT,
            "duration": {"type": "integer", "minimum": 2, "maximum": 12},
            "resolution": {"enum": ["480p", "720p", "1080p"]},
            "fps": {"enum": [24]},
            "camera_fixed": {"type": "boolean"},
            "seed": _SEED,
        },
    )
