"""The artist, the planner and the animator that work at Replicate, and the check of the catalogue against it."""

import abc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Generic

from core.cancellation import Cancellation
from core.errors import ConfigurationError, InvalidInput, ProviderError, ProviderRejected
from core.providers import replicate_plans as plans
from core.providers import replicate_results as results
from core.providers.base import (
    Brief,
    Clip,
    MotionBrief,
    Picture,
    PictureBrief,
    Plan,
    Result,
    StoryBrief,
)
from core.providers.catalog import Catalog, CatalogModel, ModelKind
from core.providers.replicate_orders import Order, motion_order, picture_order, text_order
from core.providers.replicate_patience import Patience
from core.providers.replicate_service import Outcome, ReplicateService

__all__ = [
    "ModelCheck",
    "Patience",
    "ReplicateAnimator",
    "ReplicateArtist",
    "ReplicatePlanner",
    "ReplicateService",
    "check_models",
]


class _Purchase(abc.ABC, Generic[Brief, Result]):
    """What the three have in common: a brief becomes an order, an outcome becomes a result.

    `submit` raises `ProviderTimeout` when nobody knows whether the order was taken: `adopt` before submitting
    again. `collect` neither cancels nor orders anew when it is interrupted; `withdraw` does the former.
    """

    name: ClassVar[str] = "replicate"
    kinds: ClassVar[tuple[ModelKind, ...]]

    def __init__(self, *, service: ReplicateService, model: CatalogModel) -> None:
        if model.kind not in self.kinds:
            raise ConfigurationError(
                f"{model.name} is a {model.kind} model.",
                hint=f"Choose a model of kind {self.kinds[0]} in the settings.",
            )
        self._service = service
        self._entry = model

    @property
    def model(self) -> str:
        return self._entry.name

    def price_micros(self, brief: Brief) -> int:
        return self._entry.price.estimate(self._seconds(brief))

    def submit(self, brief: Brief, cancellation: Cancellation | None = None) -> str:
        return self._service.order(self._entry, self._order(brief), cancellation or Cancellation())

    def adopt(self, brief: Brief, *, since: datetime) -> str | None:
        return self._service.find(self._entry, self._order(brief), since=since)

    def collect(self, ticket: str, brief: Brief, cancellation: Cancellation) -> Result:
        outcome = self._service.outcome(ticket, self._entry, cancellation)
        charged = self._entry.price.charge(outcome.metrics, self._seconds(brief))
        with _costing(charged):
            return self._result(outcome, brief, charged, cancellation)

    def withdraw(self, ticket: str) -> None:
        self._service.cancel(ticket)

    def _seconds(self, brief: Brief) -> float:  # noqa: ARG002 - stills and texts have no length
        return 0

    def _file(self, outcome: Outcome, max_bytes: int, cancellation: Cancellation) -> bytes:
        address = results.addresses(outcome.output, self.model)[0]
        return self._service.fetch(
            address, subject=self.model, max_bytes=max_bytes, cancellation=cancellation
        )

    @abc.abstractmethod
    def _order(self, brief: Brief) -> Order: ...

    @abc.abstractmethod
    def _result(
        self, outcome: Outcome, brief: Brief, charged_micros: int, cancellation: Cancellation
    ) -> Result: ...


@contextmanager
def _costing(charged_micros: int) -> Iterator[None]:
    """Whatever goes wrong inside has cost this much, because the service's work was done."""
    try:
        yield
    except ProviderError as trouble:
        trouble.charged_micros += charged_micros
        raise


class ReplicateArtist(_Purchase[PictureBrief, Picture]):
    """Draws stills, from words alone or from a picture and words, depending on the model."""

    kinds = (ModelKind.PICTURE, ModelKind.EDIT)

    @property
    def takes_reference(self) -> bool:
        """Whether pictures can be told to follow another one."""
        return bool(self._entry.inputs.reference)

    def _order(self, brief: PictureBrief) -> Order:
        if self._entry.kind is ModelKind.EDIT and brief.reference is None:
            raise InvalidInput(f"{self.model} redraws a picture, but there is none to start from.")
        return picture_order(self._entry, brief)

    def _result(
        self,
        outcome: Outcome,
        brief: PictureBrief,  # noqa: ARG002 - part of the common form
        charged_micros: int,
        cancellation: Cancellation,
    ) -> Picture:
        content = self._file(outcome, results.MAX_PICTURE_BYTES, cancellation)
        media_type = results.picture_type(content, self.model)
        return Picture(content=content, media_type=media_type, charged_micros=charged_micros)


