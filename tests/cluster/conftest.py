"""The settings that every process of a cluster shares."""

from collections.abc import Callable

import pytest

from tests.servers.place import SEVERAL, Place

# A worker that is silent for three seconds is taken for dead here, so that the test need not wait for half a minute.
HASTE = {
    "STORYREEL_PROVIDER": "sketch",
    "STORYREEL_QUEUE_POLL_SECONDS": "0.1",
    "STORYREEL_HEARTBEAT_SECONDS": "0.5",
    "STORYREEL_DEAD_AFTER_SECONDS": "3",
    "STORYREEL_PICTURES_AT_ONCE": "3",
    "STORYREEL_FILM_LINES": "540",
    # Only what was asked for is looked at.
    "STORYREEL_BACKGROUND_EXPORTS": "false",
}


@pytest.fixture
def shared(somewhere: Callable[[str], Place]) -> Place:
    """A database and a prefix of the bucket for one cluster."""
    place = somewhere(SEVERAL)
    return Place(settings=place.settings, environment={**place.environment, **HASTE})
