"""People and people-like figures: one jointed body, dressed by a costume."""

from collections.abc import Callable
from functools import partial
from typing import Final

from core.providers.sketch.colours import RGB, darker, lighter, mix, rgb
from core.providers.sketch.motif_names import FIGURES
from core.providers.sketch.motifs import garments, heads, held
from core.providers.sketch.motifs.costumes import Costume, costume_of
from core.providers.sketch.motifs.kinds import Look, Motif
from core.providers.sketch.motifs.skeleton import STANCES, Skeleton, skeleton
from core.providers.sketch.pen import Pen, Point

# A tutu hides hips, a robe hides legs: these garments reach to the ground.
_LONG: Final = frozenset({"robe", "gown"})


def draw_figure(pen: Pen, look: Look, name: str) -> None:
    """One dressed figure in the pose of the look, one unit (times the costume's size) high."""
    costume = costume_of(name, look.job_seed, look.accent, look.main)
    stance = STANCES[look.pose]
    body = pen.part((0.0, 0.0), costume.size)
    if stance.turn:
        # Lying and flying tip the whole body round its hips, which then hang at the height of the lift.
        body = body.part((0.42 if stance.turn > 0 else -0.3, stance.lift), 1.0, tilt=stance.turn)
    joints = skeleton(stance)
    _draw_body(body, joints, costume, look)


def _draw_body(pen: Pen, joints: Skeleton, costume: Costume, look: Look) -> None:
    if costume.cape and not look.back:
        garments.cape(pen, joints, costume.cape)
    if costume.held == "pack" and not look.back:
        held.pack(pen, joints, costume)
    _arm(pen, joints.far_arm, darker(costume.main, 0.3), darker(costume.skin, 0.2))
    if costume.garment not in _LONG:
        _leg(pen, joints.far_leg, darker(costume.legs, 0.3), darker(costume.boots, 0.2))
        _leg(pen, joints.near_leg, costume.legs, costume.boots)
    _draw_top(pen, joints, costume, look)


def _draw_top(pen: Pen, joints: Skeleton, costume: Costume, look: Look) -> None:
    pen.limb(darker(costume.skin, 0.25), [joints.chest, joints.head], 0.07)
    garments.GARMENTS[costume.garment](pen, joints, costume)
    heads.head(pen, joints, costume, back=look.back)
    if look.back and costume.cape:
        garments.back_cape(pen, joints, costume.cape)
    if costume.scarf:
        garments.scarf(pen, joints, costume.scarf)
    if costume.held in held.HELD:
        held.HELD[costume.held](pen, joints, costume)
    sleeve = garments.sleeve(costume)
    _arm(pen, joints.near_arm, sleeve, costume.skin)


def _leg(pen: Pen, leg: tuple[Point, Point, Point], cloth: RGB, boot: RGB) -> None:
    hip, knee, foot = leg
    pen.limb(cloth, [hip, knee], 0.1, 0.076)
    pen.limb(cloth, [knee, foot], 0.076, 0.056)
    shin = ((knee[0] * 0.4 + foot[0] * 0.6), (knee[1] * 0.4 + foot[1] * 0.6))
    pen.limb(boot, [shin, foot], 0.066, 0.06)
    pen.limb(boot, [(foot[0] - 0.012, foot[1] + 0.01), (foot[0] + 0.058, foot[1] + 0.004)], 0.05, 0.036)


def _arm(pen: Pen, arm: tuple[Point, Point, Point], sleeve: RGB, skin: RGB) -> None:
    shoulder, elbow, hand = arm
    wrist = (elbow[0] * 0.15 + hand[0] * 0.85, elbow[1] * 0.15 + hand[1] * 0.85)
    pen.limb(skin, [elbow, hand], 0.04, 0.036)
    pen.oval(skin, hand, 0.026)
    pen.limb(sleeve, [shoulder, elbow], 0.074, 0.062)
    pen.limb(sleeve, [elbow, wrist], 0.062, 0.054)
    pen.limb(lighter(sleeve, 0.12), [(shoulder[0], shoulder[1] + 0.012), elbow], 0.022, 0.012)


def _ghost(pen: Pen, look: Look) -> None:
    sheet = look.colour(rgb("e8f0f8"))
    pen.glow((0, 0.5), 0.8, "a8d0ff")
    pen.blob(sheet, [(-0.3, 0.1), (-0.28, 0.5), (-0.2, 0.85), (0, 1.0), (0.2, 0.85), (0.27, 0.5), (0.34, 0.08),
                     (0.22, 0.16), (0.12, 0.04), (0.0, 0.14), (-0.12, 0.03), (-0.2, 0.14)])  # fmt: skip
    pen.blob(darker(sheet, 0.16), [(-0.3, 0.1), (-0.28, 0.5), (-0.2, 0.82), (-0.14, 0.5), (-0.18, 0.14)])
    for x in (-0.02, 0.14):
        pen.oval("2a3048", (x, 0.74), 0.034, 0.056)
    pen.oval("2a3048", (0.06, 0.6), 0.03, 0.04)
    pen.limb(sheet, [(0.22, 0.5), (0.38, 0.56), (0.42, 0.66)], 0.1, 0.06)


def _crowd(pen: Pen, look: Look) -> None:
    """Seven people in two rows, no two dressed alike, the nearer row a little larger."""
    cast = ("man", "woman", "old_man", "girl", "worker", "woman", "man")
    for index, name in enumerate(cast):
        back_row = index < 3
        x = (-0.5, 0.06, 0.56)[index] if back_row else (-0.8, -0.22, 0.3, 0.82)[index - 3]
        place = pen.part((x, 0.05 if back_row else 0.0), 0.86 if back_row else 0.95, flip=index % 2 == 1)
        one = Look(pose=look.pose, job_seed=look.job_seed * 7 + index, accent=mix(look.accent, (90, 90, 110), 0.3),
                   back=look.back)  # fmt: skip
        draw_figure(place, one, name)


def _drawing(name: str) -> Callable[[Pen, Look], None]:
    if name == "ghost":
        return _ghost
    return _crowd if name == "crowd" else partial(draw_figure, name=name)


_HEIGHTS: Final = {"boy": 0.95, "girl": 0.95, "robot": 1.05, "crowd": 1.0}


def figure_motifs() -> dict[str, Motif]:
    """Every figure by its name; children are drawn small inside their unit, so they need no smaller height."""
    return {
        name: Motif(
            draw=_drawing(name),
            height=_HEIGHTS.get(name, 1.0),
            reach=1.25 if name == "crowd" else 0.75,
            figure=True,
        )
        for name in FIGURES
    }
