"""Passwords: what they must be, and their argon2id hashes."""

import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from core.errors import InvalidInput

SHORTEST: Final = 10
# Longer than any sentence that somebody types; a bound, since all of it is hashed.
LONGEST: Final = 1000
# Each hash takes 64 MB and a processor for a moment; a crowd of guessers must not fill the memory.
_AT_ONCE: Final = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the parameters that RFC 9106 recommends for machines with little memory."""
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody")


def hash_of(password: str, *, name: str) -> str:
    """What is kept of a new password; raises `InvalidInput` for one that would be guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(
            f"The password has {len(password)} characters.",
            hint=f"Take at least {SHORTEST}, and {LONGEST} at most; a short sentence is good.",
        )
    if name in password.casefold() or len(set(password)) < 4:
        raise InvalidInput(
            "That password would be guessed.", hint="Take one without the name and with different characters."
        )
    with _AT_ONCE:
        return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash was kept; as slow where nothing was kept, so that time tells nothing."""
    with _AT_ONCE:
        try:
            _hasher().verify(kept or _nobodys_hash(), password[: LONGEST + 1])
        except VerificationError:
            return False
    return kept is not None
