"""A file appears under its name only when it is whole: written as a draft beside it, flushed, then renamed."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from core.errors import DiskFull, StoreError

_DRAFT_SUFFIX: Final = ".draft"
# Nothing takes longer than a few minutes to write, so a draft of an hour's age belongs to a dead process.
ABANDONED_AFTER_SECONDS: Final = 3600.0
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def disk_full(what: str, *, detail: str = "") -> DiskFull:
    """The one sentence for a disk without room for `what`."""
    return DiskFull(f"The disk has no room left for {what}.", detail=detail)


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Translate the operating system's errors while writing `what`: `DiskFull`, else `StoreError`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(what, detail=str(error)) from error
        raise StoreError(f"The media store cannot keep {what}: {error.strerror or error}.") from error


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a draft's path to write to, and rename it to `out` when the block ends well.

    When it does not, the draft is gone and `out` is as it was. The draft lies in the folder of `out`,
    because only within one file system is a rename atomic.
    """
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}{_DRAFT_SUFFIX}")
    try:
        with disk_errors(out.name):
            out.parent.mkdir(parents=True, exist_ok=True)
            yield draft
            _flush(draft)
            draft.replace(out)
    finally:
        with suppress(FileNotFoundError, NotADirectoryError):
            draft.unlink()


def sweep_drafts(folder: Path, *, older_than_seconds: float = ABANDONED_AFTER_SECONDS) -> int:
    """Remove the drafts that dead processes left anywhere under `folder`; returns how many."""
    limit = time.time() - older_than_seconds
    abandoned = [path for path in folder.rglob(f".*{_DRAFT_SUFFIX}") if _modified(path) < limit]
    for path in abandoned:
        path.unlink(missing_ok=True)
    return len(abandoned)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # Its writer finished between the listing and this look.
        return float("inf")


def _flush(path: Path) -> None:
    # Without this a power cut may keep the rename and lose the content.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
