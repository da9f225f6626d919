"""Downloads for the browser, which has no token: files that the pages had made before."""

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import FileResponse

from api.access import Credentials, Reader, StudioDoor, owner_of
from api.bodies import JobId
from api.serving import DO_NOT_KEEP, Served
from core.terms import ExportFormat, ExportQuality

router = APIRouter(include_in_schema=False)

# Whose films the pages show where nobody signs in; what belongs to a program's token is not to be had here.
OWNER_OF_PAGES: Final = "local"


def owner_of_page(request: Request, studio: StudioDoor, _reader: Reader, credentials: Credentials) -> str:
    """Whose pages the link stands on."""
    return owner_of(request, studio, credentials) if studio.signs_in else OWNER_OF_PAGES


@router.head("/data/exports/{job_id}/{format}/{quality}", response_class=FileResponse)
@router.get("/data/exports/{job_id}/{format}/{quality}", response_class=FileResponse)
def save_export(
    studio: StudioDoor,
    owner: Annotated[str, Depends(owner_of_page)],
    job_id: JobId,
    format: ExportFormat,
    quality: ExportQuality,
) -> Served:
    """Counted like every download; never starts a transcode, so that a link alone makes no work."""
    export = studio.ready_export(job_id, owner=owner, format=format, quality=quality)
    count = partial(studio.count_download, job_id, export_id=export)
    return Served(studio.export_file(export), cache=DO_NOT_KEEP, attached=True, on_download=count)
