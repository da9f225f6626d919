"""What happens to a job, told while it happens."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.access import PUBLIC, Reader, StudioDoor
from api.addresses import Base
from api.bodies import JobId
from api.errors import answers
from api.schemas import JobResponse
from api.stream import JobStream, Listeners

router = APIRouter(prefix="/api/v2", tags=["jobs"])


@router.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "Events"},
        **answers(401, 404, 422),
    },
    openapi_extra=PUBLIC,
    summary="A job as server-sent events",
)
async def listen(
    request: Request,
    studio: StudioDoor,
    reader: Reader,
    base: Base,
    job_id: JobId,
    last_event_id: Annotated[str | None, Header(max_length=200)] = None,
) -> StreamingResponse:
    """`status`, `progress` and `board`, each when it changes and at first as it is; `gone` when the job is deleted.

    A comment comes every fifteen seconds. The stream ends after ten minutes and when the server stops; `EventSource`
    comes back by itself, and with its `Last-Event-ID` only what changed is told.
    """
    await run_in_threadpool(studio.mark, job_id, owner=reader)
    stream = JobStream(
        look=lambda: JobResponse.of(studio.job(job_id, owner=reader), base),
        mark=lambda: studio.mark(job_id, owner=reader),
        closing=request.app.state.closing,
        rhythm=request.app.state.rhythm,
        seen=last_event_id or "",
        is_gone=request.is_disconnected,
    )
    listeners: Listeners = request.app.state.listeners
    listeners.enter()
    # A proxy that collects an answer before it passes it on would make the stream pointless.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_counted(stream, listeners), media_type="text/event-stream", headers=headers)


async def _counted(stream: JobStream, listeners: Listeners) -> AsyncIterator[bytes]:
    try:
        async for event in stream.events():
            yield event
    finally:
        listeners.leave()
