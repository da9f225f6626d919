"""The one place where an error becomes an HTTP answer: `{"detail", "code", "hint"}` and a status.

Routes raise nothing and catch nothing; what core raises is looked up here by its class.
"""

import json
import logging
import math
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from core import errors

log = logging.getLogger(__name__)

STATUS: Final[Mapping[type[errors.AppError], int]] = {
    errors.AppError: 500,
    errors.InvalidInput: 400,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.NotFound: 404,
    errors.AccessDenied: 403,
    errors.NotAuthenticated: 401,
    errors.InvalidToken: 401,
    errors.SignInFailed: 401,
    errors.SignedOut: 401,
    errors.WrongStep: 400,
    errors.Conflict: 409,
    errors.RefinementLimit: 429,
    errors.RefinementFailed: 500,
    errors.ClipFailed: 500,
    errors.BudgetExceeded: 402,
    errors.RateLimited: 429,
    errors.QueueFull: 503,
    errors.ConfigurationError: 503,
    errors.ProviderError: 502,
    errors.MediaError: 500,
    # The only pictures and music that come from outside are uploads, and a damaged one is none to us.
    errors.PictureUnreadable: 415,
    errors.MusicUnreadable: 415,
    errors.StoreError: 503,
    errors.DiskFull: 507,
    errors.Canceled: 409,
}

# What a face says of errors that the framework raises by itself: code and hint by status.
FRAMEWORK: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad_request", "Check the body and the headers; /docs shows what is expected."),
    404: ("not_found", "Check the address; /docs lists every call."),
    408: ("too_slow", "Send the body in one go, or over a better line."),
    405: ("method_not_allowed", "Check the method; the header Allow names those that work."),
    413: ("too_large", "Send a smaller body."),
    # Nobody reads this one, but it is written all the same.
    499: ("caller_gone", "The work goes on; ask for the job to see it."),
    416: ("range_not_satisfiable", "Ask for a range within the size that Content-Range names."),
}


class ErrorBody(BaseModel):
    """What every refusal looks like."""

    detail: str = Field(description="The cause, in words.")
    code: str = Field(description="Stable and snake_case; programs decide by it.")
    hint: str = Field(description="What to do next.")


class InvalidField(BaseModel):
    """One value that does not fit."""

    type: str
    loc: list[str | int]
    msg: str


class ValidationBody(BaseModel):
    """Every value of a request that does not fit."""

    detail: list[InvalidField]
    code: str
    hint: str


def status_of(kind: type[errors.AppError]) -> int:
    """The status of an error's class, or of the nearest class above it that has one."""
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def refusal(
    status: int, *, detail: object, code: str, hint: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer for an error; ASCII only, so that half a surrogate pair in the text cannot break it."""
    body = json.dumps({"detail": detail, "code": code, "hint": hint})
    return Response(body, status_code=status, headers=dict(headers or {}), media_type="application/json")


def install(api: FastAPI) -> None:
    """Register the answers for whatever may be raised."""
    api.add_exception_handler(errors.AppError, _told)
    api.add_exception_handler(RequestValidationError, _misfit)
    api.add_exception_handler(HTTPException, _by_framework)
    api.add_exception_handler(Exception, _unexpected)


async def _told(_request: Request, error: Exception) -> Response:
    if not isinstance(error, errors.AppError):
        raise error
    status = status_of(type(error))
    if status >= 500:
        log.warning("%s: %s %s", error.code, error.message, error.detail)
    return refusal(
        status, detail=error.message, code=error.code, hint=error.hint, headers=_headers(error, status)
    )


def _headers(error: errors.AppError, status: int) -> dict[str, str]:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    seconds = getattr(error, "retry_after_seconds", None)
    if seconds is not None:
        headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    return headers


async def _misfit(_request: Request, error: Exception) -> Response:
    # What was sent is not sent back: it may be large, secret, or nothing that JSON can hold.
    found: list[dict[str, Any]] = list(error.errors()) if isinstance(error, RequestValidationError) else []
    detail = [{"type": item["type"], "loc": item["loc"], "msg": item["msg"]} for item in found]
    return refusal(
        422, detail=detail, code="validation", hint="Change the values that `detail` names; see /docs."
    )


async def _by_framework(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    code, hint = FRAMEWORK.get(status, (HTTPStatus(status).name.lower(), "See /docs for what is expected."))
    return refusal(status, detail=error.detail, code=code, hint=hint, headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("Reference %s: %s %s", reference, request.method, request.url.path, exc_info=error)
    return refusal(
        500,
        detail=f"Something went wrong (reference {reference}).",
        code="unexpected",
        hint="Try again; if it happens again, look for the reference in the server's log.",
    )


# Any call may come too often, or meet a database or a disk that does not answer, or a mistake of ours.
ALWAYS: Final = (429, 500, 503, 507)
MEANING: Final[Mapping[int, str]] = {
    400: "The job is not at the step that this needs, or a value makes no sense for it",
    401: "No token, or one that is unknown, expired or revoked",
    402: "It would cost more than the caps allow; nothing was sent",
    403: "The account may look and download, but change nothing",
    404: "There is no such thing, or it is somebody else's",
    408: "The body came too slowly",
    409: "Something else is at work on it, or it was changed in the meantime",
    413: "The body is too large",
    415: "A kind of file that is not taken here, or a damaged one",
    416: "The range lies outside the file",
    422: "A value is missing, malformed or out of its range",
    429: "The limit is reached",
    500: "Something went wrong here",
    503: "Something that this needs does not answer, or too much is waiting",
    507: "The server's disk is full",
}


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a call as /docs shows them."""
    slow = {408} if 413 in statuses else set()
    return {
        status: {"model": ValidationBody if status == 422 else ErrorBody, "description": MEANING[status]}
        for status in sorted({*statuses, *slow, *ALWAYS})
    }
