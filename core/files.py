"""The files that the faces serve: films, what players show, pictures."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

from core.captions import cues_of
from core.errors import NotFound
from core.media import pictures
from core.media.cues import webvtt
from core.media.files import whole_file
from core.media.store import MediaStore, RemoteFile
from core.storyboard import find
from core.workshop import Workshop
from db.models import Job, JobStatus, Render
from db.queries import clips, films, music, scenes


class ThumbnailWidth(IntEnum):
    """The widths in pixels that small pictures are made in; a few, so that the cache stays small."""

    STRIP = 160
    CARD = 320
    CARD_SHARP = 640
    STAGE = 960


@dataclass(frozen=True, kw_only=True)
class MediaFile:
    """A file to be served, its type, and the name it is saved under.

    It lies at `path` on this machine, where the file system says `facts` of it; when it lies in a bucket instead, `remote`
    reads it there.
    """

    path: Path
    media_type: str
    name: str
    etag: str
    facts: os.stat_result | None = None
    remote: RemoteFile | None = None
    store: MediaStore | None = None

    def opened(self) -> BinaryIO:
        """The file on this machine, open to be read; raises `NotFound` when it went away since it was looked up."""
        try:
            return self.path.open("rb")
        except FileNotFoundError as error:
            raise _gone() from error

    @contextmanager
    def local(self) -> Iterator[Path]:
        """The whole file on this machine's disk, fetched if need be, for as long as the block runs."""
        if self.remote is None or self.store is None:
            yield self.path
            return
        with self.store.local_file(self.remote.key) as path:
            yield path


def film(shop: Workshop, job_id: int, *, owner: str | None) -> MediaFile:
    """The rendered film of a completed job, for download; raises `NotFound` with the job's status."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        row = films.render(session, job.film_id) if job.film_id else None
    if job.status != JobStatus.COMPLETED or row is None or row.key is None:
        raise NotFound(
            f"Video not ready. Current status: {job.status}",
            hint="Approve and render; wait for status completed.",
        )
    return _film_file(shop, job, row)


def player_film(shop: Workshop, job_id: int, *, owner: str | None) -> MediaFile:
    """The last film of a job, also after later edits; what players show, never counted."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        row = films.render(session, job.film_id) if job.film_id else None
    if row is None or row.key is None:
        raise NotFound(f"Job {job_id} has no film yet.", hint="Approve and render first.")
    return _film_file(shop, job, row)


def captions(shop: Workshop, job_id: int, *, owner: str | None) -> str:
    """The texts of the last film as WebVTT, or of the storyboard while there is no film; raises `NotFound`."""
    with shop.reading() as session:
        job = find(session, job_id, owner)
        row = films.render(session, job.film_id) if job.film_id else None
        shown = scenes.revision(session, job_id, row.revision if row else job.revision)
    if shown is None:
        raise NotFound(
            f"Job {job_id} has no storyboard yet.", hint="Wait until its status is storyboard_ready."
        )
    return webvtt(cues_of(shown.board))


def _film_file(shop: Workshop, job: Job, row: Render) -> MediaFile:
    return media_file(
        shop, row.key or "", name=f"video_{job.id}.mp4", media_type="video/mp4", etag=row.sha256 or ""
    )


def media_file(shop: Workshop, key: str, *, name: str, media_type: str, etag: str) -> MediaFile:
    """The stored file as it is to be served; raises `NotFound` when it is gone."""
    try:
        remote = shop.store.remote(key)
    except NotFound as error:
        raise _gone() from error
    path = shop.store.path_of(key) or Path(key)
    return MediaFile(
        path=path,
        media_type=media_type,
        name=name,
        etag=etag,
        facts=None if remote else _facts(path),
        remote=remote,
        store=shop.store,
    )


def _facts(path: Path) -> os.stat_result:
    with suppress(FileNotFoundError, NotADirectoryError):
        facts = path.stat()
        if stat.S_ISREG(facts.st_mode):
            return facts
    raise _gone()


def _gone() -> NotFound:
    return NotFound("Source video file not found", hint="Render the film again.")


def picture_file(shop: Workshop, job_id: int, take_id: int, *, owner: str | None) -> MediaFile:
    """The file of a take."""
    with shop.reading() as session:
        find(session, job_id, owner)
        take = scenes.take(session, take_id)
    if take is None or take.job_id != job_id:
        raise NotFound(f"Job {job_id} has no such picture.")
    suffix = take.key.rpartition(".")[2]
    return media_file(
        shop, take.key, name=f"scene_{take_id}.{suffix}", media_type=take.media_type, etag=take.sha256
    )


def clip_file(shop: Workshop, job_id: int, clip_id: int, *, owner: str | None) -> MediaFile:
    """The file of a clip."""
    with shop.reading() as session:
        find(session, job_id, owner)
        clip = clips.get(session, clip_id)
    if clip is None or clip.job_id != job_id:
        raise NotFound(f"Job {job_id} has no such clip.")
    suffix = clip.key.rpartition(".")[2]
    return media_file(
        shop, clip.key, name=f"clip_{clip_id}.{suffix}", media_type=clip.media_type, etag=clip.sha256
    )


def music_file(shop: Workshop, job_id: int, music_id: int, *, owner: str | None) -> MediaFile:
    """The file of a piece of music that the job has or had."""
    with shop.reading() as session:
        find(session, job_id, owner)
        row = music.get(session, music_id)
    if row is None or row.job_id != job_id:
        raise NotFound(f"Job {job_id} has no such music.")
    suffix = row.key.rpartition(".")[2]
    return media_file(
        shop, row.key, name=f"music_{music_id}.{suffix}", media_type=row.media_type, etag=row.sha256
    )


def thumbnail(
    shop: Workshop, job_id: int, take_id: int, *, width: ThumbnailWidth, owner: str | None
) -> MediaFile:
    """A take as a JPEG of this width at most; made when it is first asked for, and kept."""
    original = picture_file(shop, job_id, take_id, owner=owner)
    path = shop.settings.cache_folder / "thumbnails" / f"{original.etag}-{width}.jpg"
    if not path.is_file():
        with original.local() as picture:
            content = pictures.thumbnail(picture.read_bytes(), width)
        with whole_file(path) as draft:
            draft.write_bytes(content)
    return MediaFile(
        path=path,
        media_type="image/jpeg",
        name=f"scene_{take_id}_{width}.jpg",
        etag=f"{original.etag}-{width}",
    )
