"""The check of the catalogue against the service, the words for troubles, and the fake as a program."""

import io
import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from core.cancellation import Cancellation
from core.errors import ProviderAccess, ProviderBusy, ProviderError, ProviderInterrupted, ProviderRejected
from core.providers import replicate_results as results
from core.providers.catalog import Catalog
from core.providers.replicate import ReplicateService, check_models
from core.providers.replicate_orders import embedded
from core.providers.replicate_troubles import failure, refusal
from tests.fake_replicate import FakeReplicate, Trouble
from tests.fake_replicate.models import offered_models
from tests.providers.test_catalog import NEW_PAINTER

ROOT = Path(__file__).parents[2]


def test_the_catalogue_fits_the_service(service: ReplicateService, catalog: Catalog) -> None:
    """Every built-in model is there and documents each input that orders use."""
    rows = check_models(catalog, service)

    assert [row.name for row in rows] == [model.name for model in catalog.models()]
    assert [row.problem for row in rows if not row.ok] == []


def test_prices_are_those_of_the_bill(catalog: Catalog) -> None:
    """The catalogue and the fake's bill, written down apart from each other, agree on every price."""
    billed = {name: (model.micros, model.per_second) for name, model in offered_models().items()}

    assert {
        model.name: (model.price.micros, model.price.per == "second") for model in catalog.models()
    } == billed


def test_a_model_that_is_not_there_is_one_row(service: ReplicateService, tmp_path: Path) -> None:
    """An unknown model is told in its own row; the others are still checked."""
    path = tmp_path / "mine.toml"
    path.write_text(NEW_PAINTER, encoding="utf-8")
    rows = check_models(Catalog.load(path), service)

    assert [row.name for row in rows if not row.ok] == ["acme/new-painter"]
    assert "does not know the model acme/new-painter" in next(row.problem for row in rows if not row.ok)


def test_an_input_that_is_gone_is_told(service: ReplicateService, tmp_path: Path) -> None:
    """When a model has renamed an input, the check names the one that the catalogue still uses."""
    path = tmp_path / "mine.toml"
    text = '[[models]]\nkind = "picture"\nname = "google/imagen-4-fast"\ninputs = { seed = "noise_seed" }\n'
    path.write_text(text, encoding="utf-8")
    rows = check_models(Catalog.load(path), service)

    assert [row.problem for row in rows if not row.ok] == ["The service documents no input noise_seed."]


def test_a_wrong_token_stops_the_check(
    service: ReplicateService, catalog: Catalog, fake: FakeReplicate
) -> None:
    """With a wrong token no row would mean anything, so the check says so instead."""
    fake.trouble(Trouble.UNAUTHORIZED, "account")
    with pytest.raises(ProviderAccess):
        check_models(catalog, service)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("NSFW content detected. Try running it again, or try a different prompt.", ProviderRejected),
        ("The input or output was flagged as sensitive. (E005)", ProviderRejected),
        ("Prediction interrupted; please retry (code: PA)", ProviderInterrupted),
        ("Service is temporarily unavailable (E004)", ProviderInterrupted),
        ("list index out of range", ProviderError),
        (None, ProviderError),
    ],
)
def test_a_failures_text_decides_what_it_is(text: str | None, error: type[ProviderError]) -> None:
    """Refused content asks for other words, an overloaded machine for another try, the rest is a plain failure."""
    told = failure(text, "acme/painter")

    assert type(told) is error
    assert told.message
    assert told.hint


@pytest.mark.parametrize(
    ("status", "body", "retry_after", "error", "delay"),
    [
        (429, '{"detail": "Request was throttled. Your rate limit resets in ~30s."}', "", ProviderBusy, 30),
        (429, '{"detail": "throttled", "retry_after": 5}', "", ProviderBusy, 5),
        (429, "{}", "12", ProviderBusy, 12),
        (429, "not json", "Wed, 21 Oct 2026 07:28:00 GMT", ProviderBusy, None),
        (503, "[]", "3", ProviderBusy, 3),
        (500, "", "", ProviderBusy, None),
        (400, '{"detail": "flagged as sensitive"}', "", ProviderRejected, None),
        (400, '{"title": "Bad request"}', "", ProviderRejected, None),
        (418, "teapot", "", ProviderError, None),
    ],
)
def test_a_refusals_status_decides_what_it_is(
    status: int, body: str, retry_after: str, error: type[ProviderError], delay: float | None
) -> None:
    """Every status maps to one error, and a wait is read from wherever the service writes it."""
    told = refusal(status=status, body=body, retry_after=retry_after, subject="the model acme/painter")

    assert type(told) is error
    assert told.retry_after_seconds == delay


