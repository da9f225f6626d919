"""Calls about whole jobs: made, looked at, listed, approved, rendered, stopped, retried, deleted."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.access import PUBLIC, Owner, Reader, Seen, Spend, StudioDoor
from api.addresses import Base
from api.bodies import MAX_ID, GenerateBody, JobId
from api.errors import answers
from api.links import a_new_job
from api.reports import Estimate, HistoryEntry, MetadataResponse
from api.schemas import JobListEntry, JobResponse
from api.serving import ASK_AGAIN, matches

router = APIRouter(prefix="/api/v2", tags=["jobs"])


@router.post(
    "/generate",
    responses=answers(400, 401, 402, 409, 413, 422, 429) | a_new_job(),
    summary="Make a film from a sentence",
)
def generate(
    studio: StudioDoor,
    owner: Owner,
    base: Base,
    spend: Spend,
    body: GenerateBody,
    idempotency_key: Annotated[
        str | None,
        Header(max_length=255, description="The same key and body give the same job; another body is a 409."),
    ] = None,
) -> JobResponse:
    """The work starts at once; ask `GET /jobs/{job_id}` until its status is `storyboard_ready`."""
    spend()
    return JobResponse.of(studio.create(body.order(), owner=owner, idempotency_key=idempotency_key), base)


@router.post("/estimate", responses=answers(400, 401, 413, 422), summary="What a film would cost")
def estimate(studio: StudioDoor, _owner: Owner, body: GenerateBody) -> Estimate:
    """Nothing is made and nothing is charged."""
    return Estimate.of(studio.estimate(body.order()))


@router.get("/jobs", responses=answers(400, 401, 422), summary="Your jobs, newest first")
def list_jobs(
    studio: StudioDoor,
    owner: Owner,
    base: Base,
    status: Annotated[list[str] | None, Query(description="Only jobs with one of these statuses.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Words in the title or the prompt.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    before: Annotated[
        int | None, Query(ge=1, le=MAX_ID, description="The last `job_id` of the page before this one.")
    ] = None,
    trashed: Annotated[bool, Query(description="Those in the trash instead.")] = False,
) -> list[JobListEntry]:
    """Page through them with `before`."""
    found = studio.jobs(
        owner=owner, statuses=status or (), text=q, before=before, limit=limit, trashed=trashed
    )
    return [JobListEntry.of(job, base) for job in found]


@router.get(
    "/jobs/{job_id}",
    response_model=JobResponse,
    responses={**answers(401, 404, 422), 304: {"description": "Nothing changed since that ETag"}},
    openapi_extra=PUBLIC,
    summary="A job as it is now",
)
def read_job(
    studio: StudioDoor,
    reader: Reader,
    base: Base,
    job_id: JobId,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Cheap to ask again: send the `ETag` back as `If-None-Match` and get 304 while nothing changes."""
    job = JobResponse.of(studio.job(job_id, owner=reader), base)
    body = job.model_dump_json().encode()
    etag = f'"{job.revision}-{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": ASK_AGAIN}
    if matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/jobs/{job_id}/metadata",
    responses=answers(401, 404, 422),
    openapi_extra=PUBLIC,
    summary="Counts, costs and the state of every scene",
)
def read_metadata(studio: StudioDoor, reader: Reader, job_id: JobId) -> MetadataResponse:
    """Works at every step, also before there is a storyboard."""
    return MetadataResponse.of(studio.job(job_id, owner=reader))


@router.get("/jobs/{job_id}/history", responses=answers(401, 404, 422), summary="What happened to a job")
def read_history(studio: StudioDoor, owner: Owner, job_id: JobId) -> list[HistoryEntry]:
    """Newest first."""
    return [HistoryEntry.of(event) for event in studio.history(job_id, owner=owner)]


@router.post(
    "/jobs/{job_id}/approve", responses=answers(400, 401, 404, 409, 422), summary="Approve the storyboard"
)
def approve(studio: StudioDoor, owner: Owner, base: Base, job_id: JobId, seen: Seen) -> JobResponse:
    """Approval stands between the cheap stills and the costly render; any later edit takes it back."""
    return JobResponse.of(studio.approve(job_id, owner=owner, seen_revision=seen), base)


@router.post(
    "/jobs/{job_id}/render",
    responses=answers(400, 401, 404, 409, 422),
    summary="Render the approved storyboard",
)
def render(studio: StudioDoor, owner: Owner, base: Base, job_id: JobId) -> JobResponse:
    """A second call while it renders is the same render."""
    return JobResponse.of(studio.render(job_id, owner=owner), base)


@router.post(
    "/jobs/{job_id}/cancel", responses=answers(401, 404, 409, 422), summary="Stop what is being done"
)
def cancel(studio: StudioDoor, owner: Owner, base: Base, job_id: JobId) -> JobResponse:
    """What is finished stays."""
    return JobResponse.of(studio.cancel(job_id, owner=owner), base)


@router.post(
    "/jobs/{job_id}/retry",
    responses=answers(400, 401, 402, 404, 409, 422),
    summary="Do again what failed or was cancelled",
)
def retry(
    studio: StudioDoor,
    owner: Owner,
    base: Base,
    job_id: JobId,
    scene_number: Annotated[int | None, Query(ge=1, le=MAX_ID, description="Only this scene.")] = None,
) -> JobResponse:
    """Only what failed is done again, and only that is charged."""
    return JobResponse.of(studio.retry(job_id, owner=owner, scene_number=scene_number), base)


@router.post(
    "/jobs/{job_id}/duplicate",
    responses=answers(400, 401, 404, 409, 422, 429) | a_new_job(),
    summary="A copy of a job",
)
def duplicate(studio: StudioDoor, owner: Owner, base: Base, spend: Spend, job_id: JobId) -> JobResponse:
    """Storyboard, pictures, clips, words and music are the same, refinements begin anew; nothing is ordered or charged."""
    spend()
    return JobResponse.of(studio.duplicate(job_id, owner=owner), base)


@router.delete(
    "/jobs/{job_id}", status_code=204, responses=answers(401, 404, 422), summary="Delete a job for good"
)
def delete(studio: StudioDoor, owner: Owner, job_id: JobId) -> None:
    """Its pictures, films and exports are deleted with it; what was paid stays in the ledger."""
    studio.delete(job_id, owner=owner)


@router.post(
    "/jobs/{job_id}/trash",
    status_code=204,
    responses=answers(401, 404, 422),
    summary="Put a job into the trash",
)
def trash(studio: StudioDoor, owner: Owner, job_id: JobId) -> None:
    """It can be taken back until the trash is emptied, by default for a week."""
    studio.trash(job_id, owner=owner)


@router.post(
    "/jobs/{job_id}/restore", responses=answers(401, 404, 422), summary="Take a job out of the trash"
)
def restore(studio: StudioDoor, owner: Owner, base: Base, job_id: JobId) -> JobResponse:
    """Nothing of it was lost."""
    return JobResponse.of(studio.take_back(job_id, owner=owner), base)
