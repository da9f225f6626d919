"""Keys to sign with: one for each purpose, the same in every process that shares the database."""

import secrets
from typing import Final

from core.workshop import Workshop
from db.queries import secrets as stored

KEY_BYTES: Final = 32
# A key never changes, so each process asks for it once; the address of the database keeps tests apart.
_KNOWN: Final[dict[tuple[str, str], bytes]] = {}


def signing_key(shop: Workshop, purpose: str) -> bytes:
    """The key of a purpose, made when it is first needed."""
    place = (shop.database.url, purpose)
    if place not in _KNOWN:
        with shop.writing() as session:
            kept = stored.get_or_add(session, purpose, secrets.token_hex(KEY_BYTES))
        _KNOWN[place] = bytes.fromhex(kept)
    return _KNOWN[place]
