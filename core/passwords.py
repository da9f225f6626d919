"""Passwords: what they must be, and their argon2id hashes."""

import threading
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from core.errors import InvalidInput

SHORTEST: Final = 10
DIFFERENT: Final = 4
# Longer than any sentence that somebody types; a bound, since all of it is hashed.
LONGEST: Final = 1000
# Each hash takes 64 MB and the processors for a moment; a crowd of guessers must not fill the memory.
AT_ONCE: Final = 2


class Passwords:
    """Hashes and compares, a few at once; by default with what RFC 9106 recommends where memory is short."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def hash_of(self, password: str, *, name: str) -> str:
        """What is kept of a new password; raises `InvalidInput` for one that would be guessed."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise InvalidInput(
                f"The password has {len(password)} characters.",
                hint=f"Take at least {SHORTEST}, and {LONGEST} at most; a short sentence is good.",
            )
        if len(password.casefold().replace(name, "")) < SHORTEST or len(set(password)) < DIFFERENT:
            raise InvalidInput(
                "That password would be guessed.",
                hint="Take one that is more than the name, or than one key.",
            )
        with self._turns:
            return self._hasher.hash(_whole(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one whose hash was kept.

        It takes as long where nothing was kept, so that time does not tell which accounts there are.
        """
        with self._turns:
            try:
                self._hasher.verify(kept or self._nobodys, _whole(password[: LONGEST + 1]))
            except VerificationError:
                return False
        return kept is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody")


def _whole(password: str) -> bytes:
    """Half a surrogate pair can be sent, and must not break anything."""
    return password.encode(errors="surrogatepass")
