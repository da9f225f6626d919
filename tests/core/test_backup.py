"""A backup is one consistent moment, made beside running work; a restore is whole or nothing."""

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from core.backup import DATABASE, MANIFEST, backup, restore
from core.bootstrap import build_workshop
from core.errors import AppError, ConfigurationError, InvalidInput, InvalidToken, StoreError
from core.jobs import NewJob
from core.keys import seal
from core.media.store import MediaStore
from core.settings import Settings
from core.studio import Studio
from core.views import JobView
from core.workshop import Workshop
from tests.core.waiting import settled


def put_picture(studio: Studio, edit: Callable[..., object], job: JobView) -> JobView:
    """The job with a picture of a person's own."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "PNG")
    return studio.put_picture(edit(job), scene_number=1, content=out.getvalue())  # type: ignore[arg-type]


def folder(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "new", provider="sketch", _env_file=None)


@pytest.fixture(scope="module")
def copy(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the session's studio, with a film in it."""
    request = NewJob(prompt="A lantern crosses the lake", duration_ms=5000, scene_count=1)
    settled(studio, studio.create(request, owner="local").id)
    out = tmp_path_factory.mktemp("backup") / "copy.tar"
    studio.backup(out)
    return out


def test_what_was_there_is_there_again(
    studio: Studio, board: Callable[..., JobView], edit: Callable[..., object], tmp_path: Path
) -> None:
    """Jobs, pictures, tokens and the ledger of a restored folder are those of the moment of the copy."""
    job = put_picture(studio, edit, board())
    secret = studio.create_token(name="kept", owner="local").secret
    sealed = seal(studio._shop, "pass", "an address")
    made = studio.backup(tmp_path / "copy.tar")
    later = studio.create_token(name="later", owner="local").secret

    back = restore(tmp_path / "copy.tar", folder(tmp_path))
    other = Studio(build_workshop(folder(tmp_path), works=False))
    again = other.job(job.id)

    assert made.files == back.files
    assert [scene.takes for scene in again.storyboard or ()] == [
        scene.takes for scene in job.storyboard or ()
    ]
    assert other.owner_of(secret) == "local"
    with pytest.raises(InvalidToken):
        other.owner_of(later)
    assert other.ledger(owner="local", job_id=job.id) == studio.ledger(owner="local", job_id=job.id)
    for scene in again.storyboard or ():
        for take in scene.takes:
            number = int(take.path.rpartition("/")[2].partition(".")[0])
            assert other.picture(job.id, number).path.read_bytes() == studio_picture(studio, job.id, number)
    assert seal(other._shop, "pass", "an address") == sealed
    assert (tmp_path / "copy.tar").stat().st_mode & 0o077 == 0
    other.close()


def studio_picture(studio: Studio, job_id: int, take_id: int) -> bytes:
    return studio.picture(job_id, take_id).path.read_bytes()


