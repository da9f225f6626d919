"""The life of a job: made, looked at, cancelled, retried, put into the trash, deleted."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import timedelta

from core import ledger, references
from core.clips import MOTION_CHARGE
from core.errors import Conflict, InvalidInput, NotFound, QueueFull
from core.generation import plan_key
from core.planning.pacing import scene_count_for_prompt
from core.presentation import ident, job_view, summaries
from core.prices import clip_price, picture_price
from core.providers.base import StoryBrief
from core.roles import refuse_viewer
from core.storyboard import find, tell
from core.terms import (
    MAX_FILM_MS,
    MAX_PROMPT_CHARACTERS,
    MAX_SCENES,
    MIN_FILM_MS,
    MIN_PROMPT_CHARACTERS,
    AspectRatio,
    Captions,
    ClipFallback,
    Motion,
    PlannerFallback,
)
from core.views import EstimateView, JobSummary, JobView
from core.workshop import Workshop
from db.engine import Session
from db.models import Job, JobStatus, utc_now
from db.queries import jobs


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """What a film is asked for with; lengths in milliseconds, `seed` None for one by chance."""

    prompt: str
    duration_ms: int = 30_000
    style: str = "cinematic"
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    scene_count: int | None = None
    client_id: str | None = None
    brand_guidelines: dict[str, object] | None = None
    motion: Motion | None = None
    captions: Captions = Captions.OFF
    title_card: bool = False
    seed: int | None = None
    # None takes what the settings say.
    planner_fallback: PlannerFallback | None = None
    clip_fallback: ClipFallback | None = None
    # An encoded picture that all pictures are to follow, where the artist takes one.
    reference: bytes | None = None


def clean(request: NewJob) -> NewJob:
    """The request with its prompt trimmed and freed of NUL, or `InvalidInput` naming what is wrong."""
    prompt = request.prompt.replace("\x00", "").strip()
    if not MIN_PROMPT_CHARACTERS <= len(prompt) <= MAX_PROMPT_CHARACTERS:
        raise InvalidInput(
            f"The prompt has {len(prompt)} characters.",
            hint=f"Write between {MIN_PROMPT_CHARACTERS} and {MAX_PROMPT_CHARACTERS}.",
        )
    if not MIN_FILM_MS <= request.duration_ms <= MAX_FILM_MS:
        raise InvalidInput(
            f"A film cannot last {request.duration_ms / 1000:g} s.",
            hint=f"Choose between {MIN_FILM_MS // 1000} and {MAX_FILM_MS // 1000} s.",
        )
    if request.scene_count is not None and not 1 <= request.scene_count <= MAX_SCENES:
        raise InvalidInput(
            f"A film cannot have {request.scene_count} scenes.", hint=f"Choose between 1 and {MAX_SCENES}."
        )
    words = {
        "prompt": prompt,
        "style": request.style.replace("\x00", "").strip(),
        "client_id": request.client_id.replace("\x00", "") if request.client_id else None,
    }
    return NewJob(**{**vars(request), **words})


def estimate(shop: Workshop, request: NewJob) -> EstimateView:
    """What a film would cost, by the price list and by the artist's own prices."""
    count = scene_count_for_prompt(request.prompt, request.duration_ms, request.scene_count)
    planning, picture = _prices(shop, request, count)
    listed, clip = shop.settings.picture_micros, 0
    if request.motion is Motion.CLIP:
        listed += shop.settings.clip_micros
        clip = clip_price(shop, request.aspect_ratio, request.duration_ms // count)
    return EstimateView(
        scenes=count,
        estimated_micros=shop.settings.planning_micros + count * listed,
        charge_micros=planning + count * (picture + clip),
        artist=shop.artist.name,
        model=shop.artist.model,
    )


def _prices(shop: Workshop, request: NewJob, count: int) -> tuple[int, int]:
    story = StoryBrief(
        prompt=request.prompt,
        duration_ms=request.duration_ms,
        scene_count=count,
        style=request.style,
        aspect_ratio=request.aspect_ratio,
        seed=0,
        brand_guidelines=request.brand_guidelines,
    )
    return shop.planner.price_micros(story), picture_price(shop, request.aspect_ratio, request.style)


def create(shop: Workshop, request: NewJob, *, owner: str, idempotency_key: str | None = None) -> JobView:
    """Make a job and order its planning; the same key with the same request gives the same job.

    Raises `InvalidInput`, `BudgetExceeded` (nothing is sent), `QueueFull`, `DiskFull`, or `Conflict` for a key used otherwise.
    """
    request, idempotency_key = clean(request), idempotency_key or None
    shop.check_room("another film")
    digest = _digest(request)
    with references.kept(shop, request.reference) as followed, shop.writing() as session:
        jobs.lock_creation(session)
        refuse_viewer(session, owner)
        earlier = _earlier(session, owner=owner, key=idempotency_key, digest=digest)
        if earlier is not None:
            return job_view(shop, session, earlier)
        if jobs.count_waiting(session) >= shop.settings.max_waiting_jobs:
            raise QueueFull(
                f"{shop.settings.max_waiting_jobs} films are waiting already.", retry_after_seconds=60
            )
        job = _store(shop, session, request, owner=owner, idempotency_key=idempotency_key, digest=digest)
        job.reference_key = followed
        shop.engine.enqueue(session, "plan", ident(job), key=plan_key(job))
        return job_view(shop, session, job)


def _digest(request: NewJob) -> str:
    """What tells one request from another; a wish of later versions counts only where it is made."""
    wishes = asdict(request)
    picture = wishes.pop("reference")
    usual = {field.name: field.default for field in fields(NewJob)}
    for name in ("captions", "title_card", "planner_fallback", "clip_fallback"):
        if wishes[name] == usual[name]:
            del wishes[name]
    if picture is not None:
        wishes["reference"] = hashlib.sha256(picture).hexdigest()
    return hashlib.sha256(json.dumps(wishes, sort_keys=True).encode()).hexdigest()


def _earlier(session: Session, *, owner: str, key: str | None, digest: str) -> Job | None:
    job = jobs.by_idempotency_key(session, owner=owner, key=key) if key else None
    if job is not None and job.request_digest != digest:
        raise Conflict(
            f"The Idempotency-Key was used for another request, job {job.id}.",
            hint="Send a new key with a new request.",
        )
    return job


def _store(
    shop: Workshop, session: Session, request: NewJob, *, owner: str, idempotency_key: str | None, digest: str
) -> Job:
    offer = estimate(shop, request)
    job = jobs.add(
        session,
        Job(
            owner=owner,
            client_id=request.client_id,
            idempotency_key=idempotency_key,
            request_digest=digest,
            prompt=request.prompt,
            title=" ".join(request.prompt.split())[:60],
            style=request.style,
            aspect_ratio=request.aspect_ratio,
            brand_guidelines=request.brand_guidelines,
            motion=request.motion,
            captions=request.captions,
            title_card=request.title_card,
            planner_fallback=request.planner_fallback or shop.settings.planner_fallback,
            clip_fallback=request.clip_fallback or shop.settings.clip_fallback,
            artist=shop.artist.name,
            planner=shop.planner.name,
            seed=ledger.new_seed() if request.seed is None else request.seed,
            target_ms=request.duration_ms,
            duration_ms=request.duration_ms,
            scene_count=offer.scenes,
            estimated_micros=offer.estimated_micros,
        ),
    )
    reserve_all(shop, session, job, request, offer.scenes)
    tell(session, job, "created", "Made from a prompt")
    return job


def reserve_all(shop: Workshop, session: Session, job: Job, request: NewJob, count: int) -> None:
    planning, picture = _prices(shop, request, count)
    ledger.reserve(
        shop,
        session,
        job,
        kind="plan",
        provider=shop.planner.name,
        model=shop.planner.model,
        micros=(planning,),
    )
    ledger.reserve(
        shop,
        session,
        job,
        kind="picture",
        provider=shop.artist.name,
        model=shop.artist.model,
        micros=(picture,) * count,
    )
    if request.motion is Motion.CLIP:
        reserve_clips(shop, session, job, request.duration_ms, count)


def reserve_clips(shop: Workshop, session: Session, job: Job, duration_ms: int, count: int) -> None:
    """Reserve a clip for each of `count` scenes that last `duration_ms` in all.

    How long each of them is gets known with the plan; what is held is made exact when its clip is ordered.
    """
    price = clip_price(shop, AspectRatio(job.aspect_ratio), duration_ms // count)
    ledger.reserve(
        shop,
        session,
        job,
        kind=MOTION_CHARGE,
        provider=shop.animator.name,
        model=shop.animator.model,
        micros=(price,) * count,
    )


def view(shop: Workshop, job_id: int, *, owner: str | None) -> JobView:
    """The job as it is now; `owner` None sees every job."""
    with shop.reading() as session:
        return job_view(shop, session, find(session, job_id, owner))


def listing(
    shop: Workshop,
    *,
    owner: str,
    statuses: Collection[str] = (),
    text: str | None = None,
    before: int | None = None,
    limit: int = 50,
    trashed: bool = False,
) -> list[JobSummary]:
    """The owner's jobs, or those in the trash, newest first; raises `InvalidInput` for a status that does not exist."""
    unknown = sorted(set(statuses) - set(JobStatus))
    if unknown:
        raise InvalidInput(
            f"There is no status '{unknown[0]}'. Allowed: {', '.join(JobStatus)}.", hint="Name one of these."
        )
    words = text.replace("\x00", "") if text else None
    with shop.reading() as session:
        found = jobs.page(
            session,
            owner=owner,
            statuses=statuses,
            text=words,
            before=before,
            limit=limit,
            trashed=trashed,
        )
        return summaries(session, found)


def trash(shop: Workshop, job_id: int, *, owner: str) -> None:
    """Take a job out of the library; it can be taken back until the trash is emptied."""
    with shop.writing() as session:
        find(session, job_id, owner, locked=True)
        jobs.change(session, job_id, trashed_at=utc_now())


def take_back(shop: Workshop, job_id: int, *, owner: str) -> None:
    """Take a job out of the trash."""
    with shop.writing() as session:
        job = jobs.lock(session, job_id)
        if job is None or job.owner != owner:
            raise NotFound(f"Job {job_id} not found")
        refuse_viewer(session, owner)
        jobs.change(session, job_id, trashed_at=None)


def delete(shop: Workshop, job_id: int, *, owner: str) -> None:
    """Delete a job with its rows and files for good; its lines in the ledger stay."""
    with shop.writing() as session:
        job = find(session, job_id, owner, locked=True)
        uploads = references.uploads_of(session, job)
        jobs.remove(session, job)
    _delete_files(shop, job_id, uploads)


def _delete_files(shop: Workshop, job_id: int, uploads: Collection[str]) -> None:
    shop.store.delete_prefix(f"jobs/{job_id}/")
    for key in uploads:
        shop.store.delete(key)


def empty_trash(shop: Workshop) -> int:
    """Delete for good what has lain in the trash longer than the settings allow; returns how many jobs."""
    with shop.reading() as session:
        old = jobs.trashed_before(session, utc_now() - timedelta(days=shop.settings.trash_days))
    for job in old:
        with shop.writing() as session:
            uploads = references.uploads_of(session, job)
            jobs.remove(session, job)
        _delete_files(shop, ident(job), uploads)
    return len(old)
