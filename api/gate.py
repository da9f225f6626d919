"""The one gate before everything that the server has: pages, their websocket, uploads, media, files and the API.

It is plain ASGI, since middleware that only knows requests never sees a websocket. What is behind it checks again
whose things are asked for; the gate only lets nobody in who has not said who they are.
"""

from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import EXACT, PREFIXES
from api.cookies import session_of
from api.errors import refusal, status_of
from api.origins import SAFE_METHODS, host_is_ours, is_foreign
from api.sign_in import PLACES, create_sign_in
from core.errors import AccessDenied, AppError, ConfigurationError, NotAuthenticated
from core.settings import refuse_open_door
from core.studio import Studio

# Probes ask for the first, programs sign in at the second, and the third knows by itself who may read it; none tells
# anything about a film.
OPEN: Final = ("/health", "/api/auth/login", "/metrics")
GUARDED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


class Gate:
    """Wraps the whole app. Where nobody signs in it only keeps foreign names and origins out."""

    def __init__(self, app: ASGIApp, *, studio: Studio) -> None:
        self._app = app
        self._studio = studio
        self._sign_in = create_sign_in(studio)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, show the way to the sign-in page, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refused = self._out_of_place(connection)
        if refused is not None:
            await _refuse(refused, scope, receive, send)
        elif not self._studio.signs_in:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in PLACES:
            await self._sign_in(scope, receive, _guarded(send))
        else:
            await self._if_known(connection, receive, send)

    async def _if_known(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        scope = connection.scope
        try:
            if not self._is_open(scope):
                await run_in_threadpool(self._look_at, connection)
        except AccessDenied as error:
            await _refuse(_shown_the_way(connection, error), scope, receive, send)
        except AppError as error:
            await _refuse(_told(error), scope, receive, send)
        else:
            await self._app(scope, receive, _guarded(send))

    def _out_of_place(self, connection: HTTPConnection) -> Response | None:
        settings = self._studio.settings
        if not host_is_ours(connection, settings):
            return refusal(
                421,
                detail="This server does not go by that name.",
                code="unknown_host",
                hint="Whoever runs it can name it in STORYREEL_PUBLIC_URL or STORYREEL_ALLOWED_HOSTS.",
            )
        if is_foreign(connection, settings):
            return refusal(
                403,
                detail="A page of another site sent this.",
                code="foreign_origin",
                hint="Open Storyreel itself and do it there.",
            )
        # Whatever started the server, the address on which this came in says who else may reach it.
        listens = (connection.scope.get("server") or ("localhost", None))[0]
        try:
            refuse_open_door(settings, "localhost" if listens.startswith("/") else listens)
        except ConfigurationError as error:
            return _told(error)
        return None

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        if scope["type"] == "websocket":
            return False
        reads = self._studio.settings.public_reads and scope["method"] in SAFE_METHODS
        # The API itself knows which of its reads are public.
        return path in OPEN or (reads and path.startswith(("/api/", "/data/"))) or _is_preflight(scope)

    def _look_at(self, connection: HTTPConnection) -> None:
        """Raise `AccessDenied` for a browser without a session, and for a program without a token."""
        kind, _, secret = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and _belongs_to_api(connection.scope):
            self._studio.owner_of(secret.strip())
        elif session_of(connection) is None and _belongs_to_api(connection.scope):
            raise NotAuthenticated("Not authenticated")
        else:
            self._studio.visitor(session_of(connection), active=_is_navigation(connection))


def _is_preflight(scope: Scope) -> bool:
    return bool(scope["method"] == "OPTIONS" and scope["path"].startswith("/api/"))


def _belongs_to_api(scope: Scope) -> bool:
    path: str = scope["path"]
    return scope["type"] == "http" and (path in EXACT or path.startswith(PREFIXES))


def _is_navigation(connection: HTTPConnection) -> bool:
    """Whether a person looks at the answer as a page."""
    reads = connection.scope["type"] == "http" and connection.scope["method"] in ("GET", "HEAD")
    return reads and "text/html" in connection.headers.get("accept", "")


def _shown_the_way(connection: HTTPConnection, error: AccessDenied) -> Response:
    """A person is led to the sign-in page and back; a program is told."""
    if not _is_navigation(connection) or connection.url.path.startswith("/api/"):
        return _told(error)
    wanted = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
    target = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='')}"
    return RedirectResponse(target, status_code=303, headers={"Cache-Control": "no-store"})


def _told(error: AppError) -> Response:
    status = status_of(type(error))
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return refusal(status, detail=error.message, code=error.code, hint=error.hint, headers=headers)


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting is answered as 403, so that nothing behind the gate ever runs.
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "Not signed in here."})
    else:
        await answer(scope, receive, send)


def _guarded(send: Send) -> Send:
    """Have browsers take answers for what they are, and show them in no other site's frame."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in GUARDED.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
