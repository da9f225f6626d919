"""The command line, as scripts use it: a process, its output, its exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.media.probe import probe

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run `python -m core` with a data folder of its own."""
    import os

    env = {**os.environ, "STORYREEL_DATA_DIR": str(folder), "COLUMNS": "200", **environment}
    return subprocess.run(
        [sys.executable, "-m", "core", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_a_sentence_becomes_a_film_file(tmp_path: Path) -> None:
    """`make` plans, draws, approves, renders and writes the file, with the real artist and planner."""
    out = tmp_path / "film.mp4"

    done = run(
        "make",
        "A fox finds a lantern in the snow",
        "--duration",
        "5",
        "--scenes",
        "2",
        "--style",
        "watercolor",
        "--aspect-ratio",
        "9:16",
        "--seed",
        "3",
        "--out",
        str(out),
        folder=tmp_path / "data",
    )

    assert done.returncode == 0, done.stderr
    facts = probe(out)
    assert (facts.width, facts.height, facts.duration_ms) == (1080, 1920, 5000)
    assert "charged $0.00" in done.stdout


def test_tokens_are_made_listed_and_revoked(tmp_path: Path) -> None:
    """`token create` prints the token alone, `list` never shows it, `revoke` ends it once."""
    secret = run("token", "create", "laptop", "--days", "30", folder=tmp_path)
    listed = run("token", "list", folder=tmp_path)
    revoked = run("token", "revoke", "1", folder=tmp_path)
    again = run("token", "revoke", "1", folder=tmp_path)

    assert secret.stdout.startswith("sr_")
    assert len(secret.stdout.splitlines()) == 1
    assert "laptop" in listed.stdout
    assert secret.stdout.strip() not in listed.stdout
    assert (revoked.returncode, again.returncode) == (0, 1)
    assert "no active token 1" in again.stderr


def test_wrong_input_is_told_in_words(tmp_path: Path) -> None:
    """A short prompt ends with status 2, the cause and the next step, not with a stack trace."""
    done = run("make", "short", folder=tmp_path)

    assert done.returncode == 2
    assert "The prompt has 5 characters." in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_tells_what_is_wrong_and_the_fix(tmp_path: Path) -> None:
    """All well: status 0; an ffmpeg that is not there: status 1 and what to set."""
    well = run("doctor", folder=tmp_path)
    ill = run("doctor", folder=tmp_path, FFMPEG_BINARY="/nowhere/ffmpeg")

    assert well.returncode == 0, well.stdout
    assert ill.returncode == 1
    assert "FFMPEG_BINARY" in ill.stdout
    assert run("migrate", folder=tmp_path).returncode == 0


def test_an_unwritable_data_folder_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is an error with a next step."""
    (tmp_path / "file").write_text("")

    done = run("doctor", folder=tmp_path / "file" / "data")

    assert done.returncode == 1
    assert "STORYREEL_DATA_DIR" in done.stderr