def test_a_film_that_is_deleted_meanwhile_is_left_out(
    shop: Workshop, studio: Studio, board: Callable[..., JobView], tmp_path: Path
) -> None:
    """Files that vanish while they are copied lead to newer rows, so the copy never names what it lacks."""
    kept, doomed = board(), board()

    class _Deleting(MediaStore):
        def local_file(self, key: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
            if key.startswith(f"jobs/{doomed.id}/"):
                with_job = studio.job(doomed.id) if not gone else None
                if with_job:
                    gone.append(doomed.id)
                    studio.delete(doomed.id, owner="local")
            return super().local_file(key)

    gone: list[int] = []
    store = _Deleting(shop.store._store, folder=shop.settings.media_folder)
    backup(replace(shop, store=store), tmp_path / "copy.tar")
    restore(tmp_path / "copy.tar", folder(tmp_path))
    other = Studio(build_workshop(folder(tmp_path), works=False))

    assert gone == [doomed.id]
    assert other.job(kept.id).storyboard
    with pytest.raises(AppError, match="not found"):
        other.job(doomed.id)
    other.close()


def test_a_file_that_is_lost_is_told(shop: Workshop, board: Callable[..., JobView], tmp_path: Path) -> None:
    """Rows that name a file which is not there make no backup; what was there before is as it was."""
    job = board()
    (tmp_path / "copy.tar").write_text("the one before")
    key = shop.store.list_prefix(f"jobs/{job.id}")[0]
    content = shop.store.get_bytes(key)
    shop.store.delete(key)
    try:
        with pytest.raises(StoreError, match="was deleted while it was copied"):
            backup(shop, tmp_path / "copy.tar")
    finally:
        shop.store.put_bytes(key, content)

    assert (tmp_path / "copy.tar").read_text() == "the one before"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.tar"]


def test_nothing_is_overwritten(copy: Path, tmp_path: Path) -> None:
    """A folder that holds anything is refused, and left as it is."""
    settings = folder(tmp_path)
    settings.data_dir.mkdir()
    (settings.data_dir / "mine").write_text("mine")

    with pytest.raises(ConfigurationError, match="not empty"):
        restore(copy, settings)
    assert [path.name for path in settings.data_dir.iterdir()] == ["mine"]


def repacked(copy: Path, out: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The copy with other contents."""
    with tarfile.open(copy) as tar:
        held = {}
        for entry in tar:
            file = tar.extractfile(entry)
            held[entry.name] = file.read() if file else b""
    change(held)
    with tarfile.open(out, "w") as tar:
        for name, content in held.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out


def _flip(held: dict[str, bytes]) -> None:
    name = next(name for name in held if name.startswith("media/"))
    held[name] = held[name][:-1] + bytes([held[name][-1] ^ 1])


def _drop(held: dict[str, bytes]) -> None:
    del held[next(name for name in held if name.startswith("media/"))]


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        del held[name]

    return change


def _newer(held: dict[str, bytes]) -> None:
    held[MANIFEST] = json.dumps({**json.loads(held[MANIFEST]), "schema": "9999"}).encode()


DAMAGES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a bit is flipped": _flip,
    "a file is missing": _drop,
    "a file too many": lambda held: held.update({"media/jobs/1/extra": b"x"}),
    "no manifest": _without(MANIFEST),
    "a newer schema": _newer,
    "a path upwards": lambda held: held.update({"media/../../evil": b"x"}),
    "a path from the root": lambda held: held.update({"/tmp/evil": b"x"}),
    "another name": lambda held: held.update({"executor-0.lock": b"x"}),
    "no database": _without(DATABASE),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_copy_leaves_nothing(name: str, copy: Path, tmp_path: Path) -> None:
    """Whatever is wrong with a copy is told before the folder appears, and nothing lies about afterwards."""
    changed = repacked(copy, tmp_path / "changed.tar", DAMAGES[name])

    with pytest.raises(AppError):
        restore(changed, folder(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"changed.tar"}


@pytest.mark.parametrize("length", [0, 100, 5000])
def test_half_a_copy_is_none(length: int, copy: Path, tmp_path: Path) -> None:
    """A copy that was cut off, and a file that never was one, are told in plain words."""
    (tmp_path / "half.tar").write_bytes(copy.read_bytes()[:length])

    with pytest.raises(InvalidInput, match="no backup, or not a whole one"):
        restore(tmp_path / "half.tar", folder(tmp_path))
    with pytest.raises(InvalidInput):
        restore(tmp_path / "none.tar", folder(tmp_path))


def test_a_link_in_a_copy_is_refused(copy: Path, tmp_path: Path) -> None:
    """Only files are unpacked; a link could lead out of the folder."""
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        entry = tarfile.TarInfo("media/jobs/1")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(entry)

    with pytest.raises(InvalidInput, match="is no file"):
        restore(tmp_path / "evil.tar", folder(tmp_path))


def test_another_database_has_its_own_tools(copy: Path, shop: Workshop, tmp_path: Path) -> None:
    """PostgreSQL is copied by pg_dump, and that is what is said."""
    settings = shop.settings.model_copy(update={"database_url": "postgresql://x/y"})
    settings.__dict__.pop("database", None)

    with pytest.raises(ConfigurationError, match="SQLite") as told:
        backup(replace(shop, settings=settings), tmp_path / "other.tar")
    assert "pg_dump" in told.value.hint


def test_a_copy_goes_into_a_bucket(copy: Path, tmp_path: Path) -> None:
    """Where media lie in a bucket, they are put there, and a bucket with films in it is refused."""
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    settings = folder(tmp_path).model_copy(update={"media_url": f"file://{bucket}"})
    restore(copy, settings)

    assert sorted(path.name for path in bucket.iterdir()) == ["jobs"]
    again = settings.model_copy(update={"data_dir": tmp_path / "second"})
    with pytest.raises(ConfigurationError, match="bucket"):
        restore(copy, again)
    assert not (tmp_path / "second").exists()
