"""A connection whose request does not come is cut; all others are left alone."""

import contextlib
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from api import punctual
from api.app import create_api
from api.punctual import Punctual
from core.errors import ConfigurationError
from core.studio import Studio
from tests.api.test_limits import dialling
from tests.core.waiting import until
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


def test_a_connection_is_kept_for_longer_than_whoever_made_it_keeps_it(api: FastAPI) -> None:
    """After an answer it is the caller who ends a connection; a proxy would do so after 60 seconds."""
    kept: list[Punctual] = []

    class Seen(Punctual):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            kept.append(self)

    with serving(api, http=Seen) as address, dialling(address) as line:
        line.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(10).startswith(b"HTTP/1.1")
        until(lambda: kept[0].timeout_keep_alive_task is not None)
        ending = kept[0].timeout_keep_alive_task
        assert ending is not None
        assert ending.when() - kept[0].loop.time() > 65


def test_where_no_server_starts_it_is_said() -> None:
    """Without a server to install it in, nobody believes that connections are watched."""
    with pytest.raises(ConfigurationError, match="none that Storyreel knows"):
        punctual.install()


def test_the_server_that_starts_uses_it() -> None:
    """A server whose lifespan installs it, as the launcher's does, sends both parts of an answer at once."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        punctual.install()
        yield

    server = uvicorn.Server(uvicorn.Config(FastAPI(lifespan=lifespan), port=0, log_level="critical"))
    seen: list[type] = []

    async def started(**_: object) -> None:
        seen.append(server.config.http_protocol_class)
        server.should_exit = True

    server.main_loop = started  # type: ignore[method-assign]
    server.run()

    assert seen == [Punctual]


@pytest.mark.parametrize("named", [0, socket.IPPROTO_TCP])
def test_both_parts_of_an_answer_are_sent_at_once(named: int, api: FastAPI) -> None:
    """Also on a socket that does not name its protocol, as Streamlit's, where asyncio would leave Nagle's wait on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, named) as listening:
        listening.bind(("127.0.0.1", 0))
        kept: list[socket.socket] = []

        class Seen(Punctual):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                kept.append(transport.get_extra_info("socket"))

        server = uvicorn.Server(uvicorn.Config(api, log_level="critical", http=Seen, lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        until(lambda: server.started)
        with dialling(f"http://127.0.0.1:{listening.getsockname()[1]}") as line:
            line.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
            assert line.recv(10).startswith(b"HTTP/1.1")
            assert kept[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        server.should_exit = True
        thread.join()
