"""The drawings of everything that words can name; `registry.motifs()` is the table of them all."""
