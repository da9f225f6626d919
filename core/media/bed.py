"""The sound bed: a piece of music cut or repeated to the film's length, faded, and set to an even loudness; or silence.

A bed is kept among the segments, under the hash of all that shaped it, and shared and swept like them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from core.cancellation import Cancellation
from core.errors import MusicUnreadable
from core.media import commands, encoder
from core.media.commands import Loudness
from core.media.ffmpeg import FFmpeg
from core.media.music import music_kind
from core.media.segments import SegmentCache, segment_key
from core.media.timeline import FilmPlan, MusicFile

# Samples of two channels, (N, 2).
Sound = npt.NDArray[np.float32]

# Raise this whenever the code below changes what a bed sounds like.
_CODE_VERSION: Final = 3
_FADE_IN_SECONDS: Final = 0.5
_FADE_OUT_SECONDS: Final = 2.0
# Where music begins again, its end and its beginning are heard together for this long: enough to hide a break,
# too short to hear two melodies. Of a short loop it is an eighth at most.
_SEAM_SECONDS: Final = 1.0
_SEAM_SHARE: Final = 8
# Music that lacks no more than a tenth of the film ends a little earlier, instead of beginning again for a moment.
_SILENT_SHARE: Final = 10
# Loudness is only told between -70 LUFS and 0, so the music's peak is brought to half of full scale first.
_PEAK: Final = 0.5
# A file that never gets louder than -60 dB is silence with some noise of its converter in it, and stays so.
_SILENT_PEAK: Final = 0.001
_SILENCE_LUFS: Final = -70.0
# Encoding raises the peaks of claps by two dB, and takes as much from noise; what it did is told by listening to it.
_TRIES: Final = 3


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """How a bed runs, in samples: `heard` of `length` are music, the rest is silence."""

    length: int
    heard: int
    fade_in: int
    fade_out: int


def prepare_bed(
    plan: FilmPlan, *, segments: SegmentCache, ffmpeg: FFmpeg, cancellation: Cancellation
) -> Path:
    """The film's sound as a file whose audio only needs to be copied.

    Raises `MusicUnreadable`, `Canceled`, `DiskFull` or `FFmpegFailed`.
    """
    music = plan.music
    length = round(plan.frames * commands.AUDIO_RATE / plan.frame_rate)

    def build(draft: Path) -> None:
        if music is not None:
            _build(music, length, draft, ffmpeg, cancellation)
        else:
            encoder.encode_silence(draft, samples=length)

    key = _key(plan, music, ffmpeg)
    return segments.find(key) or segments.make(key, build)


def _key(plan: FilmPlan, music: MusicFile | None, ffmpeg: FFmpeg) -> str:
    return segment_key(
        music=music and music.sha256,
        frames=plan.frames,
        frame_rate=plan.frame_rate,
        bed=_CODE_VERSION,
        encoding=commands.MASTER_AUDIO,
        encoder=ffmpeg.version() if music else encoder.version(),
    )


def _build(music: MusicFile, length: int, draft: Path, ffmpeg: FFmpeg, cancellation: Cancellation) -> None:
    samples = draft.with_name(f"{draft.stem}.sound.draft")
    decode = commands.decode_music(
        music.path,
        samples,
        demuxer=music_kind(music.media_type).demuxer,
        seconds=length / commands.AUDIO_RATE,
    )
    try:
        ffmpeg.run(decode, cancellation=cancellation)
        sound = _read(samples)
        shape = _shape(len(sound), length)
        fades = commands.Fades(
            fade_in=shape.fade_in, fade_out_from=shape.heard - shape.fade_out, fade_out=shape.fade_out
        )

        def play(command: list[str]) -> str:
            return ffmpeg.run(command, cancellation=cancellation, feed=_played(sound, shape.heard))

        def listen() -> Loudness | None:
            return _loudness(ffmpeg.run(commands.measure_encoded(draft), cancellation=cancellation))

        _encode(draft, fades, length / commands.AUDIO_RATE, play=play, listen=listen)
    finally:
        with suppress(FileNotFoundError):
            samples.unlink()


def _read(samples: Path) -> Sound:
    if not samples.stat().st_size:
        raise MusicUnreadable("The music cannot be played: nothing is to be heard in its file.")
    sound = np.memmap(samples, dtype="<f4", mode="r").reshape(-1, 2)
    if not np.isfinite(_peak(sound)):
        raise MusicUnreadable("The music cannot be played: its file holds numbers that are no sound.")
    return sound


def _peak(sound: Sound) -> float:
    return max(float(sound.max()), -float(sound.min()))


def _shape(own: int, length: int) -> _Shape:
    """How music of `own` samples fills a film of `length`."""
    rate = commands.AUDIO_RATE
    lacking = length - own
    ends_early = 0 < lacking <= min(length // _SILENT_SHARE, round(_FADE_OUT_SECONDS * rate))
    heard = own if ends_early else length
    return _Shape(
        length=length,
        heard=heard,
        fade_in=min(round(_FADE_IN_SECONDS * rate), heard // 8),
        fade_out=min(round(_FADE_OUT_SECONDS * rate), heard // 4),
    )


def _played(sound: Sound, count: int) -> Iterator[bytes]:
    """The first `count` samples of the music, begun again as often as needed, a second at a time."""
    peak = _peak(sound)
    gain = np.float32(_PEAK / peak if peak > _SILENT_PEAK else 0.0)
    for part in _endless(sound):
        for first in range(0, len(part), commands.AUDIO_RATE):
            chunk = part[first : min(first + commands.AUDIO_RATE, first + count)]
            yield (chunk * gain).tobytes()
            count -= len(chunk)
            if not count:
                return


def _endless(sound: Sound) -> Iterator[Sound]:
    seam = min(round(_SEAM_SECONDS * commands.AUDIO_RATE), len(sound) // _SEAM_SHARE)
    body = len(sound) - seam
    # The end and the beginning are unlike each other, so their powers add up, not their amplitudes.
    turn = np.linspace(0, np.pi / 2, seam, dtype=np.float32)[:, None]
    joint = sound[body:] * np.cos(turn) + sound[:seam] * np.sin(turn)
    yield sound[:body]
    while True:
        yield joint
        yield sound[seam:body]


def _encode(
    draft: Path,
    fades: commands.Fades,
    seconds: float,
    *,
    play: Callable[[list[str]], str],
    listen: Callable[[], Loudness | None],
) -> None:
    """Encode what is played; again, a little louder or quieter, where encoding changed its loudness or its peaks."""
    loudness, louder = _settled(fades, play), 0.0
    for _ in range(_TRIES):
        play(commands.encode_bed(draft, fades=fades, loudness=loudness, seconds=seconds, louder=louder))
        heard = listen()
        if heard is None or not heard.louder:
            return
        louder += heard.louder


def _settled(fades: commands.Fades, play: Callable[[list[str]], str]) -> Loudness | None:
    """What the bed's loudness is set by; None for silence."""
    loudness = _loudness(play(commands.measure_bed(fades)))
    if loudness is None or loudness.has_room:
        return loudness
    # Peaks are held down then, and what that makes of the whole is known only when it was tried.
    tried = _loudness(play(commands.measure_bed(fades, loudness)))
    return replace(loudness, offset=loudness.offset + (tried.missed if tried else 0.0))


def _loudness(said: str) -> Loudness | None:
    """What ffmpeg measured, from the object that it prints at its end; None for silence."""
    printed: dict[str, str] = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    measured = {name: float(value) for name, value in printed.items() if name != "normalization_type"}
    if not measured["input_i"] > _SILENCE_LUFS:
        return None
    return Loudness(
        integrated=measured["input_i"],
        true_peak=measured["input_tp"],
        range=measured["input_lra"],
        threshold=measured["input_thresh"],
        offset=measured["target_offset"],
    )
