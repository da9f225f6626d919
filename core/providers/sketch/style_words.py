"""From the words of a style to one of the eight manners that the artist draws in."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Style:
    """What a manner changes while the picture is drawn; the finish comes after.

    `cel` makes hard-edged shadows, `outline` the width of contours as a share of the short side, `wet` how much the
    ground mirrors, `neon` lights edges in magenta and cyan, `rim` how strong light edges are.
    """

    name: str
    cel: bool = False
    outline: float = 0.0
    wet: float = 0.0
    neon: bool = False
    rim: float = 0.55


STYLES: Final[dict[str, Style]] = {
    "cinematic": Style(name="cinematic", rim=0.8),
    "anime": Style(name="anime", cel=True, outline=0.0035, rim=0.5),
    "watercolor": Style(name="watercolor", rim=0.25),
    "noir": Style(name="noir", rim=1.0, wet=0.25),
    "documentary": Style(name="documentary", rim=0.35),
    "fantasy": Style(name="fantasy", rim=0.9),
    "cyberpunk": Style(name="cyberpunk", wet=0.6, neon=True, rim=1.0),
    "pencil": Style(name="pencil", outline=0.003, rim=0.2),
}

# Asked in this order: the narrower word wins over the wider one (an "ink wash" is no "ink sketch").
_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("noir", ("noir", "black and white", "black & white", "b&w", "monochrom", "1940s", "40s", "chiaroscuro", "detective", "expressionis")),
    ("cyberpunk", ("cyber", "neon", "synthwave", "vaporwave", "blade runner", "futuris", "sci-fi", "scifi", "science fiction", "dystop", "tron", "hologra")),
    ("watercolor", ("watercolo", "aquarell", "aquarel", "acuarela", "gouache", "ink wash", "painterly", "impressionis", "storybook", "picture book", "children", "pastel", "oil paint", "painting")),
    ("anime", ("anime", "ghibli", "manga", "miyazaki", "shinkai", "cartoon", "cel ", "cel-", "pixar", "disney", "comic", "toon", "animated", "flat", "vector", "japan")),
    ("pencil", ("pencil", "sketch", "drawing", "drawn", "charcoal", "line art", "storyboard", "graphite", "hatch", "animatic", "blueprint", "ink", "doodle", "bleistift")),
    ("fantasy", ("fantas", "fairy", "magic", "dream", "mythic", "epic", "tolkien", "enchant", "ethereal", "whimsical", "surreal", "legend")),
    ("documentary", ("document", "photo", "realis", "natural", "handheld", "news", "reportage", "verite", "vérité", "raw", "home video", "vlog", "corporate", "travel", "national geographic")),
    ("cinematic", ("cinema", "film", "movie", "hollywood", "anamorph", "dramatic", "blockbuster", "imax", "35mm", "teal")),
)  # fmt: skip


def style_of(text: str) -> str:
    """The manner that a free text asks for; `cinematic` when it asks for none that is known."""
    plain = f"{text.strip().casefold()} "
    for name in STYLES:
        if plain.strip() == name:
            return name
    for name, words in _WORDS:
        if any(word in plain for word in words):
            return name
    return "cinematic"
