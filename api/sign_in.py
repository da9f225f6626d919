"""Signing in and out: plain pages that work without scripts, and the only ones that a stranger is shown."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api.body_limit import BodyLimit
from api.cookies import FORM, FORM_SECONDS, drop_session, is_https, keep_session, session_of
from api.errors import status_of
from api.origins import own_path
from api.sign_in_page import sign_in_page, sign_out_page
from core.errors import AppError, RateLimited, SignedOut, SignInFailed
from core.studio import Studio
from core.views import AccountView

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
ICON: Final = "/sign-in/icon.png"
PROVIDER: Final = "/sign-in/provider"
BACK: Final = "/sign-in/provider/back"
# What the gate hands over to these pages, with a session or without.
PLACES: Final = (SIGN_IN, SIGN_OUT, ICON, PROVIDER, BACK)
_ICON_FILE: Final = Path(__file__).resolve().parent.parent / "pages" / "assets" / "favicon.png"
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{20,50}")
# Nothing loads, nothing runs, and no other page may frame this one or receive its form.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def create_sign_in(studio: Studio) -> Starlette:
    """The pages for a studio whose people sign in."""
    routes = [
        Route(SIGN_IN, _show, methods=["GET"]),
        Route(SIGN_IN, _sign_in, methods=["POST"]),
        Route(SIGN_OUT, _show_sign_out, methods=["GET"]),
        Route(SIGN_OUT, _sign_out, methods=["POST"]),
        Route(ICON, _icon, methods=["GET"]),
    ]
    limit = Middleware(BodyLimit, max_upload_bytes=0, patience_seconds=studio.settings.body_seconds)
    pages = Starlette(routes=routes, middleware=[limit])
    pages.state.studio = studio
    if studio.settings.sign_in == "oidc":
        from api import oidc

        oidc.install(pages, studio, begin_at=PROVIDER, back_at=BACK, welcome=_welcome, show=_page)
    return pages


def _studio(request: Request) -> Studio:
    studio: Studio = request.app.state.studio
    return studio


async def _visitor(request: Request) -> AccountView | None:
    try:
        return await run_in_threadpool(_studio(request).visitor, session_of(request))
    except SignedOut:
        return None


async def _show(request: Request) -> Response:
    if await _visitor(request) is not None:
        return _go(own_path(request.query_params.get("next", "/")))
    return await _page(request)


async def _page(
    request: Request, *, next_path: str | None = None, name: str = "", error: AppError | None = None
) -> Response:
    """The sign-in page, with what went wrong."""
    studio = _studio(request)
    wanted = next_path if next_path is not None else own_path(request.query_params.get("next", "/"))
    way = studio.settings.sign_in
    first = way == "accounts" and not await run_in_threadpool(studio.anybody_there)
    nonce = _nonce(request)
    page = sign_in_page(
        form=studio.seal("form", nonce),
        next_path=wanted,
        name=name,
        trouble=(error.message, error.hint) if error else None,
        first_run=first,
        provider=f"{PROVIDER}?next={quote(wanted, safe='')}" if way == "oidc" else None,
    )
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, RateLimited) else {}
    status = 200 if error is None else status_of(type(error))
    return _form_page(page, request, nonce, status=status, headers=headers)


async def _sign_in(request: Request) -> Response:
    studio, sent = _studio(request), await _fields(request)
    next_path, name = own_path(sent.get("next", "/")), sent.get("name", "")
    try:
        _refuse_strange_form(request, sent)
        address = request.client.host if request.client else ""
        cookie = await run_in_threadpool(
            studio.sign_in, name=name, password=sent.get("password", ""), address=address
        )
    except AppError as error:
        return await _page(request, next_path=next_path, name=name, error=error)
    return await _welcome(request, cookie, next_path)


async def _welcome(request: Request, cookie: str, next_path: str) -> Response:
    """Give the browser its new session, and end the one that it came with."""
    studio = _studio(request)
    await run_in_threadpool(studio.sign_out, session_of(request))
    answer = _go(next_path)
    keep_session(answer, cookie, secure=is_https(request, studio), studio=studio)
    return answer


async def _show_sign_out(request: Request) -> Response:
    visitor = await _visitor(request)
    if visitor is None:
        return _go(SIGN_IN)
    nonce = _nonce(request)
    page = sign_out_page(form=_studio(request).seal("form", nonce), name=visitor.name)
    return _form_page(page, request, nonce)


async def _sign_out(request: Request) -> Response:
    studio, sent = _studio(request), await _fields(request)
    try:
        _refuse_strange_form(request, sent)
        await run_in_threadpool(studio.sign_out, session_of(request))
    except AppError as error:
        return await _page(request, error=error)
    answer = _go(SIGN_IN)
    drop_session(answer, secure=is_https(request, studio))
    return answer


async def _icon(_request: Request) -> Response:
    return FileResponse(_ICON_FILE, headers={"Cache-Control": "public, max-age=86400"})


async def _fields(request: Request) -> Mapping[str, str]:
    async with request.form(max_files=0, max_fields=10) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _refuse_strange_form(request: Request, sent: Mapping[str, str]) -> None:
    """Raise `SignInFailed` unless the form was made here for this very browser."""
    nonce = request.cookies.get(FORM, "")
    known = _NONCE.fullmatch(nonce) is not None
    if not known or not _studio(request).sealed("form", nonce, sent.get("form", "")):
        raise SignInFailed(
            "This form was not made for your browser, or too long ago.",
            hint="Try again here; the browser must accept cookies.",
        )


def _nonce(request: Request) -> str:
    """The browser's own mark for forms; a second tab keeps the first one's."""
    kept = request.cookies.get(FORM, "")
    return kept if _NONCE.fullmatch(kept) else secrets.token_urlsafe(24)


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def _form_page(
    page: str, request: Request, nonce: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    kept = {"Cache-Control": "no-store", "Content-Security-Policy": _POLICY, **(headers or {})}
    answer = HTMLResponse(page, status_code=status, headers=kept)
    secure = is_https(request, _studio(request))
    answer.set_cookie(FORM, nonce, max_age=FORM_SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer
