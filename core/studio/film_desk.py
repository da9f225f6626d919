"""Approval, rendering, and the files that come of it."""

from core import approval, exports, files, rendering
from core.files import MediaFile, ThumbnailWidth
from core.preview import preview_file
from core.studio.desk import Desk
from core.terms import ExportFormat, ExportQuality
from core.views import ExportView, JobView


class FilmDesk(Desk):
    """Storyboards are approved and rendered here; films, pictures and exports are handed out."""

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

    def preview(self, job_id: int, *, frames: int | None = None, owner: str | None = None) -> MediaFile:
        """The film's beginning while it is rendered, for a player; the longest, or the one of so many frames."""
        return preview_file(self._shop, job_id, owner=owner, frames=frames)

    def captions(self, job_id: int, *, owner: str | None = None) -> str:
        """The texts of the last film, or of the storyboard, as WebVTT."""
        return files.captions(self._shop, job_id, owner=owner)

    def picture(self, job_id: int, take_id: int, *, owner: str | None = None) -> MediaFile:
        """The file of a take."""
        return files.picture_file(self._shop, job_id, take_id, owner=owner)

    def clip(self, job_id: int, clip_id: int, *, owner: str | None = None) -> MediaFile:
        """The file of a clip."""
        return files.clip_file(self._shop, job_id, clip_id, owner=owner)

    def music(self, job_id: int, music_id: int, *, owner: str | None = None) -> MediaFile:
        """The file of a piece of music."""
        return files.music_file(self._shop, job_id, music_id, owner=owner)

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

    def fetch_export(
        self, job_id: int, *, owner: str | None, format: ExportFormat, quality: ExportQuality
    ) -> tuple[int, MediaFile | None]:
        """Ask for an export; its id, and its file where it is there already."""
        return exports.fetch(self._shop, job_id, owner=owner, format=format, quality=quality)

    def export(self, export_id: int) -> ExportView:
        """How an export stands."""
        return exports.outcome(self._shop, export_id)

    def finished_export(self, export_id: int) -> MediaFile | None:
        """The file of an export, None while it is being made; raises why it failed."""
        return exports.finished_file(self._shop, export_id)

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
