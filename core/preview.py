"""What can be seen of a film while it is rendered: kept beside the film's job, gone when the render ends.

A render may be carried out by several runs, one after the other or, where a worker was taken for dead, side by side.
Each shows the beginning of the same film, so that whatever one of them showed stays until the render is closed.
"""

from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFound
from core.files import MediaFile, media_file
from core.presentation import ident, preview_view
from core.storyboard import find
from core.workshop import Workshop
from db.models import Render
from db.queries import films


def _folder(render: Render) -> str:
    # A folder a render, since a late run of an old one must not take away what the present one shows.
    return f"jobs/{render.job_id}/previews/{render.id}"


def _key(render: Render, frames: int) -> str:
    return f"{_folder(render)}/{frames}.mp4"


@dataclass(frozen=True)
class Showing:
    """Shows the beginning of one render's film; the shorter ones stay, since somebody may be watching them."""

    shop: Workshop
    render: Render

    def show(self, path: Path, frames: int) -> None:
        """Keep a copy of the file, and let it be seen from now on, unless more is to be seen already."""
        self.shop.store.put_file(_key(self.render, frames), path)
        with self.shop.writing() as session:
            shown = films.show_preview(session, ident(self.render), frames)
        if not shown:
            self.end()

    def end(self) -> None:
        """Keep nothing of a render that is closed; called at the end of each run, also of one that found it closed."""
        with self.shop.reading() as session:
            render = films.render(session, ident(self.render))
        if render is None or render.status not in films.OPEN:
            self.shop.store.delete_prefix(_folder(self.render))


def preview_file(shop: Workshop, job_id: int, *, owner: str | None, frames: int | None = None) -> MediaFile:
    """The film's beginning while it is rendered, the longest or one of `frames`; raises `NotFound` at other times."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        renders = films.renders(session, job_id)
        view = preview_view(job, renders)
    key = _key(renders[0], view.frames if frames is None else frames) if view else None
    if view is None or key is None or not shop.store.exists(key):
        raise NotFound(
            f"There is no preview of job {job_id}.",
            hint="There is one while a film is rendered, from its first second on.",
        )
    return media_file(
        shop,
        key,
        name=f"preview_{job_id}.mp4",
        media_type="video/mp4",
        etag=f"preview-{renders[0].id}-{frames or view.frames}",
    )
