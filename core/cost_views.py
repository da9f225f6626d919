"""What the faces are shown of money: sums per film and per day, caps, and the report that holds them."""

from dataclasses import dataclass
from datetime import date

from core.views import ChargeView


@dataclass(frozen=True, kw_only=True)
class SumsView:
    """Sums of charges in micro-dollars: reserved before the calls, charged, given back, and held for calls at work."""

    reserved_micros: int
    charged_micros: int
    released_micros: int
    held_micros: int


@dataclass(frozen=True, kw_only=True)
class FilmCosts:
    """What one film cost; without a number it is what belongs to no film, which the title then says."""

    job_id: int | None
    title: str
    sums: SumsView


@dataclass(frozen=True, kw_only=True)
class DayCosts:
    """What was ordered on one day, in UTC."""

    day: date
    sums: SumsView


@dataclass(frozen=True, kw_only=True)
class CapsView:
    """What may be spent at most, and what is left of it; None where there is no cap, or no film is asked about."""

    per_film_micros: int | None
    per_day_micros: int | None
    left_of_film_micros: int | None
    left_of_day_micros: int | None


@dataclass(frozen=True, kw_only=True)
class CostsView:
    """The report on money; `lines` is the ledger itself where one film is asked about."""

    today: SumsView
    month: SumsView
    total: SumsView
    films: tuple[FilmCosts, ...]
    days: tuple[DayCosts, ...]
    caps: CapsView
    lines: tuple[ChargeView, ...]


@dataclass(frozen=True, kw_only=True)
class SpendingView:
    """What was charged, in micro-dollars; the day is the one of the caps, in UTC."""

    today_micros: int
    total_micros: int
