"""Puts the roles on the canvas: draws each on a layer of its own, lights it, grounds it and lays it on."""

import numpy as np

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.lighting import backlight, ground_shadow, outlined, shade, shine
from core.providers.sketch.motifs.kinds import Look
from core.providers.sketch.motifs.registry import motif
from core.providers.sketch.pen import Pen
from core.providers.sketch.pixels import Pixels, over
from core.providers.sketch.places.catalog import OPEN, ROOMS
from core.providers.sketch.places.waterside import footing
from core.providers.sketch.roles import Role
from core.providers.sketch.scene import Scene
from core.providers.sketch.water import reflect_layer
from core.vocabulary.reading import DayTime, Place, Pose, Shot


def act(scene: Scene, role: Role, pose: Pose, colour: RGB | None) -> None:
    """Draw one role with everything that ties it to its surroundings."""
    if (
        role.grounded
        and scene.place in OPEN
        and role.main
        and scene.camera.shot not in {Shot.CLOSE_UP, Shot.DETAIL}
    ):
        footing(scene, role.x, role.foot, max(role.size * 0.62, scene.short * 0.2))
    if role.stand:
        _stand(scene, role)
    if role.main:
        backlight(scene, role.x, role.foot, role.size)
    look = Look(
        main=colour, accent=scene.palette.accent, pose=pose, job_seed=scene.job_seed, night=_lamps_lit(scene)
    )
    earlier = len(scene.glows)
    drawn = _layer(scene, role, look)
    if drawn is None:
        return
    layer, left, top = drawn
    shade(
        scene,
        layer,
        role.size,
        role.depth,
        dim=0.45 if scene.place in ROOMS or scene.place is Place.SPACE else 0.0,
    )
    if scene.style.outline > 0:
        layer = outlined(scene, layer)
    visible_foot = role.foot < scene.height * 1.02
    if role.grounded and visible_foot:
        ground_shadow(scene, layer[: max(4, round(role.foot) - top + 2)], left, role.foot, role.size)
    over(scene.canvas, layer, left, top)
    if visible_foot and (role.afloat or (scene.style.wet > 0 and role.grounded)):
        reflect_layer(
            scene,
            layer[: max(4, round(role.foot) - top)],
            left,
            round(role.foot),
            0.42 if role.afloat else scene.style.wet * 0.7,
        )
    shine(scene, scene.glows[earlier:])


def _lamps_lit(scene: Scene) -> bool:
    return scene.day_time in {DayTime.NIGHT, DayTime.DUSK} or scene.style.neon


def _layer(scene: Scene, role: Role, look: Look) -> tuple[Pixels, int, int] | None:
    """The drawn layer with its corner on the canvas, or None when all of it lies outside."""
    reach = role.size * (role.motif.reach + 0.12)
    left, right = max(0, round(role.x - reach)), min(scene.width, round(role.x + reach))
    top, bottom = (
        max(0, round(role.foot - role.size * 1.5)),
        min(scene.height, round(role.foot + role.size * 0.4)),
    )
    if right - left < 2 or bottom - top < 2:
        return None
    layer: Pixels = np.zeros((bottom - top, right - left, 4), np.uint8)
    pen = Pen(layer, left, top, (role.x, role.foot), role.size, role.facing, glows=scene.glows)
    role.motif.draw(pen, look)
    if role.afloat:
        _sink(layer, round(role.foot) - top)
    return layer, left, top


def _sink(layer: Pixels, waterline: int) -> None:
    """Hide what lies under the surface."""
    if 0 <= waterline < layer.shape[0]:
        layer[waterline:] = 0


def _stand(scene: Scene, role: Role) -> None:
    """Small things lie on something: a table indoors, a flat stone elsewhere."""
    tall = scene.camera.ground * scene.height - role.foot
    if scene.camera.shot in {Shot.CLOSE_UP, Shot.DETAIL, Shot.MEDIUM}:
        _surface(scene, role.foot)
        return
    if tall < 8:
        return
    table = motif("table")
    wide = max(role.size * 0.9, tall * 1.3)
    stand = Role(motif=table if scene.place in ROOMS else motif("rock"), subject=role.subject, x=role.x,
                 foot=scene.camera.ground * scene.height, size=tall, main=True)  # fmt: skip
    drawn = _layer(scene, stand, Look(accent=scene.palette.accent, job_seed=scene.job_seed))
    if drawn is None:
        return
    layer, left, top = drawn
    shade(scene, layer, wide, 0.0, dim=0.3)
    ground_shadow(scene, layer[: max(4, round(stand.foot) - top + 2)], left, stand.foot, tall)
    over(scene.canvas, layer, left, top)


def _surface(scene: Scene, foot: float) -> None:
    """The near edge of a table or a slab of stone across the foot of the picture."""
    base = rgb("8a6040") if scene.place in ROOMS else mix(rgb("8a8278"), scene.palette.haze, 0.1)
    tone = mix(scene.palette.lit(base), base, 0.3)
    top = foot - scene.short * 0.07
    scene.fill(
        [np.array([(0, top), (scene.width, top), (scene.width, scene.height), (0, scene.height)])],
        lighter(tone, 0.16),
        darker(tone, 0.4),
    )
    grain = [
        np.array([(0, y), (scene.width, y + 1.0), (scene.width, y + 2.4), (0, y + 1.4)])
        for y in np.linspace(top + 6, scene.height, 9)
    ]
    scene.fill(grain, darker(tone, 0.28))
