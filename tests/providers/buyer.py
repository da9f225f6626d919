"""A program that buys pictures and keeps a journal of intents and tickets, made to be killed at any moment.

Started again with the same folder it goes on.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from core.cancellation import Cancellation
from core.providers.base import PictureBrief
from core.providers.catalog import Catalog
from core.providers.replicate import Patience, ReplicateArtist, ReplicateService
from core.terms import AspectRatio


def main(url: str, token: str, folder: str, count: str) -> None:
    """Buy this many pictures, several at once, as a worker does."""
    service = ReplicateService(token=token, base_url=url, patience=Patience(poll_ms=2, retry_ms=2))
    artist = ReplicateArtist(service=service, model=Catalog.load().model("picture"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(partial(buy, artist, Path(folder)), range(int(count))))
    service.close()


def buy(artist: ReplicateArtist, folder: Path, number: int) -> None:
    """Intent, ticket, picture: each is on disk before the next step is made."""
    picture, ticket, intent = (folder / f"{number}.{step}" for step in ("png", "ticket", "intent"))
    if picture.exists():
        return
    brief = PictureBrief(
        prompt=f"Moment {number}",
        style="ink",
        aspect_ratio=AspectRatio.WIDE,
        size=AspectRatio.WIDE.picture_size,
        seed=number,
        job_seed=1,
    )
    if not ticket.exists():
        keep(ticket, ordered(artist, brief, intent).encode())
    keep(picture, artist.collect(ticket.read_text(), brief, Cancellation()).content)


def ordered(artist: ReplicateArtist, brief: PictureBrief, intent: Path) -> str:
    """The ticket of the order, adopted when an earlier life has placed it already."""
    adopted = None
    if intent.exists():
        adopted = artist.adopt(brief, since=datetime.fromisoformat(intent.read_text()))
    if adopted is None:
        keep(intent, datetime.now(UTC).isoformat().encode())
        adopted = artist.submit(brief)
    return adopted


def keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    unfinished = path.with_suffix(f"{path.suffix}.part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)  # noqa: PTH105 - the atomic call, by its name
