"""Artists from other packages, found by the entry point group `storyreel.artists`."""

from importlib.metadata import EntryPoint, entry_points
from typing import Final

from core.errors import ConfigurationError
from core.providers.base import Artist

GROUP: Final = "storyreel.artists"
_MEMBERS: Final = ("name", "model", "price_micros", "submit", "adopt", "collect", "withdraw")


def plugged_in() -> tuple[str, ...]:
    """The names under which other packages offer artists, without importing any of them."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_artist(name: str) -> Artist:
    """Import and make the artist of this name; its entry point is a class or function without arguments.

    Raises `ConfigurationError` when there is none, when it cannot be made, or when it is no artist.
    """
    point = _point(name)
    try:
        artist: Artist = point.load()()
    except Exception as error:
        # A stranger's code may fail in any way; the person needs to hear which package it was.
        raise ConfigurationError(
            f"The artist {name!r} ({point.value}) cannot be started: {error}",
            hint="Repair or uninstall that package, or choose another artist in the settings.",
        ) from error
    missing = [member for member in _MEMBERS if not hasattr(artist, member)]
    if missing:
        raise ConfigurationError(
            f"The artist {name!r} ({point.value}) lacks {', '.join(missing)}.",
            hint="docs/providers.md shows what an artist has to offer.",
        )
    return artist


def _point(name: str) -> EntryPoint:
    for point in entry_points(group=GROUP, name=name):
        return point
    known = ", ".join(plugged_in()) or "none"
    raise ConfigurationError(
        f"No installed package offers an artist named {name!r}.",
        hint=f"Artists from other packages: {known}. Install the one you mean, or choose another.",
    )
