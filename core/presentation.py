"""Turns rows into the views that the faces show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.captions import warnings_of
from core.prices import clip_price
from core.progress import progress
from core.providers.base import takes_reference
from core.terms import FRAMES_PER_SECOND, AspectRatio, Captions, ExportFormat, ExportQuality
from core.views import (
    ClipView,
    ExportView,
    FilmView,
    JobSummary,
    JobView,
    MusicView,
    PreviewView,
    SceneView,
    TakeView,
    TroubleView,
)
from core.workshop import Workshop
from db.engine import Session
from db.models import (
    Account,
    Attempt,
    Charge,
    Clip,
    Delivery,
    Export,
    Job,
    JobStatus,
    Music,
    Render,
    Revision,
    Scene,
    Take,
    Token,
    Trouble,
    Webhook,
    WorkStatus,
)
from db.queries import clips, films, jobs, music, scenes

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
CLIP_SUFFIXES = {"video/mp4": "mp4", "video/webm": "webm"}


def job_view(shop: Workshop, session: Session, job: Job) -> JobView:
    """The whole job as it is in this transaction."""
    job_id = ident(job)
    board = scenes.on_board(session, job_id)
    has = jobs.beside(session, job_id, job.revision)
    views = _scene_views(shop, session, job, board, clips.of_job(session, job_id) if has.clips else ())
    renders = films.renders(session, job_id) if has.renders else ()
    return JobView(
        id=job_id,
        title=job.title,
        prompt=job.prompt,
        look=job.look,
        style=job.style,
        aspect_ratio=job.aspect_ratio,
        artist=job.artist,
        planner=job.planner,
        status=JobStatus(job.status),
        progress=progress(job, board, renders[0] if renders else None),
        storyboard=views or None,
        revision=job.revision,
        can_undo=has.parent is not None,
        duration_ms=job.duration_ms,
        target_ms=job.target_ms,
        approved_at=job.approved_at,
        refinement_count=job.refinement_count,
        refinements_open=job.refinements_open,
        refinements_remaining=max(
            0, shop.settings.max_refinements - job.refinement_count - job.refinements_open
        ),
        download_count=job.download_count,
        estimated_micros=job.estimated_micros,
        actual_micros=has.charged,
        film=_film(session, job, renders),
        trouble=trouble_view(job),
        created_at=job.created_at,
        updated_at=job.updated_at,
        preview=preview_view(job, renders),
        captions=Captions(job.captions),
        title_card=job.title_card,
        caption_warnings=warnings_of(shop, job, board),
        music=_music(session, job),
        planner_fallback=job.planner_fallback,
        clip_fallback=job.clip_fallback,
        plan_trouble=job.plan_trouble,
        reference=_reference_path(job),
        takes_reference=takes_reference(shop.artist),
    )


def _music(session: Session, job: Job) -> MusicView | None:
    row = music.get(session, job.music_id) if job.music_id else None
    if row is None:
        return None
    return MusicView(
        path=f"/data/music/{row.job_id}/{row.id}.{row.key.rpartition('.')[2]}",
        name=row.name,
        media_type=row.media_type,
        duration_ms=row.duration_ms,
    )


def _reference_path(job: Job) -> str | None:
    """Where the product serves the picture that new ones follow; another picture has another address."""
    if job.reference_key is None:
        return None
    return f"/data/references/{job.id}/{job.reference_key.rpartition('/')[2].partition('.')[0]}.jpg"


def summaries(session: Session, jobs: Sequence[Job]) -> list[JobSummary]:
    """The jobs as the library lists them, in the same order."""
    boards = scenes.boards(session, [ident(job) for job in jobs])
    covers = {take_id for _, _, take_id in boards.values() if take_id is not None}
    takes = {take.id: take for take in scenes.takes_by_id(session, covers)}
    return [_summary(job, *boards.get(ident(job), (0, 0, None)), takes) for job in jobs]


def _summary(
    job: Job, count: int, drawn: int, cover_id: int | None, takes: dict[int | None, Take]
) -> JobSummary:
    cover = takes.get(cover_id)
    return JobSummary(
        id=ident(job),
        title=job.title or job.prompt[:60],
        prompt=job.prompt,
        status=JobStatus(job.status),
        style=job.style,
        aspect_ratio=job.aspect_ratio,
        duration_ms=job.duration_ms,
        scenes_total=count or job.scene_count,
        scenes_completed=drawn,
        thumbnail=picture_path(cover) if cover else None,
        film=job.film_id is not None,
        created_at=job.created_at,
        updated_at=job.updated_at,
    )


def _awaiting_clips(session: Session, board: Sequence[Scene]) -> set[int]:
    """The ids of the scenes whose clip is being made."""
    if not any(scene.status in (WorkStatus.PENDING, WorkStatus.GENERATING) for scene in board):
        return set()
    attempts = scenes.open_attempts(session, board[0].job_id)
    return {attempt.scene_id for attempt in attempts if attempt.kind == "clip"}


def _scene_views(
    shop: Workshop, session: Session, job: Job, board: Sequence[Scene], made: Sequence[Clip]
) -> tuple[SceneView, ...]:
    awaiting = _awaiting_clips(session, board)
    by_scene: dict[int, list[Take]] = {}
    for take in scenes.takes(session, ident(job)):
        by_scene.setdefault(take.scene_id, []).append(take)
    # The newest of a take, and any by its own number.
    by_take = {clip.take_id: clip for clip in made}
    by_id = {clip.id: clip for clip in made}
    views = []
    for scene in board:
        clip = by_id.get(scene.clip_id) or by_take.get(scene.take_id or 0)
        view = _scene_view(scene, by_scene.get(ident(scene), []), clip, followed=job.reference_key)
        price = _clip_price(shop, job, scene)
        views.append(replace(view, clip_price_micros=price, awaits_clip=ident(scene) in awaiting))
    return tuple(views)


def _clip_price(shop: Workshop, job: Job, scene: Scene) -> int | None:
    if scene.take_id is None or not shop.animates:
        return None
    return clip_price(shop, AspectRatio(job.aspect_ratio), scene.duration_ms)


def _scene_view(scene: Scene, takes: Iterable[Take], clip: Clip | None, *, followed: str | None) -> SceneView:
    return SceneView(
        id=ident(scene),
        number=scene.position or 0,
        description=scene.description,
        image_prompt=scene.image_prompt,
        duration_ms=scene.duration_ms,
        motion=scene.motion,
        transition=scene.transition,
        status=WorkStatus(scene.status),
        trouble=trouble_view(scene),
        takes=tuple(
            _take_view(take, chosen=take.id == scene.take_id, followed=take.key == followed) for take in takes
        ),
        clip=_clip_view(clip) if clip else None,
    )


def _clip_view(clip: Clip) -> ClipView:
    return ClipView(
        path=f"/data/clips/{clip.job_id}/{clip.id}.{CLIP_SUFFIXES.get(clip.media_type, 'mp4')}",
        media_type=clip.media_type,
        animator=clip.animator,
        model=clip.model,
        width=clip.width,
        height=clip.height,
        duration_ms=clip.duration_ms,
        charged_micros=clip.charged_micros,
        created_at=clip.created_at,
    )


def _take_view(take: Take, *, chosen: bool, followed: bool) -> TakeView:
    return TakeView(
        number=take.number,
        path=picture_path(take),
        artist=take.artist,
        model=take.model,
        image_prompt=take.image_prompt,
        seed=take.seed,
        width=take.width,
        height=take.height,
        charged_micros=take.charged_micros,
        chosen=chosen,
        created_at=take.created_at,
        followed=followed,
    )


def picture_path(take: Take) -> str:
    """Where the product serves a take."""
    return f"/data/pictures/{take.job_id}/{take.id}.{SUFFIXES.get(take.media_type, 'bin')}"


def film_path(job_id: int) -> str:
    """Where the product serves the film to a player."""
    return f"/data/videos/{job_id}/final.mp4"


def trouble_view(row: Trouble) -> TroubleView | None:
    """Why the work that the row stands for failed, if it did."""
    if row.error_code is None:
        return None
    return TroubleView(code=row.error_code, message=row.error_message or "", hint=row.error_hint or "")


def _film(session: Session, job: Job, renders: Sequence[Render]) -> FilmView | None:
    render = next((render for render in renders if render.id == job.film_id), None)
    if render is None or render.finished_at is None:
        return None
    shown = scenes.revision(session, ident(job), render.revision)
    return FilmView(
        render_id=ident(render),
        revision=render.revision,
        path=film_path(ident(job)),
        width=render.width or 0,
        height=render.height or 0,
        duration_ms=render.duration_ms or 0,
        size_bytes=render.size_bytes or 0,
        sha256=render.sha256 or "",
        finished_at=render.finished_at,
        changes=_changes_since(session, job, render.revision),
        captions=Captions(shown.captions) if shown else Captions.OFF,
    )


def preview_view(job: Job, renders: Sequence[Render]) -> PreviewView | None:
    """What can be seen of the film that is being rendered; `renders` are the job's, newest first."""
    frames = renders[0].preview_frames if renders and renders[0].status in films.OPEN else None
    if frames is None or job.status != JobStatus.RENDERING:
        return None
    return PreviewView(
        path=f"/data/videos/{job.id}/preview.mp4",
        frames=frames,
        duration_ms=frames * 1000 // FRAMES_PER_SECOND,
    )


