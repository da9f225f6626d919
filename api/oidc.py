"""Signing in with an identity provider (OpenID Connect): code flow with PKCE, by Authlib.

Its word is exchanged for a session of our own at once, so that signing out ends it here too.
"""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from api.origins import own_path
from core.entrance import Identity
from core.errors import AppError, SignInFailed
from core.studio import Studio
from core.trust import authorities

log = logging.getLogger(__name__)

# Typing a password and a code at the provider takes a few minutes at most.
FLOW_SECONDS: Final = 900

Welcome = Callable[[Request, str, str], Awaitable[Response]]
Show = Callable[..., Awaitable[Response]]


def install(
    pages: Starlette, studio: Studio, *, begin_at: str, back_at: str, welcome: Welcome, show: Show
) -> None:
    """Add the way to the provider and back; `welcome` begins a session, `show` tells what went wrong."""
    client = _client(studio)
    back = (studio.settings.public_url or "").rstrip("/") + back_at

    async def begin(request: Request) -> Response:
        request.session["next"] = request.query_params.get("next", "/")[:2000]
        try:
            away: Response = await client.authorize_redirect(request, back)
        except (OAuthError, HTTPError) as error:
            return await show(request, error=_silent(error))
        return away

    async def come_back(request: Request) -> Response:
        next_path = own_path(str(request.session.pop("next", "/")))
        try:
            identity = _identity(await _token(client, request))
            cookie = await run_in_threadpool(studio.sign_in_by_provider, identity)
        except AppError as error:
            return await show(request, next_path=next_path, error=error)
        return await welcome(request, cookie, next_path)

    pages.add_route(begin_at, begin, methods=["GET"])
    pages.add_route(back_at, come_back, methods=["GET"])
    # Holds nothing but the state of one sign-in between here and the provider.
    pages.add_middleware(
        SessionMiddleware,
        secret_key=studio.seal("provider", "state"),
        session_cookie="storyreel_provider",
        max_age=FLOW_SECONDS,
        path="/sign-in",
        https_only=back.startswith("https:"),
    )


def _client(studio: Studio) -> StarletteOAuth2App:
    settings = studio.settings
    secret = settings.oidc_client_secret
    address = (settings.oidc_url or "").rstrip("/")
    if not address.endswith("/.well-known/openid-configuration"):
        address += "/.well-known/openid-configuration"
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=address,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "verify": authorities()},
    )


async def _token(client: StarletteOAuth2App, request: Request) -> dict[str, Any]:
    """The claims of the provider's signed word; Authlib checks signature, issuer, audience, nonce and time."""
    try:
        token = await client.authorize_access_token(request)
    except (OAuthError, HTTPError, JoseError, ValueError) as error:
        raise _silent(error) from error
    return dict(token.get("userinfo") or {})


def _identity(claims: dict[str, Any]) -> Identity:
    issuer, subject, email = (str(claims.get(name) or "") for name in ("iss", "sub", "email"))
    if not issuer or not subject or "@" not in email or claims.get("email_verified") is False:
        raise SignInFailed(
            "The identity provider did not say who you are.",
            hint="It must send a confirmed e-mail address; ask whoever runs it.",
        )
    # Two issuers may number their people alike.
    who = hashlib.sha256(f"{issuer} {subject}".encode()).hexdigest()
    return Identity(subject=who, email=email)


def _silent(error: Exception) -> SignInFailed:
    """What people are told; why is for the log, since it may come from a stranger's address line."""
    log.warning("Signing in with the identity provider failed: %s", error)
    return SignInFailed(
        "Signing in did not work out.", hint="Try again; if it stays so, tell whoever runs it."
    )
