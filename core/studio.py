"""The façade: everything that a person or a program can do, one method each.

Every face calls only this; `owner` is whose things are meant, and None reads what is public.
"""

from collections.abc import Collection, Sequence

import core
from core import (
    animation,
    approval,
    edits,
    exports,
    files,
    gallery,
    health,
    history,
    interruption,
    jobs,
    library,
    passes,
    refinement,
    rendering,
    report,
    tokens,
)
from core.edits import Edit, SceneChange
from core.files import MediaFile, ThumbnailWidth
from core.jobs import NewJob
from core.library import LibraryOrder
from core.settings import Settings
from core.tasks import tasks
from core.terms import ExportFormat, ExportQuality
from core.views import (
    ArtistView,
    ChargeView,
    CheckView,
    EstimateView,
    EventView,
    ExportView,
    JobSummary,
    JobView,
    LibraryPage,
    NewToken,
    SpendingView,
    StorageView,
    TokenView,
    TrialView,
    TroubleView,
    WorkStatus,
)
from core.workshop import Workshop


class Studio:
    """One workshop's door; made by core.bootstrap, started once, used from any thread."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop

    @property
    def version(self) -> str:
        """The version of the product."""
        return core.__version__

    @property
    def settings(self) -> Settings:
        """What was set from outside."""
        return self._shop.settings

    def start(self) -> None:
        """Begin to work, first on what an earlier process left undone; never on a running event loop."""
        self._shop.engine.start(tasks(self._shop))

    def stop(self) -> None:
        """Stop working and let go of all connections."""
        self._shop.engine.stop()
        self.close()

    def close(self) -> None:
        """Let go of all connections, where nothing was started."""
        self._shop.close()

    # Jobs

    def estimate(self, request: NewJob) -> EstimateView:
        """What a film would cost."""
        return jobs.estimate(self._shop, request)

    def create(self, request: NewJob, *, owner: str, idempotency_key: str | None = None) -> JobView:
        """Make a job; its planning starts by itself."""
        return jobs.create(self._shop, request, owner=owner, idempotency_key=idempotency_key)

    def job(self, job_id: int, *, owner: str | None = None) -> JobView:
        """The job as it is now."""
        return jobs.view(self._shop, job_id, owner=owner)

    def jobs(
        self,
        *,
        owner: str,
        statuses: Collection[str] = (),
        text: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[JobSummary]:
        """The owner's jobs, newest first."""
        return jobs.listing(self._shop, owner=owner, statuses=statuses, text=text, before=before, limit=limit)

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
        """A new job from the same request, with a seed of its own."""
        return jobs.duplicate(self._shop, job_id, owner=owner)

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

    # The storyboard

    def refine(
        self,
        edit: Edit,
        *,
        scene_number: int,
        new_image_prompt: str | None = None,
        new_description: str | None = None,
    ) -> int | None:
        """Refine a scene; the id of the attempt at its new picture, None when only words changed."""
        return refinement.refine(
            self._shop,
            edit,
            scene_number=scene_number,
            new_image_prompt=new_image_prompt,
            new_description=new_description,
        )

    def attempt(self, attempt_id: int) -> tuple[WorkStatus, TroubleView | None]:
        """How an attempt at a picture or a clip stands."""
        return refinement.outcome(self._shop, attempt_id)

    def refined(self, attempt_id: int) -> bool:
        """Whether a refinement's picture is in place; raises why there will be none."""
        return refinement.finished(self._shop, attempt_id)

    def animate(self, edit: Edit, *, scene_number: int) -> int:
        """Have a clip made of a scene's picture; the id of the attempt, after which the scene plays it."""
        return animation.animate(self._shop, edit, scene_number=scene_number)

    def animate_all(self, edit: Edit) -> list[int]:
        """The same for every scene that plays no clip yet, all or none."""
        return animation.animate_all(self._shop, edit)

    def animated(self, attempt_id: int) -> bool:
        """Whether the clip of an attempt is there; raises why there will be none."""
        return animation.finished(self._shop, attempt_id)

    def reorder(self, edit: Edit, scene_order: Sequence[int]) -> JobView:
        """Put the scenes into another order."""
        edits.reorder(self._shop, edit, scene_order)
        return self._edited(edit)

    def choose_take(self, edit: Edit, *, scene_number: int, take_number: int) -> JobView:
        """Make another take the picture of its scene."""
        edits.choose_take(self._shop, edit, scene_number=scene_number, take_number=take_number)
        return self._edited(edit)

    def put_picture(self, edit: Edit, *, scene_number: int, content: bytes) -> JobView:
        """Put a person's own picture into a scene."""
        edits.put_picture(self._shop, edit, scene_number=scene_number, content=content)
        return self._edited(edit)

    def change_scene(self, edit: Edit, *, scene_number: int, change: SceneChange) -> JobView:
        """Change the seconds, motion or transition of a scene."""
        edits.change_scene(self._shop, edit, scene_number=scene_number, change=change)
        return self._edited(edit)

    def add_scene(
        self, edit: Edit, *, after: int, description: str, image_prompt: str, duration_ms: int
    ) -> JobView:
        """Add a scene without a picture."""
        edits.add_scene(
            self._shop,
            edit,
            after=after,
            description=description,
            image_prompt=image_prompt,
            duration_ms=duration_ms,
        )
        return self._edited(edit)

    def duplicate_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Put a copy of a scene behind it."""
        edits.duplicate_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def split_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Cut a scene into two halves."""
        edits.split_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def delete_scene(self, edit: Edit, *, scene_number: int) -> JobView:
        """Take a scene off the board."""
        edits.delete_scene(self._shop, edit, scene_number=scene_number)
        return self._edited(edit)

    def undo(self, edit: Edit) -> JobView:
        """Go back to the storyboard before the last edit."""
        edits.undo(self._shop, edit)
        return self._edited(edit)

    def _edited(self, edit: Edit) -> JobView:
        return self.job(edit.job_id, owner=edit.owner)

    # Approval, film, exports

    def approve(self, job_id: int, *, owner: str | None, seen_revision: int | None = None) -> JobView:
        """Approve the storyboard as it is now."""
        approval.approve(self._shop, job_id, owner=owner, seen_revision=seen_revision)
        return self.job(job_id, owner=owner)

    def render(self, job_id: int, *, owner: str | None) -> JobView:
        """Render the approved storyboard."""
        rendering.start(self._shop, job_id, owner=owner)
        return self.job(job_id, owner=owner)

    def film(self, job_id: int, *, owner: str | None = None) -> MediaFile:
        """The finished film, for download."""
        return files.film(self._shop, job_id, owner=owner)

    def player_film(self, job_id: int, *, owner: str | None = None) -> MediaFile:
        """The last film, for a player."""
        return files.player_film(self._shop, job_id, owner=owner)

    def picture(self, job_id: int, take_id: int, *, owner: str | None = None) -> MediaFile:
        """The file of a take."""
        return files.picture_file(self._shop, job_id, take_id, owner=owner)

    def clip(self, job_id: int, clip_id: int, *, owner: str | None = None) -> MediaFile:
        """The file of a clip."""
        return files.clip_file(self._shop, job_id, clip_id, owner=owner)

    def thumbnail(
        self, job_id: int, take_id: int, *, width: ThumbnailWidth, owner: str | None = None
    ) -> MediaFile:
        """A small JPEG of a take."""
        return files.thumbnail(self._shop, job_id, take_id, width=width, owner=owner)

    def order_export(
        self, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
    ) -> int:
        """Ask for an export; its id, whether it is there already or being made."""
        return exports.order(self._shop, job_id, owner=owner, format=format, quality=quality)

    def export(self, export_id: int) -> ExportView:
        """How an export stands."""
        return exports.outcome(self._shop, export_id)

    def exported(self, export_id: int) -> bool:
        """Whether an export is ready; raises why it failed."""
        return exports.finished(self._shop, export_id)

    def exports(self, job_id: int, *, owner: str | None = None) -> list[ExportView]:
        """All nine exports of the present film, made or not."""
        return exports.listing(self._shop, job_id, owner=owner)

    def ready_export(
        self, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
    ) -> int:
        """The id of an export that is there already."""
        return exports.ready(self._shop, job_id, owner=owner, format=format, quality=quality)

    def export_file(self, export_id: int) -> MediaFile:
        """The file of a finished export."""
        return exports.export_file(self._shop, export_id)

    def count_download(self, job_id: int, *, export_id: int | None = None) -> None:
        """Count one download."""
        exports.count_download(self._shop, job_id, export_id=export_id)

    # Tokens, money, health

    def create_token(self, *, name: str, owner: str, days: int | None = None) -> NewToken:
        """Make a bearer token; its secret is shown this once."""
        return tokens.create(self._shop, name=name, owner=owner, days=days)

    def tokens(self, *, owner: str | None) -> list[TokenView]:
        """The tokens of an owner, newest first."""
        return tokens.listing(self._shop, owner=owner)

    def revoke_token(self, token_id: int, *, owner: str | None) -> None:
        """End a token at once."""
        tokens.revoke(self._shop, token_id, owner=owner)

    def owner_of(self, secret: str) -> str:
        """Whose bearer token this is."""
        return tokens.owner_of(self._shop, secret)

    def pass_for(self, path: str) -> str | None:
        """What an address of a picture or film must carry as `pass` so that a browser may read it; None where
        everybody may."""
        return None if self.settings.public_reads else passes.pass_for(self._shop, path)

    def pass_opens(self, path: str, given: str) -> bool:
        """Whether a pass is good for this path."""
        return passes.opens(self._shop, path, given)

    def ledger(self, *, owner: str, job_id: int | None = None) -> list[ChargeView]:
        """What was reserved and charged, oldest first."""
        return history.ledger_of(self._shop, owner=owner, job_id=job_id)

    def ledger_csv(self, *, owner: str, job_id: int | None = None) -> str:
        """The same as a table for a spreadsheet."""
        return report.ledger_csv(self.ledger(owner=owner, job_id=job_id))

    def spending(self, *, owner: str) -> SpendingView:
        """What an owner was charged today and in all."""
        return history.spending(self._shop, owner=owner)

    def artist(self) -> ArtistView:
        """Who makes new pictures, and for how much."""
        return gallery.artist(self._shop)

    def sample(self, name: str) -> MediaFile:
        """What the built-in artist makes of a style or an example; drawn once, then kept."""
        return gallery.sample(self._shop, name)

    def trial(self, *, owner: str) -> TrialView:
        """A picture made now, to see whether the artist works; paid like any other."""
        return gallery.trial(self._shop, owner=owner)

    def storage(self) -> StorageView:
        """What the data folder holds."""
        return health.storage(self._shop)

    def health(self) -> list[CheckView]:
        """What a server must have to answer."""
        return health.serving(self._shop)

    def checks(self) -> list[CheckView]:
        """All that work depends on."""
        return health.everything(self._shop)
