"""Words as a plan holds them: drawn already, so that whoever renders it needs no fonts."""

from dataclasses import dataclass, field

from core.media.color import Pixels


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """Words to be laid over frames of the size `frame`: (h, w, 4) RGBA bytes, whose corner lies at an even place.

    `digest` names all that is seen of them: words, font, look and place.
    """

    rgba: Pixels = field(repr=False, compare=False)
    left: int
    top: int
    frame: tuple[int, int]
    digest: str
