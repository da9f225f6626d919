"""The same film made with MoviePy and its defaults; runs in an environment of its own, where only MoviePy is.

`python -m bench.moviepy_film ORDER`, where ORDER is JSON with `pictures`, `motions`, `scene_seconds`, `overlap`,
`travel`, `size`, `out` and, when the frames are to be kept as well, `lossless`.
"""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bench.stopwatch import Stopwatch

if TYPE_CHECKING:
    from moviepy import VideoClip

FRAMES_PER_SECOND = 30


def film(order: dict[str, Any]) -> "VideoClip":
    """All scenes one after the other, each fading into the next."""
    from moviepy import CompositeVideoClip, vfx

    overlap, length = order["overlap"], order["scene_seconds"]
    clips = []
    for number, (picture, motion) in enumerate(zip(order["pictures"], order["motions"], strict=True)):
        first, last = number == 0, number == len(order["pictures"]) - 1
        seconds = length + overlap * ((not first) + (not last)) / 2
        clip = _moving(picture, motion, order["size"], order["travel"], seconds)
        if not first:
            clip = clip.with_start(number * length - overlap / 2)
            clip = clip.with_effects([vfx.CrossFadeIn(overlap)])
        clips.append(clip)
    whole = CompositeVideoClip(clips, size=tuple(order["size"]))
    return whole.with_duration(length * len(clips))


def _moving(picture: str, motion: str, size: list[int], travel: float, seconds: float) -> "VideoClip":
    from moviepy import ImageClip

    still = ImageClip(picture)
    filling = max(size[0] / still.w, size[1] / still.h)
    still = still.resized(filling).with_duration(seconds)
    if motion == "in":
        return still.resized(lambda t: 1 + travel * t / seconds).with_position("center")
    if motion == "out":
        return still.resized(lambda t: 1 + travel * (1 - t / seconds)).with_position("center")
    enlarged = still.resized(1 + travel)
    return enlarged.with_position(_pan(motion, enlarged.w - size[0], enlarged.h - size[1], seconds))


def _pan(motion: str, spare: int, drop: int, seconds: float) -> Callable[[float], tuple[float, float]]:
    def position(t: float) -> tuple[float, float]:
        passed = t / seconds
        share = passed if motion == "right" else 1 - passed
        return (-spare * share, -drop / 2)

    return position


def main() -> None:
    """Make the film that the order describes and tell what it cost."""
    order = json.loads(sys.argv[1])
    watch = Stopwatch()
    # A second output before the first one's options: the frames as MoviePy drew them, without loss.
    kept = ["-qp", "0", "-pix_fmt", "yuv420p", order["lossless"]] if "lossless" in order else None
    with watch.lap("film"):
        film(order).write_videofile(
            order["out"], fps=FRAMES_PER_SECOND, logger=None, audio=False, ffmpeg_params=kept
        )
    watch.tell()


if __name__ == "__main__":
    main()
