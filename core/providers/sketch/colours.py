"""Colours as (red, green, blue) of 0 to 255, and how they mix."""

import colorsys
from typing import Final, TypeAlias

RGB: TypeAlias = tuple[int, int, int]

WHITE: Final[RGB] = (255, 255, 255)
BLACK: Final[RGB] = (0, 0, 0)

# What people call a colour, in the tones of a painter's box rather than of a screen.
_NAMED: Final[dict[str, str]] = {
    "red": "c8402f", "crimson": "a8243a", "scarlet": "d43a2a", "orange": "e07b2e", "yellow": "edc04a",
    "gold": "d9a441", "golden": "d9a441", "green": "4f8f4b", "blue": "3b6fb0", "navy": "27406e",
    "teal": "2f8a8a", "turquoise": "3fb0a8", "cyan": "4cc0d0", "purple": "7a4fa0", "violet": "7b5cc0",
    "pink": "e28ba6", "magenta": "c8458f", "brown": "7d5638", "beige": "d9c4a0", "white": "eeeae0",
    "black": "2a2a30", "grey": "85888e", "gray": "85888e", "silver": "b9c0c8", "copper": "b8693f",
    "bronze": "a0713c", "emerald": "2e8f68", "ivory": "efe6d0",
}  # fmt: skip


def rgb(code: str) -> RGB:
    """The colour of a six-digit hexadecimal code without a hash sign."""
    return (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def named(word: str | None) -> RGB | None:
    """The colour that a person's word or hexadecimal code means, or None if it means none."""
    if not word:
        return None
    plain = word.strip().lower().lstrip("#")
    if plain in _NAMED:
        return rgb(_NAMED[plain])
    if len(plain) == 6 and all(digit in "0123456789abcdef" for digit in plain):
        return rgb(plain)
    return None


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """`first` with `share` (0 to 1) of it given over to `second`."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def under(colour: RGB, light: RGB) -> RGB:
    """What `colour` looks like when only `light` falls on it."""
    return (colour[0] * light[0] // 255, colour[1] * light[1] // 255, colour[2] * light[2] // 255)


def darker(colour: RGB, share: float = 0.25) -> RGB:
    """The shadow side: darker and, as in daylight, a little bluer."""
    return mix(colour, (24, 22, 44), share)


def lighter(colour: RGB, share: float = 0.25) -> RGB:
    """The sunlit side: lighter and a little warmer."""
    return mix(colour, (255, 248, 230), share)


def turned(colour: RGB, degrees: float, saturation: float = 1.0) -> RGB:
    """`colour` with its hue turned round the wheel and its saturation multiplied."""
    hue, light, sat = colorsys.rgb_to_hls(colour[0] / 255, colour[1] / 255, colour[2] / 255)
    red, green, blue = colorsys.hls_to_rgb((hue + degrees / 360) % 1.0, light, min(1.0, sat * saturation))
    return (round(red * 255), round(green * 255), round(blue * 255))


def luminance(colour: RGB) -> int:
    """How bright a colour looks, 0 to 255."""
    return (299 * colour[0] + 587 * colour[1] + 114 * colour[2]) // 1000
