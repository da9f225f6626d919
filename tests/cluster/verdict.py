"""What must hold when the dust has settled: every film whole, every picture ordered and paid once, nothing else lying about."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from core.bootstrap import build_workshop
from core.settings import Settings
from core.studio import Studio
from core.views import JobStatus, JobView
from core.workshop import Workshop
from db.queries import films
from tests.cluster.director import OWNER, PRICE_MICROS, SCENES


def found_wrong(settings: Settings, journal: Path, *, count: int) -> list[str]:
    """Everything that is not as it must be, in words; empty when all is well."""
    shop = build_workshop(settings, works=False)
    studio = Studio(shop)
    summaries = studio.jobs(owner=OWNER, limit=10_000)
    wrong = [
        *(word for summary in summaries for word in _about_job(studio.job(summary.id))),
        *_about_orders(journal.read_text().split(), count * SCENES),
        *_about_files(shop, [studio.job(summary.id) for summary in summaries]),
    ]
    statuses = [summary.status for summary in summaries]
    if statuses != [JobStatus.COMPLETED] * count:
        wrong.append(f"{count} films were ordered, there are {statuses}")
    states = {line.state for line in studio.ledger(owner=OWNER)}
    if states != {"settled"}:
        wrong.append(f"The ledger has lines that are {states}")
    shop.close()
    return wrong


def _about_job(job: JobView) -> Iterator[str]:
    if [len(scene.takes) for scene in job.storyboard or ()] != [1] * SCENES:
        yield f"Job {job.id} has not one take a scene"
    if job.actual_micros != SCENES * PRICE_MICROS:
        yield f"Job {job.id} was charged {job.actual_micros}"


def _about_orders(orders: list[str], wanted: int) -> Iterator[str]:
    if len(orders) != len(set(orders)) or len(orders) != wanted:
        yield f"{len(orders)} pictures were ordered, {len(set(orders))} different, {wanted} wanted"


def _about_files(shop: Workshop, jobs: list[JobView]) -> Iterator[str]:
    """Each film is, byte for byte, the one that was checked; beside films and pictures there is nothing."""
    expected = set()
    for job in jobs:
        with shop.reading() as session:
            row = films.render(session, job.film.render_id if job.film else 0)
        key = (row.key if row else None) or ""
        expected.add(key)
        if row is None or not key or hashlib.sha256(shop.store.get_bytes(key)).hexdigest() != row.sha256:
            yield f"The film of job {job.id} is not the one that was made"
    stored = set(shop.store.list_prefix("jobs"))
    pictures = {key for key in stored if "/takes/" in key}
    if len(pictures) != len(jobs) * SCENES or stored - pictures != expected:
        yield f"The store has {len(pictures)} pictures and {sorted(stored - pictures - expected)} beside the films"
