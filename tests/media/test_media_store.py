"""Folder and bucket behave alike: what is put is there whole, what is not there is said, nothing escapes."""

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.bootstrap import media_store
from core.errors import ConfigurationError, DiskFull, NotFound, StoreError
from core.media.copies import LocalCopies
from core.media.store import MediaStore
from core.settings import Settings
from tests.servers.bucket import Bucket

BAD_KEYS = [
    "",
    "/etc/passwd",
    "../up",
    "a/../../b",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    ".hidden",
    "a/.b",
    "ü",
    "a b",
    "x" * 600,
]


@pytest.fixture(params=["folder", "memory", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    if request.param == "s3":
        server: Bucket = request.getfixturevalue("bucket")
        # The copies lie elsewhere, since some tests look for stray files.
        copies = tmp_path.with_name(f"{tmp_path.name}-copies")
        given = Settings(data_dir=copies, _env_file=None, **server.settings(f"test-{secrets.token_hex(4)}"))
        return media_store(given)
    return MediaStore.open("memory:///" if request.param == "memory" else None, tmp_path / "media")


def test_put_and_get(store: MediaStore) -> None:
    """Bytes come back as they were put, and a second put replaces the first."""
    store.put_bytes("jobs/1/a.png", b"one")
    store.put_bytes("jobs/1/a.png", b"three")
    assert store.get_bytes("jobs/1/a.png") == b"three"
    assert store.size("jobs/1/a.png") == 5
    assert store.exists("jobs/1/a.png")


def test_put_file(store: MediaStore, tmp_path: Path) -> None:
    """A file of several megabytes is kept as it is, and stays where it was."""
    source = tmp_path / "film.mp4"
    source.write_bytes(os.urandom(7_000_000))
    store.put_file("jobs/1/final.mp4", source)
    assert store.get_bytes("jobs/1/final.mp4") == source.read_bytes()


def test_put_file_that_is_not_there(store: MediaStore, tmp_path: Path) -> None:
    """A file that does not exist is not found, and nothing is put."""
    with pytest.raises(NotFound):
        store.put_file("jobs/1/final.mp4", tmp_path / "gone")
    assert not store.exists("jobs/1/final.mp4")


def test_local_file(store: MediaStore) -> None:
    """The content is there as a file with the key's name, at least while the block runs."""
    store.put_bytes("jobs/1/final.mp4", b"film")
    with store.local_file("jobs/1/final.mp4") as path:
        assert path.name == "final.mp4"
        assert path.read_bytes() == b"film"
    store.delete("jobs/1/final.mp4")
    assert not path.exists()


def test_a_bucket_is_read_piece_by_piece(bucket: Bucket, tmp_path: Path) -> None:
    """Any piece of a large file is to be had, the last one too, and beyond the end there is nothing."""
    store = media_store(Settings(data_dir=tmp_path, _env_file=None, **bucket.settings("pieces")))
    content = os.urandom(6_000_000)
    (tmp_path / "film.mp4").write_bytes(content)
    store.put_file("jobs/1/final.mp4", tmp_path / "film.mp4")

    film = store.remote("jobs/1/final.mp4")
    assert film is not None
    assert film.length == len(content)
    assert asyncio.run(film.read(5_300_000, 10)) == content[5_300_000:5_300_010]
    assert asyncio.run(film.read(5_999_990, 1000)) == content[-10:]
    assert asyncio.run(film.read(6_000_000, 1000)) == b""
    with pytest.raises(NotFound):
        store.remote("jobs/1/none")


def test_empty_variables_are_none(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compose file hands empty variables on; they mean that nothing was set."""
    for name in ("AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"):
        monkeypatch.setenv(name, "")
    media_store(Settings(data_dir=tmp_path, _env_file=None, **bucket.settings("empty"))).writable()


def test_a_folder_is_not_remote(tmp_path: Path) -> None:
    """What lies on this machine is read there."""
    store = MediaStore.open(None, tmp_path)
    store.put_bytes("jobs/1/a", b"x")
    assert store.remote("jobs/1/a") is None


def test_copies_are_fetched_once_and_make_room(tmp_path: Path) -> None:
    """A copy is fetched when it is first needed; old ones go when the room ends, fresh ones stay."""
    copies, fetched = LocalCopies(tmp_path, max_bytes=25), list[str]()

    def ask(key: str) -> Path:
        def fetch(draft: Path) -> None:
            fetched.append(key)
            draft.write_bytes(b"0123456789")

        return copies.copy_of(key, fetch)

    for key, age_hours in (("a/1", 200), ("a/2", 3), ("a/3", 2)):
        path = ask(key)
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 3600 * age_hours))
    ask("a/4")
    ask("a/4")

    assert fetched == ["a/1", "a/2", "a/3", "a/4"]
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["3", "4"]


def test_missing_keys(store: MediaStore) -> None:
    """Whatever asks for a key that is not there is told so; deleting it again is fine."""
    assert not store.exists("jobs/1/none")
    for ask in (store.get_bytes, store.size):
        with pytest.raises(NotFound, match="jobs/1/none"):
            ask("jobs/1/none")
    with pytest.raises(NotFound), store.local_file("jobs/1/none"):
        pass
    store.delete("jobs/1/none")


@pytest.mark.parametrize("key", BAD_KEYS)
def test_keys_cannot_escape(key: str, store: MediaStore, tmp_path: Path) -> None:
    """Keys that climb, begin at the root or hide are no keys: nothing is read or written."""
    with pytest.raises(NotFound):
        store.put_bytes(key, b"x")
    with pytest.raises(NotFound):
        store.get_bytes(key)
    with pytest.raises(NotFound):
        store.path_of(key)
    assert not store.exists(key)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_list_and_delete_prefix(store: MediaStore) -> None:
    """A prefix means a folder: job 1 is not job 12, and deleting it leaves the others."""
    for key in ("jobs/1/b", "jobs/1/a/c", "jobs/12/b"):
        store.put_bytes(key, b"x")
    assert store.list_prefix("jobs/1") == store.list_prefix("jobs/1/") == ["jobs/1/a/c", "jobs/1/b"]
    assert store.delete_prefix("jobs/1") == 2
    assert store.list_prefix("jobs") == ["jobs/12/b"]
    assert store.list_prefix("nothing") == []
    assert store.delete_prefix("nothing") == 0


def test_writable(store: MediaStore) -> None:
    """A working store passes, and keeps nothing of the attempt."""
    store.writable()
    assert store.list_prefix("probe") == []


def test_folder_keeps_files_where_it_says(tmp_path: Path) -> None:
    """In a folder the key is the path, and empty folders go with their last file."""
    store = MediaStore.open(None, tmp_path / "media")
    store.put_bytes("jobs/7/final.mp4", b"film")
    path = store.path_of("jobs/7/final.mp4")
    assert path == tmp_path / "media/jobs/7/final.mp4"
    assert path.read_bytes() == b"film"
    store.delete_prefix("jobs/7")
    assert not (tmp_path / "media/jobs").exists()


@pytest.mark.parametrize("url", ["gopher://x", "not an address", "file:///does/not/exist/at/all"])
def test_wrong_address(url: str, tmp_path: Path) -> None:
    """An address that opens no store is a matter of configuration, named by its setting."""
    with pytest.raises(ConfigurationError, match="STORYREEL_MEDIA_URL"):
        MediaStore.open(url, tmp_path)


def test_folder_that_cannot_be(tmp_path: Path) -> None:
    """Where a file is in the way of the folder, opening says that it cannot be kept there."""
    (tmp_path / "media").write_text("in the way")
    with pytest.raises(StoreError):
        MediaStore.open(None, tmp_path / "media")


def test_folder_that_broke(tmp_path: Path) -> None:
    """A store whose folder was replaced by a file is not writable, and the error keeps the cause."""
    store = MediaStore.open(None, tmp_path / "media")
    (tmp_path / "media").rmdir()
    (tmp_path / "media").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        store.writable()
    assert caught.value.detail


@pytest.fixture
def tiny_store(tmp_path: Path) -> Iterator[MediaStore]:
    """A store on a disk of 64 KB."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False).returncode != 0:
        pytest.skip("Only root can mount a small disk.")
    yield MediaStore.open(None, place / "media")
    subprocess.run(["umount", str(place)], check=True)


def test_full_disk(tiny_store: MediaStore, tmp_path: Path) -> None:
    """Without room the error is `DiskFull`, what was there stays, and no half file takes up the room."""
    tiny_store.put_bytes("jobs/1/a", b"kept")
    large = tmp_path / "large"
    large.write_bytes(b"x" * 200_000)
    with pytest.raises(DiskFull):
        tiny_store.put_bytes("jobs/1/a", large.read_bytes())
    with pytest.raises(DiskFull):
        tiny_store.put_file("jobs/1/b", large)
    assert tiny_store.get_bytes("jobs/1/a") == b"kept"
    assert tiny_store.list_prefix("jobs") == ["jobs/1/a"]
    tiny_store.put_bytes("jobs/1/c", b"x" * 40_000)
