"""A consistent copy of everything in one file, made while the server runs, and a new data folder made from it.

The database is copied by SQLite itself, as it is in one moment. Stored files never change, so the copy is whole as
soon as it holds every file that the copied rows name; a film that was deleted meanwhile only needs newer rows.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import core
from core.errors import ConfigurationError, InvalidInput, NotFound, StoreError
from core.media.files import disk_errors, whole_file
from core.media.store import MediaStore
from core.settings import Settings
from core.workshop import Workshop
from db.engine import Database
from db.migrate import known_revisions, revision_of
from db.models import utc_now
from db.queries import keys

MANIFEST: Final = "manifest.json"
DATABASE: Final = "storyreel.db"
MEDIA: Final = "media/"
FORMAT: Final = 1
# Rows are copied again while films are deleted faster than they are copied; nobody does that five times in a row.
ROUNDS: Final = 5
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Backup:
    """What a copy holds."""

    files: int
    bytes: int


def backup(shop: Workshop, out: Path) -> Backup:
    """Write a copy of database, pictures and films to `out`, which is replaced only when the copy is whole.

    Raises `ConfigurationError` where the database is not SQLite, `StoreError` and `DiskFull`.
    """
    source = _sqlite_file(shop.settings)
    with whole_file(out) as draft, tempfile.TemporaryDirectory(prefix="storyreel-") as folder:
        rows = Path(folder) / DATABASE
        # It holds every film, the keys that cookies are sealed with and the secrets of webhooks, so it is for its owner alone.
        with _private(draft) as file, tarfile.open(fileobj=file, mode="w") as tar:
            sums: dict[str, str] = {}
            for _ in range(ROUNDS):
                _copy_database(source, rows)
                missing = _add_media(tar, shop.store, rows, sums)
                if not missing:
                    break
            else:
                raise StoreError(
                    f"{missing} was deleted while it was copied, again and again.",
                    hint="Make the backup while fewer films are deleted.",
                )
            sums[DATABASE] = _add(tar, DATABASE, rows)
            manifest = {
                "format": FORMAT,
                "product": core.__version__,
                "schema": _schema(rows),
                "created_at": utc_now().isoformat(),
                "sha256": sums,
            }
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
    return Backup(files=len(sums), bytes=out.stat().st_size)


def restore(file: Path, settings: Settings) -> Backup:
    """Make the data folder of the settings from a copy; it appears whole or not at all.

    Raises `InvalidInput` for what is no whole copy, and `ConfigurationError` when something would be overwritten.
    """
    _sqlite_file(settings)
    target = settings.data_dir
    if target.exists() and any(target.iterdir()):
        raise ConfigurationError(
            f"{target} is not empty, and nothing is overwritten.",
            hint="Set STORYREEL_DATA_DIR to a new folder, or move the old one away.",
        )
    with disk_errors("the restored folder"):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".restore-", dir=target.parent))
    try:
        manifest = _unpack(file, draft)
        _check(manifest, draft)
        if settings.media_url is not None:
            _into_bucket(MediaStore.open(settings.media_url, settings.media_folder), draft / "media")
        size = sum(path.stat().st_size for path in draft.rglob("*") if path.is_file())
        with disk_errors("the restored folder"):
            draft.replace(target)
    except BaseException:  # However it ends, half a folder must not be taken for a whole one.
        _remove(draft)
        raise
    return Backup(files=len(manifest["sha256"]), bytes=size)


def _sqlite_file(settings: Settings) -> Path:
    if not settings.database.startswith("sqlite:///"):
        raise ConfigurationError(
            "Only a database in an SQLite file is copied here.",
            hint="Copy PostgreSQL with pg_dump and the bucket with its own tools; docs/operations.md shows how.",
        )
    return Path(settings.database.removeprefix("sqlite:///"))


def _copy_database(source: Path, out: Path) -> None:
    out.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(out)) as here:
            there.backup(here)
    except sqlite3.Error as error:
        raise StoreError(f"The database cannot be copied: {error}.") from error


def _add_media(tar: tarfile.TarFile, store: MediaStore, rows: Path, sums: dict[str, str]) -> str | None:
    """Add every file that the rows name and that is not there yet; the first that is gone, None when all are there."""
    database = Database(f"sqlite:///{rows}")
    try:
        with database.reading() as session:
            wanted = sorted(key for key in keys.named(session) if key.startswith("jobs/"))
    finally:
        database.close()
    for key in wanted:
        if MEDIA + key not in sums:
            try:
                with store.local_file(key) as path:
                    sums[MEDIA + key] = _add(tar, MEDIA + key, path)
            except NotFound:
                return key
    return None


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file and return its hash, of the very bytes that were added."""
    entry = tarfile.TarInfo(name)
    entry.mode = 0o600
    with path.open("rb") as file:
        entry.size = os.fstat(file.fileno()).st_size
        reading = _Summing(file)
        tar.addfile(entry, reading)
    return reading.sum.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


