"""The light of a scene: sky, haze, sun and shade by time of day, weather and the film's own seed."""

from dataclasses import dataclass, replace
from typing import Final

from core.providers.sketch.colours import RGB, mix, rgb, turned, under
from core.providers.sketch.seeds import generator
from core.vocabulary.reading import DayTime, Weather


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Sky colours from top to horizon, the haze that far things fade into, and the two lights on near things.

    `light_from` is -1 for light from the left, 1 from the right; `sun_height` is a share of the sky.
    """

    zenith: RGB
    middle: RGB
    horizon: RGB
    haze: RGB
    light: RGB
    ambient: RGB
    light_from: int
    sun_height: float
    night: bool
    accent: RGB

    def lit(self, colour: RGB, depth: float = 0.0) -> RGB:
        """The look of a local colour in this light, `depth` 0 near to 1 lost in the haze."""
        return mix(under(colour, self.ambient), self.haze, depth)


# zenith, middle, horizon, haze, light, ambient: three films' worth for each time of day.
_SKIES: Final[dict[DayTime, tuple[str, ...]]] = {
    DayTime.DAWN: (
        "4a5688 c795a5 ffdcb8 dfbab6 ffd6a8 e6cfd2",
        "5478a0 b3bccb fbdcc0 d8c8c6 ffdcb4 dcd4d8",
        "5a5f96 e0a08e ffe3b4 e6bfae ffcf98 e8cfc6",
    ),
    DayTime.DAY: (
        "3a80c0 8cc2e4 e8f2ec bed9e6 fff3d4 ffffff",
        "2f7fb0 86c8d4 f4eed6 c4dedc fff0c4 fffcf2",
        "5484b4 a6c6da f2e9da ccd9de fff2d8 fbf8f4",
    ),
    DayTime.GOLDEN: (
        "4a6a94 e2a766 ffe4a6 eebf88 ffca6c ffdfb4",
        "6c6290 ec9c70 ffd98e e9ac84 ffc070 fbd4b2",
        "387088 dcb476 ffeab6 e6c898 ffd27c fbe4b8",
    ),
    DayTime.DUSK: (
        "232b58 7d5088 f29470 8f618a ffa070 b6a4c6",
        "1b3a58 56789a f4ac84 68809c ffb48c aab2c8",
        "2e2454 a44e74 ffb478 94587e ff9c68 c09cb8",
    ),
    DayTime.NIGHT: (
        "080f26 152850 33548a 2b4676 d4e4ff 6c84b2",
        "07141f 103444 347080 275866 d0f0ff 6692a0",
        "0f0c28 2c2156 604886 443668 e0d8ff 8474b0",
    ),
}

_ACCENTS: Final = ("c8402f", "d9a441", "2f8a8a", "d4683c", "b83a5a", "3f74b8", "5f9a50", "e0b040")

# A veil over the whole sky and how much of it: grey for clouds, white for fog and snow, slate for rain.
_VEILS: Final[dict[Weather, tuple[str, float, str]]] = {
    Weather.CLEAR: ("ffffff", 0.0, "ffffff"),
    Weather.CLOUDS: ("c2c8d0", 0.16, "f6f4f2"),
    Weather.FOG: ("d2d6d8", 0.5, "eceef0"),
    Weather.RAIN: ("6f7f90", 0.55, "b8c2cc"),
    Weather.STORM: ("3c4654", 0.72, "8c98a8"),
    Weather.SNOWFALL: ("e2e9f2", 0.5, "f2f6fc"),
}
_DARKENED: Final = {DayTime.NIGHT: "344058", DayTime.DUSK: "7e7088"}

_SUN_HEIGHTS: Final = {
    DayTime.DAWN: 0.14, DayTime.DAY: 0.78, DayTime.GOLDEN: 0.22, DayTime.DUSK: 0.08, DayTime.NIGHT: 0.72,
}  # fmt: skip


def palette_for(job_seed: int, day_time: DayTime, weather: Weather) -> Palette:
    """The film's palette at this hour: the job chooses its sky family, hue and the side of the light."""
    rng = generator("palette", job_seed)
    family = int(rng.integers(3))
    # A film may lean ten degrees warmer or cooler; more would turn skies green.
    lean = float(rng.uniform(-10, 10))
    light_from = 1 if rng.random() < 0.5 else -1
    accent = rgb(_ACCENTS[int(rng.integers(len(_ACCENTS)))])
    zenith, middle, horizon, haze, light, ambient = (
        turned(rgb(code), lean) for code in _SKIES[day_time][family].split()
    )
    clear = Palette(
        zenith=zenith, middle=middle, horizon=horizon, haze=haze, light=light, ambient=ambient,
        light_from=light_from, sun_height=_SUN_HEIGHTS[day_time], night=day_time is DayTime.NIGHT, accent=accent,
    )  # fmt: skip
    return _veiled(clear, day_time, weather)


def _veiled(palette: Palette, day_time: DayTime, weather: Weather) -> Palette:
    code, share, dimming = _VEILS[weather]
    veil = rgb(code)
    if day_time in _DARKENED:
        veil = under(veil, rgb(_DARKENED[day_time]))
    return replace(
        palette,
        zenith=mix(palette.zenith, veil, share),
        middle=mix(palette.middle, veil, share * 0.9),
        horizon=mix(palette.horizon, veil, share * 0.7),
        haze=mix(palette.haze, veil, share * 0.8),
        ambient=under(palette.ambient, rgb(dimming)),
    )
