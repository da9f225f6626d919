"""Calls in any order on jobs that earlier calls made: no 500, and no answer that the document does not name."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig

from core.workshop import Workshop
from tests.contract.test_contract_fuzz import CHECKS
from tests.core.waiting import until
from tests.rest import Caller, another_server, calling

BUSY = ("pending", "parsing", "generating_storyboard", "rendering")
AT_WORK = ("pending", "generating")
# The one ends the token of all, and the other tells news for ten minutes.
LEFT_OUT = r"POST /api/auth/logout|GET /api/v2/jobs/\{job_id\}/events"
# Walks follow the links that the document names, and no guesses; wrong values, and what no link leads to, are tried elsewhere.
CONFIG: dict[str, Any] = {
    "generation": {"mode": "positive", "with-security-parameters": False},
    "phases": {"stateful": {"inference": {"algorithms": []}}},
    "checks": {"enabled": False, **{name: {"enabled": True} for name in (*CHECKS, "use_after_free")}},
}
# The smallest film; what bodies may hold is tried elsewhere.
SMALL = {"duration": 5, "scene_count": 2, "aspect_ratio": "1:1", "motion": "still"}


@pytest.fixture
def walker(shop: Workshop, token: str) -> Iterator[Caller]:
    """A caller who is never told to slow down."""
    plenty = {"generates_per_minute": 1_000_000, "calls_per_minute": 1_000_000}
    with another_server(shop, plenty) as address, calling(address, token) as caller:
        yield caller


@pytest.mark.slow
def test_no_walk_through_the_calls_meets_an_answer_that_is_not_named(
    walker: Caller, request: pytest.FixtureRequest
) -> None:
    """Walks begin with a new film or a random call, and follow the document's links; the same walks every time."""
    examples = request.config.getoption("--examples")
    settings = hypothesis.settings(
        max_examples=examples or 12,
        stateful_step_count=10,
        derandomize=examples is None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    walks(walker).run(settings=settings)


def walks(caller: Caller) -> Any:
    """The machine that walks, and lets all work on a job end before the next call.

    What a call is answered decides which ones may follow it, and must not hang on who is quicker.
    """
    document = caller.http.get("/openapi.json").json()
    # Its name makes Schemathesis wait for a call that makes clients before it would ever generate.
    del document["components"]["schemas"]["GenerateBody"]["properties"]["client_id"]
    config = SchemathesisConfig.from_dict(CONFIG | {"base-url": str(caller.http.base_url)})
    schema = schemathesis.openapi.from_dict(document, config=config).exclude(name_regex=LEFT_OUT)

    class Walk(schema.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: Any) -> None:
            if case.operation.path == "/api/v2/generate" and isinstance(case.body, dict):
                case.body.update(SMALL)
            # A revision by chance is always another one, and the edit is refused.
            case.headers.pop("If-Match", None)
            case.query.pop("revision", None)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": dict(caller.http.headers)}

        def after_call(self, response: Any, case: Any) -> None:
            super().after_call(response, case)
            for job_id in jobs_of(response, case):
                until(partial(at_rest, caller, job_id))

    return Walk


def jobs_of(response: Any, case: Any) -> set[int]:
    """The job that was called, and the one that the call made."""
    answered = "json" in response.headers.get("content-type", "")
    made = response.json() if answered and response.status_code == 200 else None
    asked = (case.path_parameters or {}).get("job_id")
    found = asked, made.get("job_id") if isinstance(made, dict) else None
    return {int(number) for number in found if number is not None}


def at_rest(caller: Caller, job_id: int) -> bool:
    """Whether nothing is being made for a job; nothing is for one that cannot be read."""
    answer = caller.http.get(f"/api/v2/jobs/{job_id}")
    if answer.status_code != 200:
        return True
    job = answer.json()
    scenes = job["storyboard"] or ()
    return job["status"] not in BUSY and not any(scene["generation_status"] in AT_WORK for scene in scenes)
