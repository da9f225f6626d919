"""Copies of files that are kept elsewhere, on this machine's disk: fetched once, thrown away when others need the room."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from core.media.files import sweep_drafts, whole_file

# Whoever works with a copy opened it a moment ago; an hour later it is safe to remove.
_IN_USE_SECONDS: Final = 3600.0
# A deleted film must not lie for ever on a machine that once looked at it.
_KEPT_SECONDS: Final = 7 * 24 * 3600.0


class LocalCopies:
    """A folder of copies under their keys; what lies under a key never changes, so a copy is never stale."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self.folder = folder
        self._max_bytes = max_bytes

    def copy_of(self, key: str, fetch: Callable[[Path], None]) -> Path:
        """The copy of a key; `fetch` writes it to a draft when there is none yet."""
        path = self.folder / key
        try:
            os.utime(path)
        except FileNotFoundError:
            with whole_file(path) as draft:
                fetch(draft)
            self._sweep()
        return path

    def forget(self, key: str) -> None:
        """Remove the copy of a key, if there is one."""
        (self.folder / key).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what was not used for a week, then what was not used for longest until the rest fits."""
        sweep_drafts(self.folder)
        found = sorted(self._measured())
        total, now = sum(size for _, size, _ in found), time.time()
        for used, size, path in found:
            if used > now - _IN_USE_SECONDS or (total <= self._max_bytes and used > now - _KEPT_SECONDS):
                break
            path.unlink(missing_ok=True)
            total -= size

    def _measured(self) -> list[tuple[float, int, Path]]:
        entries = []
        for path in self.folder.rglob("*"):
            with suppress(FileNotFoundError):  # Another process may be sweeping as well.
                facts = path.stat()
                if path.is_file() and not path.name.startswith("."):
                    entries.append((facts.st_mtime, facts.st_size, path))
        return entries
