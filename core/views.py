"""What the faces are shown of a job: plain records, without rows, keys or owners' secrets."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import ClipMissing
from core.roles import Role
from core.terms import Captions, ExportFormat, ExportQuality, Motion
from db.models import JobStatus, WorkStatus

__all__ = ["JobStatus", "WorkStatus"]


@dataclass(frozen=True, kw_only=True)
class TroubleView:
    """Why something failed, and what to do next; `charged_micros` is what it cost all the same."""

    code: str
    message: str
    hint: str
    charged_micros: int = 0


@dataclass(frozen=True, kw_only=True)
class TakeView:
    """One picture of a scene; `path` is served by the product itself and never expires.

    `followed` tells that the film's new pictures follow this one.
    """

    number: int
    path: str
    artist: str
    model: str
    image_prompt: str
    seed: int | None
    width: int
    height: int
    charged_micros: int
    chosen: bool
    created_at: datetime
    followed: bool = False


@dataclass(frozen=True, kw_only=True)
class ClipView:
    """A picture brought to life; `path` is served by the product itself and never expires."""

    path: str
    media_type: str
    animator: str
    model: str
    width: int
    height: int
    duration_ms: int
    charged_micros: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SceneView:
    """One scene; `number` counts from 1, `status` is that of its picture, or of its clip while one is being made.

    `clip` is the clip of the chosen picture, whether it is played (motion `clip`) or not. `clip_price_micros` is what
    a new one costs at most, None when none can be made: nobody makes clips, or there is no picture. `awaits_clip`
    tells that what is being made is a clip.
    """

    id: int
    number: int
    description: str
    image_prompt: str
    duration_ms: int
    motion: str
    transition: str
    status: WorkStatus
    trouble: TroubleView | None
    takes: tuple[TakeView, ...]
    clip: ClipView | None = None
    clip_price_micros: int | None = None
    awaits_clip: bool = False

    @property
    def can_animate(self) -> bool:
        """Whether a clip can be ordered now; whether the job's status allows edits is not looked at."""
        return self.clip_price_micros is not None and self.status not in (
            WorkStatus.PENDING,
            WorkStatus.GENERATING,
        )

    @property
    def plays_clip(self) -> bool:
        """Whether the film shows the scene's clip."""
        return self.motion == Motion.CLIP

    @property
    def picture(self) -> TakeView | None:
        """The chosen take."""
        return next((take for take in self.takes if take.chosen), None)


@dataclass(frozen=True, kw_only=True)
class ProgressView:
    """How far the work is; `percent` is of the stage that `stage` names."""

    stage: str
    scenes_total: int
    scenes_completed: int
    current_scene: int | None
    percent: float
    seconds_left: float | None
    message: str | None


@dataclass(frozen=True, kw_only=True)
class CaptionWarning:
    """What of the film's written words would not be seen as it is written; `scene_number` is None for the title."""

    scene_number: int | None
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class FilmView:
    """A rendered film; `changes` says in words what was edited since, `captions` is how it carries its texts."""

    render_id: int
    revision: int
    path: str
    width: int
    height: int
    duration_ms: int
    size_bytes: int
    sha256: str
    finished_at: datetime
    changes: tuple[str, ...]
    captions: Captions = Captions.OFF


@dataclass(frozen=True, kw_only=True)
class PreviewView:
    """The beginning of a film that is being rendered; it grows, and its first `frames` stay what they are."""

    path: str
    frames: int
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class MusicView:
    """The music of a film under the name it was sent with; `path` is served by the product itself."""

    path: str
    name: str
    media_type: str
    duration_ms: int


