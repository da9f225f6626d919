"""Passes: one path, a while, this data folder only."""

import pytest

from core.passes import opens, pass_for
from core.workshop import Workshop

PATH = "/data/pictures/1/2.jpg"


def test_a_pass_opens_its_own_path_and_no_other(shop: Workshop) -> None:
    """It is the same all day, so that browsers keep what they read with it."""
    given = pass_for(shop, PATH)

    assert opens(shop, PATH, given)
    assert given == pass_for(shop, PATH)
    assert not opens(shop, "/data/pictures/1/3.jpg", given)


@pytest.mark.parametrize(
    "forged", ["", ".", "1.", "99999999999.00", "1700000000.{seal}", "٣.{seal}", "9" * 90, "a.ü"]
)
def test_a_forged_or_ended_pass_opens_nothing(shop: Workshop, forged: str) -> None:
    """Neither another time with a real seal nor nonsense gets in, and nothing fails on the way."""
    seal = pass_for(shop, PATH).partition(".")[2]

    assert not opens(shop, PATH, forged.format(seal=seal))
