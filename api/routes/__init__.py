"""The calls, a module for each noun; they only ask the studio and shape its answers."""
