"""The one door to the ffmpeg process: found, started, fed, listened to, and ended at once when nobody wants it."""

import functools
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from core.cancellation import Cancellation
from core.errors import FFmpegFailed, FFmpegMissing
from core.media.commands import NO_DECODER
from core.media.files import disk_full

Chunk = bytes | memoryview
# While every core encodes, pages and calls still have to be answered: beside one of them an encoder gets a tenth of a
# core, and all of it otherwise.
NICENESS: Final = 10
# The cause is in ffmpeg's last lines; the log keeps this many of them.
_TAIL_LINES: Final = 40
# How long a process that gives way stands still before it looks again.
_LOOK_AGAIN_SECONDS: Final = 0.25
# What ffmpeg says of every segment it joins without decoding it; it would bury what matters.
_ASKED_FOR: Final = f"not on whitelist '{NO_DECODER}'"
_FULL_PHRASES: Final = ("No space left on device", "Disk quota exceeded", "File too large")


@dataclass(frozen=True)
class FFmpeg:
    """An ffmpeg program on this machine; `busy` is what one that gives way looks at, see `giving_way`."""

    executable: Path
    busy: Callable[[], bool] | None = None

    @classmethod
    def locate(cls, binary: str | None = None) -> "FFmpeg":
        """Find the program: `binary` if given, else the one on the PATH, else the wheel's.

        Raises `FFmpegMissing`; a `binary` that is not there is never replaced by another one.
        """
        if binary:
            return cls(_named(binary))
        found = shutil.which("ffmpeg") or _from_wheel()
        if found is None:
            raise FFmpegMissing("There is no ffmpeg on this machine.")
        return cls(Path(found))

    def giving_way(self, busy: Callable[[], bool]) -> "FFmpeg":
        """The same program for work that nobody waits for: it only gets what all other processes leave over, and
        stands still while `busy()`, which is asked in the thread that runs it and may raise to end the work."""
        return replace(self, busy=busy)

    def version(self) -> str:
        """The program's own version, for example `5.1.9-0+deb12u1`."""
        process = self._start(["-version"], fed=False)
        with _Run(process) as run:
            run.finish()
        first = run.output[0].split() if run.output else []
        if process.returncode != 0 or len(first) < 3:
            raise FFmpegMissing(f"{self.executable} does not answer as ffmpeg does.", detail=run.detail)
        return first[2]

    def run(
        self,
        arguments: Sequence[str],
        *,
        cancellation: Cancellation,
        on_progress: Callable[[float], None] | None = None,
        feed: Iterable[Chunk] | None = None,
    ) -> str:
        """Run ffmpeg to its end, writing every chunk of `feed` to its standard input; returns its last lines.

        `on_progress` is called in this thread with the seconds of output done. Raises `Canceled` (the process
        is gone by then), `DiskFull`, `FFmpegMissing`, or `FFmpegFailed` with ffmpeg's last lines as detail.
        """
        cancellation.check()
        while self.busy is not None and self.busy():
            cancellation.wait(_LOOK_AGAIN_SECONDS)
        process = self._start(
            [*_QUIET, *(["-nostdin"] if feed is None else []), *arguments], fed=feed is not None
        )
        with _Run(process) as run, cancellation.ending(run.kill):
            if self.busy is not None:
                on_progress = run.giving_way(self.busy, cancellation, on_progress)
            for chunk in feed or ():
                if not run.write(chunk):
                    break
                run.report(on_progress)
            run.finish(on_progress)
        cancellation.check()
        run.judge()
        return run.detail

    def _start(self, arguments: Sequence[str], *, fed: bool) -> "subprocess.Popen[bytes]":
        if not os.access(self.executable, os.X_OK):
            raise FFmpegMissing(f"{self.executable} is not there or may not be run.")
        command = [*_wrapping(), str(self.executable), *arguments]
        try:
            process = _spawner(os.getpid()).start(command, fed=fed)
        except OSError as error:
            raise FFmpegMissing(f"{self.executable} cannot be started: {error.strerror}.") from error
        if self.busy is not None:
            _make_idle(process.pid)
        return process


def give_way_here() -> None:
    """Have the calling thread, which works for ffmpeg, give way as ffmpeg does.

    Only Linux knows the niceness of a single thread; elsewhere it would be the whole server's.
    """
    if sys.platform == "linux":
        os.nice(NICENESS)


def _make_idle(process_id: int) -> None:
    """Let the system run the process, and the threads that it will start, only where nothing else wants to run."""
    with suppress(OSError, AttributeError):  # Where that is not to be had, standing still must do.
        os.sched_setscheduler(process_id, os.SCHED_IDLE, os.sched_param(0))


_QUIET: Final = ("-hide_banner", "-loglevel", "repeat+warning", "-nostats", "-progress", "pipe:1", "-y")


def _named(binary: str) -> Path:
    found = shutil.which(binary)
    if found is None:
        raise FFmpegMissing(f"FFMPEG_BINARY names {binary}, which is not there or may not be run.")
    return Path(found)


def _from_wheel() -> str | None:
    import imageio_ffmpeg

    try:
        found: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:  # Its way of saying that the wheel for this machine came without a program.
        return None
    return shutil.which(found)


