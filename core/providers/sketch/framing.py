"""What frames the view in front of everything: branches, reeds, rocks, and the shoulder of someone who looks on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.providers.sketch.colours import RGB, mix
from core.providers.sketch.lighting import shade
from core.providers.sketch.motifs.kinds import Look
from core.providers.sketch.motifs.registry import motif
from core.providers.sketch.noise import skyline
from core.providers.sketch.pen import Pen
from core.providers.sketch.pixels import colour_of, over, paint, recolour, scaled, soft
from core.providers.sketch.places.catalog import ROOMS
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Place, Shot

_LEAFY = frozenset(
    {
        Place.FOREST,
        Place.MEADOW,
        Place.GARDEN,
        Place.RIVER,
        Place.VILLAGE,
        Place.ROAD,
        Place.RUINS,
        Place.MOUNTAINS,
    }
)
_ROCKY = frozenset({Place.DESERT, Place.CAVE, Place.SPACE, Place.SNOW, Place.BEACH, Place.SEA})


def frame(scene: Scene, free_side: int, onlooker: str, *, open_sky: bool) -> None:
    """A dark, slightly soft foreground on the side away from the subject (`free_side` -1 left, 1 right).

    `onlooker` is the figure over whose shoulder an over-the-shoulder shot looks;
    no bough hangs where something flies (`open_sky` False).
    """
    if scene.camera.shot is Shot.OVER_SHOULDER:
        _shoulder(scene, free_side, onlooker)
        return
    if scene.camera.shot is not Shot.WIDE:
        return
    if scene.place in _LEAFY and open_sky and scene.rng.random() < 0.8:
        _branch(scene, free_side)
    elif scene.place in _ROCKY and scene.rng.random() < 0.35:
        _rocks(scene, free_side)
    elif scene.place in ROOMS and scene.place is not Place.STAGE and scene.rng.random() < 0.5:
        _doorway(scene, free_side)


def _dark(scene: Scene) -> RGB:
    return mix(mix(scene.palette.lit((40, 58, 50)), (12, 14, 26), 0.4), scene.palette.zenith, 0.12)


def _lay(scene: Scene, outlines: list[NDArray[np.float64]]) -> None:
    mask = scene.mask()
    cv2.fillPoly(
        mask, [np.rint(outline * 16).astype(np.int32) for outline in outlines], (255,), cv2.LINE_AA, 4
    )
    paint(scene.canvas, soft(mask, max(1, scene.short // 320)), _dark(scene))


def _branch(scene: Scene, side: int) -> None:
    """A bough from the upper corner with leaves hanging from it, and grass in the lower corner."""
    unit, corner = scene.short, (0.0 if side < 0 else float(scene.width))
    outlines: list[NDArray[np.float64]] = []
    for reach, drop in ((0.6, 0.08), (0.4, 0.24), (0.24, 0.34)):
        steps = np.linspace(0, 1, 14)
        x = corner - side * steps * unit * reach
        y = unit * (0.02 + drop * steps + 0.03 * np.sin(steps * 7 + reach * 9))
        thick = unit * 0.016 * (1 - steps) + 1
        outlines.append(np.vstack([np.stack([x, y - thick], 1), np.stack([x, y + thick], 1)[::-1]]))
        for step in range(2, 14):
            for _ in range(3):
                outlines.append(
                    _leaf(
                        scene, float(x[step]), float(y[step]), unit * float(scene.rng.uniform(0.035, 0.075))
                    )
                )
    for _ in range(26):
        x0 = corner - side * float(scene.rng.random()) ** 1.6 * unit * 0.5
        tall = unit * float(scene.rng.uniform(0.05, 0.17))
        lean = float(scene.rng.uniform(-0.5, 0.5)) * tall
        outlines.append(
            np.array(
                [
                    (x0 - unit * 0.006, scene.height + 2),
                    (x0 + lean, scene.height - tall),
                    (x0 + unit * 0.006, scene.height + 2),
                ]
            )
        )
    _lay(scene, outlines)


def _leaf(scene: Scene, x: float, y: float, size: float) -> NDArray[np.float64]:
    # Leaves hang: their tips point down, a little to either side.
    turn = float(scene.rng.uniform(0.35, 2.8))
    along, across = (
        np.array([np.cos(turn), np.sin(turn)]) * size,
        np.array([-np.sin(turn), np.cos(turn)]) * size * 0.32,
    )
    share = np.linspace(0, 1, 7)[:, None]
    spine, bulge = np.array([x, y]) + along * share, across * np.sin(share * np.pi) * (1.15 - share * 0.5)
    return np.vstack([spine + bulge, (spine - bulge)[::-1]])


def _rocks(scene: Scene, side: int) -> None:
    unit = scene.short
    steps = np.linspace(0, 1, 60)
    x = (0.0 if side < 0 else float(scene.width)) - side * steps * unit * 0.6
    y = (
        scene.height
        - unit * 0.2 * (1 - steps) ** 0.8
        - np.abs(skyline(scene.rng, 60, 4, 4, 0.6)) * unit * 0.06 * (1 - steps)
    )
    _lay(scene, [np.vstack([np.stack([x, y], 1), [[x[-1], scene.height + 4], [x[0], scene.height + 4]]])])


def _doorway(scene: Scene, side: int) -> None:
    edge = 0.0 if side < 0 else float(scene.width)
    wide = scene.width * 0.07
    _lay(
        scene,
        [
            np.array(
                [(edge, 0), (edge - side * wide, 0), (edge - side * wide, scene.height), (edge, scene.height)]
            )
        ],
    )


def _shoulder(scene: Scene, side: int, onlooker: str) -> None:
    """Someone from behind, large and dark at the edge, over whose shoulder we look."""
    size = scene.short * 2.05
    x = scene.width * (0.5 + side * 0.3)
    foot = scene.height * 0.36 + size * 0.87
    layer = np.zeros((scene.height, scene.width, 4), np.uint8)
    pen = Pen(layer, 0, 0, (x, foot), size, -side)
    motif(onlooker).draw(pen, Look(accent=scene.palette.accent, job_seed=scene.job_seed, back=True))
    shade(scene, layer, size, 0.0, dim=0.0)
    recolour(layer, scaled(colour_of(layer), 0.59))
    over(scene.canvas, soft(layer, max(1, scene.short // 300)), 0, 0)
