"""What goes wrong before the first byte of a file leaves gets an answer of its own, and no half of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api import errors as answers
from api.serving import ASK_AGAIN, Served
from core.errors import StoreError
from core.files import MediaFile
from tests.rest import Caller, calling, serving

CONTENT = b"film" * 50_000


@pytest.fixture
def film(tmp_path: Path) -> MediaFile:
    """A film that was looked up."""
    path = tmp_path / "film.mp4"
    path.write_bytes(CONTENT)
    return MediaFile(path=path, media_type="video/mp4", name="film.mp4", etag="1", facts=path.stat())


@pytest.fixture
def door(film: MediaFile) -> Iterator[Caller]:
    """A server of the film, once with a count that cannot be written."""
    api = FastAPI()
    answers.install(api)

    def full() -> None:
        raise StoreError("The database does not answer.", hint="Look whether it runs.")

    @api.get("/counted")
    def counted() -> Served:
        return Served(film, cache=ASK_AGAIN, on_download=full)

    @api.get("/film")
    def plain() -> Served:
        return Served(film, cache=ASK_AGAIN)

    with serving(api) as address, calling(address, None) as caller:
        yield caller


def test_a_download_that_cannot_be_counted_is_refused(door: Caller) -> None:
    """The head has not left by then, so that the caller is told."""
    answer = door.http.get("/counted")
    assert (answer.status_code, answer.json()["code"]) == (503, StoreError.code)


def test_a_later_range_does_not_wait_for_the_count(door: Caller) -> None:
    """What is not counted cannot fail with it, and comes from its own place in the file."""
    answer = door.http.get("/counted", headers={"Range": "bytes=70001-140002"})
    assert (answer.status_code, answer.content) == (206, CONTENT[70_001:140_003])


def test_a_file_that_goes_away_after_it_was_looked_up_is_not_found(door: Caller, film: MediaFile) -> None:
    """A render may replace it in that moment."""
    assert door.http.get("/film").content == CONTENT
    film.path.unlink()
    answer = door.http.get("/film")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
