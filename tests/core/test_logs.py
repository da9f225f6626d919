"""The log says to which job and request a line belongs, and holds no secret, whatever is logged."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from core import logs
from core.logs import BLACKED_OUT, Redactor, about, formatter_for
from core.settings import Settings

KNOWN = "r8_NotTheRealOne0123456789"


@pytest.fixture
def settings() -> Settings:
    """Settings with every secret that there is."""
    return Settings(
        replicate_api_token=SecretStr(KNOWN),
        metrics_token=SecretStr("measured-by-nobody"),
        database_url="postgresql://storyreel:hunter2hunter2@db.example/storyreel",
        log_format="json",
        _env_file=None,
    )


@pytest.fixture
def log(settings: Settings) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger that writes JSON lines, and what it wrote."""
    out = io.StringIO()
    door = logging.StreamHandler(out)
    door.setFormatter(formatter_for(settings))
    logger = logging.getLogger("test.logs")
    logger.addHandler(door)
    logger.setLevel(logging.INFO)
    yield logger, out
    logger.removeHandler(door)


SECRETS = [
    "the token sr_1YkqT0nB3vXx9-_abcdefghij was sent",
    "Authorization: Bearer sr_1YkqT0nB3vXx9-_abcdefghij",
    "headers {'authorization': 'Bearer abc.def.ghijkl', 'accept': '*/*'}",
    "GET /data/pictures/1/2.jpg?pass=1790000000.0f0f0f0f0f&width=320",
    f"REPLICATE_API_TOKEN={KNOWN}",
    f"a request to https://x:{KNOWN}@api.example/ failed",
    "postgresql://storyreel:hunter2hunter2@db.example/storyreel refused",
    "password authentication failed, password='hunter2hunter2'",
    'body {"password": "hunter2hunter2", "name": "me"}',
    "AWS_SECRET_ACCESS_KEY=abcdefghijklmnop and api_key: abcdefghijklmnop",
    "webhook secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "Cookie: session=abcdefghijklmnop",
]
NEEDLES = (
    "1YkqT0nB3vXx9", "abc.def.ghijkl", "0f0f0f0f", KNOWN, "hunter2", "abcdefghijklmnop", "MfKQ9r8G",
    "measured-by-nobody",
)  # fmt: skip


@pytest.mark.parametrize("line", [*SECRETS, "the value measured-by-nobody"])
def test_a_secret_is_blacked_out(line: str, log: tuple[logging.Logger, io.StringIO]) -> None:
    """In the message, in an argument and in a trace, a secret does not reach the log."""
    logger, out = log
    logger.warning(line)
    logger.warning("got %s", line)
    trace = ValueError(line)
    logger.error("It failed", exc_info=trace)

    for written in out.getvalue().splitlines():
        assert not any(needle in written for needle in NEEDLES), written
    assert BLACKED_OUT in out.getvalue()


@pytest.mark.parametrize(
    "line",
    ["Job 12: planning failed: The service refused the prompt.", "https://example.com:8000/path?width=320",
     "A passage, a tokenizer and a secretary pass by.", "Took over 3 pieces of work from host-0", "3 tokens"],
)  # fmt: skip
def test_ordinary_words_stay(line: str) -> None:
    """What only looks a little like a secret is readable."""
    assert Redactor()(line) == line


def test_a_line_says_what_it_belongs_to(log: tuple[logging.Logger, io.StringIO]) -> None:
    """Job, work and request stand in the lines of their block, also of an inner one, and nowhere else."""
    logger, out = log
    with about(request="abc", job=None):
        with about(job=12, work="render-3"):
            logger.info("inside")
        logger.info("between")
    logger.info("outside")

    inside, between, outside = (json.loads(line) for line in out.getvalue().splitlines())
    assert (inside["job"], inside["work"], inside["request"]) == (12, "render-3", "abc")
    assert (between["request"], "job" in between) == ("abc", False)
    assert outside.keys() == {"time", "level", "logger", "message"}


@given(text=st.text(max_size=50))
def test_any_text_is_one_line_of_json(text: str) -> None:
    """Newlines, quotes and half surrogate pairs in a message forge no second line."""
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (text,), None)
    line = logs.JsonLines(Redactor()).format(record)

    assert "\n" not in line
    assert json.loads(line)["level"] == "INFO"


def test_text_lines_are_for_people(settings: Settings) -> None:
    """The other form has time, level, logger and belongings, and is redacted as well."""
    plain = settings.model_copy(update={"log_format": "text"})
    record = logging.LogRecord("core.x", logging.INFO, __file__, 1, "token %s", (KNOWN,), None)
    with about(job=7):
        line = formatter_for(plain).format(record)

    assert line.endswith(f"INFO core.x [job=7]: token {BLACKED_OUT}")


def test_all_loggers_go_through_one_door(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Also those of the libraries that bring a door of their own."""
    logging.getLogger("streamlit").addHandler(logging.StreamHandler(sys.stderr))

    logs.configure(settings)
    logging.getLogger("streamlit").error("with %s", KNOWN)

    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["message"] for line in lines] == [f"with {BLACKED_OUT}"]
