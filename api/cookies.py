"""The cookies of a browser that signs in: one says who it is, one proves that a form was ours."""

from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from core.studio import Studio

SESSION: Final = "storyreel_session"
FORM: Final = "storyreel_form"
# A form that was open for longer than a day is asked for anew.
FORM_SECONDS: Final = 86_400


def session_of(connection: HTTPConnection) -> str | None:
    """The session's cookie, if there is one."""
    return connection.cookies.get(SESSION)


def is_https(connection: HTTPConnection, studio: Studio) -> bool:
    """Whether the browser speaks TLS, to us or to the proxy before us."""
    public = studio.settings.public_url or ""
    return connection.url.scheme in ("https", "wss") or public.startswith("https:")


def keep_session(answer: Response, cookie: str, *, secure: bool, studio: Studio) -> None:
    """Have the browser keep its session; no script reads it, and no other site's form or picture sends it."""
    lasts = round(studio.settings.session_days * 86_400)
    answer.set_cookie(SESSION, cookie, max_age=lasts, httponly=True, samesite="lax", secure=secure)


def drop_session(answer: Response, *, secure: bool) -> None:
    """Have the browser forget its session, and the pictures that it kept."""
    answer.delete_cookie(SESSION, httponly=True, samesite="lax", secure=secure)
    answer.headers["Clear-Site-Data"] = '"cache"'
