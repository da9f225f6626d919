"""The fake's state: predictions, planned troubles, files and the ledger of what it would have billed.

Nothing runs in the background: what has happened to a prediction is worked out from the clock when somebody looks.
"""

import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fake_replicate import works
from tests.fake_replicate.models import OfferedModel, offered_models
from tests.fake_replicate.troubles import Planned, Trouble, named_in


@dataclass(kw_only=True)
class Order:
    """One prediction; times are seconds of the monotonic clock, `canceled_at` None until somebody cancels it."""

    id: str
    model: OfferedModel
    given: dict[str, Any]
    created_at: datetime
    started: float
    takes_seconds: float
    trouble: Trouble | None
    canceled_at: float | None = None
    by_version: bool = False
    content: bytes | None = None

    @property
    def status(self) -> str:
        """Where the prediction stands now."""
        done_at = self.started + self.takes_seconds
        now = time.monotonic()
        if self.canceled_at is not None and (self.trouble is Trouble.SLOW or self.canceled_at < done_at):
            return "canceled"
        if self.trouble is Trouble.SLOW or now < done_at:
            return "starting" if now < self.started + self.takes_seconds / 4 else "processing"
        return _ENDS.get(self.trouble, "succeeded") if self.trouble else "succeeded"

    @property
    def billed_micros(self) -> int:
        """Only what succeeded is billed."""
        return self.model.bill(self.metrics) if self.status == "succeeded" else 0

    @property
    def metrics(self) -> dict[str, float]:
        """What the service measured: computing time, and what it bills by."""
        measured = {"predict_time": round(self.takes_seconds, 3)}
        if self.model.makes == "clip":
            measured["video_output_duration_seconds"] = works.seconds_of_clip(self.given)
        if self.model.makes == "text":
            asked = len(str(self.given.get("system_prompt", ""))) + len(str(self.given["prompt"]))
            # Four characters a token is the usual rule of thumb for English.
            measured["token_input_count"] = asked // 4
            measured["token_output_count"] = len("".join(works.answer(self.given, self.trouble))) // 4
        return measured


_ENDS = {
    Trouble.FAIL: "failed",
    Trouble.OVERLOAD: "failed",
    Trouble.REFUSE: "failed",
    Trouble.CANCEL: "canceled",
    Trouble.ABORT: "aborted",
}
_ERRORS = {
    Trouble.FAIL: "CUDA out of memory while loading the weights",
    Trouble.OVERLOAD: "Prediction interrupted; please retry (code: PA)",
    Trouble.REFUSE: "NSFW content detected. Try running it again, or try a different prompt.",
}


