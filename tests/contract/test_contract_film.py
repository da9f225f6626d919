"""The contract on films: rendering, downloads, exports, counters, and files for players."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import pytest

from core.errors import FFmpegMissing
from core.media.ffmpeg import FFmpeg
from core.media.store import MediaStore
from core.workshop import Workshop
from tests.rest import Caller, another_server, calling
from tests.studio_fakes import ProgrammableArtist

TEMPLE = "Dramatic wide shot of ancient temple"


def _downloads(caller: Caller, job_id: int) -> int:
    return int(caller.http.get(f"/api/v2/jobs/{job_id}/metadata").json()["metrics"]["download_count"])


def _facts(content: bytes) -> tuple[str, tuple[int, int], str, float]:
    """Codec, size and sound of a film, and its length in seconds."""
    with av.open(io.BytesIO(content), "r") as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        seconds = float(film.duration or 0) / av.time_base
        return picture.codec_context.name, (picture.width, picture.height), sound.codec_context.name, seconds


def test_a_film_is_approved_rendered_and_rendered_again(caller: Caller) -> None:
    """Refine, approve, render works any number of times; the last film stays until the next replaces it."""
    job_id = caller.film()
    first = caller.http.get(f"/data/videos/{job_id}/final.mp4")

    edited = caller.post(job_id, "refine", params={"scene_number": 2, "new_image_prompt": TEMPLE}).json()
    listed = caller.http.get(f"/api/v2/jobs/{job_id}/metadata").json()["video"]
    download = caller.http.get(f"/api/v2/jobs/{job_id}/video")
    export = caller.http.get(f"/api/v2/jobs/{job_id}/export")
    unapproved = caller.post(job_id, "render")
    played = caller.http.get(f"/data/videos/{job_id}/final.mp4")
    caller.render(job_id)
    second = caller.http.get(f"/api/v2/jobs/{job_id}/video")

    assert (edited["status"], edited["approved"], edited["approved_at"]) == ("storyboard_ready", False, None)
    assert edited["video_url"] == listed["url"] == f"/data/videos/{job_id}/final.mp4"
    assert edited["changed_since_video"] == ["Scene 2: new picture"]
    assert (download.status_code, download.json()["detail"]) == (
        404,
        "Video not ready. Current status: storyboard_ready",
    )
    assert (export.status_code, export.json()["detail"]) == (
        400,
        "Video not ready for export. Current status: storyboard_ready",
    )
    assert (unapproved.status_code, unapproved.json()["detail"]) == (
        400,
        "Storyboard must be approved before rendering",
    )
    assert played.content == first.content != second.content
    assert caller.job(job_id)["changed_since_video"] == []


def test_rendering_twice_is_rendering_once(caller: Caller, film: int) -> None:
    """A second call while rendering is the same render, and one on a finished film makes no new one."""
    board = caller.board(aspect_ratio="1:1", motion="still", duration=60)
    caller.post(board, "approve")

    first, second = (caller.post(board, "render") for _ in range(2))
    edit = caller.post(board, "reorder", params={"scene_order": [2, 1, 3]})
    canceled = caller.post(board, "cancel")
    history = caller.http.get(f"/api/v2/jobs/{board}/history").json()
    finished = caller.post(film, "render")

    assert (first.json()["status"], second.json()["status"]) == ("rendering", "rendering")
    assert [event["kind"] for event in history].count("rendering") == 1
    assert (edit.status_code, edit.json()["code"]) == (409, "conflict")
    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert finished.json()["status"] == "completed"


@pytest.mark.parametrize("step", ["video", "export"])
def test_a_film_that_is_not_ready_is_refused_with_its_status(
    step: str, caller: Caller, still_board: int
) -> None:
    """Before there is a film the answer names the status the job is in."""
    answer = caller.http.get(f"/api/v2/jobs/{still_board}/{step}")

    assert (answer.status_code, answer.json()["detail"]) == {
        "video": (404, "Video not ready. Current status: storyboard_ready"),
        "export": (400, "Video not ready for export. Current status: storyboard_ready"),
    }[step]


def test_a_film_is_downloaded(caller: Caller, anyone: Caller, film: int) -> None:
    """Anybody may download the film; it is a whole MP4 of the job's shape and length, never cached, and counted."""
    before = _downloads(caller, film)

    answer = anyone.http.get(f"/api/v2/jobs/{film}/video")

    assert answer.status_code == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("video/mp4", "no-store")
    assert answer.headers["content-disposition"] == f'attachment; filename="video_{film}.mp4"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert int(answer.headers["content-length"]) == len(answer.content)
    codec, size, sound, seconds = _facts(answer.content)
    assert (codec, size, sound) == ("h264", (540, 540), "aac")
    assert seconds == pytest.approx(5, abs=1 / 30 + 0.03)
    assert _downloads(caller, film) == before + 1


