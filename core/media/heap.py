"""Gives the memory of a finished render back to the system.

Encoders and plates take a few hundred megabytes in many threads, and the allocator keeps what they free: after some
films a server that rests would hold as much as one that renders.
"""

import ctypes
import sys


def give_back() -> None:
    """Return what is free; only glibc keeps it, and only Linux has glibc."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
