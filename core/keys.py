"""Keys that seal what browsers hand back: passes, cookies, forms."""

import hmac
import secrets

from core.media.files import whole_file
from core.workshop import Workshop

KEY_BYTES = 32


def seal(shop: Workshop, purpose: str, text: str) -> str:
    """What only this installation can write under a text; a seal for one purpose is none for another."""
    return hmac.new(_key(shop, purpose), text.encode(), "sha256").hexdigest()


def sealed(shop: Workshop, purpose: str, text: str, given: str) -> bool:
    """Whether this installation wrote that seal."""
    return given.isascii() and hmac.compare_digest(given, seal(shop, purpose, text))


def _key(shop: Workshop, purpose: str) -> bytes:
    """From the secret that several machines share; else of this data folder, made when it is first needed and
    readable by its owner alone."""
    shared = shop.settings.secret_key
    if shared is not None:
        return hmac.digest(shared.get_secret_value().encode(), purpose.encode(), "sha256")
    file = shop.settings.data_dir / f"{purpose}.key"
    if not file.is_file():
        with whole_file(file) as draft:
            draft.write_bytes(secrets.token_bytes(KEY_BYTES))
            draft.chmod(0o600)
    return file.read_bytes()
