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


def test_freed_memory_goes_back_to_the_system() -> None:
    """What many threads took and freed is not held by the process any more."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _WORK], capture_output=True, text=True, check=True, cwd=root)
    assert int(done.stdout) > 20_000_000
