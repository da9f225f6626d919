"""The one door to Replicate: orders, their outcome, and the files they made.

Only this module imports the service's client and httpx; their errors are translated here, and here alone
it is decided what may be asked again. An order is never sent twice without looking whether it was taken.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Final, TypeVar

import httpx
from pydantic.v1 import ValidationError
from replicate.client import Client
from replicate.exceptions import ReplicateException
from replicate.pagination import Page
from replicate.prediction import Prediction

from core.cancellation import Cancellation
from core.errors import ConfigurationError, ProviderBusy, ProviderError, ProviderRejected, ProviderTimeout
from core.providers import replicate_troubles as troubles
from core.providers.catalog import CatalogModel
from core.providers.replicate_orders import Order, same_order
from core.providers.replicate_patience import Patience
from core.trust import authorities

DEFAULT_BASE_URL: Final = "https://api.replicate.com"
_DELIVERY_HOST: Final = "replicate.delivery"
# Our clock and the service's differ by less than this.
_CLOCK_SKEW: Final = timedelta(seconds=5)
# A hundred predictions a page: enough for two hours at the service's own limit of 600 a minute.
_MAX_PAGES: Final = 720
_MAX_REDIRECTS: Final = 3
# Between two looks passes a tenth of the time waited so far, at least the first pause and at most five of them: what
# took three seconds is seen within three tenths, and thirty slow orders together stay below 3,000 calls a minute.
_POLL_SHARE: Final = 0.1
_SLOWEST_POLL: Final = 5

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an order ended well: what it made, what the service measured and when it was placed."""

    output: object
    metrics: Mapping[str, object]
    created_at: datetime


class _Transport(httpx.BaseTransport):
    """Puts a time limit on every request and raises refusals as exceptions.

    The client sends orders without any limit, and on refusals it sleeps up to a minute, ten times over,
    where nobody can cancel it; an exception passes that by and keeps the answer's headers.
    """

    def __init__(self, timeout: httpx.Timeout) -> None:
        self._timeout = timeout
        self.plain = httpx.HTTPTransport(verify=authorities())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["timeout"] = self._timeout.as_dict()
        response = self.plain.handle_request(request)
        response.read()
        response.request = request
        if response.is_error:
            raise httpx.HTTPStatusError("refused", request=request, response=response)
        return _known_statuses(response)

    def close(self) -> None:
        self.plain.close()


def _known_statuses(response: httpx.Response) -> httpx.Response:
    """Call `aborted` predictions canceled: client 1.0.7 rejects a whole page over one of them."""
    if b'"aborted"' not in response.content:
        return response
    content = json.loads(response.content)
    for prediction in [content, *content.get("results", [])]:
        if prediction.get("status") == "aborted":
            prediction["status"] = "canceled"
    return httpx.Response(response.status_code, json=content, request=response.request)


