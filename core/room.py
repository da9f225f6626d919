"""Room on the disk: what would fill it further is refused while there is still room for what is being made."""

import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.errors import DiskFull
from core.settings import Settings

GIGABYTE: Final = 1_000_000_000
# Adding up every file takes a while, and within this time nobody makes many gigabytes.
MEASURED_FOR_SECONDS: Final = 30.0


@dataclass
class Room:
    """Looks before work is taken on; one a process, asked from any thread."""

    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _measured: dict[Path, tuple[float, int]] = field(default_factory=dict, init=False)

    def check(self, settings: Settings, what: str) -> None:
        """Raise `DiskFull` when the quota is used up, or no more than the reserve is free."""
        reserve = round(settings.disk_reserve_gb * GIGABYTE)
        free = shutil.disk_usage(settings.data_dir).free
        if free < reserve:
            raise DiskFull(
                f"The disk has only {free / GIGABYTE:.1f} GB left, too little for {what}.",
                hint=f"Free some space; {settings.disk_reserve_gb:g} GB are kept for what is being made.",
            )
        quota = settings.disk_quota_gb
        if quota is not None and self._used(settings.data_dir) >= quota * GIGABYTE:
            raise DiskFull(
                f"The {quota:g} GB for films and pictures are used up, so there is no room for {what}.",
                hint="Delete films that are not needed any more, or raise STORYREEL_DISK_QUOTA_GB.",
            )

    def _used(self, folder: Path) -> int:
        with self._lock:
            moment, size = self._measured.get(folder, (-MEASURED_FOR_SECONDS, 0))
            if time.monotonic() - moment > MEASURED_FOR_SECONDS:
                size = bytes_in(folder)
                self._measured[folder] = (time.monotonic(), size)
            return size


def bytes_in(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(size_of(path) for path in folder.rglob("*"))


def size_of(path: Path) -> int:
    """The bytes of a file; none for a folder, or for a draft that was renamed while it was looked at."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