class ReplicateAnimator(_Purchase[MotionBrief, Clip]):
    """Brings a still to life for a few seconds."""

    kinds = (ModelKind.MOTION,)

    def _order(self, brief: MotionBrief) -> Order:
        return motion_order(self._entry, brief)

    def _seconds(self, brief: MotionBrief) -> float:
        length = self._entry.length
        return length.seconds(length.nearest(brief.duration_ms)) if length else 0

    def _result(
        self,
        outcome: Outcome,
        brief: MotionBrief,  # noqa: ARG002 - part of the common form
        charged_micros: int,
        cancellation: Cancellation,
    ) -> Clip:
        content = self._file(outcome, results.MAX_CLIP_BYTES, cancellation)
        media_type = results.clip_type(content, self.model)
        return Clip(content=content, media_type=media_type, charged_micros=charged_micros)


class ReplicatePlanner(_Purchase[StoryBrief, Plan]):
    """Plans with a language model, which gets one chance to repair an answer that is no plan."""

    kinds = (ModelKind.TEXT,)

    def price_micros(self, brief: StoryBrief) -> int:
        """The most that a plan can cost: the answer and its repair."""
        return 2 * super().price_micros(brief)

    def _order(self, brief: StoryBrief) -> Order:
        return text_order(
            self._entry, instructions=plans.INSTRUCTIONS, question=plans.question(brief), seed=brief.seed
        )

    def _result(
        self, outcome: Outcome, brief: StoryBrief, charged_micros: int, cancellation: Cancellation
    ) -> Plan:
        answer = results.text(outcome.output, self.model)
        plan = plans.read_plan(answer, brief)
        if isinstance(plan, plans.Flaw):
            return self._repaired(outcome, brief, (answer, plan), charged_micros, cancellation)
        return replace(plan, charged_micros=charged_micros)

    def _repaired(
        self,
        first: Outcome,
        brief: StoryBrief,
        flawed: tuple[str, plans.Flaw],
        charged_micros: int,
        cancellation: Cancellation,
    ) -> Plan:
        """The plan of the second try, which is adopted if an earlier run had ordered it already."""
        order = text_order(
            self._entry,
            instructions=plans.repair_instructions(),
            question=plans.repair_question(brief, *flawed),
            seed=brief.seed + 1,
        )
        ticket = self._service.find(self._entry, order, since=first.created_at)
        second = self._service.outcome(
            ticket or self._service.order(self._entry, order, cancellation), self._entry, cancellation
        )
        charged = self._entry.price.charge(second.metrics)
        with _costing(charged):
            plan = plans.read_plan(results.text(second.output, self.model), brief)
            if isinstance(plan, plans.Flaw):
                raise ProviderError(
                    f"{self.model} made no usable plan, not even when asked again.",
                    hint="Try again, choose another text model, or plan with the built-in planner.",
                    detail=plan.problem,
                )
        return replace(plan, charged_micros=charged_micros + charged)


@dataclass(frozen=True, kw_only=True)
class ModelCheck:
    """One row of the catalogue as the service sees it; `problem` is empty when all is well."""

    kind: str
    name: str
    title: str
    price_micros: int
    per: str
    default: bool
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether orders for this model can be expected to go through."""
        return not self.problem


def check_models(catalog: Catalog, service: ReplicateService) -> list[ModelCheck]:
    """Ask the service for every model of the catalogue and compare the inputs.

    Raises `ProviderAccess` for a wrong token; what is wrong with a single model stands in its row.
    """
    service.check_token()
    return [_checked(model, service) for model in catalog.models()]


def _checked(model: CatalogModel, service: ReplicateService) -> ModelCheck:
    return ModelCheck(
        kind=model.kind.value,
        name=model.name,
        title=model.title,
        price_micros=model.price.micros,
        per=model.price.per,
        default=model.default,
        problem=_problem(model, service),
    )


def _problem(model: CatalogModel, service: ReplicateService) -> str:
    try:
        documented = service.input_names(model)
    except ProviderRejected as error:
        return error.message
    if documented is None:
        return ""
    missing = sorted((model.inputs.taken() | set(model.always)) - documented)
    return f"The service documents no input {', '.join(missing)}." if missing else ""