@pytest.mark.parametrize(
    ("headers", "status", "counted"),
    [
        ({}, 200, 1),
        ({"Range": "bytes=0-"}, 206, 1),
        ({"Range": "bytes=0-99"}, 206, 1),
        ({"Range": "bytes=100-"}, 206, 0),
        ({"Range": "bytes=100-199"}, 206, 0),
        ({"Range": "bytes=-100"}, 206, 0),
        ({"Range": "bytes=0-9,20-29"}, 206, 1),
        ({"Range": "bytes=10-19,30-39"}, 206, 0),
        ({"Range": "bytes=100-199", "If-Range": '"another film"'}, 200, 1),
        ({"Range": "bytes=999999999-"}, 416, 0),
        ({"Range": "bytes=abc"}, 400, 0),
        ({"Range": "lines=1-2"}, 400, 0),
        ({"If-None-Match": "*"}, 304, 0),
    ],
)
def test_a_download_is_counted_when_it_starts_at_the_first_byte(
    headers: dict[str, str], status: int, counted: int, caller: Caller, film: int
) -> None:
    """A download is one GET from byte 0, whatever ranges follow; errors and 304 do not count."""
    before = _downloads(caller, film)
    whole = caller.http.get(f"/data/videos/{film}/final.mp4").content

    answer = caller.http.get(f"/api/v2/jobs/{film}/video", headers=headers)

    assert answer.status_code == status
    assert _downloads(caller, film) == before + counted
    if status == 206 and "," not in headers["Range"]:
        first, _, last = (
            answer.headers["content-range"].removeprefix("bytes ").partition("/")[0].partition("-")
        )
        assert answer.content == whole[int(first) : int(last) + 1]
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(whole)}"
        assert answer.json().keys() == {"detail", "code", "hint"}


@pytest.mark.parametrize("path", ["/api/v2/jobs/{id}/video", "/data/videos/{id}/final.mp4"])
def test_head_tells_without_sending_or_counting(path: str, caller: Caller, film: int) -> None:
    """HEAD has the headers of GET and no body, and is never counted."""
    before = _downloads(caller, film)

    answer = caller.http.head(path.format(id=film))

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000
    assert _downloads(caller, film) == before


def test_the_player_is_never_counted(caller: Caller, film: int) -> None:
    """What a player loads, whole or in ranges, is no download."""
    before = _downloads(caller, film)

    whole = caller.http.get(f"/data/videos/{film}/final.mp4")
    part = caller.http.get(f"/data/videos/{film}/final.mp4", headers={"Range": "bytes=0-99"})
    same = caller.http.get(f"/data/videos/{film}/final.mp4", headers={"If-None-Match": whole.headers["etag"]})

    assert (whole.status_code, part.status_code, same.status_code) == (200, 206, 304)
    assert part.content == whole.content[:100]
    assert _downloads(caller, film) == before


def test_counters_are_exact_under_parallel_downloads(caller: Caller, film: int) -> None:
    """Twenty downloads at once are counted as twenty."""
    before = _downloads(caller, film)

    with ThreadPoolExecutor(20) as threads:
        statuses = list(
            threads.map(lambda _: caller.http.get(f"/api/v2/jobs/{film}/video").status_code, range(20))
        )

    assert statuses == [200] * 20
    assert _downloads(caller, film) == before + 20


