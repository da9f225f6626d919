"""What every desk of the studio has: the workshop behind it, and what is asked at more than one desk."""

from core import jobs
from core.settings import Settings
from core.views import JobView
from core.workshop import Workshop


class Desk:
    """One part of the façade; a desk calls one function of core and shows what came of it."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop

    @property
    def settings(self) -> Settings:
        """What was set from outside."""
        return self._shop.settings

    def job(self, job_id: int, *, owner: str | None = None) -> JobView:
        """The job as it is now."""
        return jobs.view(self._shop, job_id, owner=owner)
