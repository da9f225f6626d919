"""docs/api.md: its lines work as they stand, and its table has every code that callers can meet."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import av
import pytest

from api.errors import FRAMEWORK, STATUS
from core import errors

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
# What an answer never carries: bases of others, what a refinement turns into its own failure, and work that was stopped.
PROVIDERS: list[type[errors.AppError]] = [errors.ProviderError, *errors.ProviderError.__subclasses__()]
NEVER_SENT = {"app_error", "canceled", *(kind.code for kind in PROVIDERS)}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the lines are curl's")
def test_the_walk_works_as_it_is_written(address: str, token: str, tmp_path: Path) -> None:
    """From the first line to the last every call succeeds, and a film and an export lie there that open."""
    walk = GUIDE.partition("<!-- The lines")[2].partition("<!-- End of the walk")[0]
    script = "set -eu\n" + "\n".join(re.findall(r"```bash\n(.*?)```", walk, flags=re.DOTALL))
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}

    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**environment, "API": address, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    for name, codec in (("film.mp4", "h264"), ("film.webm", "vp9")):
        with av.open(tmp_path / name) as film:
            assert film.streams.video[0].codec_context.name.removeprefix("lib") == codec


def test_the_table_has_every_code() -> None:
    """Whatever code an answer may carry is explained, beside its status."""
    rows = re.findall(r"^\| (\d{3}) \| ([^|]+) \|", GUIDE, flags=re.MULTILINE)
    explained = {(int(status), code) for status, codes in rows for code in re.findall(r"`(\w+)`", codes)}
    raised = {(status, kind.code) for kind, status in STATUS.items() if kind.code not in NEVER_SENT}
    framework = {(status, code) for status, (code, _hint) in FRAMEWORK.items() if status not in (405, 499)}

    assert raised <= explained
    assert framework <= explained
