"""The house in which jobs are put through everything."""

from collections.abc import Iterator

import pytest

from core.settings import Settings
from tests.core.states.house import House
from tests.servers.place import Place


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, place_of_session: Place) -> Iterator[House]:
    """A house whose films share their pieces, since all have the same pictures."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("house"),
        provider="sketch",
        background_exports=False,
        max_waiting_jobs=1_000_000,
        _env_file=None,
        **place_of_session.settings,
    )
    house = House(settings)
    yield house
    house.shop.close()
