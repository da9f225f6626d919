"""Figures for Prometheus, for whoever runs the server and nobody else."""

import hmac
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access import Credentials, StudioDoor
from api.errors import answers
from core.errors import NotFound
from core.figures_server import FORWARDED

router = APIRouter(tags=["health"])


def keeper(request: Request, studio: StudioDoor, credentials: Credentials) -> None:
    """Raise `NotFound` unless the request has the token of the settings or, without one, comes from this machine."""
    wanted = studio.settings.metrics_token
    if wanted is not None:
        given = credentials.credentials if credentials else ""
        allowed = hmac.compare_digest(given.encode(), wanted.get_secret_value().encode())
    else:
        allowed = not any(name in request.headers for name in FORWARDED) and _is_loopback(request)
    if not allowed:
        raise NotFound(
            "Not Found", hint="Ask from the server itself, or send the token STORYREEL_METRICS_TOKEN."
        )


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Figures"}, **answers(404, 422)},
    summary="Figures for Prometheus",
)
def metrics(studio: StudioDoor, _keeper: Annotated[None, Depends(keeper)]) -> Response:
    """From this machine only, or with the token of the settings."""
    return Response(studio.metrics(), media_type="text/plain; version=0.0.4")
