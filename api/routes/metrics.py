"""Figures for Prometheus, for whoever runs the server and nobody else."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access import Credentials, StudioDoor
from api.errors import answers
from core.errors import NotFound
from core.figures_server import may_read_figures
from core.settings import is_loopback

router = APIRouter(tags=["health"])


def keeper(request: Request, studio: StudioDoor, credentials: Credentials) -> None:
    """Raise `NotFound` unless the request has the token of the settings or, without one, comes from this machine."""
    if not may_read_figures(
        studio.settings.metrics_token,
        given=credentials.credentials if credentials else "",
        headers=request.headers,
        from_this_machine=request.client is not None and is_loopback(request.client.host),
    ):
        raise NotFound(
            "Not Found", hint="Ask from the server itself, or send the token STORYREEL_METRICS_TOKEN."
        )


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Figures"}, **answers(404, 422)},
    summary="Figures for Prometheus",
)
def metrics(studio: StudioDoor, _keeper: Annotated[None, Depends(keeper)]) -> Response:
    """From this machine only, or with the token of the settings."""
    return Response(studio.metrics(), media_type="text/plain; version=0.0.4")
