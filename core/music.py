"""A film's music: put in, replaced and taken out as a free edit of its storyboard."""

import unicodedata
from typing import Final

from core.edits import Edit
from core.errors import NotFound
from core.media.music import inspect_music
from core.presentation import ident
from core.storyboard import open_for_edit, record_edit
from core.workshop import Workshop
from db.models import Music
from db.queries import music

# Longer names would push everything else off a small screen; they are cut before their suffix.
_LONGEST_NAME: Final = 120
_NAMELESS: Final = "music"


def put(shop: Workshop, edit: Edit, *, name: str, content: bytes) -> None:
    """Put music under the film, in place of what it has; the bytes are checked, not the file's name.

    Raises what `inspect_music` raises, and what any edit does.
    """
    with shop.writing() as session:
        open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
    facts = inspect_music(content, max_bytes=shop.settings.max_upload_mb * 1_000_000)
    shop.check_room("the music")
    key = f"jobs/{edit.job_id}/music/{facts.sha256}.{facts.kind.suffix}"
    shop.store.put_bytes(key, content)
    name = _clean(name)
    with shop.writing() as session:
        job, board = open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
        row = music.of_content(session, edit.job_id, sha256=facts.sha256, name=name) or music.add(
            session,
            Music(
                job_id=edit.job_id,
                name=name,
                key=key,
                media_type=facts.kind.media_type,
                duration_ms=facts.duration_ms,
                sha256=facts.sha256,
            ),
        )
        job.music_id = ident(row)
        record_edit(session, job, board, kind="music", summary=f"Music: {name}")


def remove(shop: Workshop, edit: Edit) -> None:
    """Make the film silent; undo brings its music back. Raises `NotFound` when it has none."""
    with shop.writing() as session:
        job, board = open_for_edit(session, edit.job_id, edit.owner, seen_revision=edit.seen_revision)
        if job.music_id is None:
            raise NotFound(f"Job {edit.job_id} has no music.", hint="The film is silent as it is.")
        job.music_id = None
        record_edit(session, job, board, kind="music", summary="Music removed")


def _clean(name: str) -> str:
    """A person's file name as it is shown: without folders, control characters and half characters."""
    whole = name.encode("utf-8", "ignore").decode()
    last = whole.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) != "Cc").strip()
    if len(shown) > _LONGEST_NAME:
        stem, dot, suffix = shown.rpartition(".")
        ending = f"…{dot}{suffix}" if stem and len(suffix) <= 5 else "…"
        shown = shown[: _LONGEST_NAME - len(ending)] + ending
    return shown or _NAMELESS
