"""The address that callers know this server by."""

from typing import Annotated

from fastapi import Depends, Request

from api.access import StudioDoor


async def base_of(request: Request, studio: StudioDoor) -> str:
    """Scheme and host without a slash at the end: as set, else as the request named them."""
    return (studio.settings.public_url or str(request.base_url)).rstrip("/")


Base = Annotated[str, Depends(base_of)]
