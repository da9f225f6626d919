"""The report on money as callers get it; dollars are exact to the millionth, as in the ledger."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from core.cost_views import CapsView, CostsView, DayCosts, FilmCosts, SumsView
from core.terms import MICROS_PER_DOLLAR


def exact(micros: int) -> float:
    """Micro-dollars as dollars."""
    return micros / MICROS_PER_DOLLAR


def _perhaps(micros: int | None) -> float | None:
    return None if micros is None else exact(micros)


class Sums(BaseModel):
    """Sums of charges."""

    reserved: Annotated[float, Field(description="Set aside before the calls were made.")]
    charged: float
    released: Annotated[float, Field(description="Given back, since a call cost less or nothing.")]
    held: Annotated[float, Field(description="Still set aside for calls at work.")]

    @classmethod
    def of(cls, view: SumsView) -> "Sums":
        return cls(
            reserved=exact(view.reserved_micros),
            charged=exact(view.charged_micros),
            released=exact(view.released_micros),
            held=exact(view.held_micros),
        )


class FilmSums(Sums):
    """The sums of one film; `job_id` is null for what belongs to no film any more, which the title says."""

    job_id: int | None
    title: str

    @classmethod
    def of_film(cls, view: FilmCosts) -> "FilmSums":
        return cls(job_id=view.job_id, title=view.title, **Sums.of(view.sums).model_dump())


class DaySums(Sums):
    """The sums of what was ordered on one day (UTC)."""

    day: date

    @classmethod
    def of_day(cls, view: DayCosts) -> "DaySums":
        return cls(day=view.day, **Sums.of(view.sums).model_dump())


class Caps(BaseModel):
    """What may be spent at most, null without a cap, and how much of it is left."""

    per_job: float | None
    per_day: float | None
    left_of_job: float | None
    left_of_day: float | None

    @classmethod
    def of(cls, view: CapsView) -> "Caps":
        return cls(
            per_job=_perhaps(view.per_film_micros),
            per_day=_perhaps(view.per_day_micros),
            left_of_job=_perhaps(view.left_of_film_micros),
            left_of_day=_perhaps(view.left_of_day_micros),
        )


class CostReport(BaseModel):
    """What was reserved, charged and given back; the newest film and day first."""

    today: Sums
    month: Sums
    total: Sums
    jobs: list[FilmSums]
    days: list[DaySums]
    caps: Caps

    @classmethod
    def of(cls, view: CostsView) -> "CostReport":
        return cls(
            today=Sums.of(view.today),
            month=Sums.of(view.month),
            total=Sums.of(view.total),
            jobs=[FilmSums.of_film(film) for film in view.films],
            days=[DaySums.of_day(day) for day in view.days],
            caps=Caps.of(view.caps),
        )
