"""The built-in artist as a provider: no key, no network, no price, the same picture for the same brief."""

import os
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from threading import Lock, Semaphore

from core.cancellation import Cancellation
from core.providers.base import Picture, PictureBrief
from core.providers.sketch.drawing import draw
from core.providers.sketch.fallback import filled_in
from core.vocabulary.lexicon import Vocabulary
from core.vocabulary.reading import Reading

# Drawings have hard coloured edges: full chroma resolution costs a tenth more bytes and saves their contours.
_QUALITY = 93


class SketchArtist:
    """An `Artist` that draws what the vocabulary finds in the prompt; safe to share between threads."""

    name = "sketch"
    model = "sketch-1"

    def __init__(self) -> None:
        self._lock = Lock()
        # More at once than every second processor would not be drawn sooner, only keep everything else waiting.
        self._desks = Semaphore(max(1, (os.cpu_count() or 1) // 2))
        self._vocabulary: Vocabulary | None = None

    def price_micros(self, brief: PictureBrief) -> int:  # noqa: ARG002
        return 0

    def submit(self, brief: PictureBrief) -> str:
        """A ticket that depends on the brief alone: submitting twice is the same as once."""
        return "sketch-" + blake2b(repr(brief).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

    def adopt(self, brief: PictureBrief, *, since: datetime) -> str | None:  # noqa: ARG002
        """Nothing was ever sent away, so the ticket is always known."""
        return self.submit(brief)

    def collect(self, ticket: str, brief: PictureBrief, cancellation: Cancellation) -> Picture:  # noqa: ARG002
        """Draw the picture (a JPEG of exactly `brief.size`) and return it; raises `Canceled` between its steps."""
        cancellation.check()
        reading = self.read(brief)
        with self._desks:
            cancellation.check()
            picture = draw(brief, reading)
        cancellation.check()
        content = BytesIO()
        picture.save(content, "JPEG", quality=_QUALITY, subsampling=0)
        return Picture(content=content.getvalue(), media_type="image/jpeg")

    def withdraw(self, ticket: str) -> None:
        """Nobody works for a ticket before it is collected, so there is nothing to stop."""

    def read(self, brief: PictureBrief) -> Reading:
        """What the prompt says, and for the rest what the film's look says."""
        with self._lock:
            if self._vocabulary is None:
                self._vocabulary = Vocabulary.load()
            vocabulary = self._vocabulary
        return filled_in(vocabulary.read(brief.prompt), vocabulary.read(brief.look))
