"""Which painter paints which place, and what its ground and water are like."""

from collections.abc import Callable
from typing import Final

from core.providers.sketch.places import beyond, outdoors, rooms, towns, waterside, workrooms
from core.providers.sketch.scene import Scene
from core.vocabulary.reading import Place

PAINTERS: Final[dict[Place, Callable[[Scene], None]]] = {
    Place.SEA: waterside.sea, Place.BEACH: waterside.beach, Place.HARBOR: waterside.harbor, Place.RIVER: outdoors.river,
    Place.UNDERWATER: waterside.underwater, Place.MOUNTAINS: outdoors.mountains, Place.FOREST: outdoors.forest,
    Place.MEADOW: outdoors.meadow, Place.GARDEN: outdoors.garden, Place.DESERT: outdoors.desert, Place.SNOW: outdoors.snow,
    Place.CAVE: beyond.cave, Place.RUINS: outdoors.ruins, Place.VILLAGE: towns.village, Place.CITY: towns.city,
    Place.ROAD: outdoors.road, Place.INTERIOR: rooms.interior, Place.KITCHEN: workrooms.kitchen, Place.OFFICE: workrooms.office,
    Place.STAGE: workrooms.stage, Place.SPACE: beyond.space, Place.SKY: beyond.sky,
}  # fmt: skip

ROOMS: Final = frozenset({Place.INTERIOR, Place.KITCHEN, Place.OFFICE, Place.STAGE})
# Places where weather does not reach the subject.
SHELTERED: Final = ROOMS | {Place.CAVE, Place.UNDERWATER, Place.SPACE}
WATERS: Final = frozenset({Place.SEA, Place.HARBOR, Place.RIVER, Place.BEACH, Place.UNDERWATER})
# Nothing to stand on: figures get a rock of their own.
OPEN: Final = frozenset({Place.SEA, Place.SKY})
