"""Starts programs of the tests in processes of their own, forked from one that has loaded what they need.

Loading takes over a second of the processor, and some tests start and kill a program six times.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[1]
_FORKS = multiprocessing.get_context("forkserver")
# All that a program or the whole app imports; the modules do nothing by being loaded.
_FORKS.set_forkserver_preload(
    [
        "core.bootstrap",
        "api.app",
        "api.delegate",
        "api.gate",
        "api.precedence",
        "api.punctual",
        "pages._ui.studio",
        "pages._ui.turns",
        "pandas",
        "pyarrow",
        "streamlit.web.cli",
        "streamlit.web.server.starlette",
        "tests.core.waiting",
        "tests.studio_fakes",
    ]
)


def begin(
    module: str, *words: str, output: int, environment: Mapping[str, str] | None = None
) -> ForkServerProcess:
    """A process that calls the module's `main`; what it says goes to the file or pipe of the descriptor `output`."""
    surroundings = dict(os.environ if environment is None else environment)
    # A connection is what can be handed to another process; the descriptor itself stays the caller's.
    with Connection(os.dup(output), readable=False) as handed:
        process = _FORKS.Process(target=_run, args=(module, words, surroundings, handed), daemon=True)
        process.start()
    return process


@contextmanager
def talking(
    module: str, *words: str, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[ForkServerProcess, TextIO]]:
    """A process and the lines that it says; it is ended with the block."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as said:
        process = begin(module, *words, output=writing, environment=environment)
        os.close(writing)
        try:
            yield process, said
        finally:
            end(process)


def end(
    process: ForkServerProcess, how: signal.Signals = signal.SIGKILL, *, seconds: float = 30
) -> int | None:
    """Send a signal to a process, if it still lives, and wait until it has ended; its exit status, None if it lives on."""
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, how)
    process.join(seconds)
    return process.exitcode


def _run(module: str, words: tuple[str, ...], surroundings: dict[str, str], output: Connection) -> None:
    """Become the program: its surroundings first, then its work."""
    gc.freeze()
    for descriptor in (1, 2):
        os.dup2(output.fileno(), descriptor)
    output.close()
    os.environ.clear()
    os.environ.update(surroundings)
    os.chdir(ROOT)
    sys.argv = [module, *words]
    import_module(module).main(*words)
