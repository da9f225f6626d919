"""The picture that a film's pictures follow, so that the hero stays the hero: uploaded, or one of the film's own."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from core.edits import MAX_PICTURE_PIXELS, Edit
from core.errors import InvalidInput, NotFound
from core.files import MediaFile
from core.media import pictures
from core.media.files import whole_file
from core.presentation import SUFFIXES, ident
from core.providers.base import takes_reference
from core.storyboard import find, open_for_edit, scene_numbered, tell
from core.workshop import Workshop
from db.engine import Session
from db.models import Job
from db.queries import jobs, scenes

# Uploads lie outside of the films' own folders, since one is stored before its film has a number.
_UPLOADS: Final = "references/"
_SHOWN_WIDTH: Final = 640


@contextmanager
def kept(shop: Workshop, content: bytes | None) -> Iterator[str | None]:
    """The key of an upload for a film that is being made; the file goes again when no film came of it."""
    key = keep(shop, content) if content else None
    try:
        yield key
    finally:
        if key is not None and not _is_followed(shop, key):
            shop.store.delete(key)


def _is_followed(shop: Workshop, key: str) -> bool:
    with shop.reading() as session:
        return jobs.follows(session, key)


def keep(shop: Workshop, content: bytes) -> str:
    """Check an uploaded picture and store it; the key under which it lies.

    Raises `InvalidInput` when the artist follows no picture, and what `pictures.inspect` raises.
    """
    _check_artist(shop)
    facts = pictures.inspect(
        content, max_bytes=shop.settings.max_upload_mb * 1_000_000, max_pixels=MAX_PICTURE_PIXELS
    )
    key = f"{_UPLOADS}{secrets.token_hex(16)}.{SUFFIXES[facts.media_type]}"
    shop.store.put_bytes(key, content)
    return key


def _check_artist(shop: Workshop) -> None:
    if not takes_reference(shop.artist):
        raise InvalidInput(
            f"{shop.artist.model} follows no reference picture.",
            hint="Set STORYREEL_PICTURE_MODEL to a model that takes one; `python -m core models` lists them.",
        )


def upload(shop: Workshop, edit: Edit, *, content: bytes) -> None:
    """Let the film's new pictures follow an uploaded one; those that are there or ordered stay as they are."""
    with shop.writing() as session:
        find(session, edit.job_id, edit.owner, locked=True)
    _change(shop, edit, keep(shop, content), "New pictures follow an uploaded picture")


def choose(shop: Workshop, edit: Edit, *, scene_number: int, take_number: int) -> None:
    """Let the film's new pictures follow one of its own."""
    with shop.writing() as session:
        find(session, edit.job_id, edit.owner, locked=True)
        _check_artist(shop)
        _job, board = open_for_edit(session, edit.job_id, edit.owner)
        scene = scene_numbered(board, scene_number)
        take = scenes.take_by_number(session, ident(scene), take_number)
    if take is None:
        raise NotFound(f"Scene {scene_number} has no take {take_number}.")
    _change(shop, edit, take.key, f"New pictures follow take {take_number} of scene {scene_number}")


def drop(shop: Workshop, edit: Edit) -> None:
    """Let new pictures follow the words alone again."""
    _change(shop, edit, None, "New pictures follow no picture any more")


def _change(shop: Workshop, edit: Edit, key: str | None, summary: str) -> None:
    with shop.writing() as session:
        job = find(session, edit.job_id, edit.owner, locked=True)
        before = job.reference_key
        still_needed = before in scenes.references(session, edit.job_id)
        jobs.change(session, edit.job_id, reference_key=key)
        tell(session, job, "reference", summary)
    if before is not None and before.startswith(_UPLOADS) and not still_needed:
        shop.store.delete(before)


def uploads_of(session: Session, job: Job) -> set[str]:
    """The keys of all uploads that only this film uses."""
    keys = {job.reference_key, *scenes.references(session, ident(job))}
    return {key for key in keys if key is not None and key.startswith(_UPLOADS)}


def picture_for(shop: Workshop, job: Job) -> bytes | None:
    """The film's reference as a file, None when it has none or the present artist follows none."""
    if job.reference_key is None or not takes_reference(shop.artist):
        return None
    return shop.store.get_bytes(job.reference_key)


def shown(shop: Workshop, job_id: int, name: str, *, owner: str | None) -> MediaFile:
    """The film's reference as a small JPEG, for pages."""
    with shop.reading() as session:
        key = find(session, job_id, owner).reference_key
    if key is None or key.rpartition("/")[2].partition(".")[0] != name:
        raise NotFound(f"Job {job_id} follows no such picture.")
    etag = key.replace("/", "-").rpartition(".")[0]
    path = shop.settings.cache_folder / "thumbnails" / f"{etag}.jpg"
    if not path.is_file():
        content = pictures.thumbnail(shop.store.get_bytes(key), _SHOWN_WIDTH)
        with whole_file(path) as draft:
            draft.write_bytes(content)
    return MediaFile(path=path, media_type="image/jpeg", name="reference.jpg", etag=etag)
