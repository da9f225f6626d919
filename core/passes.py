"""Addresses that carry their own permission: for the pages' pictures and players where reads need a token.

A browser cannot send a bearer token with an image, so the address itself says until when it may be read.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from core.keys import seal, sealed
from core.workshop import Workshop
from db.models import utc_now

PURPOSE: Final = "pass"


def pass_for(shop: Workshop, path: str) -> str:
    """A pass for one path, good until the end of tomorrow (UTC), so that it stays the same for a day's caching."""
    end = datetime.combine(utc_now().date() + timedelta(days=2), time(), tzinfo=UTC)
    expiry = str(int(end.timestamp()))
    return f"{expiry}.{seal(shop, PURPOSE, _text(path, expiry))}"


def opens(shop: Workshop, path: str, given: str) -> bool:
    """Whether the pass was made here for this path and has not ended."""
    expiry, _, mark = given.partition(".")
    if not (expiry.isascii() and expiry.isdigit() and len(expiry) <= 12):
        return False
    return sealed(shop, PURPOSE, _text(path, expiry), mark) and int(expiry) > utc_now().timestamp()


def _text(path: str, expiry: str) -> str:
    return f"{expiry} {path}"
