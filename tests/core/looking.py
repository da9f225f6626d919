"""What a served file holds, wherever it is kept."""

from core.files import MediaFile


def content(file: MediaFile) -> bytes:
    """All of its bytes."""
    with file.local() as path:
        return path.read_bytes()
