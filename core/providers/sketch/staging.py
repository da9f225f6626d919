"""Who stands where: sizes, places and facings of the subjects for the shot at hand."""

from dataclasses import replace
from typing import Final

from core.providers.sketch.motifs.kinds import Habitat, Motif
from core.providers.sketch.motifs.registry import motif
from core.providers.sketch.motifs.skeleton import STANCES, skeleton
from core.providers.sketch.places.catalog import ROOMS, WATERS
from core.providers.sketch.riding import CABINS, SEATS, rider_height, seated
from core.providers.sketch.roles import Role, is_child, stature
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Place, Pose, Shot, Subject

# More than this and none of them can be read.
_MOST: Final = 5
_FLYING_PLACES: Final = frozenset({Place.SKY, Place.SPACE})
# Things that a person of the picture carries; an umbrella is held overhead.
_HELD: Final = frozenset({
    "lantern", "umbrella", "book", "cup", "letter", "key", "map", "phone", "camera", "candle", "flower", "gem", "crown",
    "bottle", "bread", "bag",  "ball", "mirror", "bowl", "clock",
})  # fmt: skip
_NEAR: Final = frozenset({Shot.CLOSE_UP, Shot.DETAIL})


def cast_of(scene: Scene, subjects: tuple[Subject, ...]) -> list[Role]:
    """The roles of all subjects, farthest first."""
    if not subjects:
        return []
    lead = _lead(scene, subjects)
    carrier = _carrier(scene, lead, subjects)
    roles = _carried(scene, lead, carrier) if carrier else _lead_roles(scene, lead)
    others = [subject for subject in subjects if subject not in (lead, carrier)][: _MOST - 1]
    if scene.camera.shot in _NEAR:
        # Nothing may stand before a face; the first companion stays visible, small and behind.
        others = others[:2]
    for index, subject in enumerate(others):
        roles += _companions(scene, subject, index, roles[0])
    return sorted(roles, key=lambda role: (role.in_hand or role.before, role.main, -role.depth, role.foot))


def _lead(scene: Scene, subjects: tuple[Subject, ...]) -> Subject:
    """The first figure leads, except in a detail, which is of a thing."""
    if scene.camera.shot is Shot.DETAIL:
        things = [subject for subject in subjects if not motif(subject.motif).figure]
        if things:
            return things[0]
    figures = [subject for subject in subjects if motif(subject.motif).figure]
    return (figures or list(subjects))[0]


def _carrier(scene: Scene, lead: Subject, subjects: tuple[Subject, ...]) -> Subject | None:
    """What a person who rides is seen on or in; from near there is only room for the face."""
    if scene.pose is not Pose.RIDING or scene.camera.shot in _NEAR or not motif(lead.motif).figure:
        return None
    named = (one for one in subjects if one is not lead and (one.motif in SEATS or one.motif in CABINS))
    return next(named, None)


def _carried(scene: Scene, lead: Subject, carrier: Subject) -> list[Role]:
    """The rider and what carries it, or that alone where it hides its rider."""
    if carrier.motif in CABINS:
        return _lead_roles(scene, carrier)
    drawn, x, foot = motif(carrier.motif), _third(scene) * scene.width, scene.camera.ground * scene.height
    bounds = {Shot.MEDIUM: (0.5, 0.9), Shot.AERIAL: (0.17, 0.4)}.get(scene.camera.shot, (0.26, 0.6))
    person = _fitted(scene, drawn, scene.camera.person * _span(scene), *bounds)
    # Under the upper edge of the picture, hats included.
    person = min(person, (foot - 0.04 * scene.height) / (rider_height(carrier) + 0.12))
    size = min(person * drawn.height, scene.width * 0.8 / (2 * drawn.reach))
    carriers = _crowded(scene, _placed(scene, drawn, carrier, x, foot, size), max(lead.count, carrier.count))
    return [role for one in carriers for role in seated(lead, one)]


def _span(scene: Scene) -> float:
    """The length that sizes are shares of: a tall picture has more room above than a wide one beside."""
    return min(scene.height, scene.width * 1.12)


def _third(scene: Scene) -> float:
    """The third that the lead stands on: the film's light decides the side, the picture how far."""
    if scene.camera.shot in _NEAR:
        return 0.5 + float(scene.rng.uniform(-0.08, 0.08))
    side = 1 if scene.rng.random() < 0.5 else -1
    offset = 0.15 if scene.width > scene.height else 0.08
    return 0.5 + side * float(scene.rng.uniform(offset * 0.7, offset * 1.25))