@pytest.mark.parametrize("output", ["https://[broken/out.png", "https://example.com/out.png"])
def test_an_address_that_is_not_the_services_is_not_fetched(service: ReplicateService, output: str) -> None:
    """A malformed address or another host is told, and nothing is asked for there."""
    with pytest.raises(ProviderError):
        service.fetch(output, subject="acme/painter", max_bytes=10, cancellation=Cancellation())


@pytest.mark.parametrize("output", [["data:image/png;base64,AAAA"], {"url": "x"}, 7])
def test_an_output_without_an_address_is_told(output: object) -> None:
    """Whatever a model returns instead of a file's address is an error, not a crash."""
    with pytest.raises(ProviderError, match="cannot be read"):
        results.addresses(output, "acme/painter")


def test_an_answer_that_is_no_text_is_told() -> None:
    """A language model that returns something else than text is an error, not a crash."""
    with pytest.raises(ProviderError, match="cannot be read"):
        results.text(["a", 7], "acme/writer")


def test_a_still_is_made_to_fit() -> None:
    """However noisy and large a still is, it is sent along within the limit."""
    buffer = io.BytesIO()
    Image.effect_noise((900, 900), 250).save(buffer, "PNG")

    assert len(embedded(buffer.getvalue(), 20_000)) < 20_500


def test_the_fake_runs_as_a_program() -> None:
    """Started by hand it prints how to reach it, takes orders at that address and shows its ledger."""
    command = [sys.executable, "-m", "tests.fake_replicate", "--port", "0", "--latency-ms", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        settings = dict(re.findall(r"(\w+)=(\S+)", program.stdout.readline() + program.stdout.readline()))
        service = ReplicateService(
            token=settings["REPLICATE_API_TOKEN"], base_url=settings["REPLICATE_BASE_URL"]
        )
        account = service.check_token()
        service.close()
        with urllib.request.urlopen(settings["REPLICATE_BASE_URL"] + "/_fake/ledger") as answer:
            ledger = json.load(answer)
        program.terminate()

    assert account == "fake"
    assert ledger["total_micros"] == 0


def test_the_fake_is_told_from_outside(fake: FakeReplicate, service: ReplicateService) -> None:
    """A browser test in another process can plan a trouble, change the pace and begin anew over HTTP."""
    post(fake, "latency", {"latency_ms": 5})
    post(fake, "troubles", {"kind": "unauthorized", "on": "account"})
    with pytest.raises(ProviderAccess):
        service.check_token()
    post(fake, "reset", {})

    assert service.check_token() == "fake"
    assert fake.bureau.latency_ms == 5


def post(fake: FakeReplicate, path: str, wish: dict[str, object]) -> None:
    """Tell the fake something from outside."""
    request = urllib.request.Request(f"{fake.url}/_fake/{path}", json.dumps(wish).encode(), method="POST")
    urllib.request.urlopen(request).close()


def test_an_order_may_wait_for_its_result(fake: FakeReplicate) -> None:
    """With `Prefer: wait` the fake answers an order when it is done, as the service does."""
    fake.bureau.latency_ms = 30
    body = json.dumps({"input": {"prompt": "A fox", "aspect_ratio": "1:1"}}).encode()
    headers = {"Authorization": f"Bearer {fake.token}", "Prefer": "wait=5"}
    address = f"{fake.url}/v1/models/black-forest-labs/flux-schnell/predictions"
    with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
        assert json.load(answer)["status"] == "succeeded"


def test_the_documentation_names_every_trouble() -> None:
    """Whoever tries the fake by hand finds all of its words on the page."""
    page = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")

    assert [trouble.value for trouble in Trouble if f"`[fake:{trouble}]`" not in page] == []


def test_the_documented_entries_load(tmp_path: Path) -> None:
    """The catalogue entries on the page work as they stand."""
    page = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
    entries = [block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[[models]]" in block]
    path = tmp_path / "mine.toml"
    path.write_text("\n".join(entries), encoding="utf-8")
    catalog = Catalog.load(path)

    assert catalog.model("picture").name == "acme/new-painter"
    assert catalog.model("picture", "black-forest-labs/flux-schnell").price.micros == 4000
