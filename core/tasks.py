"""The tasks that the engine carries out, each with what is written down when it fails unexpectedly."""

import logging
import secrets
from collections.abc import Callable

from core import sweep
from core.cancellation import Cancellation
from core.clips import animate, fail_clip
from core.drawing import draw, fail_picture
from core.engine import Task
from core.errors import AppError, Canceled, StoreError
from core.export_batch import export, fail_ahead, fail_export, make_ahead
from core.generation import fail_plan, plan
from core.logs import about
from core.rendering import fail_render, render
from core.settlement import after_canceled_attempt, after_canceled_plan, call_off
from core.webhooks import deliver, fail_delivery
from core.workshop import Workshop
from db.queries import subjects

log = logging.getLogger(__name__)

Work = Callable[[Workshop, int, Cancellation], None]
Failure = Callable[[Workshop, int, AppError], None]
Ending = Callable[[Workshop, int], None]


def tasks(shop: Workshop) -> dict[str, Task]:
    """The tasks by the names under which they are ordered."""
    return {
        "plan": _guarded(shop, "plan", plan, fail_plan, after_canceled_plan),
        "picture": _guarded(shop, "picture", draw, fail_picture, after_canceled_attempt),
        "redraw": _guarded(shop, "redraw", draw, fail_picture, after_canceled_attempt),
        "clip": _guarded(shop, "clip", animate, fail_clip, after_canceled_attempt),
        "render": _guarded(shop, "render", render, fail_render),
        "export": _guarded(shop, "export", export, fail_export),
        "ahead": _guarded(shop, "ahead", make_ahead, fail_ahead),
        "deliver": _guarded(shop, "deliver", deliver, fail_delivery),
        "sweep": _guarded(shop, "sweep", sweep.run, sweep.fail),
        "call_off": _guarded(shop, "call_off", call_off, _only_logged),
    }


def _only_logged(_shop: Workshop, _subject: int, _error: AppError) -> None:
    """The charge stays reserved, which is the safe side: the sum never shows less than was spent."""


def _nothing_more(_shop: Workshop, _subject: int) -> None:
    """Most tasks leave nothing behind when they are cancelled."""


def _guarded(
    shop: Workshop, name: str, work: Work, fail: Failure, after_cancel: Ending = _nothing_more
) -> Task:
    def carry_out(subject: int, cancellation: Cancellation) -> None:
        with shop.reading() as session:
            job = subjects.job_of(session, name, subject)
        with about(job=job, work=f"{name}-{subject}"), shop.metrics.working(name):
            guarded(subject, cancellation)

    def guarded(subject: int, cancellation: Cancellation) -> None:
        try:
            work(shop, subject, cancellation)
        except Canceled:
            after_cancel(shop, subject)
            raise
        except StoreError:
            raise  # The engine runs the task again when the store is back.
        except Exception:
            # A mistake of ours must not leave a film at work for ever; the reference leads to the log.
            reference = secrets.token_hex(2)
            log.exception("Unexpected failure, reference %s", reference)
            fail(shop, subject, AppError(f"Something went wrong (reference {reference})."))

    return carry_out