@contextmanager
def _translated(subject: str) -> Iterator[None]:
    """Turn whatever the client and httpx raise into errors of our own."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise _refusal(error, subject) from error
    except httpx.TimeoutException as error:
        raise troubles.unanswered(subject) from error
    except httpx.TransportError as error:
        raise troubles.unreachable(subject) from error
    except (
        ReplicateException,
        ValidationError,
        httpx.HTTPError,
        httpx.InvalidURL,
        ValueError,
        KeyError,
    ) as error:
        raise troubles.unreadable(subject, detail=str(error)) from error


def _refusal(error: httpx.HTTPStatusError, subject: str) -> ProviderError:
    answer = error.response
    return troubles.refusal(
        status=answer.status_code,
        body=answer.text,
        retry_after=answer.headers.get("Retry-After", ""),
        subject=subject,
    )


class ReplicateService:
    """A connection to the service with one token; safe to use from many threads, closed once."""

    def __init__(
        self, *, token: str, base_url: str = DEFAULT_BASE_URL, patience: Patience | None = None
    ) -> None:
        # The client would look for a token of its own in the environment if it got none.
        if not token.strip():
            raise ConfigurationError(
                "There is no token for Replicate.",
                hint="Set REPLICATE_API_TOKEN to a token from replicate.com/account/api-tokens.",
            )
        self.patience = patience or Patience()
        self._base = httpx.URL(base_url)
        self._token = token.strip()
        timeout = httpx.Timeout(self.patience.request_ms / 1000)
        self._transport = _Transport(timeout)
        self._client = Client(
            api_token=self._token, base_url=base_url, timeout=timeout, transport=self._transport
        )
        self._files = httpx.Client(timeout=timeout, transport=self._transport.plain)

    def close(self) -> None:
        """Close the connections; nothing can be asked afterwards."""
        self._files.close()
        self._transport.close()

    def order(self, model: CatalogModel, order: Order, cancellation: Cancellation) -> str:
        """Place an order and return its ticket.

        `ProviderBusy`, `ProviderRejected` and `ProviderAccess` say that nothing was ordered. `ProviderTimeout`
        says that nobody knows: look with `find` before ordering again.
        """
        until = time.monotonic() + self.patience.busy_ms / 1000
        while True:
            cancellation.check()
            try:
                return self._place(model, order)
            except ProviderBusy as busy:
                delay = busy.retry_after_seconds
                if delay is None or time.monotonic() + delay > until:
                    raise
                cancellation.wait(delay)

    def _place(self, model: CatalogModel, order: Order) -> str:
        subject = f"the model {model.name}"
        posted_at = datetime.now(UTC)
        with _translated(subject):
            try:
                return self._post(model, order)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
                raise
            except httpx.HTTPStatusError as error:
                if error.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                unclear: Exception = error
            except (httpx.TransportError, ValueError) as error:
                unclear = error
        return self._found_after(unclear, model, order, posted_at)

    def _found_after(self, unclear: Exception, model: CatalogModel, order: Order, posted_at: datetime) -> str:
        """The ticket of an order that may have been taken although no clear answer came: looked for, not sent again.

        Not even a cancellation hurries this, because a ticket is needed to cancel at the service.
        """
        Cancellation().wait(self._pause(0, None))
        try:
            ticket = self.find(model, order, since=posted_at)
        except ProviderError as error:
            raise troubles.unanswered(f"the model {model.name}") from error
        if ticket is None:
            raise troubles.unanswered(f"the model {model.name}", delay=_asked_delay(unclear)) from unclear
        return ticket

    def _post(self, model: CatalogModel, order: Order) -> str:
        predictions = self._client.predictions
        if model.version:
            return predictions.create(version=model.version, input=dict(order)).id
        return predictions.create(model=model.name, input=dict(order)).id

    def find(self, model: CatalogModel, order: Order, *, since: datetime) -> str | None:
        """The ticket of the newest prediction with this very order placed after `since`, if there is one.

        A failed or cancelled one costs nothing and gives nothing, so it does not count.
        """
        for prediction in self._placed_after(since - _CLOCK_SKEW):
            fruitful = prediction.status not in ("failed", "canceled")
            if fruitful and _is_of(prediction, model) and same_order(model, order, prediction.input or {}):
                return prediction.id
        return None

    def _placed_after(self, moment: datetime) -> Iterator[Prediction]:
        """The account's predictions, newest first, down to this moment."""
        cursor = None
        for _ in range(_MAX_PAGES):
            page = self._patiently("the list of orders", partial(self._page, cursor), Cancellation())
            for prediction in page.results:
                if _moment(prediction.created_at) < moment:
                    return
                yield prediction
            cursor = page.next
            if cursor is None:
                return

    def _page(self, cursor: str | None) -> Page[Prediction]:
        predictions = self._client.predictions
        return predictions.list() if cursor is None else predictions.list(cursor)

    def outcome(self, ticket: str, model: CatalogModel, cancellation: Cancellation) -> Outcome:
        """Wait until the order is done; raises `ProviderError` for any other end, or `Canceled`."""
        prediction = self._ended(ticket, model, cancellation)
        if prediction.status == "failed":
            raise troubles.failure(prediction.error, model.name)
        if prediction.status == "canceled":
            raise troubles.stopped(model.name)
        return Outcome(
            output=prediction.output,
            metrics=prediction.metrics or {},
            created_at=_moment(prediction.created_at),
        )

    def _ended(self, ticket: str, model: CatalogModel, cancellation: Cancellation) -> Prediction:
        started = time.monotonic()
        quickest = self.patience.poll_ms / 1000
        while True:
            cancellation.check()
            prediction = self._through_outages(ticket, cancellation)
            if prediction.status in ("succeeded", "failed", "canceled"):
                return prediction
            waited = time.monotonic() - started
            if waited * 1000 > self.patience.deadline_ms:
                raise troubles.too_slow(model.name, self.patience.deadline_ms / 1000)
            cancellation.wait(min(max(waited * _POLL_SHARE, quickest), quickest * _SLOWEST_POLL))

    def _through_outages(self, ticket: str, cancellation: Cancellation) -> Prediction:
        until = time.monotonic() + self.patience.outage_ms / 1000
        while True:
            try:
                return self._patiently(
                    f"order {ticket}", partial(self._client.predictions.get, ticket), cancellation
                )
            except (ProviderBusy, ProviderTimeout):
                if time.monotonic() > until:
                    raise

    def cancel(self, ticket: str) -> None:
        """Cancel an order; one that has ended already, or that nobody knows any more, is left as it is."""
        try:
            self._patiently(
                f"order {ticket}", partial(self._client.predictions.cancel, ticket), Cancellation()
            )
        except ProviderRejected:
            return

    def check_token(self) -> str:
        """The name of the token's account; raises `ProviderAccess` for a wrong token."""
        account = self._patiently("the account", self._client.accounts.current, Cancellation())
        return account.username

    def input_names(self, model: CatalogModel) -> frozenset[str] | None:
        """The inputs that the service documents for a model; None when it documents none.

        Raises `ProviderRejected` for a model that the service does not know.
        """
        found = self._patiently(
            f"the model {model.name}", partial(self._client.models.get, model.name), Cancellation()
        )
        schema = found.latest_version.openapi_schema if found.latest_version else {}
        documented = schema.get("components", {}).get("schemas", {}).get("Input", {}).get("properties")
        return frozenset(documented) if documented else None

    def fetch(self, address: str, *, subject: str, max_bytes: int, cancellation: Cancellation) -> bytes:
        """Download a result, from the service's own hosts only and never more than `max_bytes`."""
        with _translated(subject):
            url = httpx.URL(address)
        for _ in range(_MAX_REDIRECTS + 1):
            self._refuse_foreign(url, subject)
            answer = self._patiently(
                subject, partial(self._download, url, subject, max_bytes, cancellation), cancellation
            )
            if isinstance(answer, bytes):
                return answer
            url = answer
        raise troubles.unreadable(subject, detail=f"too many redirects from {address}")

    def _download(
        self, url: httpx.URL, subject: str, max_bytes: int, cancellation: Cancellation
    ) -> bytes | httpx.URL:
        """The file at this address, or the address it has moved to."""
        ours = (url.scheme, url.netloc) == (self._base.scheme, self._base.netloc)
        # The token belongs to the service alone; the hosts that deliver files are public.
        headers = {"Authorization": f"Bearer {self._token}"} if ours else {}
        with self._files.stream("GET", url, headers=headers) as answer:
            if answer.has_redirect_location:
                return url.join(answer.headers["Location"])
            if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN):
                raise troubles.expired(subject)
            if answer.is_error:
                answer.read()
                answer.raise_for_status()
            return _gathered(answer, subject, max_bytes, cancellation)

    def _refuse_foreign(self, url: httpx.URL, subject: str) -> None:
        delivered = url.host == _DELIVERY_HOST or url.host.endswith(f".{_DELIVERY_HOST}")
        ours = (url.scheme, url.netloc) == (self._base.scheme, self._base.netloc)
        if not (ours or (delivered and url.scheme == "https")):
            raise ProviderError(
                f"What {subject} made lies at an address that is not Replicate's, so it was not fetched.",
                hint="Check the address of the service in the settings.",
                detail=str(url),
            )

    def _patiently(self, subject: str, ask: Callable[[], T], cancellation: Cancellation) -> T:
        """Ask for something that is safe to ask again; busy services and broken connections get more tries."""
        attempt = 0
        while True:
            try:
                with _translated(subject):
                    return ask()
            except (ProviderBusy, ProviderTimeout) as trouble:
                attempt += 1
                if attempt >= self.patience.tries:
                    raise
                pause = self._pause(attempt - 1, trouble.retry_after_seconds)
            cancellation.wait(pause)

    def _pause(self, attempt: int, asked_for: float | None) -> float:
        """Seconds until the next try: as long as the service asks for, else twice as long each time."""
        longest = self.patience.longest_retry_ms / 1000
        return min(asked_for or self.patience.retry_ms / 1000 * 2**attempt, longest)


def _gathered(answer: httpx.Response, subject: str, max_bytes: int, cancellation: Cancellation) -> bytes:
    content = bytearray()
    for chunk in answer.iter_bytes():
        cancellation.check()
        content += chunk
        if len(content) > max_bytes:
            raise ProviderError(f"What came back from {subject} is larger than {max_bytes // 1_000_000} MB.")
    return bytes(content)


def _asked_delay(unclear: Exception) -> float | None:
    """The seconds that a service in trouble asks to wait, None when it does not say."""
    if not isinstance(unclear, httpx.HTTPStatusError):
        return None
    return _refusal(unclear, "").retry_after_seconds


def _is_of(prediction: Prediction, model: CatalogModel) -> bool:
    return prediction.version == model.version if model.version else prediction.model == model.name


def _moment(created_at: str | None) -> datetime:
    """The time of an order; one without a time counts as new, so that it is never missed."""
    moment = datetime.fromisoformat(created_at) if created_at else datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
