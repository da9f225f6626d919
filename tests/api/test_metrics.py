"""/metrics: figures for whoever runs the server, and a trail of every request."""

import json
import logging

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from core.errors import Canceled
from core.logs import JsonLines, Redactor
from core.metrics import Metrics
from core.workshop import Workshop
from db.engine import Database
from tests.rest import Caller, another_server, calling, serving
from tests.signed_in import gated, with_sign_in

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(text: str) -> Samples:
    """Every sample by its name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_work_requests_and_money_are_measured(caller: Caller, still_board: int) -> None:
    """After a storyboard there are pieces of work with durations, answered requests, and what was spent."""
    caller.job(still_board)
    answer = caller.http.get("/metrics")
    found = figures(answer.text)

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert found["storyreel_work_seconds_count", (("kind", "plan"), ("outcome", "done"))] >= 1
    assert found["storyreel_work_seconds_count", (("kind", "picture"), ("outcome", "done"))] >= 3
    assert found["storyreel_jobs", (("status", "storyboard_ready"),)] >= 1
    assert found["storyreel_work", (("kind", "first"), ("status", "completed"))] >= 3
    read = (("method", "GET"), ("route", "/api/v2/jobs/{job_id}"), ("status", "200"))
    assert found["storyreel_http_request_seconds_count", read] >= 1
    for name in (
        "spend_dollars",
        "reserved_dollars",
        "downloads",
        "workers",
        "database_up",
        "disk_free_bytes",
    ):
        assert (f"storyreel_{name}", ()) in found


def test_only_this_machine_may_read_it(anyone: Caller) -> None:
    """A request that came through a proxy is 404, as if there were nothing."""
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        answer = anyone.http.get("/metrics", headers={header: "127.0.0.1"})
        assert (answer.status_code, answer.json()["detail"]) == (404, "Not Found")
    assert anyone.http.get("/metrics").status_code == 200


def test_with_a_token_it_is_for_its_bearer(shop: Workshop, token: str) -> None:
    """Where a token is set, it opens the figures from anywhere, and nothing else does."""
    with another_server(shop, {"metrics_token": SecretStr("for-prometheus")}) as address:
        with calling(address, "for-prometheus") as keeper:
            assert keeper.http.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 200
        for other in (None, token, "for-prometheuS"):
            with calling(address, other) as caller:
                assert caller.http.get("/metrics").status_code == 404


def test_where_people_sign_in_it_is_read_in_the_same_way(shop: Workshop) -> None:
    """Prometheus does not sign in: the gate leaves it to the token of the settings, or to this machine."""
    for wanted in ("for-prometheus", None):
        studio = with_sign_in(shop, metrics_token=SecretStr(wanted) if wanted else None)
        with serving(gated(studio)) as address, calling(address, wanted) as keeper:
            assert keeper.http.get("/metrics").status_code == 200
            refused = httpx.get(f"{address}/metrics", headers={"X-Forwarded-For": "8.8.8.8"})
            assert refused.status_code == 404


def test_without_a_database_it_says_so(shop: Workshop, tmp_path: object) -> None:
    """What watches is told that the database is gone instead of getting no answer."""
    gone = Database(f"sqlite:///{tmp_path}/no/folder.db")
    with another_server(shop, {}, database=gone) as address, calling(address, None) as anyone:
        found = figures(anyone.http.get("/metrics").text)
    gone.close()

    assert found["storyreel_database_up", ()] == 0
    assert ("storyreel_spend_dollars", ()) not in found


def test_work_that_is_cut_short_is_told_apart(shop: Workshop) -> None:
    """A piece of work that the store interrupted, or that was cancelled, is no finished one."""
    metrics = Metrics()
    with pytest.raises(OSError, match="gone"), metrics.working("render"):
        raise OSError("gone")
    with pytest.raises(Canceled), metrics.working("render"):
        raise Canceled("stopped")

    found = figures(metrics.exposition(shop).decode())
    for outcome in ("interrupted", "canceled"):
        assert found["storyreel_work_seconds_count", (("kind", "render"), ("outcome", outcome))] == 1


def test_a_request_leaves_its_id(caller: Caller, still_board: int, caplog: pytest.LogCaptureFixture) -> None:
    """A sound id of the caller's comes back, another is replaced, and the log names request and job."""
    lines: list[str] = []

    class _Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLines(Redactor()).format(record))

    trail, keep = logging.getLogger("api.trail"), _Keep()
    trail.addHandler(keep)
    with caplog.at_level(logging.DEBUG, logger="api.trail"):
        mine = caller.http.get(f"/api/v2/jobs/{still_board}?pass=secret", headers={"X-Request-ID": "mine-1"})
        forged = caller.http.get("/nowhere", headers={"X-Request-ID": 'x" forged'})
    trail.removeHandler(keep)

    found = [json.loads(line) for line in lines]
    assert mine.headers["x-request-id"] == "mine-1"
    assert len(forged.headers["x-request-id"]) == 16
    assert [(line.get("job"), line["request"]) for line in found if line["request"] == "mine-1"] == [
        (still_board, "mine-1")
    ]
    assert "secret" not in "".join(lines)
