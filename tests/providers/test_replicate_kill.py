"""Nothing is paid twice when the process is killed without warning, and nothing is lost."""

import random
from pathlib import Path

from tests.fake_replicate import FakeReplicate
from tests.fake_replicate.bureau import Bureau
from tests.programs import talking

PICTURES = 40


def test_forty_pictures_under_five_kills_cost_forty(tmp_path: Path) -> None:
    """Killed five times at the very moment an order arrives, the buyer ends with forty pictures and forty on the bill."""
    # Some milliseconds a picture, so that orders are under way whenever a kill comes.
    with FakeReplicate(Bureau(latency_ms=15, long_side=480)) as fake:
        words = (fake.url, fake.token, str(tmp_path), str(PICTURES))
        dice = random.Random(4)
        for life in range(5):
            with talking("tests.providers.buyer", *words):
                assert fake.bureau.wait_for("create", life * 6 + dice.randint(3, 8), seconds=30)
        with talking("tests.providers.buyer", *words) as (buyer, _lines):
            buyer.join(60)
            assert buyer.exitcode == 0
        ledger = fake.ledger()

    assert (ledger["created"], ledger["billed"]) == (PICTURES, PICTURES)
    assert len(list(tmp_path.glob("*.png"))) == PICTURES
