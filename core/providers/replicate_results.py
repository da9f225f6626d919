"""What comes back from a model, checked before anybody builds on it: addresses, pictures, clips and text."""

import io
from typing import Final

from core.errors import InvalidInput, MediaError, ProviderError
from core.media.pictures import inspect, is_blank
from core.providers import replicate_troubles as troubles

# Larger than any still or clip that the catalogue's models make, small enough for a worker's memory.
MAX_PICTURE_BYTES: Final = 50_000_000
MAX_CLIP_BYTES: Final = 200_000_000
# Below this a still turns to mud at 1080 pixels; it is also what models send when they gave up.
_MIN_SIDE: Final = 256
# Eight times the pixels of the largest still that is ordered; beyond, it is a decompression bomb.
_MAX_PIXELS: Final = 8 * 1344 * 768


def addresses(output: object, subject: str) -> list[str]:
    """The addresses of the files in a prediction's output, which is one address or a list of them.

    Raises `ProviderError` when the service has removed the output or it holds no address.
    """
    if not output:
        raise troubles.expired(subject)
    listed = output if isinstance(output, list) else [output]
    found = [item for item in listed if isinstance(item, str) and item.startswith(("http://", "https://"))]
    if not found:
        raise troubles.unreadable(subject, detail=f"no address in the output: {str(output)[:200]}")
    return found


def text(output: object, subject: str) -> str:
    """A language model's answer, which is one text or a list of its pieces."""
    if output is None:
        raise troubles.expired(subject)
    pieces = output if isinstance(output, list) else [output]
    words = [piece for piece in pieces if isinstance(piece, str)]
    if len(words) != len(pieces):
        raise troubles.unreadable(subject, detail=f"no text in the output: {str(output)[:200]}")
    return "".join(words)


def picture_type(content: bytes, subject: str) -> str:
    """The media type of a picture that decodes, is large enough and shows something.

    Raises `ProviderError` with what is wrong with it.
    """
    try:
        facts = inspect(content, max_bytes=MAX_PICTURE_BYTES, max_pixels=_MAX_PIXELS)
        blank = is_blank(content)
    except (MediaError, InvalidInput) as error:
        raise troubles.unreadable(subject, detail=error.message) from error
    if min(facts.width, facts.height) < _MIN_SIDE:
        raise ProviderError(
            f"The picture that came back from {subject} is too small: {facts.width} x {facts.height} pixels."
        )
    if blank:
        raise ProviderError(
            f"The picture that came back from {subject} is blank.",
            hint="Change the words and try again; some models blank what they do not want to draw.",
        )
    return facts.media_type


def clip_type(content: bytes, subject: str) -> str:
    """The media type of a film whose first frame decodes; raises `ProviderError` for anything else."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(io.BytesIO(content), mode="r") as film:
            next(film.decode(video=0))
            return "video/webm" if "webm" in film.format.name else "video/mp4"
    except (FFmpegError, StopIteration, IndexError, ValueError) as error:
        raise troubles.unreadable(subject, detail=str(error)) from error
