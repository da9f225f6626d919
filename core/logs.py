"""What the log says: one line an event, with the job and the request it belongs to, and never a secret."""

import json
import logging
import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

from core.settings import Settings

BLACKED_OUT: Final = "[secret]"
# Shorter values than this are words, and blacking them out everywhere would spoil the log.
SHORTEST_SECRET: Final = 6
# What is recognised by its look: our tokens and webhooks' secrets, Replicate's, bearer and basic headers, passwords in
# addresses, and whatever stands behind a name that promises a secret.
_LOOKS: Final = (
    (re.compile(r"\b(?:sr_[\w-]{8,}|whsec_[\w+/=-]{8,}|r8_\w{8,})"), BLACKED_OUT),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {BLACKED_OUT}"),
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+@", re.IGNORECASE), rf"\1{BLACKED_OUT}@"),
    (
        re.compile(
            r"(?i)\b((?:\w*_)?(?:pass|passwd|password|token|secret|api_?key|access_?key|authorization|cookie))"
            r"(['\"]?\s*[=:]\s*['\"]?)(?!\[secret\]|(?:bearer|basic) )[^\s'\"&,;})\]]+"
        ),
        rf"\1\2{BLACKED_OUT}",
    ),
)

_belonging: ContextVar[Mapping[str, object]] = ContextVar("belonging")


@contextmanager
def about(**belonging: int | str | None) -> Iterator[None]:
    """Everything that is logged within the block belongs to this `job`, piece of `work` or `request`."""
    known = {name: value for name, value in belonging.items() if value is not None}
    token = _belonging.set({**_belonging.get({}), **known})
    try:
        yield
    finally:
        _belonging.reset(token)


def new_request_id() -> str:
    """A name for a request that sent none of its own."""
    return secrets.token_hex(8)


class Redactor:
    """Blacks secrets out: those of the settings wherever they stand, and all others by their look."""

    def __init__(self, known: Collection[str] = ()) -> None:
        words = sorted({word for word in known if len(word) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, words))) if words else None

    def __call__(self, text: str) -> str:
        """The text without its secrets."""
        if self._known is not None:
            text = self._known.sub(BLACKED_OUT, text)
        for look, instead in _LOOKS:
            text = look.sub(instead, text)
        return text


class TextLines(logging.Formatter):
    """Time, level, logger, what it belongs to, message."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(belongs)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the trace below it when there is one."""
        belongs = " ".join(f"{name}={value}" for name, value in _belonging.get({}).items())
        record.belongs = f" [{belongs}]" if belongs else ""
        return self._redact(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and job, work, request, trace where there are any."""

    def __init__(self, redact: Callable[[str], str]) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._redact(record.getMessage()),
            **_belonging.get({}),
        }
        if record.exc_info:
            line["trace"] = self._redact(self.formatException(record.exc_info))
        # ASCII only, so that half a surrogate pair in somebody's text cannot break the line.
        return json.dumps(line)


def formatter_for(settings: Settings) -> logging.Formatter:
    """How the settings want a line."""
    redact = Redactor(secrets_of(settings))
    return JsonLines(redact) if settings.log_format == "json" else TextLines(redact)


def secrets_of(settings: Settings) -> list[str]:
    """The values of the settings that nobody may read in the log."""
    found = [value.get_secret_value() for _, value in settings if hasattr(value, "get_secret_value")]
    password = re.match(r"[^:]+://[^:@/]*:([^@/]+)@", settings.database_url or "")
    return [*found, *([password[1]] if password else [])]


def configure(settings: Settings) -> None:
    """Send every logger of the process to standard error in this form; once a process, by its launcher."""
    door = logging.StreamHandler()
    door.setFormatter(formatter_for(settings))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[door], force=True)
    # Loggers with doors of their own would write secrets past ours.
    for name in ("uvicorn", "uvicorn.error", "streamlit", "dbos", "alembic", "httpx"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # These tell of every step; what matters of it is told by ourselves.
    for name in ("alembic", "dbos", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
