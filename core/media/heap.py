"""Gives memory that renders took back to the system.

Encoders and plates take a few hundred megabytes in many threads, and the allocator keeps what they free: after some
films a server that rests would hold as much as one that renders.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Final

# Planes of a picture in floats take more than this and live for a moment; what comes and goes with each frame takes less.
# From a quarter of a megabyte on a render would hold a tenth less, and take a fiftieth more time to borrow all anew.
_LARGE_BYTES: Final = 4 << 20
# The number that glibc gave to the size from which on a block is borrowed from the system for itself.
_M_MMAP_THRESHOLD: Final = -3


def borrow_large_blocks() -> None:
    """Let large blocks go back as soon as they are freed; by itself glibc soon keeps even those of thirty megabytes."""
    choose = _of_glibc("mallopt")
    if choose is not None:
        choose(_M_MMAP_THRESHOLD, _LARGE_BYTES)


def give_back() -> None:
    """Return what is free."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of the allocator; only glibc keeps what is freed, and only Linux has glibc."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
