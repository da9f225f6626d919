"""Who is calling: the bearer token's owner, the studio, and the revision the caller was looking at.

What waits for nothing is a coroutine: a plain function would be sent to a thread and back, for each call anew.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.bodies import MAX_ID
from api.cookies import session_of
from api.origins import SAFE_METHODS
from api.pace import Pace
from core.errors import InvalidInput, NotAuthenticated
from core.studio import Studio

SCHEME: Final = HTTPBearer(
    auto_error=False,
    scheme_name="Token",
    description="A token from the Settings page, from `python -m core token create NAME` or from "
    "`POST /api/auth/login`.",
)
# Added to the calls that anybody may make unless STORYREEL_PUBLIC_READS is false: the token is optional.
PUBLIC: Final[dict[str, Any]] = {"security": [{}]}

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)]


async def studio_of(request: Request) -> Studio:
    """The studio that the app was made for."""
    studio: Studio = request.app.state.studio
    return studio


StudioDoor = Annotated[Studio, Depends(studio_of)]


def owner_of(request: Request, studio: StudioDoor, credentials: Credentials) -> str:
    """Whose token was sent, or, to look and download only, whose browser it is; raises `NotAuthenticated`,
    `InvalidToken` or `SignedOut`."""
    return _asked_about(request, studio, credentials)()


async def caller_of(request: Request, studio: StudioDoor, credentials: Credentials) -> Callable[[], str]:
    """The same as a question, for a route that asks it in the turn of a thread in which it does its own work; who sent
    nothing is refused at once."""
    return _asked_about(request, studio, credentials)


def _asked_about(
    request: Request, studio: Studio, credentials: HTTPAuthorizationCredentials | None
) -> Callable[[], str]:
    if credentials is not None:
        return partial(studio.owner_of, credentials.credentials)
    cookie = session_of(request) if studio.signs_in and request.method in SAFE_METHODS else None
    if cookie is None:
        raise NotAuthenticated("Not authenticated")
    return lambda: studio.visitor(cookie).name


async def reader_of(
    request: Request,
    studio: StudioDoor,
    credentials: Credentials,
    given_pass: Annotated[str | None, Query(alias="pass", max_length=100, include_in_schema=False)] = None,
) -> str | None:
    """None where reads are public or the address carries its own pass; else who is calling."""
    if studio.settings.public_reads:
        return None
    return await run_in_threadpool(_known_reader, request, studio, credentials, given_pass)


def _known_reader(
    request: Request, studio: Studio, credentials: HTTPAuthorizationCredentials | None, given_pass: str | None
) -> str | None:
    if given_pass and studio.pass_opens(request.url.path, given_pass):
        return None
    return owner_of(request, studio, credentials)


async def pace_of(
    request: Request, _owner: Annotated[str, Depends(owner_of)], credentials: Credentials
) -> Callable[[], None]:
    """Spends one of the films that a token may ask for in a minute; called once the request is known to be sound."""
    pace: Pace = request.app.state.pace
    return partial(pace.spend, credentials.credentials if credentials else "")


# The ETag of a job begins with its revision, so that it can be sent back as it came.
_IF_MATCH: Final = re.compile(r'\s*(?:W/)?"?(\d{1,18})(?:-[0-9a-f]*)?"?\s*')


async def seen_revision(
    revision: Annotated[
        int | None,
        Query(
            ge=0,
            le=MAX_ID,
            description="The revision you were looking at; another one by now is a 409 and changes nothing.",
        ),
    ] = None,
    if_match: Annotated[
        str | None, Header(description="The same as `revision`, as the ETag of the job or the bare number.")
    ] = None,
) -> int | None:
    """The revision that the caller means, None to not care."""
    if revision is not None or if_match is None or if_match.strip() == "*":
        return revision
    found = _IF_MATCH.fullmatch(if_match)
    if found is None:
        raise InvalidInput(
            "If-Match names no revision.", hint='Send the job\'s ETag, or such as If-Match: "7".'
        )
    return int(found[1])


Owner = Annotated[str, Depends(owner_of)]
Caller = Annotated[Callable[[], str], Depends(caller_of)]
Reader = Annotated[str | None, Depends(reader_of)]
Spend = Annotated[Callable[[], None], Depends(pace_of)]
Seen = Annotated[int | None, Depends(seen_revision)]
