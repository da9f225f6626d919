"""The product's server, started as the README does: a new Python that loads everything itself."""

import os
import sys


def main(port: str) -> None:
    """Become `python app.py`, which takes its port from the settings."""
    os.execve(sys.executable, [sys.executable, "app.py"], {**os.environ, "STORYREEL_PORT": port})
