"""Where a test keeps rows and files: on this machine, or on a PostgreSQL and an S3.

`pytest --places several` puts the whole session's Studio there; some tests run in both places anyway.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.bucket import Bucket
from tests.servers.place import ONE, SEVERAL, Place
from tests.servers.postgres import Postgres, PostgresMissing


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--places",
        choices=["one", "several"],
        default="one",
        help="where the session's Studio keeps everything",
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the tests of this process."""
    try:
        server = Postgres()
    except PostgresMissing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")
    with server:
        yield server


@pytest.fixture(scope="session")
def bucket() -> Iterator[Bucket]:
    """An S3 for the tests of this process."""
    with Bucket() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture(scope="session")
def somewhere(request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """Makes a place of its own: on this machine, or a new database and an empty prefix of the bucket."""

    def make(kind: str) -> Place:
        if kind == ONE:
            return Place()
        server: Postgres = request.getfixturevalue("postgres")
        files: Bucket = request.getfixturevalue("bucket")
        url, prefix = server.database(), f"test-{secrets.token_hex(4)}"
        return Place(
            settings={"database_url": url, **files.settings(prefix)},
            environment={"STORYREEL_DATABASE_URL": url, **files.environment(prefix)},
        )

    return make


@pytest.fixture(params=[ONE, SEVERAL])
def place(request: pytest.FixtureRequest, somewhere: Callable[[str], Place]) -> Place:
    """A place of each kind."""
    return somewhere(request.param)


@pytest.fixture(scope="session")
def place_of_session(request: pytest.FixtureRequest, somewhere: Callable[[str], Place]) -> Place:
    """Where the session's Studio works."""
    return somewhere(SEVERAL if request.config.getoption("--places") == "several" else ONE)