class _Summing:
    """A file that adds up the hash of what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        content = self._file.read(size)
        self.sum.update(content)
        return content


def _schema(rows: Path) -> str | None:
    database = Database(f"sqlite:///{rows}")
    try:
        return revision_of(database)
    finally:
        database.close()


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def _unpack(file: Path, draft: Path) -> dict[str, Any]:
    """Unpack a copy below `draft` and return its manifest; no name leads out of it."""
    store = MediaStore.open(None, draft / "media")
    try:
        with tarfile.open(file, mode="r:") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None:
                    raise InvalidInput(f"{file.name} holds {entry.name!r}, which is no file.")
                _write(_place(store, draft, entry.name), content)
    except (tarfile.TarError, EOFError, FileNotFoundError, IsADirectoryError) as error:
        raise InvalidInput(
            f"{file.name} is no backup, or not a whole one.", hint="Take another copy."
        ) from error
    try:
        manifest: dict[str, Any] = json.loads((draft / MANIFEST).read_text())
        (draft / MANIFEST).unlink()
    except (FileNotFoundError, ValueError) as error:
        raise InvalidInput(
            f"{file.name} is no backup, or not a whole one.", hint="Take another copy."
        ) from error
    return manifest


def _place(store: MediaStore, draft: Path, name: str) -> Path:
    if name in (MANIFEST, DATABASE):
        return draft / name
    key = name.removeprefix(MEDIA)
    # The store's own alphabet knows neither dots at the start of a name nor a slash at the start of a path.
    path = store.path_of(key) if name.startswith(MEDIA) else None
    if path is None:
        raise InvalidInput(f"The backup holds {name!r}, which belongs nowhere.")
    return path


def _write(path: Path, content: IO[bytes]) -> None:
    with disk_errors(path.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            while block := content.read(_BLOCK):
                out.write(block)


def _check(manifest: dict[str, Any], draft: Path) -> None:
    if manifest.get("format") != FORMAT or manifest.get("schema") not in known_revisions():
        raise ConfigurationError(
            "The backup was made by a newer version of Storyreel.",
            hint="Install that version and restore with it.",
        )
    sums: dict[str, str] = manifest["sha256"]
    there = {str(path.relative_to(draft)) for path in draft.rglob("*") if path.is_file()}
    for name in sorted({*sums, *there}):
        if name not in there or name not in sums or _sum(draft / name) != sums[name]:
            raise InvalidInput(f"{name} in the backup is missing or damaged.", hint="Take another copy.")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _into_bucket(store: MediaStore, folder: Path) -> None:
    if store.list_prefix("jobs"):
        raise ConfigurationError(
            "The bucket of STORYREEL_MEDIA_URL is not empty, and nothing is overwritten.",
            hint="Name an empty one.",
        )
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        store.put_file(str(path.relative_to(folder)), path)
        path.unlink()


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
