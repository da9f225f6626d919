"""The music of a film: put in, taken out, and listened to."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from api.access import PUBLIC, Reader, StudioDoor, owner_of
from api.addresses import Base
from api.bodies import JobId, MusicId
from api.errors import answers
from api.routes.media import file_answers
from api.routes.scenes import EDITS, EditDoor
from api.schemas import JobResponse
from api.serving import KEEP, Served
from api.upload import MUSIC_FIELD, file_sent, form

router = APIRouter(tags=["storyboard"])

TYPES: Final = ("audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac")


@router.put(
    "/api/v2/jobs/{job_id}/music",
    # Stands first, so that a form is read only for somebody who may send it.
    dependencies=[Depends(owner_of)],
    responses=answers(*EDITS, 413, 415),
    openapi_extra=form(MUSIC_FIELD, *TYPES),
    summary="Music under the film",
)
async def put_music(request: Request, studio: StudioDoor, edit: EditDoor, base: Base) -> JobResponse:
    """MP3, M4A, WAV, OGG or FLAC in the field `music` of a form, in place of the music that there is.

    It is cut or repeated to the film's length, faded out and set to -16 LUFS when the film is rendered.
    """
    sent = await file_sent(request, studio, MUSIC_FIELD)
    job = await run_in_threadpool(studio.put_music, edit, name=sent.name, content=sent.content)
    return JobResponse.of(job, base)


@router.delete("/api/v2/jobs/{job_id}/music", responses=answers(*EDITS), summary="A silent film again")
def remove_music(studio: StudioDoor, edit: EditDoor, base: Base) -> JobResponse:
    """`undo` brings the music back; 404 when there is none."""
    return JobResponse.of(studio.remove_music(edit), base)


@router.head("/data/music/{job_id}/{music_id}.{suffix}", include_in_schema=False)
@router.get(
    "/data/music/{job_id}/{music_id}.{suffix}",
    response_class=FileResponse,
    responses=file_answers(TYPES),
    openapi_extra=PUBLIC,
    summary="Music as it was sent",
)
def read_music(
    studio: StudioDoor,
    reader: Reader,
    job_id: JobId,
    music_id: MusicId,
    _suffix: Annotated[Literal["mp3", "m4a", "wav", "ogg", "flac"], Path(alias="suffix")],
) -> Served:
    """A file never changes under its number, so it may be kept for as long as one likes; never counted."""
    return Served(studio.music(job_id, music_id, owner=reader), cache=KEEP)
