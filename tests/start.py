"""Starts a program of the tests in a process of its own: `python -m tests.start MODULE ARGUMENT...` calls its `main`."""

import gc
import sys
from importlib import import_module


def start(module: str, *words: str) -> None:
    """Load the module as the product's launchers load theirs, without looking for garbage, and run it."""
    gc.disable()
    program = import_module(module)
    gc.freeze()
    gc.enable()
    program.main(*words)


if __name__ == "__main__":
    start(*sys.argv[1:])
