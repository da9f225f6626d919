"""What callers get besides jobs: metadata, estimates, history, exports and health."""

from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field

from api.schemas import Dollars, GenerationStatus, Parameters, Seconds, dollars, parameters
from core.terms import ExportFormat, ExportQuality
from core.views import (
    CheckView,
    EstimateView,
    EventView,
    ExportView,
    JobStatus,
    JobView,
    SceneView,
    WorkStatus,
)


class SceneDetail(BaseModel):
    """A scene as the metadata shows it."""

    scene_number: int
    duration: Seconds
    status: GenerationStatus
    has_image: bool


class SceneTotals(BaseModel):
    total: int
    completed: int
    failed: int
    details: list[SceneDetail]


class Costs(BaseModel):
    estimated: Dollars
    actual: Dollars
    currency: Literal["USD"] = "USD"


class Metrics(BaseModel):
    refinement_count: int
    download_count: int


class Video(BaseModel):
    available: bool
    url: str | None
    parameters: Parameters


class MetadataResponse(BaseModel):
    """Exactly the fields of the customer's document."""

    job_id: int
    status: JobStatus
    created_at: datetime
    updated_at: datetime
    approved: bool
    approved_at: datetime | None
    scenes: SceneTotals
    costs: Costs
    metrics: Metrics
    video: Video
    error: str | None

    @classmethod
    def of(cls, view: JobView) -> "MetadataResponse":
        return cls(
            job_id=view.id,
            status=view.status,
            created_at=view.created_at,
            updated_at=view.updated_at,
            approved=view.approved,
            approved_at=view.approved_at,
            scenes=_totals(view.storyboard or ()),
            costs=Costs(estimated=dollars(view.estimated_micros), actual=dollars(view.actual_micros)),
            metrics=Metrics(refinement_count=view.refinement_count, download_count=view.download_count),
            video=Video(
                available=view.film is not None,
                url=view.film.path if view.film else None,
                parameters=parameters(view),
            ),
            error=view.trouble.message if view.trouble else None,
        )


def _totals(board: tuple[SceneView, ...]) -> SceneTotals:
    return SceneTotals(
        total=len(board),
        completed=sum(scene.status == WorkStatus.COMPLETED for scene in board),
        failed=sum(scene.status == WorkStatus.FAILED for scene in board),
        details=[
            SceneDetail(
                scene_number=scene.number,
                duration=scene.duration_ms / 1000,
                status=cast("GenerationStatus", scene.status.value),
                has_image=scene.picture is not None,
            )
            for scene in board
        ],
    )


class Estimate(BaseModel):
    """What a film would cost, before it is asked for."""

    scenes: int
    estimated_cost: Dollars
    charge: Annotated[float, Field(description="What the artist charges at most, in US dollars.")]
    artist: str
    model: str

    @classmethod
    def of(cls, view: EstimateView) -> "Estimate":
        return cls(
            scenes=view.scenes,
            estimated_cost=dollars(view.estimated_micros),
            charge=dollars(view.charge_micros),
            artist=view.artist,
            model=view.model,
        )


class HistoryEntry(BaseModel):
    """Something that happened to a job."""

    kind: str
    text: str
    revision: int
    created_at: datetime

    @classmethod
    def of(cls, view: EventView) -> "HistoryEntry":
        return cls(kind=view.kind, text=view.text, revision=view.revision, created_at=view.created_at)


class ExportEntry(BaseModel):
    """The film in one format and quality; `status` is null until somebody asked for it, or it is made in the background.

    `asked` tells the two apart; one that waits in the background is made first as soon as it is asked for.
    """

    format: ExportFormat
    quality: ExportQuality
    width: int
    height: int
    status: WorkStatus | None
    asked: bool
    percent: Annotated[float, Field(ge=0, le=100)]
    estimated_completion_seconds: float | None
    size_bytes: int | None
    download_count: int
    error: str | None

    @classmethod
    def of(cls, view: ExportView) -> "ExportEntry":
        return cls(
            format=view.format,
            quality=view.quality,
            width=view.width,
            height=view.height,
            status=view.status,
            asked=view.asked,
            percent=round(min(max(view.done, 0.0), 1.0) * 100, 1),
            estimated_completion_seconds=view.seconds_left,
            size_bytes=view.size_bytes,
            download_count=view.download_count,
            error=view.trouble.message if view.trouble else None,
        )


class Check(BaseModel):
    """One thing that the server needs, and whether it is there."""

    name: str
    ok: bool
    found: str

    @classmethod
    def of(cls, view: CheckView) -> "Check":
        return cls(name=view.name, ok=view.ok, found=view.found)


class HealthResponse(BaseModel):
    """The server answers, and so does all that it needs."""

    status: Literal["ok"] = "ok"
    checks: list[Check]


class UnhealthyResponse(BaseModel):
    """The server answers, but something that it needs does not; `detail` names it."""

    status: Literal["unavailable"] = "unavailable"
    detail: str
    code: str = "unavailable"
    hint: str = "Run `python -m core doctor` on the server; it names the fix."
    checks: list[Check]
