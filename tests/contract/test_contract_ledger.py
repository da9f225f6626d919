"""The contract on money: every charge of the caller, as JSON and as a table."""

import csv
import io

from tests.rest import Caller


def test_the_ledger_is_told_as_json_and_as_a_table(caller: Caller, anyone: Caller) -> None:
    """Both tell the same four charges of a job of three scenes; without a token neither is told."""
    job_id = caller.board()

    lines = caller.http.get("/api/v2/ledger", params={"job_id": job_id}).json()
    table = caller.http.get("/api/v2/ledger.csv", params={"job_id": job_id})

    assert [line["kind"] for line in lines] == ["plan", "picture", "picture", "picture"]
    assert {(line["state"], line["settled"]) for line in lines} == {("settled", 0.0)}
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [int(row["charge"]) for row in rows] == [line["charge_id"] for line in lines]
    assert anyone.http.get("/api/v2/ledger").status_code == 401
    assert anyone.http.get("/api/v2/ledger.csv").status_code == 401
    assert caller.http.get("/api/v2/ledger", params={"job_id": 10**9}).status_code == 404


def test_the_report_on_costs_adds_up(caller: Caller, anyone: Caller, stranger: Caller) -> None:
    """Its sums are the ledger's, of all jobs and of one; others see their own, and without a token nobody."""
    job_id = caller.board()
    lines = caller.http.get("/api/v2/ledger").json()

    whole = caller.http.get("/api/v2/costs").json()
    one = caller.http.get("/api/v2/costs", params={"job_id": job_id}).json()

    for sums, lined in (("charged", "settled"), ("reserved", "reserved")):
        assert round(whole["total"][sums] * 1e6) == sum(round(line[lined] * 1e6) for line in lines)
    assert job_id in [row["job_id"] for row in whole["jobs"]]
    assert [row["job_id"] for row in one["jobs"]] == [job_id]
    assert (one["caps"]["per_job"], one["caps"]["left_of_job"]) == (None, None)
    assert job_id not in [row["job_id"] for row in stranger.http.get("/api/v2/costs").json()["jobs"]]
    assert stranger.http.get("/api/v2/costs", params={"job_id": job_id}).status_code == 404
    assert anyone.http.get("/api/v2/costs").status_code == 401
