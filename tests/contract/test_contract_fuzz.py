"""Whatever the OpenAPI document allows, and much that it does not: no 500, and no answer it does not name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.workshop import Workshop
from tests.rest import another_server, calling

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# Every call is tried on a job that is there; those that would take it away get another one to look for.
CONFIG = """
[parameters]
"path.job_id" = {prey}

# After the one the caller's token would open nothing any more, and the other tells news for ten minutes.
[[operations]]
include-name = ["POST /api/auth/logout", "GET /api/v2/jobs/{{job_id}}/events"]
enabled = false

[[operations]]
include-name = ["DELETE /api/v2/jobs/{{job_id}}", "POST /api/v2/jobs/{{job_id}}/trash"]
parameters = {{ "path.job_id" = 987654321 }}
"""


@pytest.mark.slow
def test_no_call_answers_what_the_document_does_not_name(shop: Workshop, token: str, tmp_path: Path) -> None:
    """Every answer has a status, a type and a shape that the document names, and none is a 500.

    All values at and beyond their limits are tried first, then eight random requests a call; the seed is fixed.
    """
    # A few films are enough to have made, and more would keep the engine from the refinements.
    with another_server(shop, {"generates_per_minute": 5, "calls_per_minute": 1_000_000}) as address:
        with calling(address, token) as caller:
            prey = caller.board(aspect_ratio="1:1", motion="still")
        (tmp_path / "config.toml").write_text(CONFIG.format(prey=prey))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "--config-file=config.toml",
            "run",
            f"{address}/openapi.json",
            f"--header=Authorization: Bearer {token}",
            f"--checks={','.join(CHECKS)}",
            "--phases=coverage,fuzzing",
            "--max-examples=8",
            "--seed=1",
            "--generation-database=none",
            "--no-color",
        ]
        environment = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        }
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=200, check=False
        )

    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
    assert "No errors" in done.stdout or " passed" in done.stdout
