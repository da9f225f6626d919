"""The names of everything the sketch artist can draw, by kind.

The vocabulary maps nouns to exactly these names; `PROP` stands for a noun that it does not know.
"""

from typing import Final

FIGURES: Final = (
    "hero", "man", "woman", "boy", "girl", "old_man", "old_woman", "astronaut", "knight", "wizard", "witch",
    "robot", "dancer", "explorer", "sailor", "pirate", "king", "queen", "chef", "musician", "scientist",
    "detective", "farmer", "painter", "worker", "business_person", "ghost", "crowd",
)  # fmt: skip

ANIMALS: Final = (
    "dog", "cat", "fox", "wolf", "horse", "deer", "bear", "rabbit", "elephant", "lion", "cow", "sheep", "mouse",
    "bird", "owl", "eagle", "penguin", "whale", "fish", "dolphin", "octopus", "turtle", "butterfly", "dragon",
)  # fmt: skip

VEHICLES: Final = (
    "ship", "sailboat", "rowboat", "car", "truck", "bus", "train", "plane", "rocket", "spaceship", "bicycle",
    "balloon", "submarine",
)  # fmt: skip

BUILDINGS: Final = (
    "house", "cabin", "castle", "lighthouse", "tower", "bridge", "temple", "windmill", "tent", "skyscraper",
    "church", "factory", "shop",
)  # fmt: skip

OBJECTS: Final = (
    "chest", "fire", "lantern", "candle", "book", "sword", "key", "map", "crown", "gem", "cup", "phone", "laptop",
    "screen", "clock", "bottle", "guitar", "piano", "camera", "ball", "box", "shoe", "umbrella", "letter", "mirror",
    "door", "window", "telescope", "robot_arm", "table", "chair", "bread", "cake", "bowl", "kite", "statue", "sign",
    "bag",
)  # fmt: skip

NATURE: Final = (
    "tree", "palm", "cactus", "flower", "mushroom", "rock", "island", "moon", "sun", "star", "planet", "waterfall",
    "volcano", "rainbow", "cloud",
)  # fmt: skip

PROP: Final = "prop"


def motif_names() -> tuple[str, ...]:
    """Every name that can be drawn, `prop` last."""
    return (*FIGURES, *ANIMALS, *VEHICLES, *BUILDINGS, *OBJECTS, *NATURE, PROP)
