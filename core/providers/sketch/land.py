"""Land: ridges, hills, trees and ground, each layer farther away lighter and bluer than the one before it."""

from math import pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, darker, lighter, mix
from core.providers.sketch.noise import plane, skyline
from core.providers.sketch.pixels import paint, product, soft, stretched
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Weather

Line = NDArray[np.float64]


def ridge(
    scene: Scene, base: float, height: float, colour: RGB, depth: float, *, first: int = 3, rough: float = 0.5
) -> Line:
    """A mountain ridge `height` above and below the row `base`, misty at its foot; returns its line."""
    line = base - (skyline(scene.rng, 240, first, 6, rough) + 0.35) * height
    near = scene.palette.lit(colour, depth)
    foot = base + height * 1.4
    scene.fill(
        [scene.below(line, min(scene.height, foot + height))], near, mix(near, scene.palette.haze, 0.55)
    )
    return line


def peaks(scene: Scene, base: float, height: float, colour: RGB, depth: float, snow: float = 0.4) -> Line:
    """Pointed mountains with a lit and a shaded flank and snow on their upper `snow` share."""
    count = 480
    drift = skyline(scene.rng, count, 5, 6, 0.62)
    folds = np.abs(skyline(scene.rng, count, 3, 3, 0.5))
    line = base - height * (1.05 - 1.5 * folds).clip(-0.1, 1.2) - drift * height * 0.13
    near = scene.palette.lit(colour, depth)
    scene.fill([scene.below(line, base + height * 0.5)], near, mix(near, scene.palette.haze, 0.7))
    _flanks(scene, line, base, near, lit=mix(near, scene.palette.light, 0.4))
    if snow > 0:
        _snow_caps(
            scene,
            line,
            base - height * (1 - snow),
            mix(scene.palette.lit((244, 247, 252), depth * 0.8), scene.palette.light, 0.15),
        )
    return line


