"""Encoded pieces of films, kept under a hash of everything that shaped them and shared between films."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import StoreError
from core.media.files import sweep_drafts, whole_file

# Raise this whenever the code that makes frames changes what they look like.
CODE_VERSION: Final = 6
# A render looks its segments up before it joins them; this long afterwards they are safe from the sweep.
_IN_USE_SECONDS: Final = 3600.0


def segment_key(**shaped_by: object) -> str:
    """The name of a segment: the hash of all that shaped it, given as plain values."""
    described = json.dumps({**shaped_by, "code": CODE_VERSION}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(described.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep removed and what it left, in files and bytes."""

    removed: int
    removed_bytes: int
    kept: int
    kept_bytes: int


class SegmentCache:
    """A folder of segments; several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the segment of this key lies or will lie."""
        return self.folder / key[:2] / f"{key}.mp4"

    def find(self, key: str) -> Path | None:
        """The segment if there is one; looking it up keeps it from the next sweeps."""
        path = self.path(key)
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"The segments in {self.folder} cannot be read: {error.strerror}.") from error
        return path

    def make(self, key: str, build: Callable[[Path], None]) -> Path:
        """Let `build` write the segment to a draft, which gets its name when it is whole."""
        path = self.path(key)
        with whole_file(path) as draft:
            build(draft)
        return path

    def sweep(self, max_bytes: int, keep: Collection[str] = ()) -> Swept:
        """Remove the segments that were not used for longest until `max_bytes` are left.

        Keys in `keep` stay, and so does whatever was used within the hour, even if that is more.
        """
        sweep_drafts(self.folder)
        found = sorted(self._measured(), key=lambda entry: entry[1])
        total = sum(size for _, _, size in found)
        removed = removed_bytes = 0
        recent = time.time() - _IN_USE_SECONDS
        for path, used, size in found:
            if total - removed_bytes <= max_bytes or used > recent:
                break
            if path.stem not in keep:
                path.unlink(missing_ok=True)
                removed, removed_bytes = removed + 1, removed_bytes + size
        return Swept(
            removed=removed,
            removed_bytes=removed_bytes,
            kept=len(found) - removed,
            kept_bytes=total - removed_bytes,
        )

    def _measured(self) -> list[tuple[Path, float, int]]:
        entries = []
        for path in self.folder.glob("??/*.mp4"):
            with suppress(FileNotFoundError):  # Another process may be sweeping as well.
                facts = path.stat()
                entries.append((path, facts.st_mtime, facts.st_size))
        return entries
