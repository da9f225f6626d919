"""Whom connections to other people's servers believe: the authorities that sign their certificates."""

import ssl
from functools import cache

import httpx


@cache
def authorities() -> ssl.SSLContext:
    """The list of authorities, read once a process.

    Every client of httpx would read it for itself, which takes some thirty milliseconds of a core.
    """
    return httpx.create_ssl_context()
