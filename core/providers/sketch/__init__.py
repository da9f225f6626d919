"""The built-in artist: draws storyboard pictures from words alone, without key, network or model."""

from core.providers.sketch.motif_names import motif_names

__all__ = ["motif_names"]
