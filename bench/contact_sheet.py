"""Draws the contact sheet (twelve prompts in eight styles) and the film strip that the documents show.

Run as `python -m bench.contact_sheet docs/contact-sheet.jpg`; the strip lands beside it as film-strip.jpg.
"""

import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from core.cancellation import Cancellation
from core.providers.base import PictureBrief
from core.providers.sketch.artist import SketchArtist
from core.providers.sketch.style_words import STYLES
from core.terms import AspectRatio

PROMPTS: Final = (
    "Wide shot of a lighthouse keeper walking to a lighthouse on the beach at golden hour",
    "Medium shot of an old sailor on a ship in a stormy sea",
    "Wide shot of a fox in a snowy forest at dawn",
    "Close-up of a girl holding a lantern in a cave",
    "Wide shot of an astronaut and a rocket on a distant planet in space",
    "Wide shot of a knight facing a dragon in the mountains at dusk",
    "Medium shot of a chef with a cake in a kitchen in the morning",
    "Wide shot of a detective under an umbrella in a rainy city at night",
    "A whale swims with fish deep under the sea",
    "Wide shot of hot air balloons in the sky above the clouds at sunrise",
    "Over-the-shoulder shot of an explorer looking at a temple in ruins in the jungle",
    "Medium shot of a scientist with a laptop and a robot in an office at night",
)
STORY: Final = (
    "Wide shot of a lighthouse on the coast at dusk, the sea is calm",
    "Medium shot of an old lighthouse keeper with a lantern on the beach at dusk",
    "Close-up of the old keeper, he looks out of the window at night",
    "Wide shot of a sailboat in a storm at night on the sea",
    "Detail of a lantern shining in the fog at night, on the beach",
    "Wide shot of the old keeper and a dog walking on the beach at dawn",
)
_THUMBNAIL: Final = (240, 137)
_LABEL: Final = 26
_INK: Final = (56, 54, 60)
_PAPER: Final = (250, 248, 243)


def _drawn(
    artist: SketchArtist, prompt: str, style: str, seed: int, job_seed: int, times: list[float]
) -> Image.Image:
    ratio = AspectRatio.WIDE
    brief = PictureBrief(
        prompt=prompt, style=style, aspect_ratio=ratio, size=ratio.picture_size, seed=seed, job_seed=job_seed
    )
    start = time.process_time()
    picture = artist.collect(artist.submit(brief), brief, Cancellation())
    times.append(time.process_time() - start)
    return Image.open(BytesIO(picture.content))


def contact_sheet(artist: SketchArtist, times: list[float]) -> Image.Image:
    """Prompts down, styles across, every thumbnail drawn at full size first."""
    wide, tall = _THUMBNAIL
    gap, row = 8, _THUMBNAIL[1] + _LABEL
    sheet = Image.new("RGB", (gap + (wide + gap) * len(STYLES), 34 + row * len(PROMPTS) + gap), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for column, style in enumerate(STYLES):
        pen.text((gap + column * (wide + gap), 10), style, fill=_INK, font=ImageFont.load_default(17))
    for line, prompt in enumerate(PROMPTS):
        top = 34 + line * row
        pen.text((gap, top + 4), prompt, fill=_INK, font=ImageFont.load_default(14))
        for column, style in enumerate(STYLES):
            picture = _drawn(artist, prompt, style, 100 + line, 11 + line, times)
            sheet.paste(
                picture.resize((wide, tall), Image.Resampling.LANCZOS),
                (gap + column * (wide + gap), top + _LABEL - 4),
            )
    return sheet


def film_strip(artist: SketchArtist, times: list[float]) -> Image.Image:
    """Six scenes of one story in one style, side by side in two rows."""
    wide, tall, gap = 480, 274, 10
    strip = Image.new("RGB", (gap + (wide + gap) * 3, gap + (tall + gap) * 2), (24, 24, 28))
    for index, prompt in enumerate(STORY):
        picture = _drawn(artist, prompt, "cinematic", 40 + index, 2024, times).resize(
            (wide, tall), Image.Resampling.LANCZOS
        )
        strip.paste(picture, (gap + (index % 3) * (wide + gap), gap + (index // 3) * (tall + gap)))
    return strip


def main() -> None:
    """Write both pictures and print how long one took on average, in seconds of processor time."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/contact-sheet.jpg")
    target.parent.mkdir(parents=True, exist_ok=True)
    artist, times = SketchArtist(), list[float]()
    contact_sheet(artist, times).save(target, "JPEG", quality=84, optimize=True)
    film_strip(artist, times).save(target.with_name("film-strip.jpg"), "JPEG", quality=88, optimize=True)
    times.sort()
    print(
        f"{len(times)} pictures, median {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s of processor time"
    )
    for path in (target, target.with_name("film-strip.jpg")):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
