"""The built-in story planner: from a prompt to scenes with words, times and camera moves, without key or network."""
