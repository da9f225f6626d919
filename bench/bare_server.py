"""Nothing but one file over HTTP, as a measure for what serves films: `uvicorn bench.bare_server:app`."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route


async def file(_request: Request) -> FileResponse:
    """The file that BENCH_FILE names."""
    return FileResponse(os.environ["BENCH_FILE"], media_type="video/mp4")


app = Starlette(routes=[Route("/", file)])