def _changes_since(session: Session, job: Job, revision: int) -> tuple[str, ...]:
    """What was edited after a revision, in the words of the edits; nothing when the board is the same again."""
    if revision == job.revision:
        return ()
    old = scenes.revision(session, ident(job), revision)
    later = [row for row in scenes.revisions(session, ident(job)) if row.number > revision]
    if old is not None and later and _content(later[-1]) == _content(old):
        return ()
    return tuple(dict.fromkeys(_short(row) for row in later))


def _content(revision: Revision) -> tuple[object, ...]:
    return (revision.board, revision.captions, revision.title, revision.music_id)


def _short(revision: Revision) -> str:
    return revision.summary


def export_view(
    job: Job,
    export: Export | None,
    *,
    format: ExportFormat,
    quality: ExportQuality,
    film_lines: int,
    seconds_guess: float | None,
) -> ExportView:
    """An export as it stands, or as it would be when nobody asked for it yet; never larger than its film."""
    width, height = AspectRatio(job.aspect_ratio).size_for(min(quality.ceiling.short_side, film_lines))
    row = export or Export(job_id=ident(job), render_id=0, format=format, quality=quality)
    return ExportView(
        id=row.id,
        format=format,
        quality=quality,
        width=width,
        height=height,
        status=WorkStatus(row.status) if export else None,
        asked=export is not None and export.asked,
        done=row.done,
        seconds_left=seconds_guess if row.status == WorkStatus.PENDING else row.seconds_left,
        size_bytes=row.size_bytes,
        download_count=row.download_count,
        trouble=trouble_view(row),
    )


def ident(
    row: Account
    | Job
    | Scene
    | Take
    | Clip
    | Music
    | Render
    | Export
    | Token
    | Charge
    | Attempt
    | Webhook
    | Delivery,
) -> int:
    """The id of a row that was stored; a row without one is a mistake of ours."""
    if row.id is None:
        raise ValueError(f"A {type(row).__name__.lower()} was used before it was stored.")
    return row.id