def _fitted(scene: Scene, drawn: Motif, natural: float, low: float, high: float) -> float:
    """A size within the shares of the span given, and never wider than the picture."""
    span = _span(scene)
    size = min(max(natural, low * span), high * span)
    return min(size, scene.width * 0.86 / (2 * drawn.reach))


def _lead_roles(scene: Scene, subject: Subject) -> list[Role]:
    drawn, span, shot = motif(subject.motif), _span(scene), scene.camera.shot
    x, foot = _third(scene) * scene.width, scene.camera.ground * scene.height
    natural = scene.camera.person * span * drawn.height
    if drawn.figure and shot in {Shot.MEDIUM, Shot.CLOSE_UP, Shot.DETAIL}:
        return [_framed_figure(scene, drawn, subject, x)]
    if drawn.focus and shot in _NEAR:
        return [_focused(scene, drawn, subject, x)]
    bounds = {Shot.WIDE: (0.24, 0.66), Shot.MEDIUM: (0.42, 0.76), Shot.CLOSE_UP: (0.74, 0.86), Shot.DETAIL: (0.86, 1.0),
              Shot.OVER_SHOULDER: (0.3, 0.62), Shot.AERIAL: (0.17, 0.4)}[shot]  # fmt: skip
    size = _fitted(scene, drawn, natural, *bounds)
    if drawn.habitat is Habitat.TABLE and shot is Shot.WIDE:
        size = min(size, 0.24 * span)
    role = _placed(scene, drawn, subject, x, foot, size)
    return _crowded(scene, role, subject.count)


def _framed_figure(scene: Scene, drawn: Motif, subject: Subject, x: float) -> Role:
    """A figure cut by the frame: the head's middle is put where the shot wants it."""
    span = _span(scene)
    size = scene.camera.person * span
    # A child's head hangs lower in its unit; its picture is taken from nearer.
    child = is_child(subject)
    head = (0.6 if child else 0.87) * size
    if child:
        size *= 1.36
        head = 0.6 * size
    if scene.camera.shot is Shot.MEDIUM:
        # Cut at the thighs in every shape: a tall picture must not show feet in the air.
        size = max(size, (0.94 if not child else 1.3) * scene.height)
        head = (0.6 if child else 0.87) * size
    aim = {Shot.MEDIUM: 0.3, Shot.CLOSE_UP: 0.47, Shot.DETAIL: 0.46}[scene.camera.shot] * scene.height
    facing = 1 if x < scene.width / 2 else -1
    return Role(
        motif=drawn,
        subject=subject,
        x=x - facing * size * 0.01,
        foot=aim + head,
        size=size,
        facing=facing,
        grounded=False,
        main=True,
    )


def _focused(scene: Scene, drawn: Motif, subject: Subject, x: float) -> Role:
    """An animal seen so near that its head fills the frame."""
    across, up, tall = drawn.focus or (0.0, 0.5, 1.0)
    size = (0.62 if scene.camera.shot is Shot.CLOSE_UP else 0.84) * _span(scene) / tall
    facing = 1 if x < scene.width / 2 else -1
    return Role(motif=drawn, subject=subject, x=x - facing * across * size, foot=scene.height * 0.5 + up * size, size=size,
                facing=facing, grounded=False, main=True)  # fmt: skip


def _placed(scene: Scene, drawn: Motif, subject: Subject, x: float, foot: float, size: float) -> Role:
    """The lead on the ground, on the water or in the air, as its nature is."""
    facing = 1 if x < scene.width / 2 else -1
    deep, habitat = scene.place is Place.UNDERWATER, drawn.habitat
    aloft = habitat in {Habitat.AIR, Habitat.HEAVENS} or (scene.pose is Pose.FLYING and not drawn.figure)
    if aloft or (habitat is Habitat.DEEP and (deep or scene.place in _FLYING_PLACES)):
        middle = scene.height * (0.4 if scene.camera.shot is not Shot.AERIAL else 0.5)
        return Role(
            motif=drawn,
            subject=subject,
            x=x,
            foot=middle + size * 0.5,
            size=size,
            facing=facing,
            grounded=False,
            main=True,
        )
    if habitat in {Habitat.WATER, Habitat.DEEP} and scene.place in WATERS and not deep:
        water = max(scene.horizon + (scene.height - scene.horizon) * 0.42, size * 0.9)
        return Role(
            motif=drawn,
            subject=subject,
            x=x,
            foot=min(water, scene.height * 0.82),
            size=size,
            facing=facing,
            grounded=False,
            afloat=True,
            main=True,
        )
    if scene.camera.shot in _NEAR:
        foot = min(scene.height * 0.94, scene.height * 0.5 + size * 0.5)
    stand = habitat is Habitat.TABLE
    if stand:
        foot -= 0.16 * _span(scene) if scene.camera.shot is not Shot.AERIAL else 0
    return Role(
        motif=drawn, subject=subject, x=x, foot=foot, size=size, facing=facing, main=True, stand=stand
    )


