"""A connection whose request does not come is cut; all others are left alone."""

import contextlib
import socket

import pytest
import uvicorn
from fastapi import FastAPI
from uvicorn.config import HTTP_PROTOCOLS

from api import punctual
from api.app import create_api
from api.punctual import Punctual
from core.studio import Studio
from tests.api.test_limits import dialling
from tests.rest import serving


class Hasty(Punctual):
    """The same with little patience."""

    head_seconds = 0.2


@pytest.fixture
def api(studio: Studio) -> FastAPI:
    return create_api(studio)


def rest_of(line: socket.socket) -> bytes:
    """What comes until the server hangs up."""
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(lambda: line.recv(65536), b""))
    return b""


@pytest.mark.parametrize("head", [b"", b"G", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_dribbles_is_cut(head: bytes, api: FastAPI) -> None:
    """A connection that sends nothing, or only half a head, is answered 408 and closed."""
    with serving(api, http=Hasty) as address, dialling(address) as line:
        line.sendall(head)
        assert rest_of(line).startswith(b"HTTP/1.1 408 ")


def test_the_second_request_of_a_connection_is_waited_for_no_longer(api: FastAPI) -> None:
    """A connection that was good once may not dribble later; whole requests on it are answered."""
    with serving(api, http=Hasty) as address, dialling(address) as line:
        for _ in range(2):
            line.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
            read = b""
            while b"\r\n\r\n" not in read or not read.rstrip().endswith(b"}"):
                read += line.recv(65536)
            assert read.startswith(b"HTTP/1.1 200 ")
        line.sendall(b"GET /health HTTP/1.1\r\n")
        assert rest_of(line).startswith(b"HTTP/1.1 408 ")


def test_the_launcher_s_servers_use_it() -> None:
    """Whatever server is started after the installation is punctual."""
    before = HTTP_PROTOCOLS["auto"]
    try:
        punctual.install()
        config = uvicorn.Config(lambda: None)
        config.load()
    finally:
        HTTP_PROTOCOLS["auto"] = before

    assert config.http_protocol_class is Punctual
