"""How pieces are encoded: as fine as they may be, and coarser where their pictures take too many bits."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import Canceled, FFmpegFailed
from core.media.encoder import (
    BITS_PER_SECOND,
    KEY_FRAME_BITS,
    encode_segment,
    join_beginning,
    opened,
)
from core.media.frames import Screen
from core.media.probe import probe
from tests.media.films import SMALL, decoded

FRAMES, RATE = 20, 30
ALLOWED = KEY_FRAME_BITS + BITS_PER_SECOND * FRAMES / RATE
LARGE = (1280, 720)


class Tries:
    """Plays frames and counts how often they were asked for; `grain` is their noise in codes of 255."""

    def __init__(self, grain: int, size: tuple[int, int] = LARGE, frames: int = FRAMES) -> None:
        self.grain, self.size, self.frames, self.count = grain, size, frames, 0

    def __call__(self) -> Iterator[Screen]:
        self.count += 1
        chance = np.random.default_rng(7)
        screen = Screen(self.size)
        for _ in range(self.frames):
            screen.buffer[:] = 128
            if self.grain:
                noise = chance.integers(-self.grain, self.grain, screen.planes.luma.shape)
                screen.planes.luma[:] = screen.planes.luma + noise
            yield screen


def encode(tries: Tries, out: Path, cancellation: Cancellation | None = None) -> Path:
    encode_segment(
        out,
        tries,
        frames=tries.frames,
        size=tries.size,
        frame_rate=RATE,
        cancellation=cancellation or Cancellation(),
    )
    return out


def video_bits(path: Path) -> int:
    with opened(path) as segment:
        return sum(packet.size * 8 for packet in segment.demux(segment.streams.video[0]))


def test_a_plain_piece_is_encoded_once(tmp_path: Path) -> None:
    """Frames that need few bits are drawn once and coded as finely as any."""
    tries = Tries(0)
    facts = probe(encode(tries, tmp_path / "plain.mp4"))
    assert (tries.count, facts.frames, facts.start_ms, facts.tagged_bt709) == (1, FRAMES, 0, True)


@pytest.mark.parametrize("grain", [12, 60])
def test_a_grainy_piece_keeps_to_its_bits(grain: int, tmp_path: Path) -> None:
    """Frames that would take more than a piece may have are drawn anew and coded coarser, until they fit."""
    tries = Tries(grain)
    path = encode(tries, tmp_path / "grainy.mp4")
    assert tries.count > 1
    assert probe(path).frames == FRAMES
    assert video_bits(path) <= ALLOWED


def test_a_grainy_piece_is_no_coarser_than_it_must_be(tmp_path: Path) -> None:
    """Of what a piece with a film's grain may have it takes more than a third; noise alone has no such middle."""
    assert video_bits(encode(Tries(12), tmp_path / "grainy.mp4")) > ALLOWED / 3


def test_the_same_frames_are_the_same_bytes(tmp_path: Path) -> None:
    """What is encoded twice is alike to the last byte, however many tries it takes."""
    first, second = (encode(Tries(12), tmp_path / f"{name}.mp4") for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_coarse_and_fine_pieces_are_joined_without_touching_them(tmp_path: Path) -> None:
    """Pieces of different quantizers and lengths have the same head, and play one after the other frame by frame."""
    tries = [Tries(0), Tries(60), Tries(0, frames=1), Tries(12, frames=2), Tries(0, frames=7)]
    paths = [encode(one, tmp_path / f"{number}.mp4") for number, one in enumerate(tries)]
    heads = set()
    for path in paths:
        with opened(path) as segment:
            heads.add(segment.streams.video[0].codec_context.extradata)
    assert len(heads) == 1

    joined = tmp_path / "joined.mp4"
    join_beginning(paths, joined, Cancellation())

    facts = probe(joined)
    assert (facts.frames, facts.start_ms, facts.even) == (sum(one.frames for one in tries), 0, True)
    apart = [frame for path in paths for frame in decoded(path)]
    for one, other in zip(decoded(joined), apart, strict=True):
        assert np.array_equal(one, other)


def test_a_canceled_piece_is_not_tried_again(tmp_path: Path) -> None:
    """Called off, a piece ends between two frames, whichever try it is."""
    cancellation = Cancellation()
    tries = Tries(60)

    def until_the_second() -> Iterator[Screen]:
        if tries.count:
            cancellation.cancel()
        return tries()

    with pytest.raises(Canceled):
        encode_segment(
            tmp_path / "never.mp4",
            until_the_second,
            frames=FRAMES,
            size=LARGE,
            frame_rate=RATE,
            cancellation=cancellation,
        )
    assert tries.count == 2


def test_what_is_no_segment_is_told(tmp_path: Path) -> None:
    """A file that is broken fails with the library's words instead of joining less than there is."""
    whole = encode(Tries(0, SMALL), tmp_path / "whole.mp4")
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(FFmpegFailed, match="could not do its work"):
        join_beginning([whole, broken], tmp_path / "joined.mp4", Cancellation())
