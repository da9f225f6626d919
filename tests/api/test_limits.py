"""Whoever asks too often, too slowly or for too much is refused with the time to come back, and nobody else is."""

import socket
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from httpx import Response

from core.studio import Studio
from core.workshop import Workshop
from tests.rest import OWNER, Caller, another_server, calling, own_picture


@pytest.fixture
def narrow(shop: Workshop) -> Iterator[str]:
    """A server that takes three calls a minute from a token, and fifteen from an address."""
    with another_server(shop, {"calls_per_minute": 3}) as address:
        yield address


def test_a_token_that_asks_too_often_waits(narrow: str, studio: Studio) -> None:
    """The fourth call of a token is 429 with Retry-After, while another token and /health are answered."""
    first, second = (studio.create_token(name="pace", owner=OWNER).secret for _ in range(2))
    with calling(narrow, first) as caller, calling(narrow, second) as other:
        answers = until_refused(3, lambda: caller.http.get("/api/v2/jobs"))
        assert other.http.get("/api/v2/jobs").status_code == 200
        assert caller.http.get("/health").status_code == 200

    *served, refused = answers
    assert {answer.status_code for answer in served} == {200}
    assert refused.status_code == 429
    assert refused.json()["code"] == "rate_limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 61


def test_made_up_tokens_bring_nothing(narrow: str) -> None:
    """An address is counted over all the tokens it sends, so guessing them is slow."""
    with calling(narrow, None) as caller:
        made_up = (f"Bearer sr_{number}" for number in count())
        answers = until_refused(
            15, lambda: caller.http.get("/api/v2/jobs", headers={"Authorization": next(made_up)})
        )

    *answered, refused = (answer.status_code for answer in answers)
    assert set(answered) == {401}
    assert refused == 429


def until_refused(allowed: int, call: Callable[[], Response]) -> list[Response]:
    """The answers of calls until one is refused: the one after `allowed`, or a later one where a minute turned.

    Calls of the clock's last minute count by the part of it that lies within sixty seconds, rounded down together with
    those of this one, so a turn gives away one call and never two.
    """
    began, answers = time.time() // 60, [call()]
    while answers[-1].status_code != 429 and len(answers) < allowed + 2:
        answers.append(call())
    turned = time.time() // 60 != began
    assert len(answers) in ({allowed + 1, allowed + 2} if turned else {allowed + 1})
    return answers


def test_a_body_that_dribbles_is_cut(shop: Workshop) -> None:
    """A body that comes byte by byte is 408 after the time limit, and its connection is closed."""
    with another_server(shop, {"body_seconds": 0.3}) as address, dialling(address) as line:
        line.sendall(
            b"POST /api/v2/generate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n"
            b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        )
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code": "too_slow"' in answer


def dialling(address: str) -> socket.socket:
    """A bare connection to a server."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"disk_quota_gb": 1e-6}, "The 1e-06 GB for films"), ({"disk_reserve_gb": 1e6}, "left, too little for")],
)
def test_what_would_fill_the_disk_is_refused_before(
    changes: dict[str, float], words: str, shop: Workshop, caller: Caller, token: str, still_board: int
) -> None:
    """Films, pictures, renders and exports are 507 with the next step; what is there is still shown."""
    film = caller.film()
    with another_server(shop, changes) as address, calling(address, token) as pressed:
        before = pressed.job(still_board)
        refused = [
            pressed.http.post("/api/v2/generate", json={"prompt": "A hero in the rain"}),
            pressed.post(still_board, "scenes/1/picture", method="PUT", files=own_picture(1)),
            pressed.post(still_board, "render"),
            pressed.http.get(f"/api/v2/jobs/{film}/export?format=webm&quality=low"),
        ]
        assert pressed.http.get(f"/api/v2/jobs/{film}/video").status_code == 200
        assert pressed.job(still_board) == before

    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (507, "disk_full"), answer.text
        assert words in answer.json()["detail"]
        assert answer.json()["hint"]


def test_a_quota_that_is_not_used_up_is_no_hindrance(shop: Workshop, token: str) -> None:
    """With room left, a film is taken."""
    with another_server(shop, {"disk_quota_gb": 1000.0}) as address, calling(address, token) as caller:
        assert caller.generate(prompt="forbidden by nobody but the planner")["status"] == "pending"


def test_a_request_holds_no_more_than_it_may(caller: Caller) -> None:
    """Prompts, guidelines, scenes and names beyond their limits are 422 or 413, and make nothing."""
    bodies = [
        {"prompt": "x" * 5001},
        {"prompt": "A hero in the rain", "scene_count": 31},
        {"prompt": "A hero in the rain", "style": "x" * 101},
        {"prompt": "A hero in the rain", "client_id": "x" * 101},
        {"prompt": "A hero in the rain", "duration": 301},
        {"prompt": "A hero in the rain", "brand_guidelines": {"text": "x" * 20_001}},
        {"prompt": "A hero in the rain", "brand_guidelines": {"text": "x" * 1_100_000}},
    ]

    assert [caller.http.post("/api/v2/generate", json=body).status_code for body in bodies] == [422] * 6 + [
        413
    ]