def _crowded(scene: Scene, lead: Role, count: int) -> list[Role]:
    """The lead and as many of its kind as the words count, staggered to both sides and a little behind."""
    many = min(count, _MOST)
    first = replace(lead, size=lead.size * (1 - 0.07 * (many - 1))) if not lead.motif.figure else lead
    roles = [first]
    for index in range(1, many):
        side, step = (-1 if index % 2 else 1), (index + 1) // 2
        size = first.size * (1 - 0.12 * step)
        x = first.x + side * step * first.size * min(first.motif.reach, 0.85) * 1.2
        lift = first.size * (0.05 if first.grounded else 0.2 * side) * step
        foot = max(first.foot - lift, size + 0.02 * scene.height)
        roles.append(replace(first, x=x, foot=foot, size=size, depth=0.07 * step))
    return roles[::-1]


def _companions(scene: Scene, subject: Subject, index: int, lead: Role) -> list[Role]:
    """A further subject: across from the lead, behind it when large, at its side when small."""
    drawn, span = motif(subject.motif), _span(scene)
    if (
        lead.motif.figure
        and lead.main
        and index == 0
        and subject.motif in _HELD
        and scene.camera.shot is not Shot.DETAIL
    ):
        return [_in_hand(scene, drawn, subject, lead)]
    side = -1 if lead.x > scene.width / 2 else 1
    if index % 2:
        side = -side
    reach = (0.27, 0.36, 0.14, 0.42)[index % 4]
    x = min(max(scene.width * 0.5 + side * scene.width * reach, scene.width * 0.1), scene.width * 0.9)
    facing = 1 if x < lead.x else -1
    person = min(scene.camera.person, 0.6) * span
    match drawn.habitat:
        case Habitat.HEAVENS | Habitat.AIR:
            size = _fitted(scene, drawn, person * drawn.height * 0.8, 0.13, 0.36)
            y = scene.height * (0.12 + 0.08 * index) + size * 0.9
            role = Role(
                motif=drawn,
                subject=subject,
                x=x,
                foot=y,
                size=size,
                facing=facing,
                depth=0.12,
                grounded=False,
            )
        case Habitat.BACKGROUND:
            role = _landmark(scene, drawn, subject, x)
        case Habitat.WATER | Habitat.DEEP if scene.place in WATERS:
            role = _swimmer(scene, drawn, subject, x, facing)
        case _:
            role = _at_side(scene, drawn, subject, index, lead)
    return [role]


def _hand(pose: Pose) -> tuple[float, float]:
    """Where the hand that is farthest forward is, in heights of the figure; who only stands holds things out."""
    stance = STANCES[Pose.REACHING if pose is Pose.STANDING else pose]
    if stance.turn:
        return (0.3, 0.7)
    joints = skeleton(stance)
    across, up = max(joints.near_arm[2], joints.far_arm[2])
    return (across + 0.03, up)


def _in_hand(scene: Scene, drawn: Motif, subject: Subject, lead: Role) -> Role:
    """Something the lead holds out, a third larger than life so that it is seen; in a close-up beside the face."""
    child = 1.0 if subject.motif == "umbrella" else stature(lead.subject)
    if scene.camera.shot is Shot.CLOSE_UP:
        side = 1 if lead.x <= scene.width / 2 else -1
        size = min(0.46 * _span(scene), scene.width * 0.4 / (2 * drawn.reach))
        return Role(motif=drawn, subject=subject, x=lead.x + side * min(scene.width * 0.29, 0.5 * _span(scene)), foot=scene.height * 0.97, size=size,
                    facing=side, grounded=False, in_hand=True)  # fmt: skip
    # Broad things (an open book, a map) would hide the face at the same scale.
    size = lead.size * drawn.height * (1.35 if drawn.reach < 1 else 0.95)
    across, up = _hand(scene.pose)
    # In a medium shot a true-sized lantern would hide its bearer.
    size = min(max(size, 0.07 * _span(scene)), 0.3 * _span(scene)) * child
    if subject.motif == "umbrella":
        size, across, up = lead.size * 0.72, 0.16, 0.97
    return Role(motif=drawn, subject=subject, x=lead.x + lead.facing * across * lead.size * child, foot=lead.foot - up * lead.size * child + size * 0.5,
                size=size, facing=lead.facing, grounded=False, in_hand=True)  # fmt: skip