@dataclass(frozen=True, kw_only=True)
class JobSummary:
    """A job as the library lists it."""

    id: int
    title: str
    prompt: str
    status: JobStatus
    style: str
    aspect_ratio: str
    duration_ms: int
    scenes_total: int
    scenes_completed: int
    thumbnail: str | None
    film: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class JobView:
    """A job with its storyboard; `storyboard` is None until it was planned.

    `plan_trouble` is why the chosen planner made no plan when the built-in one took over, as `planner_fallback`
    allows. `reference` is the address of the picture that new ones follow, where the artist `takes_reference`.
    """

    id: int
    title: str
    prompt: str
    look: str
    style: str
    aspect_ratio: str
    artist: str
    planner: str
    status: JobStatus
    progress: ProgressView
    storyboard: tuple[SceneView, ...] | None
    revision: int
    can_undo: bool
    duration_ms: int
    target_ms: int
    approved_at: datetime | None
    refinement_count: int
    refinements_open: int
    refinements_remaining: int
    download_count: int
    estimated_micros: int
    actual_micros: int
    film: FilmView | None
    trouble: TroubleView | None
    created_at: datetime
    updated_at: datetime
    preview: PreviewView | None = None
    captions: Captions = Captions.OFF
    title_card: bool = False
    caption_warnings: tuple[CaptionWarning, ...] = ()
    music: MusicView | None = None
    planner_fallback: str = "none"
    clip_fallback: str = "none"
    plan_trouble: str | None = None
    reference: str | None = None
    takes_reference: bool = False

    @property
    def clipless_scenes(self) -> tuple[int, ...]:
        """The numbers of the scenes whose clip failed and for which nobody has said yet what to do instead."""
        scenes = self.storyboard or ()
        return tuple(
            scene.number for scene in scenes if scene.trouble and scene.trouble.code == ClipMissing.code
        )

    @property
    def approved(self) -> bool:
        """Whether the storyboard, as it is now, was approved."""
        return self.approved_at is not None

    @property
    def animate_all_micros(self) -> int | None:
        """What clips for all scenes that play none cost at most; None when not all of them can be made now."""
        lacking = [scene for scene in self.storyboard or () if not scene.plays_clip]
        if not lacking or not all(scene.can_animate for scene in lacking):
            return None
        return sum(scene.clip_price_micros or 0 for scene in lacking)

    @property
    def failed_scenes(self) -> tuple[int, ...]:
        """The numbers of the scenes that have no picture or failed to get a new one."""
        scenes = self.storyboard or ()
        return tuple(scene.number for scene in scenes if scene.status == WorkStatus.FAILED)


@dataclass(frozen=True, kw_only=True)
class ExportView:
    """One film in one format and quality; `seconds_left` is a guess until it is ready.

    `status` is None until somebody asked for it or it waits its turn in the background; `asked` tells the two apart.
    """

    id: int | None
    format: ExportFormat
    quality: ExportQuality
    width: int
    height: int
    status: WorkStatus | None
    asked: bool
    done: float
    seconds_left: float | None
    size_bytes: int | None
    download_count: int
    trouble: TroubleView | None


@dataclass(frozen=True, kw_only=True)
class EventView:
    """One line of a job's history."""

    kind: str
    text: str
    revision: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenView:
    """A bearer token without its secret; `ending` are its last four characters."""

    id: int
    name: str
    owner: str
    ending: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """Somebody who may sign in; `has_password` is False where only the identity provider vouches for them."""

    id: int
    name: str
    role: Role
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token just made; `secret` is shown this once."""

    secret: str
    token: TokenView


@dataclass(frozen=True, kw_only=True)
class EstimateView:
    """What a film would cost by the price list, and what the artist charges at most."""

    scenes: int
    estimated_micros: int
    charge_micros: int
    artist: str
    model: str


@dataclass(frozen=True, kw_only=True)
class ChargeView:
    """One line of the ledger."""

    id: int
    job_id: int | None
    kind: str
    provider: str
    model: str
    state: str
    reserved_micros: int
    settled_micros: int
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """One thing that the product needs, whether it is there, and what to do if not."""

    name: str
    ok: bool
    found: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class ArtistView:
    """Who makes new pictures, and what one wide picture is charged at; the same of a clip of five seconds.

    `animator` is the model that makes clips, None when nobody does.
    """

    name: str
    model: str
    planner: str
    picture_micros: int
    animator: str | None = None
    clip_micros: int | None = None
    takes_reference: bool = False


@dataclass(frozen=True, kw_only=True)
class TrialView:
    """A picture made to see whether the artist works; `jpeg` is a whole file."""

    jpeg: bytes
    seconds: float
    charged_micros: int


@dataclass(frozen=True, kw_only=True)
class LibraryPage:
    """One page of the library; `total` counts what was searched for, `anything` tells an empty library from no hit."""

    films: tuple[JobSummary, ...]
    total: int
    page: int
    pages: int
    anything: bool


@dataclass(frozen=True, kw_only=True)
class StorageView:
    """How many bytes the data folder holds, by what they are, and how many are free beside it."""

    films: int
    pictures: int
    cache: int
    database: int
    free: int
