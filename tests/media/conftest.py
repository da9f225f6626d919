"""One ffmpeg for all tests of films, and a studio of its own for each."""

from pathlib import Path

import pytest

from core.media.ffmpeg import FFmpeg
from tests.media.films import Studio


@pytest.fixture(scope="session")
def ffmpeg() -> FFmpeg:
    return FFmpeg.locate(None)


@pytest.fixture
def films(tmp_path: Path, ffmpeg: FFmpeg) -> Studio:
    return Studio(tmp_path / "films", ffmpeg)
