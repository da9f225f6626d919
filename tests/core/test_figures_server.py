"""A worker's figures, on a port of their own that is only there when it is wanted."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from core.errors import ConfigurationError
from core.figures_server import serving_figures
from core.settings import Settings
from tests.core.waiting import until
from tests.servers.ports import free_port


def wanted(port: int | None, **changes: object) -> Settings:
    """Settings that name this port."""
    return Settings(_env_file=None).model_copy(update={"metrics_port": port, **changes})


def figures() -> bytes:
    return b"storyreel_workers 1\n"


def test_this_machine_reads_them() -> None:
    """Nothing else is there, nobody reads them through a proxy or by a foreign name, and they end with the worker."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    with serving_figures(wanted(port), figures):
        answer = httpx.get(f"{address}/metrics")
        assert (answer.status_code, answer.content) == (200, figures())
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        for path, headers in (
            ("/", {}),
            ("/metrics/x", {}),
            ("/metrics", {"X-Forwarded-For": "127.0.0.1"}),
            ("/metrics", {"Host": f"films.example:{port}"}),
        ):
            assert httpx.get(address + path, headers=headers).status_code == 404, (path, headers)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/metrics")


def test_with_a_token_they_are_for_its_bearer() -> None:
    """The token of the settings opens them, and nothing else does."""
    address = f"http://127.0.0.1:{(port := free_port())}/metrics"
    with serving_figures(wanted(port, metrics_token=SecretStr("for-prometheus")), figures):
        for given, status in (("Bearer for-prometheus", 200), ("Bearer other", 404), ("for-prometheus", 404)):
            assert httpx.get(address, headers={"Authorization": given}).status_code == status
        assert httpx.get(address).status_code == 404


def test_an_address_that_others_reach_needs_a_token() -> None:
    """Nothing listens there."""
    open_to_all = wanted(port := free_port(), metrics_address="0.0.0.0")
    with (
        pytest.raises(ConfigurationError, match="everybody on the network"),
        serving_figures(open_to_all, figures),
    ):
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


def test_a_taken_port_is_told() -> None:
    """A second worker with the same port says which setting to change."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError) as told, serving_figures(wanted(port), figures):
            pass
    assert str(port) in told.value.message
    assert "STORYREEL_METRICS_PORT" in told.value.hint


def test_a_worker_serves_them(tmp_path: Path) -> None:
    """`python -m core worker` answers at its port, and its figures say that it works."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "STORYREEL_DATA_DIR": str(tmp_path),
        "STORYREEL_METRICS_PORT": str(port),
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "core", "worker"],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        stderr=subprocess.DEVNULL,
    )

    def answers() -> bool:
        assert worker.poll() is None
        try:
            return "storyreel_workers 1.0" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
        except httpx.TransportError:
            return False

    try:
        until(answers)
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
