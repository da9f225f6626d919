"""A worker that stood still and was overtaken: whatever the moment, a paid call is made once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import cast

import pytest

from core import ledger
from core.cancellation import Cancellation
from core.errors import Canceled
from core.presentation import ident
from core.providers.base import PictureBrief
from core.settings import Settings
from core.terms import AspectRatio
from core.workshop import Workshop
from db.engine import Database, Session
from db.models import Charge
from db.queries import charges
from tests.core.conftest import OWNER
from tests.studio_fakes import ProgrammableArtist

DEAD_AFTER_SECONDS = 0.2


def nothing() -> None:
    """Nothing happens."""


@dataclass
class Interrupted:
    """A database in whose first writing transaction something happens first, or right after its commit."""

    database: Database
    before: Callable[[], object]
    after: Callable[[], object]
    _done: bool = False

    @contextmanager
    def writing(self) -> Iterator[Session]:
        first, self._done = not self._done, True
        if first:
            self.before()
        with self.database.writing() as session:
            yield session
        if first:
            self.after()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.reading() as session:
            yield session


@dataclass
class Desk:
    """One reserved picture, whoever orders it."""

    shop: Workshop
    artist: ProgrammableArtist
    charge_id: int

    def order(self, *, before: Callable[[], object] = nothing, after: Callable[[], object] = nothing) -> None:
        """Order the picture, with something happening meanwhile."""
        database = cast("Database", Interrupted(self.shop.database, before, after))
        settings = self.shop.settings.model_copy(update={"dead_after_seconds": DEAD_AFTER_SECONDS})
        ledger.purchase(
            replace(self.shop, database=database, settings=settings),
            charge_id=self.charge_id,
            provider=self.artist,
            brief=PictureBrief(
                prompt="A heron",
                style="x",
                aspect_ratio=AspectRatio.SQUARE,
                size=(64, 64),
                seed=1,
                job_seed=1,
            ),
            cancellation=Cancellation(),
        )

    def charge(self) -> Charge:
        """The line of the ledger as it is."""
        with self.shop.reading() as session:
            charge = charges.get(session, self.charge_id)
        assert charge is not None
        return charge


@pytest.fixture
def desk(shop: Workshop, settings: Settings) -> Desk:
    """A reservation that nobody has taken up yet."""
    artist = ProgrammableArtist(name="sketch")
    with shop.writing() as session:
        charge = ledger.reserve_trial(
            shop, session, owner=OWNER, provider="sketch", model="cards-1", micros=0
        )
    return Desk(shop=shop, artist=artist, charge_id=ident(charge))


def test_whoever_is_overtaken_before_its_claim_takes_the_others_picture(desk: Desk) -> None:
    """The other ordered between the look into the ledger and the claim: its ticket is collected."""
    desk.order(before=desk.order)

    assert len(desk.artist.orders) == 1
    assert (desk.charge().claims, desk.charge().ticket) == (1, "card-1")


def test_whoever_stands_still_after_its_claim_looks_again(desk: Desk) -> None:
    """The claim was written, then everything stood still and another ordered: nothing is ordered again."""

    def overtaken() -> None:
        threading.Event().wait(DEAD_AFTER_SECONDS)
        desk.order()

    desk.order(after=overtaken)

    assert len(desk.artist.orders) == 1
    assert desk.charge().claims == 2


def test_a_rival_that_dies_between_claim_and_order_holds_nobody_up_for_ever(desk: Desk) -> None:
    """After the time in which a silent worker is given up, the picture is ordered all the same, and once."""

    def claimed() -> None:
        with desk.shop.writing() as session:
            assert charges.claim(session, desk.charge())

    desk.order(before=claimed)

    assert len(desk.artist.orders) == 1
    assert desk.charge().ticket == "card-1"


def test_what_was_called_off_while_a_worker_stood_still_is_not_ordered(desk: Desk) -> None:
    """Whoever cancelled found no order and was told that it costs nothing; so it stays."""

    def released() -> None:
        with desk.shop.writing() as session:
            ledger.release(session, desk.charge_id)

    with pytest.raises(Canceled):
        desk.order(before=released)

    assert desk.artist.orders == []
    assert desk.charge().state == "released"
