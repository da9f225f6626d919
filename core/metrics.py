"""Figures for Prometheus: how long work and requests take in this process, and how the rows of all stand."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core.errors import AppError, Canceled
from core.terms import MICROS_PER_DOLLAR
from db.queries import figures

if TYPE_CHECKING:
    from core.workshop import Workshop

# From a drawn picture to a film of five minutes on a small machine.
WORK_SECONDS: Final = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
REQUEST_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


@dataclass
class Metrics:
    """What this process measured; one a workshop, used from any thread."""

    _registry: CollectorRegistry = field(default_factory=CollectorRegistry, init=False)

    def __post_init__(self) -> None:
        self._work = Histogram(
            "storyreel_work_seconds",
            "Pieces of work that this process carried out: done, canceled, or interrupted because the store was away.",
            ("kind", "outcome"),
            buckets=WORK_SECONDS,
            registry=self._registry,
        )
        self._requests = Histogram(
            "storyreel_http_request_seconds",
            "Requests that this process answered, by route.",
            ("method", "route", "status"),
            buckets=REQUEST_SECONDS,
            registry=self._registry,
        )

    @contextmanager
    def working(self, kind: str) -> Iterator[None]:
        """Measure a piece of work."""
        started, outcome = time.monotonic(), "interrupted"
        try:
            yield
            outcome = "done"
        except Canceled:
            outcome = "canceled"
            raise
        finally:
            self._work.labels(kind, outcome).observe(time.monotonic() - started)

    def answered(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Note how long a request took; `route` is a pattern, so that there are only so many."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def exposition(self, shop: "Workshop") -> bytes:
        """Everything in Prometheus' text form."""
        together = CollectorRegistry()
        together.register(_Rows(shop))
        return generate_latest(self._registry) + generate_latest(together)


class _Rows(Collector):
    """What the rows say, asked when somebody looks; the same in every process."""

    def __init__(self, shop: "Workshop") -> None:
        self._shop = shop

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand, so that registering asks nothing of the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family a figure; without a database only whether it answers."""
        try:
            with self._shop.reading() as session:
                found = figures.read(session, dead_after_seconds=self._shop.settings.dead_after_seconds)
        except AppError:
            yield _gauge("storyreel_database_up", "Whether the database answers.", {(): 0})
            return
        yield _gauge("storyreel_database_up", "Whether the database answers.", {(): 1})
        yield _gauge("storyreel_jobs", "Jobs by status.", found.jobs, "status")
        yield _gauge(
            "storyreel_work",
            "Pieces of work by kind and status; pending is what waits.",
            found.work,
            "kind",
            "status",
        )
        yield _gauge(
            "storyreel_spend_dollars",
            "What providers charged, over all time.",
            {(): found.settled_micros / MICROS_PER_DOLLAR},
        )
        yield _gauge(
            "storyreel_reserved_dollars",
            "What is held for work that is not charged yet.",
            {(): found.reserved_micros / MICROS_PER_DOLLAR},
        )
        yield _gauge("storyreel_downloads", "Downloads of the films there are.", {(): found.downloads})
        yield _gauge("storyreel_workers", "Workers that beat.", {(): found.workers})
        folder = self._shop.settings.data_dir
        yield _gauge("storyreel_disk_free_bytes", "Room on the disk.", {(): shutil.disk_usage(folder).free})


def _gauge(name: str, help: str, values: dict[tuple[str, ...], float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=labels)
    for names, value in values.items():
        family.add_metric(names, value)
    return family
