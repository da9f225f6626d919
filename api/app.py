"""Makes the REST face for a studio; the launcher starts the studio and hands these addresses over."""

from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import documentation, errors
from api.body_limit import BodyLimit
from api.closing import Closing
from api.pace import CallLimit, Pace
from api.routes import (
    auth,
    downloads,
    events,
    health,
    jobs,
    ledger,
    media,
    metrics,
    music,
    references,
    scenes,
    webhooks,
)
from api.stream import Listeners, Rhythm
from api.trail import Trail
from core.studio import Studio

# What the launcher must hand to the API, untouched; everything else belongs to the pages.
PREFIXES: Final = ("/api/", "/data/", "/docs/")
EXACT: Final = ("/api", "/data", "/docs", "/openapi.json", "/health", "/metrics")


def create_api(studio: Studio) -> FastAPI:
    """The API of a studio that somebody else starts and stops."""
    api = FastAPI(
        title="Storyreel",
        version="2",
        description=documentation.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.studio = studio
    api.state.closing, api.state.listeners, api.state.rhythm = Closing(), Listeners(), Rhythm()
    api.state.pace = Pace(per_minute=studio.settings.generates_per_minute)
    for routes in (
        auth,
        jobs,
        events,
        scenes,
        references,
        music,
        media,
        downloads,
        ledger,
        webhooks,
        health,
        metrics,
    ):
        api.include_router(routes.router)
    errors.install(api)
    documentation.install(api)
    api.add_middleware(
        BodyLimit,
        max_upload_bytes=studio.settings.max_upload_mb * 1_000_000,
        patience_seconds=studio.settings.body_seconds,
    )
    api.add_middleware(CallLimit, per_minute=studio.settings.calls_per_minute)
    origins = [origin.strip() for origin in studio.settings.allowed_origins.split(",") if origin.strip()]
    if origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["ETag", "Content-Disposition", "Retry-After", "X-Request-ID"],
        )
    api.add_middleware(Trail, studio=studio)
    return api
