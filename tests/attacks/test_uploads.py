"""Attacks by picture: files that unpack to gigabytes, and files that are a picture and something else as well."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tests.rest import Caller

SCRIPT = b"<script>alert(document.cookie)</script>"


def png(*, size: tuple[int, int] = (64, 48), text: str = "") -> bytes:
    """A small picture, with a text in its header."""
    out, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Comment", text or "none")
    Image.new("RGB", size, "teal").save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A piece of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb(side: int) -> bytes:
    """A true PNG of some kilobytes with side x side black pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def put(
    caller: Caller, job_id: int, content: bytes, name: str = "x.png", kind: str = "image/png"
) -> tuple[int, str]:
    """Put the file into the first scene; the status and the code of the answer."""
    answer = caller.post(job_id, "scenes/1/picture", method="PUT", files={"picture": (name, content, kind)})
    return answer.status_code, str(answer.json().get("code"))


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_bomb_is_refused_by_its_header(side: int, caller: Caller, still_board: int) -> None:
    """A file that unpacks to more pixels than a camera makes is 413 before a pixel is unpacked."""
    content = bomb(side)

    assert len(content) < 200_000
    assert put(caller, still_board, content) == (413, "too_large")


def test_a_compressed_note_is_not_unpacked_without_end(caller: Caller, still_board: int) -> None:
    """A bomb in a picture's note, not in its pixels, is refused as well."""
    note = b"Comment\0\0" + zlib.compress(b"x" * 5_000_000, 9)
    content = png()
    evil = content[:33] + chunk(b"zTXt", note) + content[33:]

    status, _ = put(caller, still_board, evil)
    assert status in (413, 415)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "x.png", "image/png"),
        (b"<!doctype html>" + SCRIPT, "x.png", "image/png"),
        (b"%PDF-1.4\n" + SCRIPT, "x.jpg", "image/jpeg"),
        (b"GIF89a" + SCRIPT, "x.png", "image/png"),
        (b"PK\x03\x04" + bytes(100), "x.png", "image/png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file", "x.png", "image/png"),
        (b"#!/bin/sh\nid", "x.png", "image/png"),
        (b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd\n", "x.png", "image/png"),
        (b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x'\n", "x.png", "image/png"),
    ],
    ids=["svg", "html", "pdf", "gif", "zip", "postscript", "shell", "playlist", "magick"],
)
def test_what_only_calls_itself_a_picture_is_refused(
    content: bytes, name: str, kind: str, caller: Caller, still_board: int
) -> None:
    """The bytes decide, not the name or the announced type, and nothing else is tried on them."""
    assert put(caller, still_board, content, name, kind)[0] == 415


@pytest.mark.parametrize("tail", [SCRIPT, b"PK\x03\x04" + bytes(50)], ids=["html", "zip"])
def test_a_polyglot_stays_a_picture(tail: bytes, caller: Caller) -> None:
    """A picture that is a web page or an archive too is served as the picture that it is, and never sniffed."""
    job_id = caller.board(scene_count=1)
    status, _ = put(caller, job_id, png(text=SCRIPT.decode()) + tail, "x.html", "text/html")
    served = caller.http.get(caller.job(job_id)["storyboard"][0]["image_url"])

    assert status == 200
    assert served.headers["content-type"] == "image/png"
    assert served.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.png", "..\\..\\x.png", "/etc/cron.d/x.png", "x\r\nSet-Cookie: a=b.png", "\u202egnp.exe"],
)  # fmt: skip
def test_a_file_s_name_goes_nowhere(name: str, caller: Caller) -> None:
    """Whatever a file is called, its own bytes name it in the store, and no header carries the name."""
    job_id = caller.board(scene_count=1)
    status, _ = put(caller, job_id, png(), name)
    served = caller.http.get(caller.job(job_id)["storyboard"][0]["image_url"])

    assert status == 200
    assert "set-cookie" not in served.headers
    assert served.headers.get("content-disposition") is None
