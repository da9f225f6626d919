"""Files: downloads that are counted, exports, and what players and pages show."""

from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from api.access import PUBLIC, Caller, Owner, Reader, StudioDoor
from api.bodies import MAX_ID, ClipId, JobId, TakeId
from api.errors import answers
from api.reports import ExportEntry
from api.serving import ASK_AGAIN, DO_NOT_KEEP, KEEP, Served
from api.waiting import until
from core.files import ThumbnailWidth
from core.terms import ExportFormat, ExportQuality

router = APIRouter(tags=["media"])

VIDEO_TYPES: Final = tuple(kind.media_type for kind in ExportFormat)
CLIP_TYPES: Final = ("video/mp4", "video/webm")
PICTURE_TYPES: Final = ("image/jpeg", "image/png", "image/webp")


def file_answers(media_types: tuple[str, ...], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a call that serves a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}
    return {
        200: {"description": "The file", "content": content},
        206: {"description": "The range that was asked for", "content": content},
        304: {"description": "The caller has it already"},
        **answers(400, 401, 404, 416, 422, *statuses),
    }


@router.head("/api/v2/jobs/{job_id}/video", include_in_schema=False)
@router.get(
    "/api/v2/jobs/{job_id}/video",
    response_class=FileResponse,
    responses=file_answers(("video/mp4",)),
    openapi_extra=PUBLIC,
    summary="Download the film as it was rendered",
)
def download_film(studio: StudioDoor, reader: Reader, job_id: JobId) -> Served:
    """Counted once for every GET that starts at the first byte; HEAD and later ranges are not."""
    file = studio.film(job_id, owner=reader)
    return Served(file, cache=DO_NOT_KEEP, attached=True, on_download=partial(studio.count_download, job_id))


@router.get(
    "/api/v2/jobs/{job_id}/captions.vtt",
    response_class=Response,
    responses={
        200: {"content": {"text/vtt": {"schema": {"type": "string"}}}, "description": "The captions"},
        **answers(401, 404, 422),
    },
    openapi_extra=PUBLIC,
    summary="The texts of the scenes as WebVTT",
)
def read_captions(studio: StudioDoor, reader: Reader, job_id: JobId) -> Response:
    """Those of the last film, or of the storyboard while there is no film; whatever the job's captions are set to."""
    text = studio.captions(job_id, owner=reader)
    return Response(text, media_type="text/vtt", headers={"Cache-Control": ASK_AGAIN})


@router.head("/api/v2/jobs/{job_id}/export", include_in_schema=False)
@router.get(
    "/api/v2/jobs/{job_id}/export",
    response_class=FileResponse,
    responses=file_answers(VIDEO_TYPES, 409),
    summary="Download the film in another format and quality",
)
async def download_export(
    request: Request,
    studio: StudioDoor,
    caller: Caller,
    job_id: JobId,
    format: ExportFormat = ExportFormat.MP4,
    quality: ExportQuality = ExportQuality.MEDIUM,
) -> Served:
    """Made in the background or when it is first asked for, which takes a while, and kept until the next render."""
    export, file = await run_in_threadpool(
        lambda: studio.fetch_export(job_id, owner=caller(), format=format, quality=quality)
    )
    if file is None:
        file = await until(lambda: studio.finished_export(export), request)
    count = partial(studio.count_download, job_id, export_id=export)
    return Served(file, cache=DO_NOT_KEEP, attached=True, on_download=count)


@router.get(
    "/api/v2/jobs/{job_id}/exports",
    responses=answers(401, 404, 422),
    summary="All nine exports and their state",
)
def list_exports(studio: StudioDoor, owner: Owner, job_id: JobId) -> list[ExportEntry]:
    """Made or not, each with its size and its count of downloads."""
    return [ExportEntry.of(export) for export in studio.exports(job_id, owner=owner)]


@router.head("/data/videos/{job_id}/final.mp4", include_in_schema=False)
@router.get(
    "/data/videos/{job_id}/final.mp4",
    response_class=FileResponse,
    responses=file_answers(("video/mp4",)),
    openapi_extra=PUBLIC,
    summary="The film for a player",
)
def play_film(studio: StudioDoor, reader: Reader, job_id: JobId) -> Served:
    """The last film, also while it is edited; never counted."""
    return Served(studio.player_film(job_id, owner=reader), cache=ASK_AGAIN)


@router.head("/data/videos/{job_id}/preview.mp4", include_in_schema=False)
@router.get(
    "/data/videos/{job_id}/preview.mp4",
    response_class=FileResponse,
    responses=file_answers(("video/mp4",)),
    openapi_extra=PUBLIC,
    summary="The film's beginning while it is rendered",
)
def play_preview(
    studio: StudioDoor,
    reader: Reader,
    job_id: JobId,
    frames: Annotated[
        int | None,
        Query(alias="v", ge=1, le=MAX_ID, description="As in `preview_url`; that file never changes."),
    ] = None,
) -> Served:
    """Silent, from the first second on, longer from time to time; gone when the render ends. Never counted."""
    return Served(studio.preview(job_id, frames=frames, owner=reader), cache=ASK_AGAIN)


@router.head("/data/pictures/{job_id}/{take_id}.{suffix}", include_in_schema=False)
@router.get(
    "/data/pictures/{job_id}/{take_id}.{suffix}",
    response_class=FileResponse,
    responses=file_answers(PICTURE_TYPES),
    openapi_extra=PUBLIC,
    summary="A picture",
)
def read_picture(
    studio: StudioDoor,
    reader: Reader,
    job_id: JobId,
    take_id: TakeId,
    _suffix: Annotated[Literal["jpg", "png", "webp"], Path(alias="suffix")],
    width: Annotated[
        ThumbnailWidth | None, Query(description="A JPEG of this width in pixels at most.")
    ] = None,
) -> Served:
    """A picture never changes, so it may be kept for as long as one likes."""
    if width is None:
        return Served(studio.picture(job_id, take_id, owner=reader), cache=KEEP)
    return Served(studio.thumbnail(job_id, take_id, width=width, owner=reader), cache=KEEP)


@router.head("/data/clips/{job_id}/{clip_id}.{suffix}", include_in_schema=False)
@router.get(
    "/data/clips/{job_id}/{clip_id}.{suffix}",
    response_class=FileResponse,
    responses=file_answers(CLIP_TYPES),
    openapi_extra=PUBLIC,
    summary="A clip of a scene",
)
def read_clip(
    studio: StudioDoor,
    reader: Reader,
    job_id: JobId,
    clip_id: ClipId,
    _suffix: Annotated[Literal["mp4", "webm"], Path(alias="suffix")],
) -> Served:
    """A clip never changes, so it may be kept for as long as one likes."""
    return Served(studio.clip(job_id, clip_id, owner=reader), cache=KEEP)


@router.head("/data/samples/{style}.jpg", include_in_schema=False)
@router.get(
    "/data/samples/{style}.jpg",
    response_class=FileResponse,
    responses=file_answers(("image/jpeg",)),
    openapi_extra=PUBLIC,
    summary="What a style looks like",
)
def read_sample(studio: StudioDoor, _reader: Reader, style: str) -> Served:
    """Drawn by the built-in artist when it is first asked for."""
    return Served(studio.sample(style), cache=ASK_AGAIN)
