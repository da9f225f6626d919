"""Attacks by text: what is written as a command to a database, a page, ffmpeg or a spreadsheet stays text."""

import csv
import io

import pytest

from tests.rest import Caller

SQL = [
    "'; DROP TABLE job; -- a hero in the rain",
    "a hero' OR '1'='1",
    'a hero" UNION SELECT digest, owner FROM token --',
    "a hero %' ESCAPE '\\' OR 1=1 --",
    "a hero\\'; DELETE FROM take; --",
]


@pytest.mark.parametrize("text", SQL)
def test_sql_stays_text(text: str, caller: Caller, stranger: Caller) -> None:
    """A prompt, a label, a search and a key written as SQL are kept as they are, and find only what they name."""
    body = {"prompt": text, "style": text, "client_id": text, "duration": 5, "scene_count": 1}
    job_id = caller.http.post("/api/v2/generate", json=body, headers={"Idempotency-Key": text}).json()[
        "job_id"
    ]
    found = caller.http.get("/api/v2/jobs", params={"q": text}).json()
    others = stranger.http.get("/api/v2/jobs", params={"q": text}).json()
    status = caller.http.get("/api/v2/jobs", params={"status": text})

    assert job_id in [job["job_id"] for job in found]
    assert job_id not in [job["job_id"] for job in others]
    assert status.status_code == 400
    assert caller.job(job_id)["prompt"] == text


@pytest.mark.parametrize("wild", ["%", "_", "%%%", "\\", "[a-z]%"])
def test_wild_cards_of_a_search_are_letters(wild: str, caller: Caller) -> None:
    """A search for a percent sign finds percent signs, not everything."""
    caller.generate(prompt="A hero without any of them", scene_count=1)
    found = caller.http.get("/api/v2/jobs", params={"q": wild, "limit": 100}).json()

    assert all(wild in caller.job(job["job_id"])["prompt"] for job in found)


FILTERS = [
    "a hero',drawtext=textfile=/etc/passwd,'",
    "a hero%{pts} %{eif:1:d} %{metadata:x}",
    "a hero;movie=/etc/passwd[x];[x]concat=n=2",
    "a hero\\:text=x:fontfile=/etc/passwd",
    "-i /etc/passwd -f data /tmp/stolen; a hero",
    "a hero\n-filter_complex_script /etc/passwd\nfile '/etc/passwd'",
    "concat:/etc/passwd|http://127.0.0.1/ a hero",
]


@pytest.mark.slow
def test_ffmpeg_is_told_nothing_by_a_prompt(caller: Caller) -> None:
    """Filters, options, lists and protocols in every text of a film do not reach ffmpeg: the film is a film."""
    text = " ".join(FILTERS)
    job_id = caller.board(
        prompt=text, style="',drawtext=x", aspect_ratio="1:1", motion="still", scene_count=1
    )
    caller.post(job_id, "refine", json={"scene_number": 1, "new_description": text[:1000]})
    caller.render(job_id)
    film = caller.http.get(f"/api/v2/jobs/{job_id}/video")

    assert film.status_code == 200
    assert film.content[4:8] == b"ftyp"
    assert b"root:" not in film.content


def test_a_page_of_the_api_carries_no_markup(caller: Caller) -> None:
    """Markup in a prompt comes back inside JSON, which no browser takes for a page."""
    job_id = caller.generate(prompt="<script>alert(1)</script> a hero", scene_count=1)["job_id"]
    answer = caller.http.get(f"/api/v2/jobs/{job_id}")
    missing = caller.http.get("/api/v2/jobs/<script>alert(1)</script>")

    for one in (answer, missing):
        assert one.headers["content-type"] == "application/json"
        assert one.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["prompt"].startswith("<script>")
    assert "<script>" not in missing.text


def test_no_cell_of_a_report_is_a_formula(caller: Caller) -> None:
    """Whatever a film is called and whoever drew it, no cell of the ledger begins as a formula."""
    caller.board(prompt="=cmd|' /C calc'!A0 a hero", style='=HYPERLINK("http://evil.example")', scene_count=1)
    answer = caller.http.get("/api/v2/ledger.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))

    assert len(rows) > 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "evil.example" not in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger.csv"'


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://127.0.0.1/"]
)
def test_an_address_in_a_prompt_is_not_called(url: str, caller: Caller) -> None:
    """No call takes the address of a picture: in a text it is a text, as a form's value it is no file."""
    job_id = caller.board(prompt=f"{url} a hero looks at it", scene_count=1)
    form = caller.post(job_id, "scenes/1/picture", method="PUT", files={"picture": (None, url)})
    body = caller.post(job_id, "scenes/1/picture", method="PUT", json={"url": url})

    assert (form.status_code, body.status_code) == (400, 415)
