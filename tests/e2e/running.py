"""The whole product in a process of its own, on a port of its own, that can be killed and started again."""

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from core.bootstrap import build_studio
from core.settings import Settings
from tests.programs import begin, end

READY_SECONDS = 120.0
# A render of half a minute of film beside other heavy work.
PATIENCE_SECONDS = 240.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class RunningApp:
    """The server with a data folder and, where a test needs them, settings of its own; `program` starts it."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    program: str = "tests.e2e.served"
    _process: ForkServerProcess | None = None

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Only what the product needs, so that no setting of this machine comes in."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "STORYREEL_DATA_DIR": str(self.folder / "data"),
            # The tests ask for the files that they want to see; nine of each film would only take time.
            "STORYREEL_BACKGROUND_EXPORTS": "false",
            # Films of all sizes are rendered and looked at elsewhere.
            "STORYREEL_FILM_LINES": "540",
            "STORYREEL_HEARTBEAT_SECONDS": "1",
            "STORYREEL_DEAD_AFTER_SECONDS": "4",
            **self.settings,
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self._process = begin(
                self.program, str(self.port), output=log.fileno(), environment=self.environment
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if not self._process.is_alive() or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"The app did not start:\n{self.log()}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """The power fails: no goodbye, nothing is flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, as Ctrl-C does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if end(self._process, how, seconds=15) is None:
            end(self._process)
        self._process = None

    def token(self) -> str:
        """A token of the owner whose films the pages show."""
        prefix = "STORYREEL_"
        chosen: dict[str, Any] = {
            name.removeprefix(prefix).lower(): value
            for name, value in self.environment.items()
            if name.startswith(prefix)
        }
        # Made in this process, since starting Python for it takes longer than many a test.
        with closing(build_studio(Settings(_env_file=None, **chosen), works=False)) as studio:
            return studio.create_token(name="test", owner="local").secret

    def call(self, method: str, path: str, *, token: str = "", body: object = None) -> Any:
        """One call of the REST face; its JSON."""
        request = urllib.request.Request(
            f"{self.address}/api/v2{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def drawn_film(self, token: str, prompt: str, **wishes: object) -> int:
        """A short film with its storyboard drawn; returns its number."""
        body = {"prompt": prompt, "duration": 5, "scene_count": 3, "aspect_ratio": "1:1", **wishes}
        number = int(self.call("POST", "/generate", token=token, body=body)["job_id"])
        self.wait_for(number, "storyboard_ready")
        return number

    def wait_for(self, number: int, status: str) -> Any:
        """Wait until the film has this status."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (job := self.call("GET", f"/jobs/{number}"))["status"] != status:
            if time.monotonic() > deadline:
                raise AssertionError(f"Film {number} is {job['status']}, not {status}.")
            time.sleep(0.1)
        return job
