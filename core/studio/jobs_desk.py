"""Jobs from the first estimate to the trash."""

from collections.abc import Collection

from core import duplication, history, interruption, jobs, library
from core.jobs import NewJob
from core.library import LibraryOrder
from core.studio.desk import Desk
from core.views import EstimateView, EventView, JobSummary, JobView, LibraryPage


class JobsDesk(Desk):
    """Jobs are made, found, stopped, started again and deleted here."""

    def estimate(self, request: NewJob) -> EstimateView:
        """What a film would cost."""
        return jobs.estimate(self._shop, request)

    def create(self, request: NewJob, *, owner: str, idempotency_key: str | None = None) -> JobView:
        """Make a job; its planning starts by itself."""
        return jobs.create(self._shop, request, owner=owner, idempotency_key=idempotency_key)

    def jobs(
        self,
        *,
        owner: str,
        statuses: Collection[str] = (),
        text: str | None = None,
        before: int | None = None,
        limit: int = 50,
        trashed: bool = False,
    ) -> list[JobSummary]:
        """The owner's jobs, or those in the trash, newest first."""
        return jobs.listing(
            self._shop,
            owner=owner,
            statuses=statuses,
            text=text,
            before=before,
            limit=limit,
            trashed=trashed,
        )

    def library(
        self,
        *,
        owner: str,
        statuses: Collection[str] = (),
        text: str | None = None,
        order: LibraryOrder = LibraryOrder.NEWEST,
        page: int = 1,
        per_page: int = 12,
    ) -> LibraryPage:
        """One page of the owner's films, sorted, with how many there are."""
        return library.leaf(
            self._shop,
            owner=owner,
            statuses=statuses,
            text=text,
            order=order,
            page=page,
            per_page=per_page,
        )

    def mark(self, job_id: int, *, owner: str | None = None) -> str:
        """A short text that changes whenever something to be seen of the job does; cheap to ask for."""
        return library.mark(self._shop, job_id, owner=owner)

    def marks(self, films: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
        """The marks of many films, each with its owner, in one look; a film that is not there has none."""
        return library.marks(self._shop, films)

    def history(self, job_id: int, *, owner: str | None = None) -> list[EventView]:
        """What happened to a job, newest first."""
        return history.events_of(self._shop, job_id, owner=owner)

    def cancel(self, job_id: int, *, owner: str | None) -> JobView:
        """Stop what is being done for a job."""
        interruption.cancel(self._shop, job_id, owner=owner)
        return self.job(job_id, owner=owner)

    def retry(self, job_id: int, *, owner: str | None, scene_number: int | None = None) -> JobView:
        """Do again what failed or was cancelled."""
        interruption.retry(self._shop, job_id, owner=owner, scene_number=scene_number)
        return self.job(job_id, owner=owner)

    def duplicate(self, job_id: int, *, owner: str) -> JobView:
        """A job of its own with the same storyboard, pictures, words and music."""
        return duplication.duplicate(self._shop, job_id, owner=owner)

    def trash(self, job_id: int, *, owner: str) -> None:
        """Take a job out of the library for now."""
        interruption.cancel_if_busy(self._shop, job_id, owner=owner)
        jobs.trash(self._shop, job_id, owner=owner)

    def take_back(self, job_id: int, *, owner: str) -> JobView:
        """Take a job out of the trash."""
        jobs.take_back(self._shop, job_id, owner=owner)
        return self.job(job_id, owner=owner)

    def delete(self, job_id: int, *, owner: str) -> None:
        """Delete a job with its rows and files for good."""
        interruption.cancel_if_busy(self._shop, job_id, owner=owner)
        jobs.delete(self._shop, job_id, owner=owner)

    def empty_trash(self) -> int:
        """Delete for good what has lain in the trash too long."""
        return jobs.empty_trash(self._shop)
