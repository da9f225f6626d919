"""From where a browser may talk to this server: by one of its own names, and from its own pages.

A foreign page could otherwise point a name of its own at this machine and read everything (DNS rebinding), open a
websocket, or send a form.
"""

import socket
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection

from core.settings import Settings

SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")


def host_is_ours(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser called us by a name that is ours; an address of digits cannot be pointed elsewhere."""
    name = _name_of(connection.headers.get("host", ""))
    if name is None:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost") or name in _our_names(settings)
    return True


def _name_of(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    plain = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return parts.hostname.rstrip(".") if plain and parts.hostname else None


def _our_names(settings: Settings) -> frozenset[str]:
    listed = [name.strip().lower().rstrip(".") for name in settings.allowed_hosts.split(",")]
    public = urlsplit(settings.public_url or "").hostname
    return frozenset(name for name in (*listed, public, settings.address.lower(), _machine()) if name)


@lru_cache
def _machine() -> str:
    return socket.gethostname().lower()


def is_foreign(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether a page of another origin opens a websocket or sends something that might change something.

    Pages that the settings name may call the API, where a cookie allows nothing.
    """
    if connection.scope["type"] == "http" and connection.scope["method"] in SAFE_METHODS:
        return False
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
    if _same(origin, connection, settings):
        return False
    return not (_calls_the_api(connection) and _is_named(origin, settings))


def _same(origin: str, connection: HTTPConnection, settings: Settings) -> bool:
    try:
        sender: str = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    ours = (connection.headers.get("host", "").lower(), urlsplit(settings.public_url or "").netloc.lower())
    return bool(sender and sender in ours)


def _calls_the_api(connection: HTTPConnection) -> bool:
    return bool(connection.scope["type"] == "http" and connection.scope["path"].startswith("/api/"))


def _is_named(origin: str, settings: Settings) -> bool:
    named = [one.strip() for one in settings.allowed_origins.split(",")]
    return "*" in named or origin in named


def own_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, whatever the address said."""
    # Browsers take a backslash for a slash and skip control characters, so neither may stand in it.
    if not wanted.isprintable() or "\\" in wanted or wanted.startswith(("//", "/sign-")):
        return "/"
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    return quote(wanted, safe="/?&=%:@+,;~!$'()*#") if ours else "/"
