"""An S3 of its own: moto's server, spoken to over HTTP like any other, with one bucket."""

import os
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any, Final, Self

import httpx
from pydantic import SecretStr

from tests.servers.ports import free_port

BUCKET: Final = "films"
_PATIENCE_SECONDS: Final = 60.0


class Bucket:
    """A server with a bucket; each test takes a prefix of its own."""

    def __init__(self) -> None:
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Measuring the coverage of somebody else's server would only slow it down.
            env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        )
        deadline, pause = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
        while not self._made():
            assert self._process.poll() is None, "The S3 server did not start."
            assert time.monotonic() < deadline, "The S3 server did not answer in time."
            pause.wait(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def address(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self._port}"

    def url(self, prefix: str) -> str:
        """The media URL of a prefix in the bucket."""
        return f"s3://{BUCKET}/{prefix}"

    def settings(self, prefix: str) -> dict[str, Any]:
        """What Settings must be told to keep files here."""
        return {
            "media_url": self.url(prefix),
            "s3_endpoint": self.address,
            "s3_region": "us-east-1",
            "s3_access_key": "test",
            "s3_secret_key": SecretStr("test"),
        }

    def environment(self, prefix: str) -> dict[str, str]:
        """The same for the environment of a process."""
        return {
            "STORYREEL_MEDIA_URL": self.url(prefix),
            "AWS_ENDPOINT_URL": self.address,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    def _made(self) -> bool:
        try:
            return httpx.put(f"{self.address}/{BUCKET}", timeout=5).status_code == 200
        except httpx.TransportError:
            return False
