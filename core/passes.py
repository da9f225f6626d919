"""Addresses that carry their own permission: for the pages' pictures and players where reads need a token.

A browser cannot send a bearer token with an image, so the address itself says until when it may be read.
"""

import hmac
from datetime import UTC, datetime, time, timedelta

from core.keys import signing_key
from core.workshop import Workshop
from db.models import utc_now

PURPOSE = "pass"


def pass_for(shop: Workshop, path: str) -> str:
    """A pass for one path, good until the end of tomorrow (UTC), so that it stays the same for a day's caching."""
    end = datetime.combine(utc_now().date() + timedelta(days=2), time(), tzinfo=UTC)
    expiry = str(int(end.timestamp()))
    return f"{expiry}.{_seal(shop, path, expiry)}"


def opens(shop: Workshop, path: str, given: str) -> bool:
    """Whether the pass was made here for this path and has not ended."""
    expiry, _, seal = given.partition(".")
    if not (expiry.isascii() and expiry.isdigit() and seal.isascii() and len(expiry) <= 12):
        return False
    right = hmac.compare_digest(seal, _seal(shop, path, expiry))
    return right and int(expiry) > utc_now().timestamp()


def _seal(shop: Workshop, path: str, expiry: str) -> str:
    return hmac.new(signing_key(shop, PURPOSE), f"{expiry} {path}".encode(), "sha256").hexdigest()
