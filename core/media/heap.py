"""Keeps the memory small that renders take, and gives back to the system what they took.

Encoders and plates take a few hundred megabytes in many threads, and the allocator keeps what they free: after some
films a server that rests would hold as much as one that renders.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Final

# What comes and goes with each frame takes less than this; planes of pictures, which live for a moment or for a shot, more.
# Each block that is borrowed anew costs a fault for every 4 KB of it, of which a render has a quarter fewer than with a
# quarter of this. With four times as much it would hold nearly ten megabytes more.
_LARGE_BYTES: Final = 1 << 20
# While nothing is rendered, more is kept, so that pages need not borrow anew what they take and free all the time.
_USUALLY_LARGE_BYTES: Final = 4 << 20
# Less free memory than this at the end of the pool stays there, or it would be given back and borrowed anew all the time.
_KEPT_BYTES: Final = 8 << 20
# By itself glibc has a pool for each thread, and what one has freed is of no use to the others. With one for all a render
# holds a fifteenth less and takes no longer, since its threads ask for memory seldom.
_POOLS: Final = 1
# The numbers that glibc gave to these settings: the size from which on a block is borrowed from the system for itself,
# what is kept, and the number of pools.
_M_MMAP_THRESHOLD: Final = -3
_M_TRIM_THRESHOLD: Final = -1
_M_ARENA_MAX: Final = -8


def share() -> None:
    """Let all threads take memory from one pool; called before there are any."""
    _choose(_M_ARENA_MAX, _POOLS)


def borrow_large_blocks() -> None:
    """From here on, let large blocks go back as soon as they are freed; called where a render begins."""
    _choose(_M_MMAP_THRESHOLD, _LARGE_BYTES)
    _choose(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def give_back() -> None:
    """Return what is free, and keep large blocks again; called where a render ends."""
    _choose(_M_MMAP_THRESHOLD, _USUALLY_LARGE_BYTES)
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _choose(setting: int, value: int) -> None:
    choose = _of_glibc("mallopt")
    if choose is not None:
        choose(setting, value)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of the allocator; only glibc keeps what is freed, and only Linux has glibc."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
