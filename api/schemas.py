"""What callers get: the shapes of the contract, made from core's views.

Money is in dollars rounded to cents, times are in UTC with `Z`, lengths are in seconds.
"""

from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field

from core.terms import MICROS_PER_DOLLAR, Captions
from core.views import (
    CaptionWarning,
    ClipView,
    JobStatus,
    JobSummary,
    JobView,
    MusicView,
    ProgressView,
    SceneView,
    TakeView,
)

Dollars = Annotated[float, Field(description="US dollars, rounded to cents.")]
Seconds = Annotated[float, Field(description="Seconds, to the millisecond.")]
GenerationStatus = Literal["pending", "generating", "completed", "failed"]


def dollars(micros: int) -> float:
    """Micro-dollars as dollars, rounded to cents."""
    return round(micros / MICROS_PER_DOLLAR, 2)


class Progress(BaseModel):
    """How far the work is."""

    current_stage: str
    scenes_total: int
    scenes_completed: int
    current_scene: int | None
    percent: Annotated[float, Field(ge=0, le=100)]
    estimated_completion_seconds: float | None
    message: str | None

    @classmethod
    def of(cls, view: ProgressView) -> "Progress":
        return cls(
            current_stage=view.stage,
            scenes_total=view.scenes_total,
            scenes_completed=view.scenes_completed,
            current_scene=view.current_scene,
            percent=view.percent,
            estimated_completion_seconds=view.seconds_left,
            message=view.message,
        )


class Scene(BaseModel):
    """A scene in words and seconds."""

    scene_number: int
    description: str
    duration: Seconds
    image_prompt: str
    motion: str
    transition: str


class Take(BaseModel):
    """One picture that was made for a scene or put into it; none is ever lost."""

    take_number: int
    url: str
    chosen: bool
    followed: Annotated[bool, Field(description="Whether new pictures of the film follow this one.")]
    artist: str
    model: str
    image_prompt: str
    width: int
    height: int
    cost: Dollars
    created_at: datetime

    @classmethod
    def of(cls, view: TakeView, base: str) -> "Take":
        return cls(
            take_number=view.number,
            url=base + view.path,
            chosen=view.chosen,
            followed=view.followed,
            artist=view.artist,
            model=view.model,
            image_prompt=view.image_prompt,
            width=view.width,
            height=view.height,
            cost=dollars(view.charged_micros),
            created_at=view.created_at,
        )


class Clip(BaseModel):
    """A picture brought to life; the scene plays it while its motion is `clip`."""

    url: str
    duration: Seconds
    width: int
    height: int
    animator: str
    model: str
    cost: Dollars
    created_at: datetime

    @classmethod
    def of(cls, view: ClipView, base: str) -> "Clip":
        return cls(
            url=base + view.path,
            duration=view.duration_ms / 1000,
            width=view.width,
            height=view.height,
            animator=view.animator,
            model=view.model,
            cost=dollars(view.charged_micros),
            created_at=view.created_at,
        )


class StoryboardEntry(BaseModel):
    """A scene with its picture."""

    scene: Scene
    image_url: str | None
    generation_status: GenerationStatus
    error: str | None
    error_hint: str | None
    takes: list[Take]
    clip: Annotated[Clip | None, Field(description="The clip of the picture, played or not.")]
    clip_price: Annotated[
        Dollars | None, Field(description="What a new clip costs at most; null when none can be made.")
    ]

    @classmethod
    def of(cls, view: SceneView, base: str) -> "StoryboardEntry":
        return cls(
            scene=Scene(
                scene_number=view.number,
                description=view.description,
                duration=view.duration_ms / 1000,
                image_prompt=view.image_prompt,
                motion=view.motion,
                transition=view.transition,
            ),
            image_url=base + view.picture.path if view.picture else None,
            generation_status=cast("GenerationStatus", view.status.value),
            error=view.trouble.message if view.trouble else None,
            error_hint=view.trouble.hint if view.trouble else None,
            takes=[Take.of(take, base) for take in view.takes],
            clip=Clip.of(view.clip, base) if view.clip else None,
            clip_price=None if view.clip_price_micros is None else dollars(view.clip_price_micros),
        )


class CaptionTrouble(BaseModel):
    """What of the written words would not be seen as it is written, to be known before the approval."""

    scene_number: Annotated[int | None, Field(description="Null for the title.")]
    message: str
    hint: str

    @classmethod
    def of(cls, view: CaptionWarning) -> "CaptionTrouble":
        return cls(scene_number=view.scene_number, message=view.message, hint=view.hint)


