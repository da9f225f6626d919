"""One picture from the first decision to the last stroke."""

from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.providers.base import PictureBrief
from core.providers.sketch.acting import act
from core.providers.sketch.camera import camera_for
from core.providers.sketch.colours import RGB, named
from core.providers.sketch.deciding import Decisions, decide
from core.providers.sketch.finish import finish
from core.providers.sketch.framing import frame
from core.providers.sketch.lighting import shine
from core.providers.sketch.motif_names import FIGURES
from core.providers.sketch.palette import palette_for
from core.providers.sketch.pixels import Pixels, filled, soft, stretched
from core.providers.sketch.places.catalog import PAINTERS
from core.providers.sketch.roles import Role
from core.providers.sketch.scene import Scene
from core.providers.sketch.seeds import generator
from core.providers.sketch.staging import cast_of
from core.providers.sketch.style_words import STYLES, Style, style_of
from core.providers.sketch.water import wet_sheen
from core.providers.sketch.weather import falling, lightning, veil
from core.vocabulary.reading import DayTime, Pose, Reading, Shot, Subject, Weather

# Backgrounds that will be blurred are painted at half the size, which nobody can see and halves the time.
_COARSE: Final = frozenset({Shot.CLOSE_UP, Shot.DETAIL})


def draw(brief: PictureBrief, reading: Reading) -> Image.Image:
    """The picture of a brief as an RGB image of exactly `brief.size`; the same words and seeds give the same bytes."""
    decisions = decide(brief, reading)
    scene = _set_up(brief, decisions)
    _background(scene)
    lightning(scene)
    onlooker, subjects = _onlooker(decisions)
    roles = cast_of(scene, subjects)
    nearest = 0
    for role in roles:
        nearest = len(scene.glows)
        act(scene, role, _pose_of(role, roles, decisions), _colour_of(role))
    veil(scene)
    if scene.weather is not Weather.CLEAR:
        # A lamp close to the camera shines through the fog that the weather has just laid over it.
        shine(scene, scene.glows[nearest:])
    frame(
        scene,
        _free_side(scene, roles),
        onlooker,
        open_sky=not any(role.foot < scene.height * 0.5 for role in roles),
    )
    falling(scene)
    finish(scene)
    return marked(scene.canvas)


def _set_up(brief: PictureBrief, decisions: Decisions) -> Scene:
    rng = generator("picture", brief.seed, brief.job_seed, brief.prompt)
    width, height = brief.size
    style = STYLES[style_of(brief.style)]
    return Scene(
        canvas=filled(width, height, (0, 0, 0)),
        camera=camera_for(decisions.shot, rng),
        palette=palette_for(brief.job_seed, _hour(style, decisions.day_time), decisions.weather),
        place=decisions.place,
        day_time=_hour(style, decisions.day_time),
        weather=decisions.weather,
        mood=decisions.mood,
        style=style,
        rng=rng,
        job_seed=brief.job_seed,
        pose=decisions.pose,
        names=frozenset(subject.motif for subject in decisions.subjects),
    )


def _onlooker(decisions: Decisions) -> tuple[str, tuple[Subject, ...]]:
    """Who looks on in an over-the-shoulder shot, and who is left to be looked at."""
    if decisions.shot is not Shot.OVER_SHOULDER:
        return "hero", decisions.subjects
    figures = [
        subject
        for subject in decisions.subjects
        if subject.motif in FIGURES and subject.motif not in {"crowd", "ghost"}
    ]
    if not figures:
        return "hero", decisions.subjects
    return figures[0].motif, tuple(subject for subject in decisions.subjects if subject is not figures[0])


def _free_side(scene: Scene, roles: list[Role]) -> int:
    """The side that the lead leaves empty; the side away from the light when there is no lead."""
    lead = next((role for role in roles if role.main), None)
    if lead is None:
        return -scene.palette.light_from
    return -1 if lead.x > scene.width / 2 else 1


def _hour(style: Style, day_time: DayTime) -> DayTime:
    """Neon shines after sunset only: there, day is dusk and dusk is night."""
    if not style.neon:
        return day_time
    return DayTime.DUSK if day_time in {DayTime.DAY, DayTime.DAWN, DayTime.GOLDEN} else DayTime.NIGHT


def _background(scene: Scene) -> None:
    """The place; for near shots a part of it, enlarged and out of focus."""
    if scene.camera.zoom == 1.0:
        PAINTERS[scene.place](scene)
    else:
        _near_background(scene)
    if scene.style.wet > 0:
        wet_sheen(
            scene, min(scene.height - 8, scene.horizon + round(scene.short * 0.06)), scene.style.wet * 0.6
        )


def _near_background(scene: Scene) -> None:
    full = scene.canvas
    coarse = 2 if scene.camera.shot in _COARSE else 1
    scene.canvas = filled(scene.width // coarse, scene.height // coarse, (0, 0, 0))
    PAINTERS[scene.place](scene)
    cut = _cut(scene, scene.camera.zoom)
    radius = round(scene.camera.blur * scene.short * coarse / scene.camera.zoom)
    enlarged = stretched(soft(cut, max(1, radius)), full.shape[1], full.shape[0])
    full[:] = enlarged
    scene.canvas = full


def _cut(scene: Scene, zoom: float) -> Pixels:
    """The part of the background that a longer lens sees, around the horizon."""
    wide, tall = round(scene.width / zoom), round(scene.height / zoom)
    left = round(float(scene.rng.uniform(0.2, 0.8)) * (scene.width - wide))
    top = min(max(0, round(scene.horizon - tall * 0.55)), scene.height - tall)
    return np.ascontiguousarray(scene.canvas[top : top + tall, left : left + wide])


def _pose_of(role: Role, roles: list[Role], decisions: Decisions) -> Pose:
    """Only the lead acts as the words say, holding out what it holds; the others stand unless all move together."""
    if role.pose is not None:
        return role.pose
    if role.main and decisions.pose is Pose.STANDING and any(other.in_hand for other in roles):
        return Pose.REACHING
    if role.main or decisions.pose in {Pose.DANCING, Pose.WALKING, Pose.RUNNING, Pose.FIGHTING}:
        return decisions.pose
    return Pose.STANDING


def _colour_of(role: Role) -> RGB | None:
    return named(role.subject.color)


def marked(canvas: Pixels) -> Image.Image:
    """The picture with the word "sketch", small and half transparent, in its lower corner."""
    picture = Image.fromarray(canvas)
    height = canvas.shape[0]
    size = max(9, round(min(canvas.shape[:2]) * 0.02))
    pen = ImageDraw.Draw(picture, "RGBA")
    spot = canvas[-size * 2 :, -size * 5 :]
    ink = (255, 255, 255, 120) if int(spot.mean()) < 150 else (30, 30, 40, 120)
    pen.text(
        (canvas.shape[1] - size * 0.9, height - size * 0.8),
        "sketch",
        fill=ink,
        font=ImageFont.load_default(size),
        anchor="rs",
    )
    return picture
