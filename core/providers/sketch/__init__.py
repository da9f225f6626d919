"""The built-in artist: draws storyboard pictures from words alone, without key, network or model."""

from core.providers.sketch.artist import SketchArtist
from core.providers.sketch.motif_names import motif_names
from core.providers.sketch.style_words import style_of

__all__ = ["SketchArtist", "motif_names", "style_of"]