def _flanks(scene: Scene, line: Line, base: float, near: RGB, lit: RGB) -> None:
    """Light the slopes that face the sun with zigzag-edged patches that hang from each summit."""
    across = np.linspace(0, scene.width, len(line))
    summits = [i for i in range(12, len(line) - 12, 4) if line[i] <= line[i - 12 : i + 13].min() + 0.5]
    outlines = []
    for top in summits:
        reach = float(base - line[top]) * 0.85
        side = scene.palette.light_from
        steps = np.linspace(0, 1, 7)
        zigzag = np.array([0, 0.1, 0.02, 0.16, 0.05, 0.22, 0.1]) * side * -1
        inner = np.stack([across[top] + zigzag * reach * 0.7, line[top] + steps * reach], 1)
        columns = np.clip(top + side * np.array([32, 22, 12, 6, 1]) * len(line) // 480, 0, len(line) - 1)
        outlines.append(np.vstack([inner, np.stack([across[columns], line[columns] + 1], 1)]))
    if outlines:
        scene.fill(outlines, mix(near, lit, 0.75), mix(near, lit, 0.1))


def _snow_caps(scene: Scene, line: Line, limit: float, white: RGB) -> None:
    mask = scene.mask()
    wobble = skyline(scene.rng, len(line), 18, 3, 0.6) * scene.short * 0.03
    across = np.linspace(0, scene.width, len(line))
    edge = np.maximum(limit + wobble, line)
    outline = np.vstack([np.stack([across, line], 1), np.stack([across, edge], 1)[::-1]])
    cv2.fillPoly(mask, [np.rint(outline * 16).astype(np.int32)], (235,), cv2.LINE_AA, 4)
    paint(scene.canvas, mask, white)


def conifers(
    scene: Scene, base: Line | float, size: float, colour: RGB, depth: float, density: float = 1.0
) -> None:
    """A row of pointed trees whose feet follow a line; `size` in pixels, varied by half."""
    step = max(size * 0.34 / density, 3.0)
    line = np.full(2, base) if isinstance(base, float) else base
    outlines = []
    x = float(scene.rng.uniform(-step, 0))
    while x < scene.width + step:
        foot = float(np.interp(x, np.linspace(0, scene.width, len(line)), line))
        outlines.append(_conifer(x, foot + size * 0.12, size * float(scene.rng.uniform(0.55, 1.15))))
        x += step * float(scene.rng.uniform(0.5, 1.6))
    tone = scene.palette.lit(scene.snowed(colour, 0.4), depth)
    scene.fill(
        outlines,
        lighter(tone, 0.06 if scene.weather is not Weather.SNOWFALL else 0.4),
        mix(tone, scene.palette.haze, 0.12 + depth * 0.4),
    )


def _conifer(x: float, foot: float, size: float) -> NDArray[np.float64]:
    left, right = [], []
    tiers = 5
    for tier in range(tiers):
        share = tier / tiers
        wide = size * (0.05 + 0.17 * share)
        y = foot - size * (1 - share * 0.92)
        left += [(x - wide * 0.45, y), (x - wide * 1.15, y + size * 0.15)]
        right += [(x + wide * 0.45, y), (x + wide * 1.15, y + size * 0.15)]
    return np.array([(x, foot - size * 1.06), *right, (x, foot), *left[::-1]])


def leafy(
    scene: Scene, base: Line | float, size: float, colour: RGB, depth: float, density: float = 1.0
) -> None:
    """A row of round-headed trees or bushes whose feet follow a line, with light on the sunny side of each."""
    line = np.full(2, base) if isinstance(base, float) else base
    dark, light = scene.mask(), scene.mask()
    step = max(size * 0.42 / density, 4.0)
    x = float(scene.rng.uniform(-step, 0))
    while x < scene.width + step:
        foot = float(np.interp(x, np.linspace(0, scene.width, len(line)), line))
        tall = size * float(scene.rng.uniform(0.55, 1.15))
        _crown(scene, dark, light, x, foot, tall)
        x += step * float(scene.rng.uniform(0.6, 1.7))
    tone = scene.palette.lit(scene.snowed(colour, 0.45), depth)
    scene.wash(dark, tone, mix(darker(tone, 0.12), scene.palette.haze, depth * 0.5))
    paint(scene.canvas, light, mix(tone, scene.palette.light, 0.16 * (1 - depth)))


def _crown(
    scene: Scene, dark: NDArray[np.uint8], light: NDArray[np.uint8], x: float, foot: float, tall: float
) -> None:
    """One crown as a heap of leaf clumps; the clumps on the sunny side go to the mask of light."""
    side = scene.palette.light_from
    _dot(dark, x, foot - tall * 0.4, tall * 0.36)
    for across, up, part in scene.rng.random((11, 3)):
        dx, dy = (float(across) - 0.5) * (0.9 - 0.5 * float(up)), 0.12 + 0.72 * float(up)
        clump = tall * (0.12 + 0.11 * float(part))
        _dot(dark, x + dx * tall, foot - dy * tall, clump)
        if dy > 0.34 and dx * side > -0.16:
            _dot(light, x + (dx + 0.04 * side) * tall, foot - (dy + 0.05) * tall, clump * 0.6)


def _dot(mask: NDArray[np.uint8], x: float, y: float, size: float) -> None:
    cv2.circle(mask, (round(x * 16), round(y * 16)), max(8, round(size * 16)), (255,), -1, cv2.LINE_AA, 4)


def hills(scene: Scene, base: float, height: float, colour: RGB, depth: float, first: int = 2) -> Line:
    """Soft rolling hills, lit along their crest; returns their line."""
    line = base - (skyline(scene.rng, 160, first, 3, 0.4) + 0.2) * height
    near = scene.palette.lit(scene.snowed(colour, 0.8), depth)
    crest = mix(near, scene.palette.light, 0.22 * (1 - depth))
    scene.fill([scene.below(line)], crest, mix(darker(near, 0.16), scene.palette.haze, depth * 0.3))
    return line


def ground(scene: Scene, top: float, colour: RGB, *, rough: float = 1.0, wave: float = 0.012) -> Line:
    """The ground from the row `top` to the foot of the picture, hazy far away, textured near; returns its line."""
    line = top - skyline(scene.rng, 120, 2, 4, 0.45) * scene.short * wave
    colour = scene.snowed(colour, 0.85)
    far = scene.palette.lit(lighter(colour, 0.1), 0.42)
    near = scene.palette.lit(darker(colour, 0.22), 0.0)
    scene.fill([scene.below(line)], far, near)
    _texture(scene, int(top), rough)
    return line


def _texture(scene: Scene, top: int, rough: float) -> None:
    """Patches that grow towards the viewer, as they do on a plain seen at a slant."""
    rows = scene.height - top
    if rows < 8 or rough <= 0:
        return
    tall, wide = max(8, rows // 2), scene.width // 2
    field = plane(scene.rng, wide, tall, (5, 9), 4)
    # Squeezing the upper rows together is what lays the pattern flat on the ground.
    order = ((np.linspace(0, 1, tall) ** 0.55) * (tall - 1)).astype(np.int64)
    flat = np.ascontiguousarray(field[order])
    shade = (255 - ((flat.astype(np.int16) - 110).clip(0, 110) * rough * 0.7)).clip(150, 255).astype(np.uint8)
    big = stretched(shade, scene.width, rows)
    part = np.ascontiguousarray(scene.canvas[top:])
    scene.canvas[top:] = product(part, np.repeat(big[..., None], 3, axis=2))


def tufts(
    scene: Scene, top: float, colour: RGB, count: int, size: float, *, flowers: tuple[RGB, ...] = ()
) -> None:
    """Blades of grass in clumps, larger the nearer they are, some of them with a flower."""
    rows = top + (scene.rng.random(count) ** 1.3) * (scene.height - top) * 1.02
    blades: list[NDArray[np.float64]] = []
    heads: list[tuple[float, float, float]] = []
    for row in np.sort(rows):
        near = (row - top) / max(1.0, scene.height - top)
        tall = size * (0.25 + 1.1 * near)
        x = float(scene.rng.uniform(0, scene.width))
        for lean in scene.rng.uniform(-0.5, 0.5, 3):
            tip = (x + lean * tall, row - tall * (1 - abs(lean) * 0.5))
            blades.append(np.array([(x - tall * 0.06, row), tip, (x + tall * 0.06, row)]))
        if flowers and scene.rng.random() < 0.55:
            heads.append((x, float(row - tall * 0.95), tall * 0.14))
    tone = scene.palette.lit(scene.snowed(colour, 0.3), 0.04)
    scene.fill(blades, lighter(tone, 0.12), darker(tone, 0.2))
    _flower_heads(scene, heads, flowers)


def _flower_heads(scene: Scene, heads: list[tuple[float, float, float]], tones: tuple[RGB, ...]) -> None:
    for index, (x, y, size) in enumerate(heads):
        tone = scene.palette.lit(tones[index % len(tones)], 0.0)
        cv2.circle(
            scene.canvas, (round(x * 16), round(y * 16)), max(20, round(size * 16)), tone, -1, cv2.LINE_AA, 4
        )


def stones(scene: Scene, top: float, colour: RGB, count: int, size: float) -> None:
    """Pebbles and boulders with a lit top and a dark foot."""
    for row in np.sort(top + scene.rng.random(count) * (scene.height - top)):
        near = (float(row) - top) / max(1.0, scene.height - top)
        wide = size * (0.2 + 1.2 * near) * float(scene.rng.uniform(0.5, 1.3))
        x = float(scene.rng.uniform(0, scene.width))
        turn = np.linspace(0, 2 * pi, 9)[:8]
        bumps = scene.rng.uniform(0.8, 1.15, 8)
        outline = np.stack(
            [x + np.cos(turn) * wide * bumps, row - np.maximum(np.sin(turn), -0.25) * wide * 0.55 * bumps], 1
        )
        tone = scene.palette.lit(colour, 0.25 * (1 - near))
        _stone(scene, outline, tone)


def _stone(scene: Scene, outline: NDArray[np.float64], tone: RGB) -> None:
    for shift, shade in ((0.0, darker(tone, 0.3)), (-0.2, lighter(tone, 0.1))):
        centre = outline.mean(axis=0)
        smaller = (
            centre
            + (outline - centre) * (1.0 + shift)
            + np.array([scene.palette.light_from, -1.0]) * -shift * 0.4 * abs(outline[0, 0] - centre[0])
        )
        cv2.fillPoly(scene.canvas, [np.rint(smaller * 16).astype(np.int32)], shade, cv2.LINE_AA, 4)


def path(scene: Scene, top: float, colour: RGB, sway: float, width: float) -> None:
    """A way that winds from the foot of the picture to the row `top`; `width` in pixels where it is nearest."""
    steps = np.linspace(0, 1, 40)
    y = scene.height - (scene.height - top) * steps
    shrink = (1 - steps) ** 1.5 + 0.015
    middle = scene.width * 0.5 + np.array([sin(step * 4.2 + 0.6) for step in steps]) * sway * scene.width * (
        0.25 + shrink * 0.5
    )
    left = np.stack([middle - width * shrink / 2, y], 1)
    right = np.stack([middle + width * shrink / 2, y], 1)
    tone = scene.palette.lit(scene.snowed(colour, 0.6), 0.05)
    scene.fill([np.vstack([left, right[::-1]])], mix(tone, scene.palette.haze, 0.35), tone)


def mist(scene: Scene, row: float, height: float, strength: float) -> None:
    """A band of haze between two layers, torn by noise."""
    top, foot = max(0, round(row - height)), min(scene.height, round(row + height))
    if foot - top < 4:
        return
    field = plane(scene.rng, max(8, scene.width // 8), max(4, (foot - top) // 8), (4, 2), 3)
    veil = stretched(field, scene.width, foot - top).astype(np.uint16)
    fade = (1 - np.abs(np.linspace(-1, 1, foot - top))) * 255 * strength
    mask = (veil * fade.astype(np.uint16)[:, None] // 200).clip(0, 255).astype(np.uint8)
    paint(scene.canvas[top:foot], soft(mask, 2), scene.palette.haze)
