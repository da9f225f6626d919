"""Where reads need a token, the pages' own pictures carry a pass."""

from dataclasses import replace

import pytest

from core.studio import Studio
from core.workshop import Workshop
from pages._ui.studio import address, lend_studio


@pytest.mark.parametrize("public", [True, False])
def test_an_address_carries_a_pass_only_where_one_is_needed(shop: Workshop, public: bool) -> None:
    """A pass is for the path and stands beside what else is asked for."""
    closed = Studio(replace(shop, settings=shop.settings.model_copy(update={"public_reads": public})))
    lend_studio(closed)

    found = address("/data/pictures/1/2.jpg", width=640)

    assert found.startswith("/data/pictures/1/2.jpg?width=640")
    assert ("pass=" in found) is not public
