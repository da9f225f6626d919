"""Where pictures and films are kept: a folder by default, a bucket when an address is given."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from core.errors import AppError, ConfigurationError, NotFound, StoreError
from core.media.copies import LocalCopies
from core.media.files import disk_errors, disk_full

# Keys are made by the product itself; this alphabet means the same in every file system, bucket and URL.
_KEY: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_LONGEST_KEY: Final = 512
# What the library says of a bucket that cannot be reached at all, or only for a moment.
_GONE: Final = re.compile(
    r"error sending request|operation timed out|connection (?:closed|reset)", re.IGNORECASE
)
# Whoever calls is told what is wrong, not where in the network the bucket stands; the detail in the log says that.
_PLACE: Final = re.compile(r"https?://\S+")
_FULL: Final = re.compile(r"os error (?:28|122)\b|No space left|StorageFull|QuotaExceeded")
# Whoever asks is a person or a task that is run again; both would rather hear after seconds than after minutes.
_RETRIES: Final = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}


@dataclass(frozen=True, kw_only=True)
class S3Access:
    """How an S3 is reached: None for what the machine's own role and the usual address say."""

    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = None

    def open(self, url: str) -> ObjectStore:
        """The store at an s3:// address."""
        # The library takes an empty variable at its word, where everything else here takes it for none.
        for name in [name for name, value in os.environ.items() if name.startswith("AWS_") and not value]:
            del os.environ[name]
        given = {
            "endpoint": self.endpoint,
            "region": self.region,
            "access_key_id": self.access_key,
            "secret_access_key": self.secret_key,
        }
        # obstore's own types tell a bucket of one cloud from another's, which only the address knows.
        options: dict[str, Any] = {
            "config": {name: value for name, value in given.items() if value is not None},
            # An address without TLS is a server of one's own; it would be refused without being named.
            "client_options": {"allow_http": (self.endpoint or "").startswith("http:")},
            "retry_config": _RETRIES,
        }
        opened: ObjectStore = from_url(url, **options)
        return opened


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file in a bucket that is read piece by piece, so that it is in nobody's memory as a whole."""

    key: str
    length: int
    modified: datetime
    store: ObjectStore

    async def read(self, start: int, length: int) -> bytes:
        """`length` bytes from `start` on, fewer at the end; raises like the store."""
        length = min(length, self.length - start)
        if length <= 0:
            return b""
        with _translated(self.key):
            return bytes(await obstore.get_range_async(self.store, self.key, start=start, length=length))