@dataclass(kw_only=True)
class Bureau:
    """Everything the fake knows; every method may be called from any thread."""

    latency_ms: int = 0
    long_side: int = 512
    clip_width: int = 320
    page_size: int = 100
    models: dict[str, OfferedModel] = field(default_factory=offered_models)
    orders: list[Order] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    changed: threading.Condition = field(default_factory=threading.Condition)
    busy_once: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def plan(self, trouble: Planned) -> None:
        """Let a trouble wait for its requests."""
        with self.changed:
            self.planned.append(trouble)

    def trouble_for(self, kind: str, prompt: str = "") -> Planned | None:
        """Count a request of this kind and return the trouble that is to spoil it, if any."""
        with self.changed:
            self.requests[kind] += 1
            self.changed.notify_all()
            for waiting in self.planned:
                if waiting.on == kind and waiting.count > 0:
                    waiting.count -= 1
                    return waiting
            return self._asked_for(prompt)

    def _asked_for(self, prompt: str) -> Planned | None:
        asked = named_in(prompt)
        if asked is not Trouble.BUSY:
            return Planned(kind=asked, on="create") if asked else None
        # Whoever is told to slow down and comes back is served, or nobody could ever watch it happen.
        first = prompt not in self.busy_once
        self.busy_once.add(prompt)
        return Planned(kind=asked, on="create", seconds=1) if first else None

    def wait_for(self, kind: str, count: int, seconds: float = 10) -> bool:
        """Wait until this many requests of a kind have come in; False when they did not come in time."""
        with self.changed:
            return self.changed.wait_for(lambda: self.requests[kind] >= count, seconds)

    def create(self, model: OfferedModel, given: dict[str, Any], *, by_version: bool) -> Order:
        """Take an order."""
        order = Order(
            id=secrets.token_hex(13),
            model=model,
            given=given,
            created_at=datetime.now(UTC),
            started=time.monotonic(),
            takes_seconds=self.latency_ms / 1000,
            trouble=named_in(str(given.get("prompt", ""))),
            by_version=by_version,
        )
        with self.changed:
            self.orders.append(order)
        return order

    def find(self, order_id: str) -> Order | None:
        """The order with this id."""
        with self.changed:
            return next((order for order in self.orders if order.id == order_id), None)

    def cancel(self, order: Order) -> None:
        """Cancel an order; one that is done stays done."""
        with self.changed:
            if order.canceled_at is None and order.status in ("starting", "processing"):
                order.canceled_at = time.monotonic()

    def age(self, seconds: float) -> None:
        """Make every order so far look older by this much."""
        with self.changed:
            for order in self.orders:
                order.created_at -= timedelta(seconds=seconds)

    def page(self, start: int) -> tuple[list[Order], bool]:
        """One page of orders, newest first, and whether there are more."""
        with self.changed:
            newest_first = self.orders[::-1]
        end = start + self.page_size
        return newest_first[start:end], end < len(newest_first)

    def file(self, order: Order) -> bytes:
        """The file that an order made, drawn when it is first asked for."""
        if order.content is None:
            draw, width = (
                (works.clip, self.clip_width)
                if order.model.makes == "clip"
                else (works.picture, self.long_side)
            )
            order.content = draw(order.given, width, order.trouble)
        return order.content

    def shown(self, order: Order, base_url: str) -> dict[str, Any]:
        """The prediction as the service shows it."""
        status = order.status
        ended = status in ("succeeded", "failed", "canceled", "aborted")
        gone = order.trouble is Trouble.EXPIRE and ended
        stamp = order.created_at.isoformat().replace("+00:00", "Z")
        address = f"{base_url}/v1/predictions/{order.id}"
        return {
            "id": order.id,
            "model": order.model.name,
            "version": (order.model.version or "0" * 64) if order.by_version else "hidden",
            "input": {} if gone else order.given,
            "output": self._output(order, base_url) if status == "succeeded" and not gone else None,
            "logs": "",
            "error": _ERRORS.get(order.trouble) if order.trouble and ended else None,
            "status": status,
            "created_at": stamp,
            "started_at": stamp if status != "starting" else None,
            "completed_at": stamp if ended else None,
            "data_removed": gone,
            "source": "api",
            "metrics": order.metrics if ended else {},
            "urls": {"get": address, "cancel": f"{address}/cancel"},
        }

    def _output(self, order: Order, base_url: str) -> object:
        if order.model.makes == "text":
            return works.answer(order.given, order.trouble)
        suffix = "mp4" if order.model.makes == "clip" else order.given.get("output_format", "webp")
        address = f"{base_url}/files/{order.id}/out-0.{suffix}"
        if order.trouble is Trouble.FOREIGN:
            address = f"https://replicate.delivery.example/{order.id}/out-0.{suffix}"
        return [address] if order.model.answers_with_list else address

    def ledger(self) -> dict[str, Any]:
        """What would have been billed: every order with its price, and the sum."""
        with self.changed:
            orders = list(self.orders)
        entries = [
            {
                "id": order.id,
                "model": order.model.name,
                "status": order.status,
                "billed_micros": order.billed_micros,
                "created_at": order.created_at.isoformat(),
                "prompt": order.given.get("prompt", ""),
            }
            for order in orders
        ]
        return {
            "created": len(entries),
            "billed": sum(entry["status"] == "succeeded" for entry in entries),
            "total_micros": sum(order.billed_micros for order in orders),
            "entries": entries,
        }

    def reset(self) -> None:
        """Forget all orders, troubles and counts."""
        with self.changed:
            self.orders.clear()
            self.planned.clear()
            self.requests.clear()
            self.busy_once.clear()
