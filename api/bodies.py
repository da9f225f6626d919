"""What callers send: paths, queries and JSON bodies, with their limits."""

import json
from base64 import b64decode
from typing import Annotated, Any, Final, Literal

from fastapi import Body, Path, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from core.edits import FilmChange, SceneChange
from core.jobs import NewJob
from core.terms import (
    MAX_DESCRIPTION,
    MAX_FILM_MS,
    MAX_IMAGE_PROMPT,
    MAX_SCENES,
    MAX_TITLE,
    MIN_FILM_MS,
    MIN_SCENE_MS,
    AspectRatio,
    Captions,
    ClipFallback,
    Motion,
    PlannerFallback,
    Transition,
)

# What the database keeps as an integer; a larger id names nothing.
MAX_ID: Final = 2**63 - 1
# Guidelines are read by a planner, not by a program: a few pages of text are plenty.
MAX_GUIDELINE_CHARACTERS: Final = 20_000
MAX_GUIDELINE_DEPTH: Final = 20

JobId = Annotated[int, Path(ge=1, le=MAX_ID, description="The job's number.")]
SceneNumber = Annotated[int, Path(ge=1, le=MAX_ID, description="The scene's number; the first is 1.")]
TakeId = Annotated[int, Path(ge=1, le=MAX_ID, description="The take's own number, over all jobs.")]
ClipId = Annotated[int, Path(ge=1, le=MAX_ID, description="The clip's own number, over all jobs.")]
MusicId = Annotated[int, Path(ge=1, le=MAX_ID, description="The music's own number, over all jobs.")]
TakeNumber = Annotated[int, Path(ge=1, le=MAX_ID, description="The take's number in its scene.")]

ImagePrompt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_IMAGE_PROMPT)
]
Description = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_DESCRIPTION)
]
SceneSeconds = Annotated[float, Field(ge=MIN_SCENE_MS / 1000, le=MAX_FILM_MS / 1000, allow_inf_nan=False)]


class GenerateBody(BaseModel):
    """A film, in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"prompt": "A hero discovers a hidden treasure in ancient ruins", "duration": 30},
            ]
        }
    )

    prompt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=5000)]
    duration: Annotated[
        float,
        Field(ge=MIN_FILM_MS / 1000, le=MAX_FILM_MS / 1000, allow_inf_nan=False, description="Seconds."),
    ] = 30.0
    style: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] = (
        "cinematic"
    )
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    scene_count: Annotated[int | None, Field(ge=1, le=MAX_SCENES)] = None
    client_id: Annotated[
        str | None, Field(max_length=100, description="A label of the caller's, never the owner.")
    ] = None
    brand_guidelines: dict[str, Any] | None = None
    motion: Motion | None = None
    captions: Annotated[
        Captions,
        Field(
            description="The scenes' texts: `burned` into the picture, as a `track` of the file, or `off`."
        ),
    ] = Captions.OFF
    title_card: Annotated[bool, Field(description="Whether the title is shown over the opening.")] = False
    planner_fallback: Annotated[
        PlannerFallback | None,
        Field(
            description="Whether the built-in planner may plan when the chosen one fails; null for the default."
        ),
    ] = None
    clip_fallback: Annotated[
        ClipFallback | None,
        Field(
            description="What a scene does when its clip fails: ask, or move the camera; null for the default."
        ),
    ] = None
    reference: Annotated[
        str | None,
        Field(
            description="A PNG, JPEG or WebP in base64 that all pictures follow, where the model takes one.",
            json_schema_extra={"contentEncoding": "base64"},
        ),
    ] = None

    @field_validator("reference")
    @classmethod
    def _is_base64(cls, picture: str | None) -> str | None:
        if picture is not None:
            b64decode(picture, validate=True)  # What it raises is a ValueError.
        return picture or None

    @field_validator("brand_guidelines")
    @classmethod
    def _small(cls, guidelines: dict[str, Any] | None) -> dict[str, Any] | None:
        if guidelines is None:
            return None
        if _deeper_than(guidelines, MAX_GUIDELINE_DEPTH):
            raise ValueError(f"nested deeper than {MAX_GUIDELINE_DEPTH} levels")
        # Both raise a ValueError themselves: for NaN, and for half a surrogate pair.
        text = json.dumps(guidelines, ensure_ascii=False, allow_nan=False)
        if len(text.encode()) > MAX_GUIDELINE_CHARACTERS:
            raise ValueError(f"longer than {MAX_GUIDELINE_CHARACTERS} characters of JSON")
        return guidelines

    def order(self) -> NewJob:
        """The same in core's words."""
        return NewJob(
            prompt=self.prompt,
            duration_ms=round(self.duration * 1000),
            style=self.style,
            aspect_ratio=self.aspect_ratio,
            scene_count=self.scene_count,
            client_id=self.client_id,
            brand_guidelines=self.brand_guidelines,
            motion=self.motion,
            captions=self.captions,
            title_card=self.title_card,
            planner_fallback=self.planner_fallback,
            clip_fallback=self.clip_fallback,
            reference=b64decode(self.reference) if self.reference else None,
        )


