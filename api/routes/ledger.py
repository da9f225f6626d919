"""What was paid: every charge of the caller, as JSON or as a table."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import Owner, StudioDoor
from api.bodies import MAX_ID
from api.costs import CostReport
from api.errors import answers
from core.terms import MICROS_PER_DOLLAR
from core.views import ChargeView

router = APIRouter(prefix="/api/v2", tags=["money"])

OfJob = Annotated[int | None, Query(ge=1, le=MAX_ID, description="Only the charges of this job.")]


class LedgerEntry(BaseModel):
    """One charge; dollars are exact to the millionth, since a picture may cost less than a cent."""

    charge_id: int
    job_id: int | None
    kind: str
    provider: str
    model: str
    state: str
    reserved: float
    settled: float
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, view: ChargeView) -> "LedgerEntry":
        """The view as it is answered."""
        return cls(
            charge_id=view.id,
            job_id=view.job_id,
            kind=view.kind,
            provider=view.provider,
            model=view.model,
            state=view.state,
            reserved=view.reserved_micros / MICROS_PER_DOLLAR,
            settled=view.settled_micros / MICROS_PER_DOLLAR,
            created_at=view.created_at,
            closed_at=view.closed_at,
        )


@router.get("/ledger", responses=answers(401, 404, 422), summary="What was paid")
def ledger(studio: StudioDoor, owner: Owner, job_id: OfJob = None) -> list[LedgerEntry]:
    """Oldest first; a charge is reserved, then settled at what it cost or released."""
    return [LedgerEntry.of(line) for line in studio.ledger(owner=owner, job_id=job_id)]


@router.get(
    "/ledger.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "A table"}, **answers(401, 404, 422)},
    summary="What was paid, for a spreadsheet",
)
def ledger_table(studio: StudioDoor, owner: Owner, job_id: OfJob = None) -> Response:
    """The same as a table."""
    table = studio.ledger_csv(owner=owner, job_id=job_id)
    return Response(
        table, media_type="text/csv", headers={"Content-Disposition": 'attachment; filename="ledger.csv"'}
    )


@router.get("/costs", responses=answers(401, 404, 422), summary="What films cost, and what the caps leave")
def costs(studio: StudioDoor, owner: Owner, job_id: OfJob = None) -> CostReport:
    """Sums of the ledger per job and per day, for today, this month and in all; days are in UTC."""
    return CostReport.of(studio.costs(owner=owner, job_id=job_id))
