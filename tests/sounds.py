"""Sounds to put under films, and ears to listen to them with."""

import hashlib
import io
import re
import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler

from core.cancellation import Cancellation
from core.media.ffmpeg import FFmpeg
from core.media.music import inspect_music
from core.media.timeline import MusicFile

Sound = npt.NDArray[np.float32]
RATE = 48_000


def tone(pitch: float, seconds: float, *, amplitude: float = 0.2) -> Sound:
    """A sine as (N, 2) samples."""
    times = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((amplitude * np.sin(2 * np.pi * pitch * times))[:, None], 2, axis=1).astype(np.float32)


def noise(seconds: float, *, amplitude: float = 0.1, seed: int = 1) -> Sound:
    """White noise, the same for the same seed."""
    rng = np.random.default_rng(seed)
    return (amplitude * rng.standard_normal((round(seconds * RATE), 2))).astype(np.float32)


def wav(sound: Sound) -> bytes:
    """The samples as a WAV file of 16 bits."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound.clip(-1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def music(path: Path, content: bytes) -> MusicFile:
    """A music file that was looked at like an upload."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    facts = inspect_music(content, max_bytes=50_000_000)
    return MusicFile(path=path, media_type=facts.kind.media_type, sha256=facts.sha256)


def unseen(path: Path, content: bytes, media_type: str) -> MusicFile:
    """A file that got past every look, as if it had been trusted for what it says it is."""
    path.write_bytes(content)
    return MusicFile(path=path, media_type=media_type, sha256=hashlib.sha256(content).hexdigest())


def heard(path: Path) -> Sound:
    """All samples of a film or a music file, (N, 2) at 48 kHz."""
    resampler = AudioResampler(format="flt", layout="stereo", rate=RATE)
    with av.open(str(path)) as file:
        frames = [part for frame in file.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames])


def level(sound: Sound, first: float, last: float) -> float:
    """The root mean square from one second to another, in dB of full scale."""
    part = sound[round(first * RATE) : round(last * RATE)].astype(np.float64)
    return float(10 * np.log10(np.mean(part**2) + 1e-12))


def pitch(sound: Sound, first: float, last: float) -> float:
    """The loudest frequency from one second to another, in Hz."""
    part = sound[round(first * RATE) : round(last * RATE), 0]
    return float(np.argmax(np.abs(np.fft.rfft(part))) * RATE / len(part))


def loudness(path: Path, ffmpeg: FFmpeg) -> tuple[float, float]:
    """The integrated loudness in LUFS and the true peak in dB, as EBU R 128 measures them."""
    said = ffmpeg.run(
        ["-loglevel", "info", "-i", str(path), "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"],
        cancellation=Cancellation(),
    )
    summary = said[said.rindex("Summary:") :]
    found = [re.search(rf"\b{name}: +(\S+)", summary) for name in ("I", "Peak")]
    integrated, peak = (float(one[1]) for one in found if one)
    return integrated, peak