def _landmark(scene: Scene, drawn: Motif, subject: Subject, x: float) -> Role:
    size = _fitted(
        scene, drawn, min(scene.camera.person, 0.45) * _span(scene) * drawn.height * 0.55, 0.3, 0.58
    )
    foot = scene.horizon + (scene.height - scene.horizon) * (0.24 if scene.place not in WATERS else 0.1)
    if scene.place in ROOMS:
        foot = scene.height * min(0.78, scene.camera.horizon + 0.16)
    return Role(
        motif=drawn,
        subject=subject,
        x=x,
        foot=foot,
        size=size,
        depth=0.24,
        grounded=scene.place not in WATERS,
    )


def _swimmer(scene: Scene, drawn: Motif, subject: Subject, x: float, facing: int) -> Role:
    size = _fitted(
        scene, drawn, min(scene.camera.person, 0.5) * _span(scene) * drawn.height * 0.6, 0.16, 0.46
    )
    if scene.place is Place.UNDERWATER:
        return Role(
            motif=drawn,
            subject=subject,
            x=x,
            foot=scene.height * 0.36 + size * 0.5,
            size=size,
            facing=facing,
            depth=0.1,
            grounded=False,
        )
    foot = scene.horizon + (scene.height - scene.horizon) * 0.26
    return Role(
        motif=drawn,
        subject=subject,
        x=x,
        foot=foot,
        size=size,
        facing=facing,
        depth=0.16,
        grounded=False,
        afloat=True,
    )


def _onlooker(scene: Scene, drawn: Motif, subject: Subject, lead: Role) -> Role:
    """A person behind the thing or face that fills the frame, cut at the waist."""
    side = -1 if lead.x > scene.width / 2 else 1
    size = 1.25 * _span(scene)
    return Role(motif=drawn, subject=subject, x=scene.width * (0.5 + side * 0.3), foot=scene.height * 0.34 + 0.87 * size, size=size,
                facing=-side, depth=0.3, grounded=False)  # fmt: skip


def _at_side(scene: Scene, drawn: Motif, subject: Subject, index: int, lead: Role) -> Role:
    """Next to the lead on the same ground, in true proportion but never too small to be seen."""
    span = _span(scene)
    near = scene.camera.shot in _NEAR or scene.camera.shot is Shot.MEDIUM
    if near and drawn.figure and scene.camera.shot in _NEAR:
        return _onlooker(scene, drawn, subject, lead)
    if near:
        person = 0.62 * span
        size = _fitted(scene, drawn, person * drawn.height, 0.24, 0.62)
        foot = scene.height * 0.97
        away = scene.width * (
            (0.31, 0.43, 0.2)[index % 3] if index % 2 == 0 or scene.width > scene.height else 0.24
        )
        x = lead.x + (away if lead.x <= scene.width / 2 else -away)
        return Role(
            motif=drawn,
            subject=subject,
            x=x,
            foot=foot,
            size=size,
            facing=1 if x < lead.x else -1,
            depth=0.05,
        )
    size = _fitted(scene, drawn, scene.camera.person * span * drawn.height, 0.14, 0.5)
    gap = lead.size * 0.34 + size * drawn.reach * 0.8
    gap *= (1.0, 1.0, 1.9, 1.9)[index % 4]
    toward = 1 if (lead.x <= scene.width / 2) == (index % 2 == 0) else -1
    x = min(max(lead.x + toward * gap, size * 0.3), scene.width - size * 0.3)
    return Role(motif=drawn, subject=subject, x=x, foot=lead.foot + scene.height * 0.012 if lead.grounded else scene.camera.ground * scene.height,
                size=size, facing=1 if x < lead.x else -1)  # fmt: skip
