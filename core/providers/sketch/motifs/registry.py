"""All motifs in one table, made when it is first asked for."""

from functools import cache

from core.providers.sketch.motifs.beasts import beast_motifs
from core.providers.sketch.motifs.buildings import building_motifs
from core.providers.sketch.motifs.creatures import CREATURES
from core.providers.sketch.motifs.figures import figure_motifs
from core.providers.sketch.motifs.goods import goods_motifs
from core.providers.sketch.motifs.kinds import Motif
from core.providers.sketch.motifs.nature import nature_motifs
from core.providers.sketch.motifs.things import thing_motifs
from core.providers.sketch.motifs.vehicles import VEHICLES


@cache
def motifs() -> dict[str, Motif]:
    """Every drawing by its name."""
    return {
        **figure_motifs(), **beast_motifs(), **CREATURES, **VEHICLES, **building_motifs(), **thing_motifs(),
        **goods_motifs(), **nature_motifs(),
    }  # fmt: skip


def motif(name: str) -> Motif:
    """The drawing of this name; a name that nobody drew is shown as something under a cloth."""
    table = motifs()
    return table.get(name, table["prop"])
