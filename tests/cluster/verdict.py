"""What must hold when the dust has settled: every film whole, every picture ordered and paid once, nothing else lying about."""

import hashlib
from pathlib import Path

from core.bootstrap import build_workshop
from core.settings import Settings
from core.studio import Studio
from core.views import JobStatus
from db.queries import films
from tests.cluster.director import OWNER, PRICE_MICROS, SCENES


def found_wrong(settings: Settings, journal: Path, *, count: int) -> list[str]:
    """Everything that is not as it must be, in words; empty when all is well."""
    shop = build_workshop(settings, works=False)
    studio = Studio(shop)
    wrong: list[str] = []
    jobs = studio.jobs(owner=OWNER, limit=100)
    expected: set[str] = set()
    if [job.status for job in jobs] != [JobStatus.COMPLETED] * count:
        wrong.append(f"{count} films were ordered, there are {[job.status for job in jobs]}")
    for summary in jobs:
        job = studio.job(summary.id)
        if [len(scene.takes) for scene in job.storyboard or ()] != [1] * SCENES:
            wrong.append(f"Job {job.id} has not one take a scene")
        if job.actual_micros != SCENES * PRICE_MICROS:
            wrong.append(f"Job {job.id} was charged {job.actual_micros}")
        with shop.reading() as session:
            row = films.render(session, job.film.render_id if job.film else 0)
        content = shop.store.get_bytes(row.key) if row and row.key else b""
        if row is None or hashlib.sha256(content).hexdigest() != row.sha256:
            wrong.append(f"The film of job {job.id} is not the one that was made")
        expected.add(row.key if row and row.key else "")
    orders = journal.read_text().split()
    if len(orders) != len(set(orders)) or len(orders) != count * SCENES:
        wrong.append(
            f"{len(orders)} pictures were ordered, {len(set(orders))} different, {count * SCENES} wanted"
        )
    states = {line.state for line in studio.ledger(owner=OWNER)}
    if states != {"settled"}:
        wrong.append(f"The ledger has lines that are {states}")
    stored = set(shop.store.list_prefix("jobs"))
    pictures = {key for key in stored if "/takes/" in key}
    if len(pictures) != count * SCENES or stored - pictures != expected:
        wrong.append(f"The store has {sorted(stored - pictures - expected)} too much")
    shop.close()
    return wrong
