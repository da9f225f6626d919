"""The contract on what a paid film decides beforehand: whom its pictures follow, and what happens when models fail."""

import base64
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from tests.rest import Caller
from tests.studio_fakes import ProgrammableArtist


@pytest.fixture
def following(artist: ProgrammableArtist) -> Iterator[ProgrammableArtist]:
    """An artist that follows pictures."""
    artist.takes_reference = True
    yield artist
    artist.takes_reference = False


@pytest.fixture
def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(out, "PNG")
    return out.getvalue()


def test_a_film_is_given_a_picture_to_follow(
    caller: Caller, anyone: Caller, following: ProgrammableArtist, picture: bytes
) -> None:
    """`reference` of the request is followed by every picture, and its small JPEG is served without a token."""
    start = len(following.orders)
    job = caller.job(caller.board(reference=base64.b64encode(picture).decode()))

    assert {order.reference for order in following.orders[start:]} == {picture}
    shown = anyone.http.get(job["reference_url"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert anyone.http.get(job["reference_url"].replace(".jpg", "x.jpg")).status_code == 404


def test_the_picture_to_follow_is_changed_and_dropped(
    caller: Caller, anyone: Caller, following: ProgrammableArtist, picture: bytes
) -> None:
    """An upload, a take, nothing: each is a call of its own, none is an edit of the storyboard."""
    job_id = caller.board()
    form = {"picture": ("hero.png", picture, "image/png")}
    refused = anyone.http.put(f"/api/v2/jobs/{job_id}/reference", files=form)
    uploaded = caller.post(job_id, "reference", method="PUT", files=form).json()
    followed = caller.post(job_id, "scenes/2/takes/1/follow").json()
    dropped = caller.post(job_id, "reference", method="DELETE").json()

    assert refused.status_code == 401
    assert uploaded["reference_url"] is not None
    assert followed["reference_url"] not in (None, uploaded["reference_url"])
    assert [entry["takes"][0]["followed"] for entry in followed["storyboard"]] == [False, True, False]
    assert (dropped["reference_url"], dropped["revision"]) == (None, uploaded["revision"])


def test_what_cannot_be_followed_is_refused(caller: Caller, picture: bytes) -> None:
    """No base64 is a 422; an artist that follows nothing is a 400 with the way out, and nothing is made."""
    asked = {"prompt": "A hero discovers a hidden treasure", "duration": 5}
    crooked = caller.http.post("/api/v2/generate", json={**asked, "reference": "no base64!"})
    sent = base64.b64encode(picture).decode()
    vain = caller.http.post("/api/v2/generate", json={**asked, "reference": sent})

    assert crooked.status_code == 422
    assert (vain.status_code, vain.json()["code"]) == (400, "invalid_input")
    assert "STORYREEL_PICTURE_MODEL" in vain.json()["hint"]


def test_fallbacks_are_chosen_with_the_film(caller: Caller) -> None:
    """What was chosen is in the answer; without a choice it is what the settings say; anything else is a 422."""
    plain = caller.job(caller.board())
    chosen = caller.job(caller.board(planner_fallback="sketch", clip_fallback="camera"))
    asked = {"prompt": "A hero discovers a hidden treasure", "planner_fallback": "somebody"}

    assert (plain["planner_fallback"], plain["clip_fallback"], plain["plan_trouble"]) == (
        "none",
        "none",
        None,
    )
    assert (chosen["planner_fallback"], chosen["clip_fallback"]) == ("sketch", "camera")
    assert caller.http.post("/api/v2/generate", json=asked).status_code == 422
