"""The command line, as scripts use it: a process, its output, its exit status."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.command_line import main
from core.media.probe import probe
from tests.fake_replicate import FakeReplicate
from tests.sounds import heard, pitch, tone, wav

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `python -m core` as a process with a data folder of its own."""
    env = {**os.environ, "STORYREEL_DATA_DIR": str(folder), "STORYREEL_FILM_LINES": "540", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "core", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Run the command line in this process, since each start of another takes seconds; returns the exit status."""
    monkeypatch.setenv("STORYREEL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")

    def status(*words: str) -> int:
        with pytest.raises(SystemExit) as ending:
            main(words)
        return int(ending.value.code or 0)

    return status


@pytest.mark.slow
def test_a_sentence_becomes_a_film_file(tmp_path: Path) -> None:
    """`make` plans, draws, approves, renders and writes the file with captions and music, with the real artist and planner."""
    out, song = tmp_path / "film.mp4", tmp_path / "it's a song.wav"
    song.write_bytes(wav(tone(440, 1)))

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
        "--captions",
        "track",
        "--title-card",
        "--music",
        str(song),
        "--out",
        str(out),
        folder=tmp_path / "data",
    )

    assert done.returncode == 0, done.stderr
    facts = probe(out)
    assert (facts.width, facts.height, facts.duration_ms) == (540, 960, 5000)
    assert facts.captions == "mov_text"
    assert "charged $0.00" in done.stdout
    assert pitch(heard(out), 1, 3) == pytest.approx(440, abs=3)


def test_tokens_are_made_listed_and_revoked(
    call: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """`token create` prints the token alone, `list` never shows it, `revoke` ends it once."""
    assert call("token", "create", "laptop", "--days", "30") == 0
    secret = capsys.readouterr().out
    assert call("token", "list") == 0
    listed = capsys.readouterr().out
    assert (call("token", "revoke", "1"), call("token", "revoke", "1")) == (0, 1)

    assert secret.startswith("sr_")
    assert len(secret.splitlines()) == 1
    assert "laptop" in listed
    assert secret.strip() not in listed
    assert "no active token 1" in capsys.readouterr().err


def test_wrong_input_is_told_in_words(tmp_path: Path) -> None:
    """A short prompt ends with status 2, the cause and the next step, not with a stack trace."""
    done = run("make", "short", folder=tmp_path)

    assert done.returncode == 2
    assert "The prompt has 5 characters." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "told"), [(None, "No such file"), (b"no music", "MP3, M4A, WAV, OGG or FLAC")]
)
def test_bad_music_is_told_before_anything_is_made(
    content: bytes | None,
    told: str,
    call: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Whoever pays for pictures does not pay and then learn that the music cannot be read."""
    song = tmp_path / "song.mp3"
    if content is not None:
        song.write_bytes(content)

    assert call("make", "A fox finds a lantern in the snow", "--music", str(song)) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_doctor_tells_what_is_wrong_and_the_fix(
    call: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All well: status 0; an ffmpeg that is not there: status 1 and what to set."""
    assert call("migrate") == 0
    assert call("doctor") == 0
    capsys.readouterr()
    monkeypatch.setenv("FFMPEG_BINARY", "/nowhere/ffmpeg")

    assert call("doctor") == 1
    assert "FFMPEG_BINARY" in capsys.readouterr().out


def test_an_unwritable_data_folder_is_told(
    call: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A file where the folder should be is an error with a next step."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("STORYREEL_DATA_DIR", str(tmp_path / "file" / "data"))

    assert call("doctor") == 1
    assert "STORYREEL_DATA_DIR" in capsys.readouterr().err


def test_models_are_listed_and_checked_against_the_service(
    call: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    replicate: FakeReplicate,
) -> None:
    """Without a token the catalogue is listed; with one the service is asked for each model."""
    assert call("models") == 0
    assert "no REPLICATE_API_TOKEN" in capsys.readouterr().out
    monkeypatch.setenv("REPLICATE_API_TOKEN", replicate.token)
    monkeypatch.setenv("REPLICATE_BASE_URL", replicate.url)

    assert call("models") == 0
    assert "black-forest-labs/flux-schnell" in capsys.readouterr().out


def test_accounts_are_kept_from_the_command_line(
    call: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Added, listed, given a role and a password, handed over, removed; a password comes from standard input only."""

    def typed(line: str, *words: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))
        return call(*words)

    assert typed("seven quiet lanterns\n", "user", "add", "Ada") == 0
    told = capsys.readouterr()
    assert "ada may sign in as admin." in told.out
    assert "STORYREEL_SIGN_IN=accounts" in told.err
    monkeypatch.setenv("STORYREEL_SIGN_IN", "accounts")
    assert typed("seven quiet lanterns\n", "user", "add", "eve") == 0
    assert typed("", "user", "add", "mallory") == 2
    assert typed("short\n", "user", "password", "eve") == 2
    assert typed("eight loud trumpets\n", "user", "password", "eve") == 0
    assert (call("user", "role", "eve", "viewer"), call("user", "remove", "ada")) == (0, 1)
    assert call("user", "hand-over", "local", "eve") == 0
    assert (call("token", "create", "laptop"), call("token", "create", "laptop", "--owner", "eve")) == (2, 0)
    capsys.readouterr()
    assert call("user", "list") == 0
    listed = capsys.readouterr().out
    assert call("user", "remove", "eve") == 0

    assert "admin" in listed
    assert "viewer" in listed
    assert "mallory" not in listed
    assert "hand-over eve" in capsys.readouterr().out
