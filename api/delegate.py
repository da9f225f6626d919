"""A route that hands addresses to another app, untouched.

A mount would cut the prefix off the paths, so that `/docs` and the OpenAPI document would name other addresses
than those that work.
"""

from collections.abc import Collection, Sequence

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send


class Delegate(BaseRoute):
    """Every address that begins with one of `prefixes` or is one of `exact` belongs to `app`."""

    def __init__(self, app: ASGIApp, *, prefixes: Sequence[str] = (), exact: Collection[str] = ()) -> None:
        self.app = app
        self._prefixes = tuple(prefixes)
        self._exact = frozenset(exact)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """In full or not at all, whatever the method; Starlette asks every route."""
        if scope["type"] in ("http", "websocket"):
            path = scope["path"]
            if path in self._exact or path.startswith(self._prefixes):
                return Match.FULL, {}
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Never; the other app names its own routes."""
        raise NoMatchFound(name, dict(path_params))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the other app answer."""
        await self.app(scope, receive, send)
