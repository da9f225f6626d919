"""The sound of films: as loud as it should be, as long as the picture, faded, repeated without a break."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import Cancellation
from core.errors import AppError, Canceled, MusicUnreadable
from core.media.bed import prepare_bed
from core.media.export_batch import ExportBatch
from core.media.exports import ExportSpec
from core.media.ffmpeg import FFmpeg
from core.media.film import FilmFacts, FilmPlan
from core.media.probe import probe
from core.media.segments import SegmentCache
from core.media.timeline import MusicFile
from core.terms import ExportFormat, ExportQuality, Motion, Transition
from tests.media.films import Studio, flat, landscape, plan, shot
from tests.sounds import RATE, Sound, heard, level, loudness, music, noise, pitch, tone, unseen, wav

SECONDS = 6.0


def film_with(folder: Path, music: MusicFile | None, *, seconds: float = SECONDS) -> FilmPlan:
    """A film that stands still, so that next to nothing is drawn."""
    picture = flat(folder / "flat.png", (90, 120, 60))
    still = shot(picture, round(seconds * 1000), Motion.STILL, Transition.CUT)
    return replace(plan([still], (160, 90)), music=music)


def listen(films: Studio, content: bytes, *, seconds: float = SECONDS) -> Sound:
    """What is heard in a film with this music."""
    film = film_with(films.folder, music(films.folder / "music", content), seconds=seconds)
    facts = films.render(film)
    assert abs(facts.audio_ms - facts.duration_ms) <= 60
    return heard(films.out)


def piano() -> Sound:
    """Notes that swell and die away: far more peak than loudness."""
    times = np.arange(8 * RATE) / RATE
    swell = (0.1 + 0.9 * np.sin(np.pi * times / 8) ** 2) * np.exp(-9 * (times % 0.7))
    return tone(262, 8, amplitude=0.9) * swell[:, None].astype(np.float32)


def claps() -> Sound:
    """Bursts of a few milliseconds, far apart: at -16 LUFS their peaks would be far above full scale."""
    times = np.arange(8 * RATE) / RATE
    return noise(8, amplitude=0.9) * np.exp(-160 * (times % 0.6))[:, None].astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [noise(8, amplitude=0.001), noise(1.5, amplitude=0.9), tone(440, 8), piano()],
    ids=["quiet", "clipped", "even", "peaky"],
)
def test_the_film_is_as_loud_as_films_are(sound: Sound, films: Studio, ffmpeg: FFmpeg) -> None:
    """Whatever the music was like: -16 LUFS within one, no true peak above -1.5 dB, and the length of the picture."""
    samples = listen(films, wav(sound))

    integrated, peak = loudness(films.out, ffmpeg)
    assert integrated == pytest.approx(-16, abs=1)
    assert peak <= -1.5
    assert len(samples) / RATE == pytest.approx(SECONDS, abs=0.03)


def test_claps_are_as_loud_as_their_peaks_let_them(films: Studio, ffmpeg: FFmpeg) -> None:
    """Where -16 LUFS cannot be reached the peaks come as near to their limit as they may, and not beyond."""
    listen(films, wav(claps()))

    integrated, peak = loudness(films.out, ffmpeg)
    assert integrated < -17
    assert -2.1 <= peak <= -1.5


def test_without_music_the_film_is_silent(films: Studio) -> None:
    """There is a track, and not a sound on it."""
    films.render(film_with(films.folder, None))

    samples = heard(films.out)
    assert not samples.any()
    assert len(samples) / RATE == pytest.approx(SECONDS, abs=0.03)


def test_silent_music_stays_silent(films: Studio) -> None:
    """Nothing is made of a converter's noise but silence."""
    assert not listen(films, wav(noise(1, amplitude=0.0001))).any()


def test_long_music_is_cut_and_faded(films: Studio) -> None:
    """It begins at its beginning, rises in half a second, and falls to nothing in the last quarter."""
    samples = listen(films, wav(np.concatenate([tone(400, 3), tone(1000, 9)])))

    assert pitch(samples, 1, 2) == pytest.approx(400, abs=3)
    assert pitch(samples, 3.2, 3.9) == pytest.approx(1000, abs=3)
    middle = level(samples, 1, 2)
    assert level(samples, 0, 0.05) < middle - 20
    assert level(samples, 0.5, 0.6) == pytest.approx(middle, abs=0.7)
    assert level(samples, 3.8, 3.95) == pytest.approx(middle, abs=1)
    assert level(samples, 5.2, 5.3) == pytest.approx(middle - 6, abs=1.5)
    assert level(samples, 5.95, 6) < middle - 30