class Music(BaseModel):
    """The music of a film: cut or repeated to its length, faded out, and set to -16 LUFS."""

    name: Annotated[str, Field(description="The name of the file as it was sent.")]
    duration: Seconds
    url: Annotated[str, Field(description="The file as it was sent.")]

    @classmethod
    def of(cls, view: MusicView, base: str) -> "Music":
        return cls(name=view.name, duration=view.duration_ms / 1000, url=base + view.path)


class Parameters(BaseModel):
    """What the film was asked for with; the duration follows the scenes when these are edited."""

    duration: Seconds
    style: str
    aspect_ratio: str


class JobResponse(BaseModel):
    """A job as it is now."""

    job_id: int
    status: JobStatus
    progress: Progress
    storyboard: list[StoryboardEntry] | None
    video_url: str | None
    estimated_cost: Dollars
    actual_cost: Dollars
    created_at: datetime
    updated_at: datetime
    approved: bool
    approved_at: datetime | None
    refinement_count: int
    refinements_remaining: int
    download_count: int
    prompt: str
    parameters: Parameters
    error_message: str | None
    error_hint: str | None
    title: str
    revision: Annotated[int, Field(description="Grows by one with every edit of the storyboard.")]
    can_undo: bool
    artist: str
    planner: str
    planner_fallback: str
    plan_trouble: Annotated[
        str | None,
        Field(description="Why the chosen planner made no plan, when the built-in one took over as allowed."),
    ]
    clip_fallback: str
    reference_url: Annotated[str | None, Field(description="The picture that new pictures follow.")]
    changed_since_video: Annotated[list[str], Field(description="The edits that the last video lacks.")]
    preview_url: Annotated[
        str | None,
        Field(description="The film's beginning while it is rendered; another one when it has grown."),
    ]
    preview_duration: Seconds | None
    captions: Captions
    title_card: bool
    caption_warnings: list[CaptionTrouble]
    music: Annotated[Music | None, Field(description="Null for a silent film.")]

    @classmethod
    def of(cls, view: JobView, base: str) -> "JobResponse":
        """The view as JSON; `base` is the address that pictures are served from, without a slash at its end."""
        board = view.storyboard
        return cls(
            job_id=view.id,
            status=view.status,
            progress=Progress.of(view.progress),
            storyboard=None if board is None else [StoryboardEntry.of(scene, base) for scene in board],
            video_url=view.film.path if view.film else None,
            estimated_cost=dollars(view.estimated_micros),
            actual_cost=dollars(view.actual_micros),
            created_at=view.created_at,
            updated_at=view.updated_at,
            approved=view.approved,
            approved_at=view.approved_at,
            refinement_count=view.refinement_count,
            refinements_remaining=view.refinements_remaining,
            download_count=view.download_count,
            prompt=view.prompt,
            parameters=parameters(view),
            error_message=view.trouble.message if view.trouble else None,
            error_hint=view.trouble.hint if view.trouble else None,
            title=view.title,
            revision=view.revision,
            can_undo=view.can_undo,
            artist=view.artist,
            planner=view.planner,
            planner_fallback=view.planner_fallback,
            plan_trouble=view.plan_trouble,
            clip_fallback=view.clip_fallback,
            reference_url=base + view.reference if view.reference else None,
            changed_since_video=list(view.film.changes) if view.film else [],
            preview_url=f"{view.preview.path}?v={view.preview.frames}" if view.preview else None,
            preview_duration=view.preview.duration_ms / 1000 if view.preview else None,
            captions=view.captions,
            title_card=view.title_card,
            caption_warnings=[CaptionTrouble.of(warning) for warning in view.caption_warnings],
            music=Music.of(view.music, base) if view.music else None,
        )


def parameters(view: JobView | JobSummary) -> Parameters:
    """The length as it is now, with style and shape."""
    return Parameters(duration=view.duration_ms / 1000, style=view.style, aspect_ratio=view.aspect_ratio)


class JobListEntry(BaseModel):
    """A job as a list shows it."""

    job_id: int
    title: str
    prompt: str
    status: JobStatus
    parameters: Parameters
    scenes_total: int
    scenes_completed: int
    thumbnail_url: str | None
    has_video: bool
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, view: JobSummary, base: str) -> "JobListEntry":
        return cls(
            job_id=view.id,
            title=view.title,
            prompt=view.prompt,
            status=view.status,
            parameters=parameters(view),
            scenes_total=view.scenes_total,
            scenes_completed=view.scenes_completed,
            thumbnail_url=base + view.thumbnail if view.thumbnail else None,
            has_video=view.film,
            created_at=view.created_at,
            updated_at=view.updated_at,
        )
