"""Artists and planners behind one protocol: the built-in sketch artist and Replicate."""
