"""The product as a server in a process of its own, on a free port, and the few calls that the benchmarks make."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.processes import ROOT, WorkFailed

_READY_SECONDS: Final = 90.0
_WORK_SECONDS: Final = 180.0
_LOOK_SECONDS: Final = 0.02
_GOODBYE_SECONDS: Final = 15.0


def free_port() -> int:
    """A port of this machine that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(words: Sequence[str], ready: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Run `python WORDS` while the block runs, from when the address `ready` answers; gives its process id."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log
        )
        try:
            if not _answers(process, ready):
                log.seek(0)
                raise WorkFailed(f"{' '.join(words)} did not start:\n{log.read()[-2000:]}")
            yield process.pid
        finally:
            _end(process)


def _answers(process: "subprocess.Popen[bytes]", address: str) -> bool:
    deadline = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  Our own address on this machine.
                return True
        except urllib.error.HTTPError:
            return True  # An answer is an answer, whatever it says.
        except OSError:
            time.sleep(0.05)
    return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=_GOODBYE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Server:
    """The product at work with a data folder of its own."""

    def __init__(self, folder: Path, *, port: int, process_id: int, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = port
        self.process_id = process_id
        self.address = f"http://127.0.0.1:{port}"
        self._environment = environment
        self.token = self.another_token()

    def another_token(self) -> str:
        """One more token of the same owner, with limits of its own."""
        return _token(self._environment)

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """One call of the REST API; its JSON."""
        request = urllib.request.Request(  # noqa: S310  Our own address on this machine.
            f"{self.address}/api/v2{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
            return found

    def wait_for(self, job: int, status: str, *, look_seconds: float = _LOOK_SECONDS) -> None:
        """Return as soon as the job has this status; raises `WorkFailed` after three minutes or when it failed."""
        deadline = time.monotonic() + _WORK_SECONDS
        while (found := self.call("GET", f"/jobs/{job}"))["status"] != status:
            if found["status"] == "failed" or time.monotonic() > deadline:
                raise WorkFailed(f"Job {job} is {found['status']} instead of {status}: {found}")
            time.sleep(look_seconds)

    def storyboard(self, *, look_seconds: float = _LOOK_SECONDS, **wishes: object) -> int:
        """A job with all its pictures drawn."""
        job = int(self.call("POST", "/generate", {"prompt": PROMPT, **wishes})["job_id"])
        self.wait_for(job, "storyboard_ready", look_seconds=look_seconds)
        return job


PROMPT: Final = "A fox carries a lantern over a snowy mountain to bring a letter home before dawn"


@contextmanager
def product(folder: Path, **settings: str) -> Iterator[Server]:
    """The product, with these settings in its environment."""
    port = free_port()
    environment = {
        **{name: "" for name in os.environ if name.startswith(("STORYREEL_", "REPLICATE_"))},
        "STORYREEL_DATA_DIR": str(folder),
        # Nothing may be at work in the background while something else is measured.
        "STORYREEL_BACKGROUND_EXPORTS": "false",
        **settings,
    }
    words = ["-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.port", str(port)]
    with running(words, f"http://127.0.0.1:{port}/health", environment) as process_id:
        yield Server(folder, port=port, process_id=process_id, environment=environment)


def _token(environment: Mapping[str, str]) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "core", "token", "create", "bench"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    return made.stdout.strip()
