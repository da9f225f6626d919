"""The one door to ffmpeg: found or missed, fed, listened to, ended, and its failures named."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from core.cancellation import Cancellation
from core.errors import Canceled, DiskFull, FFmpegFailed, FFmpegMissing
from core.media.ffmpeg import NICENESS, FFmpeg, give_way_here
from core.media.probe import probe
from tests.media.films import SMALL, children, endless, ends_within

ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=30", "-f", "null", "-"]


def fed(out: Path) -> list[str]:
    """A film from the raw frames on standard input."""
    shape = ["-pix_fmt", "yuv420p", "-s", "{}x{}".format(*SMALL), "-r", "30"]
    return ["-f", "rawvideo", *shape, "-i", "pipe:0", "-preset", "ultrafast", str(out)]


def fake(path: Path, script: str) -> FFmpeg:
    """A program that stands in for ffmpeg where the real one cannot be brought to fail."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return FFmpeg.locate(str(path))


def test_named_binary_is_taken(tmp_path: Path) -> None:
    """The program that the settings name is the one that is used."""
    program = fake(tmp_path / "my ffmpeg", "echo ffmpeg version 7.1-mine Copyright")
    assert program.executable == tmp_path / "my ffmpeg"
    assert program.version() == "7.1-mine"


def test_path_comes_before_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ffmpeg on the PATH is preferred to the one that comes with the wheel."""
    fake(tmp_path / "ffmpeg", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert FFmpeg.locate(None).executable == tmp_path / "ffmpeg"


def test_the_wheel_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an ffmpeg on the PATH the wheel's program is found and answers."""
    monkeypatch.setenv("PATH", str(tmp_path))
    found = FFmpeg.locate(None)
    assert found.executable.is_file()
    assert found.version()


def test_named_binary_that_is_not_there(tmp_path: Path) -> None:
    """A named program that does not exist is an error that names it, never replaced by another one."""
    with pytest.raises(FFmpegMissing, match="nowhere") as caught:
        FFmpeg.locate(str(tmp_path / "nowhere"))
    assert "FFMPEG_BINARY" in caught.value.hint


def test_no_ffmpeg_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing on the PATH and nothing in the wheel the error says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "gone"))
    with pytest.raises(FFmpegMissing, match="no ffmpeg on this machine"):
        FFmpeg.locate(None)


def test_program_that_vanished(tmp_path: Path) -> None:
    """A program that was found and is gone when it is needed is reported as missing."""
    program = fake(tmp_path / "ffmpeg", "exit 0")
    program.executable.unlink()
    with pytest.raises(FFmpegMissing):
        program.run(ENDLESS, cancellation=Cancellation())


def test_program_of_another_kind(tmp_path: Path) -> None:
    """A program that is no ffmpeg is found out when it is asked for its version."""
    with pytest.raises(FFmpegMissing, match="does not answer"):
        fake(tmp_path / "ffmpeg", "echo hello").version()