@pytest.mark.parametrize(
    ("format", "quality", "codec", "sound", "side"),
    [
        ("mp4", "low", "h264", "aac", 480),
        ("webm", "low", "vp9", "opus", 480),
        ("mov", "low", "h264", "aac", 480),
    ],
)
def test_a_film_is_exported(
    format: str, quality: str, codec: str, sound: str, side: int, caller: Caller, film: int
) -> None:
    """Every container has its codecs, type and name, and as many lines as its quality says; asked again, it is there."""
    before = _downloads(caller, film)
    params = {"format": format, "quality": quality}

    answer = caller.http.get(f"/api/v2/jobs/{film}/export", params=params)
    started = time.monotonic()
    again = caller.http.get(f"/api/v2/jobs/{film}/export", params=params, headers={"Range": "bytes=0-"})

    media_type = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}[format]
    assert answer.status_code == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (media_type, "no-store")
    assert answer.headers["content-disposition"] == f'attachment; filename="video_{film}.{format}"'
    found_codec, size, found_sound, seconds = _facts(answer.content)
    assert (found_codec.removeprefix("lib"), size, found_sound) == (codec, (side, side), sound)
    assert seconds == pytest.approx(5, abs=0.1)
    assert (again.status_code, again.content) == (206, answer.content)
    assert again.headers["etag"] == answer.headers["etag"]
    assert time.monotonic() - started < 2
    assert _downloads(caller, film) == before + 2


def test_two_requests_for_one_export_start_one_transcode(caller: Caller, film: int) -> None:
    """Asked for twice at once an export is made once, served twice and counted twice."""
    before = _downloads(caller, film)
    path, params = f"/api/v2/jobs/{film}/export", {"format": "mp4", "quality": "medium"}

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(lambda _: caller.http.get(path, params=params), range(2))

    entry = next(
        entry
        for entry in caller.http.get(f"/api/v2/jobs/{film}/exports").json()
        if (entry["format"], entry["quality"]) == ("mp4", "medium")
    )
    assert (one.status_code, two.status_code) == (200, 200)
    assert one.content == two.content
    assert one.headers["etag"] == two.headers["etag"]
    assert (entry["status"], entry["download_count"], entry["size_bytes"]) == (
        "completed",
        2,
        len(one.content),
    )
    assert _downloads(caller, film) == before + 2


def test_all_nine_exports_are_listed(caller: Caller, film: int) -> None:
    """The list has every format in every quality with its size in pixels, made or not."""
    found = caller.http.get(f"/api/v2/jobs/{film}/exports").json()

    assert len({(entry["format"], entry["quality"]) for entry in found}) == 9
    assert {entry["height"] for entry in found} == {480, 540}


def test_the_server_answers_while_it_exports(caller: Caller, film: int) -> None:
    """While a transcode takes every core, /health and the job still answer."""
    with ThreadPoolExecutor(1) as threads:
        export = threads.submit(
            caller.http.get, f"/api/v2/jobs/{film}/export", params={"format": "webm", "quality": "medium"}
        )
        looks, slowest = 0, 0.0
        while not export.done():
            started = time.monotonic()
            assert caller.http.get("/health").status_code == 200
            assert caller.http.get(f"/api/v2/jobs/{film}").status_code == 200
            slowest = max(slowest, time.monotonic() - started)
            looks += 1

    assert export.result().status_code == 200
    assert looks > 3
    assert slowest < 3


@pytest.mark.parametrize("params", [{"format": "avi"}, {"quality": "ultra"}, {"format": ""}])
def test_other_formats_and_qualities_are_refused(params: dict[str, str], caller: Caller, film: int) -> None:
    """A format or quality that does not exist is 422."""
    assert caller.http.get(f"/api/v2/jobs/{film}/export", params=params).status_code == 422


def _no_ffmpeg() -> FFmpeg:
    raise FFmpegMissing("There is no ffmpeg on this machine.")