def _deeper_than(value: object, levels: int) -> bool:
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deeper_than(item, levels - 1) for item in inner)


class RefineBody(BaseModel):
    """A scene in other words; one of the two texts, or both."""

    scene_number: Annotated[int, Field(ge=1, le=MAX_ID)]
    new_image_prompt: ImagePrompt | None = None
    new_description: Description | None = None


class RefineJSON(BaseModel):
    """The same as the query; every value may stand here or there, and the query goes first."""

    scene_number: Annotated[int | None, Field(ge=1, le=MAX_ID)] = None
    new_image_prompt: ImagePrompt | None = None
    new_description: Description | None = None


def refinement_asked(
    scene_number: Annotated[int | None, Query(ge=1, le=MAX_ID)] = None,
    new_image_prompt: Annotated[ImagePrompt | None, Query()] = None,
    new_description: Annotated[Description | None, Query()] = None,
    body: Annotated[RefineJSON | None, Body()] = None,
) -> RefineBody:
    """The refinement from the query and the body together."""
    query = {
        "scene_number": scene_number,
        "new_image_prompt": new_image_prompt,
        "new_description": new_description,
    }
    sent = body.model_dump() if body else {}
    given = {name: value for name, value in {**sent, **_given(query)}.items() if value is not None}
    try:
        return RefineBody.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(
            [{**item, "loc": ("query", *item["loc"])} for item in error.errors()]
        ) from error


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


class ReorderJSON(BaseModel):
    """The present numbers of all scenes, in their new order."""

    scene_order: Annotated[list[int], Field(max_length=1000)] = []


def order_asked(
    scene_order: Annotated[list[int] | None, Query(max_length=1000)] = None,
    body: Annotated[ReorderJSON | None, Body()] = None,
) -> list[int]:
    """The order from the query, else from the body, else nothing."""
    return scene_order or (body.scene_order if body else [])


class SceneChanges(BaseModel):
    """What may be changed of a scene for free; texts and picture prompts change by refining."""

    model_config = ConfigDict(extra="forbid")

    duration: SceneSeconds | None = None
    motion: Motion | None = None
    transition: Transition | None = None

    def change(self) -> SceneChange:
        """The same in core's words."""
        return SceneChange(
            duration_ms=None if self.duration is None else round(self.duration * 1000),
            motion=self.motion,
            transition=self.transition,
        )


class FilmChanges(BaseModel):
    """What may be changed of the film as a whole for free."""

    model_config = ConfigDict(extra="forbid")

    captions: Captions | None = None
    title_card: bool | None = None
    title: Annotated[
        str | None,
        Field(
            max_length=MAX_TITLE,
            description="The film's name; while it is not shown over the opening, another one keeps the approval.",
        ),
    ] = None

    def change(self) -> FilmChange:
        """The same in core's words."""
        return FilmChange(captions=self.captions, title_card=self.title_card, title=self.title)


class AddScene(BaseModel):
    """A new scene behind scene `after`, 0 for the start; it has no picture until one is refined or put in."""

    action: Literal["add"]
    after: Annotated[int, Field(ge=0, le=MAX_ID)]
    description: Description
    image_prompt: ImagePrompt
    duration: SceneSeconds


class DuplicateScene(BaseModel):
    """A copy of a scene, picture included, behind it."""

    action: Literal["duplicate"]
    scene_number: Annotated[int, Field(ge=1, le=MAX_ID)]


class SplitScene(BaseModel):
    """A scene cut into two halves that share its picture."""

    action: Literal["split"]
    scene_number: Annotated[int, Field(ge=1, le=MAX_ID)]


NewScene = Annotated[AddScene | DuplicateScene | SplitScene, Field(discriminator="action")]
