"""Run the fake by hand, so that anybody can watch the walk with a paid service without paying."""

import argparse

from tests.fake_replicate import FAKE_TOKEN, FakeReplicate
from tests.fake_replicate.bureau import Bureau


def main() -> None:
    """Listen until interrupted; prints how to point the product at it."""
    options = argparse.ArgumentParser(prog="python -m tests.fake_replicate", description=__doc__)
    options.add_argument("--port", type=int, default=8790)
    options.add_argument("--token", default=FAKE_TOKEN)
    options.add_argument("--latency-ms", type=int, default=1500, help="how long each prediction takes")
    chosen = options.parse_args()
    bureau = Bureau(latency_ms=chosen.latency_ms, long_side=1344, clip_width=832)
    with FakeReplicate(bureau, port=chosen.port, token=chosen.token) as fake:
        print(f"REPLICATE_API_TOKEN={fake.token}")
        print(f"REPLICATE_BASE_URL={fake.url}")
        print(f"Ledger: {fake.url}/_fake/ledger", flush=True)
        try:
            fake.wait()
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
