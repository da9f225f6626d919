"""The four tasks that the engine carries out, each with what is written down when it fails unexpectedly."""

import logging
import secrets
from collections.abc import Callable

from core.cancellation import Cancellation
from core.engine import Task
from core.errors import AppError, Canceled, StoreError
from core.exports import export, fail_export
from core.generation import draw, fail_picture, fail_plan, plan
from core.rendering import fail_render, render
from core.workshop import Workshop

log = logging.getLogger(__name__)

Work = Callable[[Workshop, int, Cancellation], None]
Failure = Callable[[Workshop, int, AppError], None]


def tasks(shop: Workshop) -> dict[str, Task]:
    """The tasks by the names under which they are ordered."""
    return {
        "plan": _guarded(shop, plan, fail_plan),
        "picture": _guarded(shop, draw, fail_picture),
        "render": _guarded(shop, render, fail_render),
        "export": _guarded(shop, export, fail_export),
    }


def _guarded(shop: Workshop, work: Work, fail: Failure) -> Task:
    def carry_out(subject: int, cancellation: Cancellation) -> None:
        try:
            work(shop, subject, cancellation)
        except (Canceled, StoreError):
            raise  # The engine ends the one and repeats the other.
        except Exception:
            # A mistake of ours must not leave a film at work for ever; the reference leads to the log.
            reference = secrets.token_hex(2)
            log.exception("Unexpected failure, reference %s", reference)
            fail(shop, subject, AppError(f"Something went wrong (reference {reference})."))

    return carry_out