def test_short_music_is_repeated_without_a_break(films: Studio) -> None:
    """A piece of two seconds comes round every 1.75, always equally loud: its end and beginning share a quarter."""
    # Without its heights, of which no coder keeps more than their power.
    low = np.apply_along_axis(np.convolve, 0, noise(2, amplitude=0.4), np.hanning(64) / 32, mode="same")
    samples = listen(films, wav(low))

    levels = [level(samples, moment, moment + 0.2) for moment in np.arange(0.6, 3.9, 0.1)]
    assert max(levels) - min(levels) < 1.8
    first, second = (samples[round(at * RATE) :][: RATE // 2, 0] for at in (0.6, 2.35))
    assert np.corrcoef(first, second)[0, 1] > 0.98


def test_no_click_where_music_begins_again(films: Studio) -> None:
    """A wave that ends at its peak and begins in its trough is led over from one to the other."""
    times = np.arange(RATE) / RATE
    wave = (0.3 * -np.cos(2 * np.pi * 100.5 * times)).astype(np.float32)
    samples = listen(films, wav(np.repeat(wave[:, None], 2, axis=1)))

    steps = np.abs(np.diff(samples[RATE : 3 * RATE, 0]))
    # The steepest that such a wave is by itself; joined as it stands it would jump by 2.
    assert steps.max() < 2 * 2 * np.pi * 100.5 / RATE * np.abs(samples).max()


def test_music_that_is_nearly_as_long_is_not_begun_again(films: Studio) -> None:
    """Where less than a tenth of the film is missing, the music fades out by then and the rest is silent."""
    samples = listen(films, wav(np.concatenate([tone(1000, 1), tone(400, 4.7)])))

    assert pitch(samples, 5, 5.5) == pytest.approx(400, abs=3)
    assert level(samples, 5.75, 6) < -70


def test_the_shortest_music_fills_a_film(films: Studio) -> None:
    """A fifth of a second is repeated as often as it takes."""
    samples = listen(films, wav(tone(500, 0.2)), seconds=2)

    assert level(samples, 1, 1.4) > -40


def test_only_what_changed_is_prepared_again(films: Studio) -> None:
    """Music re-encodes no segment, a new picture prepares no music, and another length prepares it anew."""
    silent = film_with(films.folder, None)
    films.render(silent)
    drawn = films.stored()

    played = replace(silent, music=music(films.folder / "music", wav(tone(440, 1))))
    films.render(played)
    assert "music" in [report.stage for report in films.reports]
    with_bed = films.stored()
    (bed,) = set(with_bed) - set(drawn)
    assert {name: with_bed[name] for name in drawn} == drawn

    other = shot(landscape(films.folder / "b.png", 1), 6000, Motion.STILL, Transition.CUT)
    films.render(replace(played, shots=(other,)))
    assert films.stored()[bed] == with_bed[bed]

    before = films.stored()
    films.render(film_with(films.folder, played.music, seconds=4))
    beds = [name for name in set(films.stored()) - set(before) if not video(films, name)]
    assert len(beds) == 1
    assert not films.leftovers()


def video(films: Studio, name: str) -> bool:
    """Whether a stored file shows anything."""
    try:
        return probe(films.segments.folder / name[:2] / name).frames > 0
    except AppError:
        return False


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory, ffmpeg: FFmpeg) -> Path:
    """A film of two seconds with music."""
    films = Studio(tmp_path_factory.mktemp("master"), ffmpeg)
    listen(films, wav(tone(440, 1)), seconds=2)
    return films.out


@pytest.fixture(scope="module")
def nine(master: Path, ffmpeg: FFmpeg) -> dict[str, tuple[Path, FilmFacts]]:
    """All exports of the film, made together as they are in the background."""
    made: dict[str, tuple[Path, FilmFacts]] = {}
    batch = ExportBatch(
        source=master,
        folder=master.parent / "exports",
        ffmpeg=ffmpeg,
        cancellation=Cancellation(),
        on_progress=lambda _: None,
        on_made=lambda spec, path, facts: made.update({f"{spec.format}/{spec.quality}": (path, facts)}),
    )
    sizes = zip(ExportQuality, ((96, 54), (128, 72), (160, 90)), strict=True)
    specs = [
        ExportSpec(
            format=format,
            quality=quality,
            size=size,
            video_kbps=quality.ceiling.video_kbps,
            audio_kbps=quality.ceiling.audio_kbps,
        )
        for quality, size in sizes
        for format in ExportFormat
    ]
    for webm in (False, True):
        batch.make([spec for spec in specs if (spec.format is ExportFormat.WEBM) == webm], twins={})
    return made


@pytest.mark.parametrize("quality", list(ExportQuality))
@pytest.mark.parametrize("format", list(ExportFormat))
def test_every_export_has_the_sound(
    format: ExportFormat, quality: ExportQuality, master: Path, nine: dict[str, tuple[Path, FilmFacts]]
) -> None:
    """Each of the nine is heard from end to end as the film is, and as long as its picture."""
    path, facts = nine[f"{format}/{quality}"]
    samples, original = heard(path), heard(master)

    assert len(samples) / RATE == pytest.approx(facts.duration_ms / 1000, abs=0.06)
    for moment in np.arange(0.5, 1.5, 0.1):
        loud = level(original, moment, moment + 0.1)
        assert loud > -40
        assert level(samples, moment, moment + 0.1) == pytest.approx(loud, abs=1)
    assert pitch(samples, 0.5, 1.5) == pytest.approx(440, abs=3)


@pytest.fixture
def bed(tmp_path: Path, ffmpeg: FFmpeg) -> Callable[[MusicFile], Path | None]:
    """Prepares the bed of a film of two seconds."""

    def prepared(music: MusicFile, cancellation: Cancellation | None = None) -> Path | None:
        return prepare_bed(
            film_with(tmp_path, music, seconds=2),
            segments=SegmentCache(tmp_path / "segments"),
            ffmpeg=ffmpeg,
            cancellation=cancellation or Cancellation(),
        )

    return prepared


@pytest.mark.parametrize("media_type", ["audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac"])
def test_a_list_of_files_that_was_trusted_reaches_nothing(
    media_type: str, bed: Callable[..., Path | None], tmp_path: Path
) -> None:
    """Even a playlist that got into the store is read as what it was taken for, so that it leads nowhere."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0)
        port = trap.getsockname()[1]
        lines = f"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.mp3\n#EXT-X-ENDLIST\n"
        with pytest.raises(AppError):
            bed(unseen(tmp_path / "list", lines.encode() * 40, media_type))
        with pytest.raises(BlockingIOError):
            trap.accept()


def test_numbers_that_are_no_sound_are_refused(bed: Callable[..., Path | None], tmp_path: Path) -> None:
    """A file may hold infinity; nothing is made of it, and nothing of the attempt is left."""
    samples = tone(440, 1)
    samples[RATE // 2 :] = np.inf
    header = wav(samples)[:44]
    # The same header for 32-bit floats: format 3, four bytes a sample.
    size = len(samples.tobytes()).to_bytes(4, "little")
    block = b"\x03\x00\x02\x00\x80\xbb\x00\x00\x00\xdc\x05\x00\x08\x00\x20\x00"
    content = header[:20] + block + header[36:40] + size + samples.tobytes()

    with pytest.raises(MusicUnreadable, match="no sound"):
        bed(unseen(tmp_path / "inf.wav", content, "audio/wav"))
    assert not [path for path in (tmp_path / "segments").rglob("*") if path.is_file()]


def test_an_empty_sound_is_refused(bed: Callable[..., Path | None], tmp_path: Path) -> None:
    """A file with a header and no sample in it cannot be played."""
    with pytest.raises(MusicUnreadable, match="nothing is to be heard"):
        bed(unseen(tmp_path / "empty.wav", wav(tone(440, 0)), "audio/wav"))


def test_preparing_can_be_cancelled(bed: Callable[..., Path | None], tmp_path: Path) -> None:
    """Whoever cancels a render does not wait for its music."""
    stopped = Cancellation()
    stopped.cancel()

    with pytest.raises(Canceled):
        bed(music(tmp_path / "music", wav(tone(440, 1))), stopped)
