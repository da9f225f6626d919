"""Moments so short that chance finds them once in a thousand films, and that would cost money unseen."""

import pytest

from core.edits import Edit
from core.jobs import NewJob
from core.terms import AspectRatio
from tests.core.conftest import OWNER
from tests.core.states.house import PRICE, House
from tests.core.states.rules import check_money, read_rows

# Of one picture: before and after the attempt is begun, before and after the call is claimed, before and after it is made.
AFTER_CLAIM, BEFORE_CALL, AFTER_CALL = 3, 4, 5


@pytest.mark.parametrize("moment", [AFTER_CLAIM, BEFORE_CALL, AFTER_CALL])
def test_a_picture_that_is_ordered_while_it_is_called_off_is_booked(house: House, moment: int) -> None:
    """Whether the order went out before it was looked for or after, what it cost is in the ledger."""
    request = NewJob(
        prompt="A heron in the reeds", duration_ms=5000, scene_count=1, aspect_ratio=AspectRatio.SQUARE
    )
    job = house.studio.create(request, owner=OWNER)
    house.work_all()
    edit = Edit(job_id=job.id, owner=OWNER)
    house.studio.refine(edit, scene_number=1, new_image_prompt="A heron at dawn")

    def call_off() -> None:
        house.studio.cancel(job.id, owner=OWNER)
        house.work_all()

    with house.moments.at(moment, call_off):
        house.work_all()

    rows = read_rows(house.shop, job.id)
    check_money(rows, house)
    assert [charge.settled_micros for charge in rows.charges if charge.kind == "picture"] == [PRICE, PRICE]
