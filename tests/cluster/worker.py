"""A worker on a machine of its own: it works until it is told to stop, or ended.

It differs from `python -m core worker` in its artist only, who costs money and writes every order into the journal.
"""

import signal
import threading
from pathlib import Path

from core.bootstrap import build_studio
from tests.cluster.artist import RepeatingArtist
from tests.studio_fakes import ProgrammablePlanner

PRICE_MICROS = 10_000


def main(journal: str) -> None:
    """Work until a SIGTERM comes; the settings come from the environment."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    artist = RepeatingArtist(name="sketch", price=PRICE_MICROS, journal=Path(journal), seconds=0.3)
    studio = build_studio(
        works=True, artists={"sketch": artist}, planners={"sketch": ProgrammablePlanner(name="sketch")}
    )
    studio.start()
    print("working", flush=True)
    stopping.wait()
    studio.stop()
