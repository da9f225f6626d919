"""What a render leaves behind in memory."""

import subprocess
import sys
from pathlib import Path

# Threads whose blocks end up between others that stay, as those of encoders do: freed, yet kept by the allocator.
_WORK = """
import os
import threading
from pathlib import Path
from core.media import heap

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def work(kept):
    blocks = [bytearray(60_000) for _ in range(1000)]
    kept.append(bytearray(1000))

kept = []
threads = [threading.Thread(target=work, args=(kept,)) for _ in range(4)]
[one.start() for one in threads]
[one.join() for one in threads]
before = held()
heap.give_back()
print(before - held())
"""

# Blocks that were borrowed and freed make glibc keep later ones of their size, unless it is told not to.
_LARGE = """
import os
from pathlib import Path
from core.media import heap

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def work():
    large, small = bytearray(30_000_000), []
    del large
    blocks = [bytearray(10_000_000) for _ in range(6)]
    small.append(bytearray(100_000))
    blocks.clear()
    return small

{first}
before = held()
kept = work()
print(held() - before)
"""

# Threads that are all there, and take and free the same much in turn.
_SHARED = """
import os
import threading
from pathlib import Path
from core.media import heap

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def work(kept):
    with turn:
        blocks = [bytearray(500_000) for _ in range(40)]
        kept.append(bytearray(100_000))
        blocks.clear()
    together.wait()

{first}
turn, together, kept = threading.Lock(), threading.Barrier(6), []
before = held()
threads = [threading.Thread(target=work, args=(kept,)) for _ in range(6)]
[one.start() for one in threads]
[one.join() for one in threads]
print(held() - before)
"""


def test_large_blocks_are_not_kept() -> None:
    """What was freed of pictures is given back at once, not when the render ends."""
    assert printed(_LARGE.format(first="")) > 40_000_000
    assert printed(_LARGE.format(first="heap.borrow_large_blocks()")) < 5_000_000


def test_threads_take_what_others_have_freed() -> None:
    """Six threads that take 20 MB in turn hold no more than one that does so six times."""
    assert printed(_SHARED.format(first="")) > 80_000_000
    assert printed(_SHARED.format(first="heap.share()")) < 30_000_000


def test_freed_memory_goes_back_to_the_system() -> None:
    """What many threads took and freed is not held by the process any more."""
    assert printed(_WORK) > 20_000_000


def printed(program: str) -> int:
    """The number of bytes that a program printed."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root
    )
    return int(done.stdout)
