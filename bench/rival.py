"""MoviePy beside the product: the same film, and how close each comes to its own frames."""

import json
import re
import subprocess
from pathlib import Path
from typing import Final

from bench.film_tasks import found_ffmpeg
from bench.processes import ROOT, Told, WorkFailed, run
from bench.sources import FILM_SIZE, MOTIONS

MOVIEPY: Final = ROOT / ".venv-bench" / "bin" / "python"
# What the product does at these lengths: half a second of cross-fade, or two fifths of a shorter scene.
_LONGEST_OVERLAP: Final = 0.5
_OVERLAP_SHARE: Final = 0.4
_TRAVEL_PER_SECOND: Final = 0.024


def moviepy(pictures: list[Path], scene_seconds: float, out: Path, lossless: Path | None = None) -> Told:
    """Make the film with MoviePy; `lossless` gets its frames as they were before encoding."""
    overlap = min(_LONGEST_OVERLAP, scene_seconds * _OVERLAP_SHARE)
    order = {
        "pictures": [str(picture) for picture in pictures],
        "motions": [MOTIONS[number % len(MOTIONS)] for number in range(len(pictures))],
        "scene_seconds": scene_seconds,
        "overlap": overlap,
        "travel": _TRAVEL_PER_SECOND * (scene_seconds + overlap),
        "size": FILM_SIZE,
        "out": str(out),
    }
    if lossless is not None:
        order["lossless"] = str(lossless)
    command = [str(MOVIEPY), "-m", "bench.moviepy_film", json.dumps(order)]
    return run(command, environment={"FFMPEG_BINARY": str(found_ffmpeg().executable)})


def vmaf(film: Path, reference: list[str]) -> float:
    """How close the film looks to the reference, given as ffmpeg's input arguments; 100 is the same."""
    # Frames are paired by number, since two containers round their times differently, and compared code by code:
    # where only one of the two says what its colours mean, ffmpeg would convert it first.
    counted = "settb=1/30,setpts=N,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    graph = f"[0:v]{counted}[film];[1:v]{counted}[frames];[film][frames]libvmaf=n_threads=2"
    words = [str(found_ffmpeg().executable), "-hide_banner", "-nostats", "-i", str(film), *reference]
    done = subprocess.run(
        [*words, "-lavfi", graph, "-f", "null", "-"], capture_output=True, text=True, check=False
    )
    score = re.search(r"VMAF score: ([\d.]+)", done.stderr)
    if score is None:
        raise WorkFailed(f"ffmpeg told no VMAF:\n{done.stderr[-1000:]}")
    return float(score[1])
