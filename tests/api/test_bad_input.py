"""Whatever is sent, nothing breaks: texts of all kinds go through unharmed, the rest is refused."""

import json

import pytest

from tests.rest import Caller

TEXTS = {
    "emoji": "🏴‍☠️🚀" * 833 + "🎬🎬",
    "right to left": "מלח יורד לעיר העתיקה\u200f ومدينة قديمة على البحر",
    "percent": "100% of %s and %(name)s, 50%25 {braces} ${HOME}",
    "quotes": "\"double\" 'single' `back` “curly” \\ backslash; DROP TABLE job; --",
    "newlines": "first line\nsecond line\r\nthird\tline\u2028fourth\x0bfifth\x85sixth",
    "paths": "../../etc/passwd C:\\windows\\system32 /dev/null file:///etc/hosts \\\\host\\share",
    "markup": "<script>alert(1)</script> <b>bold</b> &amp; [link](javascript:1) $\\LaTeX$",
    "one word": "x" * 5000,
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "controls": "bell \x07 escape \x1b[31m delete \x7f and a zero width \u200b space",
    "private": "private use \ue000 and a noncharacter \ufdd0 and the last \U0010ffff",
}


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_goes_through_unharmed(name: str, caller: Caller) -> None:
    """A prompt of any kind becomes a storyboard, and is read back, found and refined as it was written."""
    text = TEXTS[name]
    job_id = caller.board(prompt=text, style=text[:100], client_id=text[:100])
    refined = caller.post(
        job_id,
        "refine",
        json={"scene_number": 1, "new_image_prompt": text[:2000], "new_description": text[:1000]},
    )

    job = refined.json()
    scene = job["storyboard"][0]["scene"]
    found = caller.http.get("/api/v2/jobs", params={"q": text[:40], "limit": 1}).json()
    assert refined.status_code == 200
    assert (job["prompt"], job["parameters"]["style"]) == (text, text[:100].strip())
    assert (scene["image_prompt"], scene["description"]) == (text[:2000].strip(), text[:1000].strip())
    assert [entry["job_id"] for entry in found] == [job_id]
    assert caller.http.get(job["storyboard"][0]["image_url"]).status_code == 200


def test_nul_is_left_out(caller: Caller) -> None:
    """The one character that databases and programs cannot hold is dropped, everywhere."""
    job_id = caller.board(prompt="\x00A hero\x00 in the rain\x00", style="no\x00ir", client_id="\x00")
    caller.post(job_id, "refine", json={"scene_number": 1, "new_description": "A quiet\x00 street"})
    job = caller.job(job_id)

    assert (job["prompt"], job["parameters"]["style"]) == ("A hero in the rain", "noir")
    assert job["storyboard"][0]["scene"]["description"] == "A quiet street"
    assert caller.http.get("/api/v2/jobs", params={"q": "rain\x00"}).json()[0]["job_id"] == job_id
    assert caller.http.post("/api/v2/generate", json={"prompt": "\x00" * 20}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"prompt": "A hero in the \\ud800 rain"}',
        b'{"prompt": "A hero in the rain", "style": "\\udfff"}',
        b'{"prompt": "A hero in the rain", "duration": NaN}',
        b'{"prompt": "A hero in the rain", "duration": Infinity}',
        b'{"prompt": "A hero in the rain", "duration": 1e999}',
        b'{"prompt": "A hero in the rain", "scene_count": ' + b"9" * 5000 + b"}",
        b'{"prompt": "A hero in the rain", "brand_guidelines": {"a": NaN}}',
        b'{"prompt": "A hero in the rain", "brand_guidelines": {"a": "\\ud800"}}',
        b'{"prompt": "A hero in the rain", "brand_guidelines": {"a": "' + b"x" * 20_001 + b'"}}',
        b'{"prompt": "A hero in the rain", "brand_guidelines": {"a":' + b"[" * 100 + b"]" * 100 + b"}}",
        b'{"prompt": "A hero in the rain", "brand_guidelines": '
        + b'{"a":' * 99_000
        + b"1"
        + b"}" * 99_000
        + b"}",
        b"[" * 500_000,
    ],
    ids=range(18),
)
def test_a_broken_body_is_refused(body: bytes, caller: Caller) -> None:
    """A body that is no JSON, or JSON that nobody can mean, is 400 or 422 with a cause."""
    answer = caller.http.post("/api/v2/generate", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422)
    assert answer.json().keys() == {"detail", "code", "hint"}


