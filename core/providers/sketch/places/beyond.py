"""Space, the sky above the clouds, and the world under the ground."""

import cv2
import numpy as np

from core.providers.sketch.colours import darker, lighter, mix, rgb, turned
from core.providers.sketch.land import stones
from core.providers.sketch.noise import plane, skyline
from core.providers.sketch.pixels import add_light, paint, radial, scaled, soft, stretched, vertical
from core.providers.sketch.scene import Scene
from core.providers.sketch.seeds import generator
from core.providers.sketch.sky import paint_sky, stars


def space(scene: Scene) -> None:
    """Stars, a nebula in the film's colours, a great planet and cratered ground."""
    rng = generator("cosmos", scene.job_seed)
    hue = float(rng.uniform(0, 360))
    deep = mix(rgb("080a1c"), scene.palette.zenith, 0.12)
    scene.canvas[:] = vertical(
        scene.width,
        scene.height,
        [(0.0, darker(deep, 0.3)), (1.0, mix(deep, turned(rgb("3a2a5c"), hue * 0.2), 0.5))],
    )
    for index, code in enumerate(("6a4ab0", "2f7a9c", "b0507a")):
        field = plane(scene.rng, scene.width // 4, scene.height // 4, (3, 3), 5).astype(np.int16)
        cloud = stretched(((field - 122) * 3).clip(0, 190).astype(np.uint8), scene.width, scene.height)
        add_light(scene.canvas, scaled(cloud, 0.62 - 0.1 * index), turned(rgb(code), hue * 0.12))
    stars(scene, scene.height, 0.0005)
    if not scene.names & {"planet", "moon", "sun"}:
        _great_planet(scene, hue)
    top = scene.height * min(0.84, scene.camera.horizon + 0.18)
    _moonscape(scene, top, hue)


def _great_planet(scene: Scene, hue: float) -> None:
    """A banded planet lit from the film's side, with the night side melting into space."""
    side = scene.palette.light_from
    size = scene.short * 0.27
    x = scene.width * (0.5 - side * 0.24) + float(scene.rng.uniform(-0.05, 0.05)) * scene.width
    y = scene.height * float(scene.rng.uniform(0.24, 0.34))
    body = turned(rgb("c88a5c"), hue * 0.5, 0.9)
    disc = scene.mask()
    cv2.circle(disc, (round(x * 16), round(y * 16)), round(size * 16), (255,), -1, cv2.LINE_AA, 4)
    reach = round(size * 1.35)
    add_light(
        scene.canvas, scaled(radial(reach), 0.5), lighter(body, 0.3), round(x) - reach, round(y) - reach
    )
    bands = skyline(generator("bands", scene.job_seed), scene.height, 26, 3, 0.6)
    strip = np.array(
        [
            mix(body, lighter(body, 0.5) if band > 0 else darker(body, 0.5), min(1.0, abs(float(band))))
            for band in bands
        ],
        np.uint8,
    )
    tilt = np.ascontiguousarray(np.repeat(strip[:, None, :], scene.width, axis=1))
    paint(scene.canvas, disc, tilt)
    night = scene.mask()
    cv2.circle(
        night,
        (round((x + side * size * 0.55) * 16), round((y - size * 0.3) * 16)),
        round(size * 1.16 * 16),
        (255,),
        -1,
        cv2.LINE_AA,
        4,
    )
    dark = np.asarray(cv2.bitwise_and(disc, cv2.bitwise_not(soft(night, round(size * 0.12)))), np.uint8)
    paint(scene.canvas, scaled(dark, 0.88), rgb("0a0a1e"))


def _moonscape(scene: Scene, top: float, hue: float) -> None:
    dust = mix(rgb("9a94a4"), turned(rgb("b08a7a"), hue * 0.3), 0.35)
    far = top - (skyline(scene.rng, 200, 4, 5, 0.5) + 0.3) * scene.short * 0.07
    scene.fill([scene.below(far)], mix(dust, rgb("1c1a38"), 0.5), mix(dust, rgb("1c1a38"), 0.72))
    line = top + scene.short * 0.04 - skyline(scene.rng, 160, 2, 4, 0.4) * scene.short * 0.02
    scene.fill([scene.below(line)], mix(dust, rgb("1c1a38"), 0.16), mix(dust, rgb("12102a"), 0.6))
    for _ in range(12):
        near = float(scene.rng.random())
        y = top + scene.short * 0.06 + near * (scene.height - top)
        x, wide = float(scene.rng.uniform(0, scene.width)), scene.short * (0.015 + 0.07 * near)
        for shift, tone in (
            (0.0, mix(dust, (255, 255, 255), 0.12)),
            (wide * 0.1, mix(dust, rgb("12102a"), 0.62)),
        ):
            centre = (round((x + scene.palette.light_from * shift) * 16), round((y - shift * 0.3) * 16))
            cv2.ellipse(
                scene.canvas, centre, (round(wide * 16), round(wide * 4)), 0, 0, 360, tone, -1, cv2.LINE_AA, 4
            )


def sky(scene: Scene) -> None:
    """Above the clouds: banks of them down to the foot of the picture, far ones in haze."""
    paint_sky(scene)
    low, unit = scene.horizon, scene.short
    tones = scene.palette
    for index in range(5):
        share = index / 4
        row = low + unit * 0.03 + (scene.height - low) * 0.86 * share
        crest = mix(mix(tones.horizon, tones.light, 0.4), (255, 255, 255), 0.25 + 0.3 * share)
        _bank(
            scene,
            row,
            unit * (0.035 + 0.12 * share),
            crest,
            mix(tones.middle, tones.zenith, 0.1 + 0.3 * share),
        )


def _bank(
    scene: Scene, row: float, size: float, light: tuple[int, int, int], shade: tuple[int, int, int]
) -> None:
    body, crest = scene.mask(), scene.mask()
    swell = skyline(scene.rng, 64, 3, 3, 0.5)
    for index in range(40):
        x = scene.width * (index + float(scene.rng.uniform(-0.5, 0.5))) / 38
        puff = size * float(scene.rng.uniform(0.5, 1.15))
        y = row - float(swell[index]) * size * 1.5
        cv2.circle(body, (round(x * 16), round(y * 16)), round(puff * 16), (255,), -1, cv2.LINE_AA, 4)
        spot = (round((x + scene.palette.light_from * puff * 0.2) * 16), round((y - puff * 0.2) * 16))
        cv2.circle(crest, spot, round(puff * 0.8 * 16), (255,), -1, cv2.LINE_AA, 4)
    body[min(scene.height - 1, max(0, round(row))) :] = 255
    lit = scene.palette.lit(light) if scene.palette.night else mix(light, scene.palette.light, 0.25)
    dark = scene.palette.lit(shade) if scene.palette.night else shade
    scene.wash(body, mix(lit, dark, 0.62), mix(dark, scene.palette.haze, 0.25))
    paint(scene.canvas, scaled(soft(crest, max(1, round(size * 0.16))), 0.85), lit)


def cave(scene: Scene) -> None:
    """A hall of rock with an opening to the light, stalactites and glowing crystals."""
    paint_sky(scene)
    unit = scene.short
    low = scene.height * min(0.78, scene.camera.horizon + 0.1)
    stone = mix(rgb("5c5466"), scene.palette.accent, 0.1)
    centre = scene.width * (0.5 + scene.palette.light_from * 0.12)
    for depth, reach in ((0.5, 0.34), (0.28, 0.46), (0.1, 0.62)):
        tone = mix(scene.palette.lit(stone, depth), rgb("16122a"), 0.52 - depth * 0.4)
        scene.wash(_hollow(scene, centre, low, reach), darker(tone, 0.3), lighter(tone, 0.05))
    floor = low + skyline(scene.rng, 160, 3, 4, 0.5) * unit * 0.02
    ground_tone = mix(scene.palette.lit(stone), rgb("16122a"), 0.3)
    scene.fill([scene.below(floor)], mix(ground_tone, scene.palette.haze, 0.35), darker(ground_tone, 0.4))
    _beam(scene, centre, low)
    _crystals(scene, low)
    stones(scene, low + unit * 0.05, stone, 12, unit * 0.03)


def _hollow(
    scene: Scene, x: float, low: float, reach: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Rock with a ragged hole in it, hung with stalactites."""
    mask = scene.mask()
    mask[:] = 255
    turn = np.linspace(0, 2 * np.pi, 121)[:120]
    ragged = 1 + skyline(scene.rng, 120, 7, 4, 0.6) * 0.2
    ragged[-10:] = np.linspace(ragged[-10], ragged[0], 10)
    tall = low * 0.86 * (0.62 + reach * 0.7)
    wide = max(scene.width * reach * 0.8, scene.short * reach * 0.9)
    hole = np.stack(
        [x + np.cos(turn) * wide * ragged, low - tall * 0.42 - np.sin(turn) * tall * 0.6 * ragged], 1
    )
    cv2.fillPoly(mask, [np.rint(hole * 16).astype(np.int32)], (0,), cv2.LINE_AA, 4)
    spikes = []
    for _ in range(7):
        left = x + float(scene.rng.uniform(-1, 1)) * wide * 0.9
        thick = scene.short * float(scene.rng.uniform(0.01, 0.03))
        length = scene.short * float(scene.rng.uniform(0.1, 0.26))
        top = low - tall * 1.02
        spikes.append(
            np.rint(np.array([(left - thick, top), (left + thick, top), (left, top + length)]) * 16).astype(
                np.int32
            )
        )
    cv2.fillPoly(mask, spikes, (255,), cv2.LINE_AA, 4)
    return mask


def _beam(scene: Scene, x: float, low: float) -> None:
    mask = scene.mask()
    away = -scene.palette.light_from * scene.width * 0.1
    beam = np.array(
        [
            (x - scene.short * 0.12, 0),
            (x + scene.short * 0.12, 0),
            (x + away + scene.short * 0.34, low + scene.short * 0.2),
            (x + away - scene.short * 0.3, low + scene.short * 0.2),
        ]
    )
    cv2.fillPoly(mask, [np.rint(beam * 16).astype(np.int32)], (70,), cv2.LINE_AA, 4)
    add_light(
        scene.canvas,
        soft(mask, max(2, scene.short // 24)),
        mix(scene.palette.light, scene.palette.horizon, 0.4),
    )


def _crystals(scene: Scene, low: float) -> None:
    glow = turned(rgb("4cc8d8"), float(generator("crystal", scene.job_seed).uniform(-40, 120)))
    for index in range(6):
        side = -1 if index % 2 else 1
        x = scene.width * (0.5 + side * float(scene.rng.uniform(0.24, 0.48)))
        y = low + scene.short * float(scene.rng.uniform(0.01, 0.16))
        reach = round(scene.short * 0.13)
        add_light(
            scene.canvas, scaled(radial(reach), 0.6), glow, round(x) - reach, round(y - reach * 0.4) - reach
        )
        for lean, tall in ((-0.4, 0.07), (0.1, 0.11), (0.5, 0.06)):
            tip = (x + lean * tall * scene.short, y - tall * scene.short)
            wide = scene.short * 0.014
            scene.fill(
                [
                    np.array(
                        [(x - wide, y), (tip[0] - wide * 0.5, tip[1] + wide * 2), tip, (x + wide * 0.2, y)]
                    )
                ],
                lighter(glow, 0.6),
                darker(glow, 0.1),
            )
            scene.fill(
                [
                    np.array(
                        [(x + wide * 0.2, y), tip, (tip[0] + wide * 0.6, tip[1] + wide * 2), (x + wide, y)]
                    )
                ],
                lighter(glow, 0.2),
                darker(glow, 0.4),
            )
