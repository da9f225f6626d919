"""Who wears what: the costume of each figure, with the colours that the film's seed gives it."""

from dataclasses import dataclass, replace
from typing import Final

from core.providers.sketch.colours import RGB, darker, rgb
from core.providers.sketch.seeds import generator


@dataclass(frozen=True, kw_only=True)
class Costume:
    """Everything that tells one figure from another."""

    skin: RGB = (222, 174, 140)
    hair: RGB = (60, 42, 34)
    hair_cut: str = "short"
    hat: str = ""
    hat_colour: RGB = (90, 66, 50)
    garment: str = "jacket"
    main: RGB = (180, 70, 56)
    trim: RGB = (235, 222, 196)
    legs: RGB = (58, 60, 82)
    boots: RGB = (54, 40, 36)
    beard: str = ""
    cape: RGB | None = None
    scarf: RGB | None = None
    held: str = ""
    glasses: bool = False
    size: float = 1.0


_SKINS: Final = ("f0c8a4", "e2b08a", "c98f66", "a86f4a", "7c4f36", "dba57c")
_HAIRS: Final = ("2c2226", "4a3228", "7a4a2c", "b0763c", "8f3a26", "d8b070")
_CLOTHES: Final = ("b8443a", "d08a36", "3f6f8f", "5d7f4e", "7a4a72", "2f6e6c", "a85a3c", "46557f")
_TROUSERS: Final = ("3c4258", "4a3c36", "57503f", "2f3a44")

# garment, hat, hair, and what else sets them apart; colours left out come from the film's seed.
_WARDROBE: Final[dict[str, dict[str, object]]] = {
    "hero": {},
    "man": {"hair_cut": "short", "garment": "jacket"},
    "woman": {"hair_cut": "long", "garment": "dress"},
    "boy": {"hair_cut": "tousled", "garment": "shirt", "size": 0.68},
    "girl": {"hair_cut": "bob", "garment": "dress", "size": 0.66},
    "old_man": {"hair": "d9d6d0", "hair_cut": "bald", "beard": "full", "garment": "coat", "held": "stick", "size": 0.95},
    "old_woman": {"hair": "d5d0cc", "hair_cut": "bun", "garment": "robe", "glasses": True, "size": 0.9},
    "astronaut": {"garment": "spacesuit", "hat": "helmet", "main": "e6e8ec", "legs": "e0e2e8", "boots": "9aa2ae"},
    "knight": {"garment": "armour", "hat": "visor", "main": "aab4c0", "legs": "8f9aa8", "boots": "77828f", "held": "sword"},
    "wizard": {"garment": "robe", "hat": "pointed", "beard": "long", "hair": "e4e2e6", "hair_cut": "long", "held": "staff"},
    "witch": {"garment": "robe", "hat": "pointed", "hair_cut": "long", "main": "3a2c4c", "hat_colour": "33264a", "held": "broom"},
    "robot": {"garment": "plates", "hat": "robot", "main": "c6ccd2", "legs": "8d979f", "boots": "69737c", "skin": "d8dde2"},
    "dancer": {"garment": "tutu", "hair_cut": "bun", "legs": "f0c8b8", "boots": "e2a0a4"},
    "explorer": {"garment": "jacket", "hat": "wide", "main": "b89a62", "hat_colour": "8a6a42", "held": "pack", "scarf": "b8443a"},
    "sailor": {"garment": "coat", "hat": "cap", "main": "2c4468", "hat_colour": "f0ece2", "beard": "short", "hair": "c9c3b8"},
    "pirate": {"garment": "coat", "hat": "tricorn", "main": "7c2f34", "hat_colour": "2c262c", "beard": "short", "held": "sword"},
    "king": {"garment": "robe", "hat": "crown", "beard": "full", "main": "8a2438", "cape": "d8c8a4"},
    "queen": {"garment": "gown", "hat": "crown", "hair_cut": "long", "main": "5a3a86", "cape": "b23a56"},
    "chef": {"garment": "apron", "hat": "toque", "main": "eeeae2", "hat_colour": "f8f5ee"},
    "musician": {"garment": "jacket", "held": "guitar", "hair_cut": "tousled", "scarf": "d08a36"},
    "scientist": {"garment": "coat", "main": "ecebe6", "glasses": True, "hair_cut": "tousled", "legs": "46557f"},
    "detective": {"garment": "coat", "hat": "fedora", "main": "8c7048", "hat_colour": "6e5638"},
    "farmer": {"garment": "overalls", "hat": "straw", "main": "4a688f", "hat_colour": "dcb866", "held": "fork"},
    "painter": {"garment": "apron", "hat": "beret", "main": "e4dccb", "hat_colour": "a8343a", "held": "brush"},
    "worker": {"garment": "vest", "hat": "hard", "main": "e08a2c", "hat_colour": "f0c03c"},
    "business_person": {"garment": "suit", "main": "343c52", "legs": "2c3346", "held": "case"},
}  # fmt: skip


def costume_of(name: str, job_seed: int, accent: RGB, main: RGB | None) -> Costume:
    """The costume that `name` wears in every picture of the film; `main` is the colour the words ask for."""
    rng = generator("costume", job_seed, name)
    base = Costume(
        skin=rgb(_SKINS[int(rng.integers(len(_SKINS)))]),
        hair=rgb(_HAIRS[int(rng.integers(len(_HAIRS)))]),
        main=rgb(_CLOTHES[int(rng.integers(len(_CLOTHES)))]),
        legs=rgb(_TROUSERS[int(rng.integers(len(_TROUSERS)))]),
    )
    if name == "hero":
        base = _hero(base, int(rng.integers(4)), accent)
    worn = {part: _worth(part, value) for part, value in _WARDROBE[name].items()}
    costume = replace(base, **worn)  # type: ignore[arg-type]
    return replace(costume, main=main) if main else costume


def _hero(base: Costume, choice: int, accent: RGB) -> Costume:
    """One of four heroes; each is told from afar by hat, cape or scarf in the film's accent colour."""
    if choice == 0:
        return replace(base, hat="wide", hat_colour=darker(accent, 0.45), cape=accent, garment="jacket")
    if choice == 1:
        return replace(
            base, hat="hood", hat_colour=accent, main=accent, cape=darker(accent, 0.2), garment="coat"
        )
    if choice == 2:
        return replace(base, hair_cut="tousled", scarf=accent, garment="coat", held="pack")
    return replace(base, hat="beanie", hat_colour=accent, scarf=rgb("e8d8b8"), garment="jacket", held="pack")


def _worth(part: str, value: object) -> object:
    coloured = part in {"skin", "hair", "main", "legs", "boots", "hat_colour", "cape", "scarf", "trim"}
    return rgb(str(value)) if coloured else value