def test_another_content_type_is_refused(caller: Caller) -> None:
    """JSON must be called JSON, and a form is none."""
    body = json.dumps({"prompt": "A hero in the rain"}).encode()

    for content_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ):
        answer = caller.http.post("/api/v2/generate", content=body, headers={"Content-Type": content_type})
        assert answer.status_code == 422


def test_a_body_that_is_too_large_is_refused(caller: Caller) -> None:
    """More than a megabyte of JSON is 413, whether its size is announced or only comes to light."""
    body = json.dumps({"prompt": "x" * 2_000_000}).encode()
    headers = {"Content-Type": "application/json"}

    announced = caller.http.post("/api/v2/generate", content=body, headers=headers)
    parts = (body[start : start + 65536] for start in range(0, len(body), 65536))
    streamed = caller.http.post("/api/v2/generate", content=parts, headers=headers)

    for answer in (announced, streamed):
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


NUMBERS = [
    "0",
    "-1",
    str(2**63 - 1),
    str(2**63),
    str(10**30),
    "9" * 5000,
    "1.5",
    "1e3",
    "one",
    "%00",
    "٣",
    "0x1",
]


@pytest.mark.parametrize("number", NUMBERS, ids=[number[:20] for number in NUMBERS])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v2/jobs/{}"),
        ("GET", "/api/v2/jobs/{}/metadata"),
        ("GET", "/api/v2/jobs/{}/video"),
        ("GET", "/api/v2/jobs/{}/export"),
        ("POST", "/api/v2/jobs/{}/approve"),
        ("DELETE", "/api/v2/jobs/{}"),
        ("GET", "/data/videos/{}/final.mp4"),
        ("GET", "/data/pictures/{}/1.jpg"),
        ("GET", "/data/pictures/1/{}.jpg"),
    ],
)
def test_a_number_that_names_no_job_is_never_a_500(
    number: str, method: str, path: str, caller: Caller
) -> None:
    """A number that is too small, too large or none at all is 404 or 422."""
    answer = caller.http.request(method, path.format(number))

    assert answer.status_code in (404, 422)
    assert answer.json().keys() == {"detail", "code", "hint"}


@pytest.mark.parametrize("key", ["", "k" * 255, "schlüssel".encode(), "%00", "'; --"])
def test_any_key_of_a_request_works(key: str | bytes, caller: Caller) -> None:
    """An Idempotency-Key of any characters is taken; an empty one is none."""
    raw = key if isinstance(key, bytes) else key.encode()
    body = {"prompt": "A film under an odd key", "duration": 5}
    jobs = [
        caller.http.post("/api/v2/generate", json=body, headers={b"Idempotency-Key": raw}).json()["job_id"]
        for _ in range(2)
    ]

    assert (jobs[0] == jobs[1]) == bool(raw)


def test_a_key_that_is_too_long_is_refused(caller: Caller) -> None:
    """More than 255 characters are no key."""
    answer = caller.http.post(
        "/api/v2/generate", json={"prompt": "A hero in the rain"}, headers={"Idempotency-Key": "k" * 256}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path",
    ["/data/../core/settings.py", "/data/%2e%2e/app.py", "/data/pictures/..%2f..%2fapp.py", "/docs/static/../../app.py",
     "/docs/static/%2e%2e/core.py", "/data/samples/..%2F..%2Fstoryreel.db.jpg", "/data/samples/%00.jpg"],
)  # fmt: skip
def test_nothing_else_on_the_disk_is_served(path: str, anyone: Caller) -> None:
    """No path leads out of what is meant to be served."""
    assert anyone.http.get(path).status_code == 404
