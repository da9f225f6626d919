"""A small identity provider on the loopback: says at once who somebody is, in the way that a test asks for."""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.rest import serving

CLIENT, SECRET = "storyreel", "a secret between the two"


@dataclass
class FakeProvider:
    """`claims` go into the signed word; `key` signs it, `shown` is the key that others are told to check with."""

    claims: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))
    shown: ECKey | None = None
    address: str = ""
    _asked: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve it; its address."""
        routes = [
            Route("/.well-known/openid-configuration", self._about),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
        ]
        with serving(Starlette(routes=routes)) as self.address:
            yield self.address

    async def _about(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "id_token_signing_alg_values_supported": ["ES256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        self._asked = dict(request.query_params)
        back = urlencode({"code": "the-code", "state": self._asked["state"]})
        return RedirectResponse(f"{self._asked['redirect_uri']}?{back}")

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        proven = urlsafe_b64encode(digest).rstrip(b"=").decode() == self._asked["code_challenge"]
        if form["code"] != "the-code" or not proven:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "4711",
            "email": "grace@firm.example",
            "nonce": self._asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        word = jwt.encode({"alg": "ES256"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": word})

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [(self.shown or self.key).as_dict(private=False)]})