@functools.cache
def _wrapping() -> tuple[str, ...]:
    """The programs that start ffmpeg for us where the system has them; each gives way to the next by exec."""
    setpriv, nice = shutil.which("setpriv"), shutil.which("nice")
    # The kernel then ends ffmpeg even when this process is killed too hard to end it itself.
    tied = (setpriv, "--pdeathsig", "KILL") if setpriv else ()
    gentle = (nice, "-n", str(NICENESS)) if nice else ()
    return (*tied, *gentle)


class _Spawner:
    """Starts processes from one thread that lives as long as the interpreter.

    Linux sends the parent-death signal when the *thread* that forked ends, so a pool's thread would not do.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[list[str], bool, Future[subprocess.Popen[bytes]]]]
        self._orders = queue.SimpleQueue()
        threading.Thread(target=self._work, name="ffmpeg-spawner", daemon=True).start()

    def start(self, command: list[str], *, fed: bool) -> "subprocess.Popen[bytes]":
        """Start `command` in a process group of its own; raises what `Popen` raises."""
        started: Future[subprocess.Popen[bytes]] = Future()
        self._orders.put((command, fed, started))
        return started.result()

    def _work(self) -> None:
        while True:
            command, fed, started = self._orders.get()
            try:
                started.set_result(_popen(command, fed=fed))
            except OSError as error:
                started.set_exception(error)


@functools.cache
def _spawner(_process_id: int) -> _Spawner:
    # Keyed by process, because a forked child has none of its parent's threads.
    return _Spawner()


def _popen(command: list[str], *, fed: bool) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C"},
    )


class _Run:
    """One running process with its two listeners; leaving the block leaves no process behind."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._errors: deque[str] = deque(maxlen=_TAIL_LINES)
        self._seconds: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        self.output: deque[str] = deque(maxlen=_TAIL_LINES)
        self._listeners = [
            threading.Thread(target=self._listen_to_errors, daemon=True),
            threading.Thread(target=self._listen_to_progress, daemon=True),
        ]

    def __enter__(self) -> "_Run":
        for listener in self._listeners:
            listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._process.wait()
        for listener in self._listeners:
            listener.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    @property
    def detail(self) -> str:
        """What ffmpeg said last."""
        return "\n".join(self._errors)

    def kill(self) -> None:
        """End the process and all it started, at once."""
        self._signal(signal.SIGKILL)

    def giving_way(
        self,
        busy: Callable[[], bool],
        cancellation: Cancellation,
        on_progress: Callable[[float], None] | None,
    ) -> Callable[[float], None]:
        """A listener to progress that stops the process for as long as `busy()`."""

        def listen(seconds: float) -> None:
            self._pass_on(seconds, on_progress)
            if not busy():
                return
            self._signal(signal.SIGSTOP)
            while busy():
                cancellation.wait(_LOOK_AGAIN_SECONDS)
            self._signal(signal.SIGCONT)

        return listen

    def write(self, chunk: Chunk) -> bool:
        """Write all of `chunk`; False when the process reads no more."""
        rest = memoryview(chunk).cast("B")
        pipe = self._process.stdin
        try:
            while pipe is not None and rest:
                rest = rest[pipe.write(rest) :]
        except BrokenPipeError:
            return False
        return True

    def report(self, on_progress: Callable[[float], None] | None) -> None:
        """Pass on what was heard since the last call."""
        with suppress(queue.Empty):
            while (seconds := self._seconds.get_nowait()) is not None:
                self._pass_on(seconds, on_progress)
            self._seconds.put(None)  # The end is for `finish` to hear.

    def finish(self, on_progress: Callable[[float], None] | None = None) -> None:
        """Close the input and wait for the end, passing on progress meanwhile."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        while (seconds := self._seconds.get()) is not None:
            self._pass_on(seconds, on_progress)
        self._process.wait()
        for listener in self._listeners:
            listener.join()

    def judge(self) -> None:
        """Raise what the exit status and the last lines mean.

        Some versions of ffmpeg exit with 0 although the disk was full, so the lines count as well.
        """
        if any(phrase in line for line in self._errors for phrase in _FULL_PHRASES):
            raise disk_full("the film", detail=self.detail)
        if self._process.returncode != 0:
            cause = self._errors[-1] if self._errors else f"it ended with status {self._process.returncode}"
            raise FFmpegFailed(f"ffmpeg could not do its work: {cause}", detail=self.detail)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    @staticmethod
    def _pass_on(seconds: float, on_progress: Callable[[float], None] | None) -> None:
        if on_progress is not None:
            on_progress(seconds)

    def _listen_to_errors(self) -> None:
        for line in _lines(self._process.stderr):
            if _ASKED_FOR not in line:
                self._errors.append(line)

    def _listen_to_progress(self) -> None:
        for line in _lines(self._process.stdout):
            self.output.append(line)
            name, _, value = line.partition("=")
            if name == "out_time_us" and value.lstrip("-").isdigit():
                self._seconds.put(max(0.0, int(value) / 1e6))
        self._seconds.put(None)


def _lines(pipe: IO[bytes] | None) -> Iterator[str]:
    if pipe is None:
        return
    # The pipe itself is unbuffered, for the frames; reading lines from it as it is would take a call a byte.
    with open(pipe.fileno(), "rb", closefd=False) as buffered:
        for line in buffered:
            yield line.decode(errors="replace").rstrip()
