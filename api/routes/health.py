"""Whether the server and all that it needs answer."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from api.access import StudioDoor
from api.reports import Check, HealthResponse, UnhealthyResponse

router = APIRouter(tags=["health"])


@router.get(
    "/health",
    response_model=HealthResponse,
    responses={503: {"model": UnhealthyResponse, "description": "Something that it needs does not answer"}},
    summary="Does it work?",
)
def health(studio: StudioDoor) -> JSONResponse:
    """Database, engine, store and disk; 503 names what does not answer."""
    views = studio.health()
    checks = [Check.of(view) for view in views]
    missing = ", ".join(view.name for view in views if not view.ok)
    if not missing:
        return JSONResponse(HealthResponse(checks=checks).model_dump())
    body = UnhealthyResponse(detail=f"Not answering: {missing}.", checks=checks)
    return JSONResponse(body.model_dump(), status_code=503)