def test_frames_are_fed(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Every chunk that is fed arrives as a frame, and progress ends at the length of the output."""
    out = tmp_path / "out.mp4"
    heard: list[float] = []
    ffmpeg.run(
        fed(out),
        cancellation=Cancellation(),
        on_progress=heard.append,
        feed=islice(endless(), 45),
    )
    assert probe(out).frames == 45
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1.5, abs=0.1)


def test_failure_carries_the_last_lines(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """A failure names ffmpeg's own cause and keeps its last lines as detail."""
    with pytest.raises(FFmpegFailed) as caught:
        ffmpeg.run(["-i", str(tmp_path / "nothing.mp4"), "-f", "null", "-"], cancellation=Cancellation())
    assert "No such file" in caught.value.detail


def test_silent_failure_names_the_status(tmp_path: Path) -> None:
    """A program that fails without a word is still a failure."""
    with pytest.raises(FFmpegFailed, match="status 3"):
        fake(tmp_path / "ffmpeg", "exit 3").run([], cancellation=Cancellation())


def test_program_that_stops_reading(tmp_path: Path) -> None:
    """A program that dies while it is fed ends the feeding, and its cause is told."""
    program = fake(tmp_path / "ffmpeg", "echo broken inside >&2; exit 1")
    with pytest.raises(FFmpegFailed, match="broken inside"):
        program.run([], cancellation=Cancellation(), feed=endless())


def test_full_disk(ffmpeg: FFmpeg) -> None:
    """A device without room becomes `DiskFull`, with the real ffmpeg."""
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=30:duration=2"]
    with pytest.raises(DiskFull) as caught:
        ffmpeg.run([*source, "-f", "mpegts", "file:/dev/full"], cancellation=Cancellation())
    assert caught.value.retryable


def test_full_disk_with_good_status(tmp_path: Path) -> None:
    """An ffmpeg that exits with 0 although the disk was full is not believed."""
    program = fake(tmp_path / "ffmpeg", "echo 'av_write: No space left on device' >&2")
    with pytest.raises(DiskFull):
        program.run([], cancellation=Cancellation())


def test_failing_feed_ends_the_process(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    """When the frames cannot be made, their error is the one raised and no process is left."""

    def feed() -> Iterator[bytes]:
        for frame in islice(endless(), 3000):
            yield frame
            started.extend(children(os.getpid()))
            if started:
                raise ValueError("no more pictures")

    started: list[int] = []
    command = fed(tmp_path / "out.mp4")
    with pytest.raises(ValueError, match="no more pictures"):
        ffmpeg.run(command, cancellation=Cancellation(), feed=feed())
    assert started
    assert all(ends_within(process, 1.0) for process in started)


def cancelled_run(ffmpeg: FFmpeg, arguments: list[str], feed: Iterator[bytes] | None) -> float:
    """Cancel from another thread once ffmpeg works; returns the seconds until nothing was left of it."""
    cancellation = Cancellation()
    running: list[int] = []

    def cancel(_: float) -> None:
        if not running:
            running.extend(children(os.getpid()))
            threading.Thread(target=cancellation.cancel).start()
            running.append(-1)

    begun = time.monotonic()
    with pytest.raises(Canceled):
        ffmpeg.run(arguments, cancellation=cancellation, on_progress=cancel, feed=feed)
    *processes, _ = running
    assert processes
    assert all(ends_within(process, 1.0) for process in processes)
    return time.monotonic() - begun


def test_cancel_ends_the_process(ffmpeg: FFmpeg) -> None:
    """Cancelling ends an endless ffmpeg within a second."""
    assert cancelled_run(ffmpeg, ENDLESS, None) < 3.0


def test_cancel_ends_a_fed_process(tmp_path: Path, ffmpeg: FFmpeg) -> None:
    """Cancelling ends an ffmpeg that is being fed, although the feeding would go on for ever."""
    command = fed(tmp_path / "out.mp4")
    assert cancelled_run(ffmpeg, command, endless()) < 5.0


def test_cancelled_before_it_began(ffmpeg: FFmpeg) -> None:
    """Work that is cancelled already starts no process."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Canceled):
        ffmpeg.run(ENDLESS, cancellation=cancellation)


KILLED_PARENT = """
import sys
from core.cancellation import Cancellation
from core.media.ffmpeg import FFmpeg
FFmpeg.locate(None).run(sys.argv[1:], cancellation=Cancellation(), on_progress=lambda done: print(done, flush=True))
"""


def test_kill_of_the_parent_ends_ffmpeg() -> None:
    """`kill -9` of the process that renders leaves no ffmpeg behind."""
    command = [sys.executable, "-c", KILLED_PARENT, *ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline()
        encoders = children(parent.pid)
        assert encoders
        parent.send_signal(signal.SIGKILL)
        assert all(ends_within(encoder, 1.0) for encoder in encoders)


def test_work_that_gives_way_stands_still(ffmpeg: FFmpeg) -> None:
    """While it is busy elsewhere the process is stopped, and it runs where nothing else wants to; then it goes on."""
    seen: list[tuple[str, int]] = []
    answers = iter([True, False, True, True])
    cancellation = Cancellation()

    def busy() -> bool:
        for process in children(os.getpid()):
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            seen.append((state, os.sched_getscheduler(process)))
        if len(seen) > 3:
            cancellation.cancel()
        return next(answers, False)

    with pytest.raises(Canceled):
        ffmpeg.giving_way(busy).run(ENDLESS, cancellation=cancellation)

    states = [state for state, _ in seen]
    assert "T" in states[1:3]
    assert states[3] != "T"
    assert {policy for _, policy in seen} == {os.SCHED_IDLE}
    assert not children(os.getpid())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the niceness of a thread")
def test_a_thread_that_draws_gives_way_alone() -> None:
    """Its niceness grows as an encoder's does; that of the thread which answers calls stays."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    with ThreadPoolExecutor(1, initializer=give_way_here) as pool:
        other = pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result()

    assert other == min(19, mine + NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine
