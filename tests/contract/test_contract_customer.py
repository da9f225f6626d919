"""The customer's own clients, as their document prints them, against a running server."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import av
import pytest

from tests.rest import Caller

DOCUMENT = Path(__file__).parents[2] / "docs" / "api-reference.md"
# What a browser has and node has not; the file that is saved is named on standard output.
BROWSER = """
globalThis.window = globalThis;
globalThis.document = {createElement: () => ({click() { console.log('Saved:', this.download, this.href); }})};
"""


def _client(language: str, *, address: str, token: str, job_id: int) -> str:
    """The program of the document; only the address, the token, the job and the number of scenes are ours."""
    text = DOCUMENT.read_text()
    program = re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)[-1]
    for theirs, ours in {
        "http://localhost:8000": address,
        "your_auth_token": token,
        "= 123": f"= {job_id}",
        "[1, 3, 2, 4, 5, 6]": "[1, 3, 2]",
    }.items():
        assert program.count(theirs) == 1
        program = program.replace(theirs, ours)
    return str(program)


def _run(command: list[str], folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_the_python_client_runs_unmodified(caller: Caller, address: str, token: str, tmp_path: Path) -> None:
    """It exports twice, refines, reorders and reads the counters, and its files open."""
    job_id = caller.film()
    program = tmp_path / "client.py"
    program.write_text(_client("python", address=address, token=token, job_id=job_id))

    said = _run([sys.executable, str(program)], tmp_path)

    assert said.splitlines() == [
        f"Video exported to video_{job_id}.mp4",
        f"Video exported to video_{job_id}.webm",
        "Refinement result: storyboard_ready",
        "Reorder result: storyboard_ready",
        "Downloads: 2",
        "Refinements: 1",
    ]
    for name, codec, side in (("mp4", "h264", 540), ("webm", "vp9", 480)):
        with av.open(tmp_path / f"video_{job_id}.{name}") as film:
            stream = film.streams.video[0]
            assert (stream.codec_context.name.removeprefix("lib"), stream.height) == (codec, side)


@pytest.mark.skipif(shutil.which("node") is None, reason="node runs the customer's JavaScript")
def test_the_javascript_client_runs_unmodified(
    caller: Caller, address: str, token: str, tmp_path: Path
) -> None:
    """It exports, refines, reorders and reads the counters."""
    job_id = caller.film()
    program = tmp_path / "client.js"
    program.write_text(BROWSER + _client("javascript", address=address, token=token, job_id=job_id))

    said = _run(["node", str(program)], tmp_path)

    assert f"Saved: video_{job_id}.mp4 blob:" in said
    assert "Downloads: 1" in said
    assert "Refinements: 1" in said
    assert said.count("storyboard_ready") >= 2
