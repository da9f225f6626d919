"""Calls about the picture that a film's new pictures follow, so that the hero stays the hero."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool

from api.access import PUBLIC, Reader, StudioDoor, owner_of
from api.addresses import Base
from api.bodies import JobId, SceneNumber, TakeNumber
from api.errors import answers
from api.routes.media import file_answers
from api.routes.scenes import EDITS, EditDoor
from api.schemas import JobResponse
from api.serving import KEEP, Served
from api.upload import PICTURE_FIELD, form, picture_sent

router = APIRouter(tags=["storyboard"])


@router.put(
    "/api/v2/jobs/{job_id}/reference",
    # Stands first, so that a form is read only for somebody who may send it.
    dependencies=[Depends(owner_of)],
    responses=answers(*EDITS, 413, 415),
    openapi_extra=form(PICTURE_FIELD, "image/png", "image/jpeg", "image/webp"),
    summary="Let new pictures follow one of yours",
)
async def upload_reference(request: Request, studio: StudioDoor, edit: EditDoor, base: Base) -> JobResponse:
    """PNG, JPEG or WebP in the field `picture` of a form; refused where the picture model follows none."""
    content = await picture_sent(request, studio)
    job = await run_in_threadpool(studio.upload_reference, edit, content=content)
    return JobResponse.of(job, base)


@router.post(
    "/api/v2/jobs/{job_id}/scenes/{scene_number}/takes/{take_number}/follow",
    responses=answers(*EDITS),
    summary="Let new pictures follow a take",
)
def choose_reference(
    studio: StudioDoor, edit: EditDoor, base: Base, scene_number: SceneNumber, take_number: TakeNumber
) -> JobResponse:
    """The hero of later pictures looks as in this one; those that are there stay as they are."""
    return JobResponse.of(
        studio.choose_reference(edit, scene_number=scene_number, take_number=take_number), base
    )


@router.delete(
    "/api/v2/jobs/{job_id}/reference",
    responses=answers(*EDITS),
    summary="Let new pictures follow the words alone",
)
def drop_reference(studio: StudioDoor, edit: EditDoor, base: Base) -> JobResponse:
    """Nothing is lost but the wish; a take that was followed stays a take."""
    return JobResponse.of(studio.drop_reference(edit), base)


@router.head("/data/references/{job_id}/{name}.jpg", include_in_schema=False)
@router.get(
    "/data/references/{job_id}/{name}.jpg",
    response_class=FileResponse,
    responses=file_answers(("image/jpeg",)),
    openapi_extra=PUBLIC,
    summary="The picture that new ones follow",
)
def read_reference(
    studio: StudioDoor, reader: Reader, job_id: JobId, name: Annotated[str, Path(max_length=80)]
) -> Served:
    """A small JPEG of it; another reference has another address."""
    return Served(studio.reference(job_id, name, owner=reader), cache=KEEP)
