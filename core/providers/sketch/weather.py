"""Weather in front of everything: rain, snow, fog and lightning."""

import cv2
import numpy as np

from core.providers.sketch.noise import plane
from core.providers.sketch.pixels import add_light, paint, soft, stretched
from core.providers.sketch.places.catalog import SHELTERED
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Weather


def lightning(scene: Scene) -> None:
    """A forked bolt between clouds and horizon; painted before the subjects, so that they stand against it."""
    if scene.weather is not Weather.STORM or scene.place in SHELTERED:
        return
    mask = scene.mask()
    x, y = scene.width * float(scene.rng.uniform(0.2, 0.8)), 0.0
    foot = scene.horizon * 0.98
    points = [(x, y)]
    while y < foot:
        y += foot * float(scene.rng.uniform(0.06, 0.13))
        x += scene.short * float(scene.rng.uniform(-0.06, 0.06))
        points.append((x, min(y, foot)))
    fork = points[len(points) // 2]
    side = [
        fork,
        (fork[0] + scene.short * 0.08, fork[1] + foot * 0.14),
        (fork[0] + scene.short * 0.07, fork[1] + foot * 0.24),
    ]
    for line, thick in ((points, 4), (side, 2)):
        cv2.polylines(
            mask,
            [np.rint(np.array(line) * 16).astype(np.int32)],
            False,
            (255,),
            max(1, scene.short * thick // 900),
            cv2.LINE_AA,
            4,
        )
    add_light(scene.canvas, soft(mask, max(6, scene.short // 26)), (170, 180, 255))
    add_light(scene.canvas, soft(mask, max(2, scene.short // 160)), (210, 216, 255))
    paint(scene.canvas, mask, (248, 248, 255))


def veil(scene: Scene) -> None:
    """Fog that thickens towards the foot of the picture, before the nearest subjects."""
    strength = {Weather.FOG: 0.6, Weather.SNOWFALL: 0.22, Weather.RAIN: 0.12, Weather.STORM: 0.1}.get(
        scene.weather, 0.0
    )
    if strength == 0 or scene.place in SHELTERED:
        return
    field = plane(scene.rng, scene.width // 8, scene.height // 8, (3, 4), 3)
    lumps = stretched(field, scene.width, scene.height).astype(np.uint16)
    middle = scene.camera.horizon
    rows = np.linspace(0, 1, scene.height)
    band = (1 - np.abs(rows - middle - 0.08) * 1.5).clip(0.12, 1) * 255 * strength
    mask = (lumps * band.astype(np.uint16)[:, None] // 150).clip(0, 235).astype(np.uint8)
    paint(scene.canvas, mask, scene.palette.haze)


def falling(scene: Scene) -> None:
    """Rain or snow between the camera and the subject."""
    if scene.place in SHELTERED:
        return
    if scene.weather in {Weather.RAIN, Weather.STORM}:
        rain(scene, 260 if scene.weather is Weather.RAIN else 380)
    elif scene.weather is Weather.SNOWFALL:
        _snow(scene)


def rain(scene: Scene, count: int) -> None:
    """Slanting streaks, the nearer ones longer and brighter."""
    mask = scene.mask()
    lean = -0.22 * scene.palette.light_from
    spots = scene.rng.random((count, 3))
    for x, y, near in spots:
        long = scene.short * (0.03 + 0.09 * near)
        start = (
            float(x) * scene.width * 1.2 - scene.width * 0.1,
            float(y) * scene.height * 1.1 - scene.height * 0.1,
        )
        ends = [
            (round(start[0] * 16), round(start[1] * 16)),
            (round((start[0] + lean * long) * 16), round((start[1] + long) * 16)),
        ]
        cv2.line(
            mask,
            ends[0],
            ends[1],
            (round(40 + 90 * float(near)),),
            max(1, round(scene.short * 0.0028 * float(near))),
            cv2.LINE_AA,
            4,
        )
    paint(scene.canvas, mask, (214, 226, 240))


def _snow(scene: Scene) -> None:
    mask = scene.mask()
    for x, y, near in scene.rng.random((320, 3)):
        size = scene.short * (0.0016 + 0.0075 * float(near) ** 5 + 0.0012 * float(near))
        at = (round(float(x) * scene.width * 16), round(float(y) * scene.height * 16))
        cv2.circle(mask, at, max(12, round(size * 16)), (round(150 + 80 * float(near)),), -1, cv2.LINE_AA, 4)
    paint(scene.canvas, soft(mask, 1), (250, 252, 255))
