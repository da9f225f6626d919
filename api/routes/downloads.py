"""Downloads for the browser on this machine, which has no token: files that the pages had made before."""

from functools import partial
from typing import Final

from fastapi import APIRouter
from starlette.responses import FileResponse

from api.access import Reader, StudioDoor
from api.bodies import JobId
from api.serving import DO_NOT_KEEP, Served
from core.terms import ExportFormat, ExportQuality

router = APIRouter(include_in_schema=False)

# Whose films the pages show where nobody signs in; what belongs to a program's token is not to be had here.
OWNER_OF_PAGES: Final = "local"


@router.head("/data/exports/{job_id}/{format}/{quality}", response_class=FileResponse)
@router.get("/data/exports/{job_id}/{format}/{quality}", response_class=FileResponse)
def save_export(
    studio: StudioDoor, reader: Reader, job_id: JobId, format: ExportFormat, quality: ExportQuality
) -> Served:
    """Counted like every download; never starts a transcode, so that a link alone makes no work."""
    export = studio.ready_export(job_id, owner=_owner(studio, reader), format=format, quality=quality)
    count = partial(studio.count_download, job_id, export_id=export)
    return Served(studio.export_file(export), cache=DO_NOT_KEEP, attached=True, on_download=count)


def _owner(studio: StudioDoor, reader: str | None) -> str:
    return reader if reader is not None and studio.signs_in else OWNER_OF_PAGES
