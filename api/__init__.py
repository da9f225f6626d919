"""The REST face of the Studio, under /api/v2."""
