"""Nothing is paid twice when the process is killed without warning, and nothing is lost."""

import random
import subprocess
import sys
from pathlib import Path

from tests.fake_replicate import FakeReplicate
from tests.fake_replicate.bureau import Bureau

ROOT = Path(__file__).parents[2]
PICTURES = 40


def test_forty_pictures_under_five_kills_cost_forty(tmp_path: Path) -> None:
    """Killed five times at the very moment an order arrives, the buyer ends with forty pictures and forty on the bill."""
    # Some milliseconds a picture, so that orders are under way whenever a kill comes.
    with FakeReplicate(Bureau(latency_ms=15, long_side=480)) as fake:
        command = [
            sys.executable,
            "-m",
            "tests.start",
            "tests.providers.buyer",
            fake.url,
            fake.token,
            str(tmp_path),
            str(PICTURES),
        ]
        dice = random.Random(4)
        for life in range(5):
            buyer = subprocess.Popen(command, cwd=ROOT)
            assert fake.bureau.wait_for("create", life * 6 + dice.randint(3, 8), seconds=30)
            buyer.kill()
            buyer.wait()
        subprocess.run(command, cwd=ROOT, check=True, timeout=60)
        ledger = fake.ledger()

    assert (ledger["created"], ledger["billed"]) == (PICTURES, PICTURES)
    assert len(list(tmp_path.glob("*.png"))) == PICTURES
