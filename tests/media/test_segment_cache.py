"""Segments under their hash: found, made whole or not at all, and swept without harm."""

import errno
import os
import time
from pathlib import Path

import pytest

from core.errors import DiskFull, StoreError
from core.media.files import disk_errors, sweep_drafts, whole_file
from core.media.segments import SegmentCache, segment_key

HOUR = 3600


@pytest.fixture
def cache(tmp_path: Path) -> SegmentCache:
    return SegmentCache(tmp_path / "segments")


def key(number: int) -> str:
    return segment_key(number=number)


def make(cache: SegmentCache, number: int, size: int = 100, hours_ago: float = 0) -> Path:
    path = cache.make(key(number), lambda draft: void(draft.write_bytes(b"x" * size)))
    used = time.time() - hours_ago * HOUR
    os.utime(path, (used, used))
    return path


def void(_: object) -> None:
    return None


def test_key_depends_on_everything() -> None:
    """The same values in another order are the same key, and any other value is another one."""
    assert segment_key(a=1, b="x") == segment_key(b="x", a=1)
    assert (
        len({segment_key(a=1, b="x"), segment_key(a=2, b="x"), segment_key(a=1, b="y"), segment_key(a=1)})
        == 4
    )


def test_find_what_was_made(cache: SegmentCache) -> None:
    """A segment is found after it was made and not before."""
    assert cache.find(key(1)) is None
    assert cache.find(key(1)) is None
    made = make(cache, 1)
    assert cache.find(key(1)) == made


def test_failed_build_leaves_nothing(cache: SegmentCache) -> None:
    """A build that fails after writing half of it leaves no segment and no draft."""

    def build(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        cache.make(key(1), build)
    assert cache.find(key(1)) is None
    assert not [path for path in cache.folder.rglob("*") if path.is_file()]


def test_sweep_removes_the_longest_unused(cache: SegmentCache) -> None:
    """Over the limit the segments that were not used for longest go first, and only as many as need be."""
    paths = [make(cache, number, hours_ago=10 - number) for number in range(5)]
    swept = cache.sweep(250)
    assert [path.exists() for path in paths] == [False, False, False, True, True]
    assert (swept.removed, swept.removed_bytes, swept.kept, swept.kept_bytes) == (3, 300, 2, 200)


def test_sweep_keeps_what_is_needed(cache: SegmentCache) -> None:
    """Keys to keep, what was used within the hour and what was just looked up all stay, even over the limit."""
    kept = make(cache, 1, hours_ago=9)
    looked_up = make(cache, 2, hours_ago=8)
    old = make(cache, 3, hours_ago=7)
    recent = make(cache, 4, hours_ago=0.5)
    cache.find(key(2))
    cache.sweep(0, keep={key(1)})
    assert [path.exists() for path in (kept, looked_up, old, recent)] == [True, True, False, True]


def test_sweep_below_the_limit_removes_nothing(cache: SegmentCache) -> None:
    """While there is room, age does not matter."""
    path = make(cache, 1, hours_ago=10_000)
    assert cache.sweep(1000).removed == 0
    assert path.exists()


def test_sweep_of_nothing(cache: SegmentCache) -> None:
    """A cache that was never used has nothing to sweep."""
    assert cache.sweep(0).kept == 0


def test_abandoned_drafts_are_swept(tmp_path: Path) -> None:
    """Drafts of a process that died an hour ago go; those being written stay."""
    old, fresh = tmp_path / "a/.x.mp4.12.draft", tmp_path / "a/.y.mp4.34.draft"
    old.parent.mkdir()
    for path in (old, fresh):
        path.write_bytes(b"half")
    past = time.time() - 2 * HOUR
    os.utime(old, (past, past))
    assert sweep_drafts(tmp_path) == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_unreadable_cache(tmp_path: Path) -> None:
    """A file where the folder should be is reported, not taken for an empty cache."""
    (tmp_path / "segments").write_text("in the way")
    cache = SegmentCache(tmp_path / "segments")
    with pytest.raises(StoreError):
        cache.find(key(1))
    with pytest.raises(StoreError):
        make(cache, 1)


def test_whole_file_replaces_at_once(tmp_path: Path) -> None:
    """Until the block has ended the old content is there; afterwards the new one is, all of it."""
    out = tmp_path / "film.mp4"
    out.write_bytes(b"old")
    with whole_file(out) as draft:
        draft.write_bytes(b"new")
        assert out.read_bytes() == b"old"
    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, StoreError)]
)
def test_system_errors_are_named(number: int, expected: type[StoreError]) -> None:
    """A full disk and a full quota are `DiskFull`, anything else a `StoreError`."""
    with pytest.raises(StoreError) as caught, disk_errors("the film"):
        raise OSError(number, os.strerror(number))
    assert type(caught.value) is expected
    assert "the film" in caught.value.message