class MediaStore:
    """Files under keys such as `jobs/12/scenes/3/takes/1.png`; each is put there whole or not at all.

    Every method raises `NotFound` for a key that is no key or under which there is nothing, `DiskFull`, or
    `StoreError` with the store's own words as detail.
    """

    def __init__(self, store: ObjectStore, *, folder: Path | None, copies: LocalCopies | None = None) -> None:
        self._store = store
        self._folder = folder
        self._copies = copies

    @classmethod
    def open(
        cls, url: str | None, folder: Path, *, s3: S3Access | None = None, copies: LocalCopies | None = None
    ) -> "MediaStore":
        """The bucket at `url` (s3://, gs://, az://, memory:///), or `folder`, which is made if need be.

        With `copies`, whatever is needed of a bucket as a local file is fetched once and kept for a while.
        """
        if url is None:
            with disk_errors("the media folder"):
                folder.mkdir(parents=True, exist_ok=True)
            return cls(LocalStore(prefix=folder.resolve(), automatic_cleanup=True), folder=folder.resolve())
        try:
            store = (s3 or S3Access()).open(url) if url.startswith("s3:") else from_url(url)
            return cls(store, folder=None, copies=copies)
        except (BaseError, ValueError) as error:
            raise ConfigurationError(
                "STORYREEL_MEDIA_URL does not name a store that can be opened.", detail=str(error)
            ) from error

    def put_bytes(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, replacing what was there."""
        with _translated(_checked(key)):
            obstore.put(self._store, key, content)

    def put_file(self, key: str, path: Path) -> None:
        """Keep a copy of the file under `key`, replacing what was there."""
        if not path.is_file():
            raise NotFound(f"There is no file {path.name} to keep.")
        with _translated(_checked(key)):
            obstore.put(self._store, key, path)

    def get_bytes(self, key: str) -> bytes:
        """The content under `key`."""
        with _translated(_checked(key)):
            return bytes(obstore.get(self._store, key).bytes())

    def exists(self, key: str) -> bool:
        """Whether there is something under `key`."""
        try:
            self.size(key)
        except NotFound:
            return False
        return True

    def size(self, key: str) -> int:
        """The number of bytes under `key`."""
        with _translated(_checked(key)):
            return int(obstore.head(self._store, key)["size"])

    def delete(self, key: str) -> None:
        """Remove what is under `key`; nothing there is fine."""
        if self._copies is not None:
            self._copies.forget(_checked(key))
        try:
            with _translated(_checked(key)):
                obstore.delete(self._store, key)
        except NotFound:
            return

    def delete_prefix(self, prefix: str) -> int:
        """Remove everything below `prefix`; returns how many files that were."""
        keys = self.list_prefix(prefix)
        for key in keys:
            self.delete(key)
        return len(keys)

    def list_prefix(self, prefix: str) -> list[str]:
        """The keys below `prefix`, which ends at a slash whether written or not: `jobs/1` is not `jobs/12`."""
        with _translated(_checked(prefix.rstrip("/"))):
            batches = obstore.list(self._store, prefix.rstrip("/"))
            return sorted(entry["path"] for batch in batches for entry in batch)

    def stored_before(self, prefix: str, moment: datetime) -> list[str]:
        """The keys below `prefix` that were stored before this moment."""
        with _translated(_checked(prefix)):
            batches = obstore.list(self._store, prefix)
            return sorted(
                entry["path"] for batch in batches for entry in batch if entry["last_modified"] < moment
            )

    def unfinished_before(self, moment: datetime) -> list[Path]:
        """What a process that died while it stored a file left in the folder; nothing where there is a bucket."""
        if self._folder is None:
            return []
        # The store writes beside the file under its name with a number sign, which no key has.
        left = [path for path in self._folder.rglob("*#*") if path.is_file()]
        return [path for path in left if path.stat().st_mtime < moment.timestamp()]

    def is_older(self, key: str, moment: datetime) -> bool:
        """Whether the file under `key` was stored before this moment; False when there is none."""
        try:
            with _translated(_checked(key)):
                return obstore.head(self._store, key)["last_modified"] < moment
        except NotFound:
            return False

    @contextmanager
    def local_file(self, key: str) -> Iterator[Path]:
        """The file under `key` on this machine: the stored one itself, or a copy.

        It may be read for as long as the block runs, and is never to be changed.
        """
        stored = self.path_of(key)
        if stored is not None:
            if not stored.is_file():
                self._look_for_folder()
                raise _missing(key)
            yield stored
            return
        if self._copies is not None:
            yield self._copies.copy_of(key, lambda draft: self._download(key, draft))
            return
        with tempfile.TemporaryDirectory(prefix="storyreel-") as folder:
            copy = Path(folder) / key.rpartition("/")[2]
            self._download(key, copy)
            yield copy

    def path_of(self, key: str) -> Path | None:
        """Where the file of `key` lies or would lie on this machine; None when the store is elsewhere."""
        _checked(key)
        return self._folder / key if self._folder is not None else None

    def remote(self, key: str) -> RemoteFile | None:
        """The file to be read piece by piece, when the store is elsewhere; None when it lies on this machine."""
        if self._folder is not None:
            return None
        with _translated(_checked(key)):
            facts = obstore.head(self._store, key)
        return RemoteFile(
            key=key, length=int(facts["size"]), modified=facts["last_modified"], store=self._store
        )

    def _look_for_folder(self) -> None:
        # A file that is missing because everything is missing will be there again, so work waits for it.
        if self._folder is not None and not self._folder.is_dir():
            raise StoreError("The media folder is not there.", hint="Bring its disk back; work waits for it.")

    def writable(self) -> None:
        """Raise `StoreError` unless a file can be written, read and removed."""
        key = f"probe/{secrets.token_hex(8)}"
        self.put_bytes(key, key.encode())
        try:
            if self.get_bytes(key) != key.encode():
                raise StoreError("The media store gives back other bytes than were put there.")
        finally:
            self.delete(key)

    def _download(self, key: str, out: Path) -> None:
        with _translated(_checked(key)), out.open("wb") as file:
            for chunk in obstore.get(self._store, key).stream(min_chunk_size=1 << 20):
                file.write(chunk)


def _checked(key: str) -> str:
    if len(key) > _LONGEST_KEY or _KEY.fullmatch(key) is None:
        raise _missing(key)
    return key


def _missing(key: str) -> NotFound:
    return NotFound(f"There is nothing in the media store under {key!r}.")


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise _missing(key) from error
    except (BaseError, OSError, ValueError) as error:
        raise _store_error(key, error) from error


def _store_error(key: str, error: Exception) -> AppError:
    if _FULL.search(str(error)):
        return disk_full(key, detail=str(error))
    if isinstance(error, BaseError) and _GONE.search(str(error)):
        return StoreError(
            "The media store does not answer.", hint="Bring it back; work waits for it.", detail=str(error)
        )
    cause = str(error).splitlines()[0] if str(error) else type(error).__name__
    cause = _PLACE.sub("the bucket", cause)
    return StoreError(f"The media store cannot work with {key!r}: {cause}", detail=str(error))
