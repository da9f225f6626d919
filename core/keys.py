"""Keys that seal what browsers hand back (passes, cookies, forms), the same in every process that shares the database."""

import hmac
import secrets
from typing import Final

from core.workshop import Workshop
from db.queries import secrets as stored

KEY_BYTES: Final = 32
# A key never changes, so each process asks for it once; the address of the database keeps tests apart.
_KNOWN: Final[dict[tuple[str, str], bytes]] = {}


def seal(shop: Workshop, purpose: str, text: str) -> str:
    """What only this installation can write under a text; a seal for one purpose is none for another."""
    return hmac.new(_key(shop, purpose), text.encode(), "sha256").hexdigest()


def sealed(shop: Workshop, purpose: str, text: str, given: str) -> bool:
    """Whether this installation wrote that seal."""
    return given.isascii() and hmac.compare_digest(given, seal(shop, purpose, text))


def _key(shop: Workshop, purpose: str) -> bytes:
    """From the secret of the settings; else of this database, made when it is first needed."""
    shared = shop.settings.secret_key
    if shared is not None:
        return hmac.digest(shared.get_secret_value().encode(), purpose.encode(), "sha256")
    place = (shop.database.url, purpose)
    if place not in _KNOWN:
        with shop.writing() as session:
            kept = stored.get_or_add(session, purpose, secrets.token_hex(KEY_BYTES))
        _KNOWN[place] = bytes.fromhex(kept)
    return _KNOWN[place]
