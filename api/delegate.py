"""Hands absolute paths, untouched, to another ASGI app: no mount point is cut off and no path is rewritten."""

from collections.abc import Collection

from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send


class Delegate(BaseRoute):
    """Matches the given prefixes and exact paths, so that unknown paths below them get the API's own 404."""

    def __init__(self, app: ASGIApp, *, prefixes: Collection[str] = (), exact: Collection[str] = ()) -> None:
        self.app = app
        self._prefixes = tuple(prefixes)
        self._exact = frozenset(exact)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the path is one of ours."""
        path = scope.get("path", "")
        ours = path in self._exact or path.startswith(self._prefixes)
        return (Match.FULL if ours else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> str:  # type: ignore[override]
        """There are no names here to find a path for."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the other app answer."""
        await self.app(scope, receive, send)
