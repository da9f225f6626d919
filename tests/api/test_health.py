"""/health: 200 when all that the server needs answers, 503 that names what does not."""

from pathlib import Path

from core.media.store import MediaStore
from core.workshop import Workshop
from tests.rest import Caller, another_server, calling


class _NotRunning:
    """An engine that nobody started."""

    def alive(self) -> bool:
        return False


def test_a_healthy_server_says_what_it_found(anyone: Caller) -> None:
    """Database, engine, store and disk are named, each as it is."""
    answer = anyone.http.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert {check["name"]: check["ok"] for check in answer.json()["checks"]} == {
        "database": True,
        "engine": True,
        "store": True,
        "disk": True,
    }


def test_what_does_not_answer_is_named(shop: Workshop, tmp_path: Path) -> None:
    """An engine that stands still and a store that cannot be written are 503, by name."""
    blocked = tmp_path / "blocked"
    store = MediaStore.open(None, blocked / "media")
    for path in sorted(blocked.rglob("*"), reverse=True):
        path.rmdir()
    blocked.rmdir()
    blocked.write_text("a file where a folder should be")
    with (
        another_server(shop, {}, engine=_NotRunning(), store=store) as address,
        calling(address, None) as anyone,
    ):
        answer = anyone.http.get("/health")

    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (503, "unavailable", "unavailable")
    assert body["detail"] == "Not answering: engine, store."
    assert body["hint"]
