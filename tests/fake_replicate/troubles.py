"""Troubles that the fake makes on request: queued from outside, or named in a prompt as `[fake:KIND]`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """What can go wrong; the first group spoils a request, the second a prediction, the third its files."""

    BUSY = "busy"
    NO_CREDIT = "no-credit"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    ERROR = "error"
    UNAVAILABLE = "unavailable"
    NONSENSE = "nonsense"
    DROP = "drop"
    DROP_AFTER = "drop-after"
    ERROR_AFTER = "error-after"
    HANG = "hang"

    FAIL = "fail"
    OVERLOAD = "overload"
    REFUSE = "refuse"
    CANCEL = "cancel"
    ABORT = "abort"
    SLOW = "slow"
    EXPIRE = "expire"
    BAD_PLAN = "bad-plan"
    BAD_PLANS = "bad-plans"

    GONE = "gone"
    BROKEN = "broken"
    TRUNCATED = "truncated"
    BLANK = "blank"
    TINY = "tiny"
    HUGE = "huge"
    REDIRECT = "redirect"
    FOREIGN = "foreign"


# Those that spoil the creating request; the rest are a prediction's fate.
OF_CREATION: Final = frozenset(list(Trouble)[: list(Trouble).index(Trouble.FAIL)])
_MAGIC: Final = re.compile(r"\[fake:([a-z-]+)]")


@dataclass(kw_only=True)
class Planned:
    """A trouble waiting for requests of one kind (`create`, `get`, `list`, `cancel`, `file`, `model`, `account`).

    It spoils `count` of them. `seconds` is what a busy answer asks to wait or how long a hanging one hangs;
    `told` is how the wait is told: in the `header`, in the `text` or not at all.
    """

    kind: Trouble
    on: str
    count: int = 1
    seconds: float = 0.01
    told: str = "header"


def named_in(prompt: str) -> Trouble | None:
    """The trouble that a prompt asks for, if any."""
    found = _MAGIC.search(prompt)
    return Trouble(found.group(1)) if found and found.group(1) in set(Trouble) else None


def without_magic(prompt: str) -> str:
    """The prompt without the words that ask for trouble."""
    return _MAGIC.sub("", prompt).strip()
