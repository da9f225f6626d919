"""What one picture and one clip cost at most, asked of whoever makes them before anything is ordered."""

from core.providers.base import MotionBrief, PictureBrief
from core.terms import AspectRatio
from core.workshop import Workshop


def picture_price(shop: Workshop, shape: AspectRatio, style: str) -> int:
    """What the chosen artist charges for one picture of this shape, in micro-dollars."""
    brief = PictureBrief(
        prompt="", style=style, aspect_ratio=shape, size=shape.picture_size, seed=0, job_seed=0
    )
    return shop.artist.price_micros(brief)


def clip_price(shop: Workshop, shape: AspectRatio, duration_ms: int, *, animator: str | None = None) -> int:
    """What an animator, by default the chosen one, charges at most for a clip of this length, in micro-dollars.

    Raises `ConfigurationError` when there is no such animator.
    """
    brief = MotionBrief(picture=b"", prompt="", duration_ms=duration_ms, size=shape.picture_size, seed=0)
    return shop.animator_named(animator or shop.settings.animator).price_micros(brief)
