"""What Replicate's refusals and failures mean, in words for people.

Pure translation: status codes and texts come in, errors of the one tree go out.
"""

import json
import re
from http import HTTPStatus

from core.errors import (
    ProviderAccess,
    ProviderBusy,
    ProviderError,
    ProviderInterrupted,
    ProviderRejected,
    ProviderTimeout,
)

# "E005" and the wordings are what the service's own and its most used models say when they refuse content.
_REFUSED = re.compile(r"nsfw|sensitive|safety|moderat|content policy|prohibited|\bE005\b", re.IGNORECASE)
# The service's codes for a machine that was full, gone or taken away in the middle of the work.
_OVERLOADED = re.compile(
    r"\bE00[34]\b|code: PA|high demand|temporarily unavailable|interrupted", re.IGNORECASE
)
_RESETS = re.compile(r"resets in ~?\s*([\d.]+)\s*s", re.IGNORECASE)
# Long enough for any sentence the service writes, short enough for a page.
_SHOWN_CHARACTERS = 300


def refusal(*, status: int, body: str, retry_after: str, subject: str) -> ProviderError:
    """The error for an answer of 400 or above; `subject` is what was asked for, such as `the model a/b`."""
    said = _said(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ProviderBusy(
            "Replicate asks to slow down.", detail=said, retry_after_seconds=_delay(retry_after, body)
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProviderBusy(
            f"Replicate has trouble of its own (status {status}).",
            hint="Try again in a minute; www.replicatestatus.com tells how the service is.",
            detail=said,
            retry_after_seconds=_delay(retry_after, ""),
        )
    return _denial(status, said) or _complaint(status, said, subject)


def _denial(status: int, said: str) -> ProviderAccess | None:
    if status == HTTPStatus.UNAUTHORIZED:
        return ProviderAccess(
            "Replicate does not accept the token.",
            hint="Make a token at replicate.com/account/api-tokens, set REPLICATE_API_TOKEN and start again.",
            detail=said,
        )
    if status == HTTPStatus.PAYMENT_REQUIRED:
        return ProviderAccess(
            "The Replicate account has no credit left.",
            hint="Add credit at replicate.com/account/billing, then try again; nothing was charged.",
            detail=said,
        )
    if status == HTTPStatus.FORBIDDEN:
        return ProviderAccess(
            "The Replicate account may not do this.",
            hint="Check what the token's account may use, or choose another model in the settings.",
            detail=said,
        )
    return None


def _complaint(status: int, said: str, subject: str) -> ProviderError:
    if status == HTTPStatus.NOT_FOUND:
        return ProviderRejected(
            f"Replicate does not know {subject}.",
            hint="Run `python -m core models` to see which models of the catalogue are there.",
            detail=said,
        )
    if _REFUSED.search(said):
        return content_refused(said)
    if status in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST):
        return ProviderRejected(
            f"Replicate did not accept the order for {subject}: {said or 'it gave no reason'}",
            hint="Change the words; if it names an input, correct the model's entry in the catalogue.",
        )
    return ProviderError(f"Replicate answered with status {status}: {said or 'it gave no reason'}")


def failure(error: str | None, subject: str) -> ProviderError:
    """The error for a prediction that ended as `failed`; `error` is the model's own text."""
    said = (error or "").strip()[:_SHOWN_CHARACTERS]
    if _REFUSED.search(said):
        return content_refused(said)
    if _OVERLOADED.search(said):
        return ProviderInterrupted(f"Replicate could not finish with {subject}: {said}", detail=said)
    return ProviderError(f"It failed at Replicate, at {subject}: {said or 'it gave no reason'}")


def content_refused(said: str) -> ProviderRejected:
    """The error for words or pictures that a safety check turned down."""
    return ProviderRejected(
        "The model refused this content.",
        hint="Its safety check found something it does not draw; change the words and try again.",
        detail=said,
    )


def stopped(subject: str) -> ProviderError:
    """The error for a prediction that somebody cancelled at the service, or that the service gave up."""
    return ProviderError(
        f"The order at {subject} was cancelled at Replicate before it was done.",
        hint="Order it again when you want it.",
    )


def too_slow(subject: str, seconds: float) -> ProviderTimeout:
    """The error for a prediction that is not done by the deadline."""
    return ProviderTimeout(
        f"Replicate did not finish with {subject} within {seconds:.0f} seconds.",
        hint="Try again; if it happens again, choose a faster model in the settings.",
    )


def unanswered(what: str, *, delay: float | None = None) -> ProviderTimeout:
    """The error when nobody knows whether `what` reached the service, with the seconds that it asks to wait."""
    return ProviderTimeout(
        f"Replicate did not answer in time when asked for {what}.", retry_after_seconds=delay
    )


def unreachable(what: str) -> ProviderBusy:
    """The error when the service cannot be reached, or the connection broke while asking for `what`."""
    return ProviderBusy(
        f"The connection to Replicate broke when asking for {what}.",
        hint="Check this computer's connection to the internet, then try again.",
    )


def expired(subject: str) -> ProviderError:
    """The error for a result that the service has deleted already."""
    return ProviderError(
        f"Replicate has already deleted what {subject} made; it keeps results for one hour.",
        hint="Order it again.",
    )


def unreadable(subject: str, detail: str = "") -> ProviderError:
    """The error for an answer or a file that makes no sense."""
    return ProviderError(f"What came back from {subject} cannot be read.", detail=detail)


def _said(body: str) -> str:
    """The service's own words from an RFC 7807 body, or the start of whatever it sent."""
    content = _object(body)
    words = content.get("detail") or content.get("title") or body
    return str(words).strip()[:_SHOWN_CHARACTERS]


def _delay(retry_after: str, body: str) -> float | None:
    """The seconds to wait: from the header, the body's field, or its sentence, whichever is there."""
    resets = _RESETS.search(body)
    for told in (retry_after, _object(body).get("retry_after"), resets and resets.group(1)):
        if told is not None and re.fullmatch(r"\d+(\.\d+)?", str(told).strip()):
            return float(str(told))
    return None


def _object(body: str) -> dict[str, object]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