def test_without_ffmpeg_exports_are_unavailable(shop: Workshop, token: str, film: int) -> None:
    """A missing ffmpeg is 503 in the document's words; what is there already is served all the same."""
    with another_server(shop, {}, ffmpeg=_no_ffmpeg) as address, calling(address, token) as caller:
        answer = caller.http.get(f"/api/v2/jobs/{film}/export", params={"quality": "high"})
        film_itself = caller.http.get(f"/api/v2/jobs/{film}/video")

    assert (answer.status_code, answer.json()["detail"]) == (
        503,
        "Video export service unavailable (ffmpeg not installed)",
    )
    assert answer.json()["code"] == "ffmpeg_missing"
    assert film_itself.status_code == 200


def test_a_film_whose_file_is_gone_is_not_found(
    shop: Workshop, token: str, film: int, tmp_path: Path
) -> None:
    """When the file has vanished from the store the answer is 404 in the document's words, and nothing is counted."""
    empty = MediaStore.open(None, tmp_path / "empty")
    with another_server(shop, {}, store=empty) as address, calling(address, token) as caller:
        before = _downloads(caller, film)
        export = caller.http.get(f"/api/v2/jobs/{film}/export", params={"quality": "high"})
        download = caller.http.get(f"/api/v2/jobs/{film}/video")
        after = _downloads(caller, film)

    assert (export.status_code, export.json()["detail"]) == (404, "Source video file not found")
    assert (download.status_code, download.json()["detail"]) == (404, "Source video file not found")
    assert after == before


def test_pictures_may_be_kept_for_long(caller: Caller, film: int) -> None:
    """A take never changes: browsers may keep it for a year, shared caches may not."""
    url = caller.job(film)["storyboard"][0]["image_url"]

    answer = caller.http.get(url)
    same = caller.http.get(url, headers={"If-None-Match": answer.headers["etag"]})

    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert same.status_code == 304
    assert caller.http.head(url).status_code == 200


@pytest.mark.parametrize("width", [160, 320, 640, 960])
def test_a_picture_comes_in_small(width: int, caller: Caller, still_board: int) -> None:
    """A width gives a small JPEG in the shape of the picture."""
    url = caller.job(still_board)["storyboard"][0]["image_url"]

    answer = caller.http.get(url, params={"width": width})

    with av.open(io.BytesIO(answer.content)) as picture:
        size = (picture.streams.video[0].width, picture.streams.video[0].height)
    assert answer.headers["content-type"] == "image/jpeg"
    assert size == (width, round(width * 768 / 1344))


@pytest.mark.parametrize("width", [0, 161, 100_000, "wide"])
def test_other_widths_are_refused(width: object, caller: Caller, still_board: int) -> None:
    """Any other width is 422, so that nobody can fill the disk with sizes."""
    url = caller.job(still_board)["storyboard"][0]["image_url"]

    assert caller.http.get(url, params={"width": str(width)}).status_code == 422


def test_a_picture_belongs_to_its_job(caller: Caller, film: int, still_board: int) -> None:
    """The number of a take is not found under another job, and an unknown one not at all."""
    take = caller.job(still_board)["storyboard"][0]["image_url"].rpartition("/")[2]

    assert caller.http.get(f"/data/pictures/{film}/{take}").status_code == 404
    assert caller.http.get(f"/data/pictures/{still_board}/999999.jpg").status_code == 404
    assert caller.http.get(f"/data/pictures/{still_board}/{take}.exe").status_code in (404, 422)


def test_a_render_is_cancelled(caller: Caller, artist: ProgrammableArtist) -> None:
    """A render is stopped within two seconds, and a retry renders what was approved."""
    board = caller.board(aspect_ratio="1:1", prompt="A film nobody has rendered before", duration=60)
    caller.post(board, "approve")
    caller.post(board, "render")

    started = time.monotonic()
    canceled = caller.post(board, "cancel")
    took = time.monotonic() - started
    retried = caller.post(board, "retry")
    caller.post(board, "cancel")

    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert took < 2
    assert (retried.status_code, retried.json()["status"]) == (200, "rendering")
