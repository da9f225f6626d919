"""The settings page: tokens, the artist on trial, prices, storage and health."""

from core.studio import Studio
from pages._ui.studio import OWNER
from tests.pages.conftest import Open
from tests.pages.reading import button, errors, press, said
from tests.studio_fakes import ProgrammableArtist


def test_a_token_is_shown_once_and_works_until_it_is_ended(visit: Open, studio: Studio) -> None:
    """Made, copied, gone from the screen, listed, ended."""
    page = visit("settings")
    page.text_input[0].set_value("laptop *one*")
    press(page, "Make a token")
    secret = page.code[0].value
    assert studio.owner_of(secret) == OWNER

    press(page, "I have copied it")
    assert not page.code
    press(page, "End token laptop one")

    assert "is ended" in said(page)
    assert all(token.revoked_at for token in studio.tokens(owner=OWNER) if token.name == "laptop *one*")


def test_a_token_without_a_name_is_refused(visit: Open) -> None:
    """The message says what to give."""
    page = visit("settings")

    press(page, "Make a token")

    assert "A token needs a name" in errors(page)


def test_the_artist_is_tried_with_one_picture(visit: Open, artist: ProgrammableArtist) -> None:
    """A picture is made now and shown with the time it took."""
    page = visit("settings")
    before = len(artist.orders)

    press(page, "Try the artist")

    assert len(artist.orders) == before + 1
    assert "It works: one picture in" in said(page)


def test_prices_storage_health_and_version_are_told(visit: Open, studio: Studio) -> None:
    """Everything a person asks the one who runs it."""
    words = said(visit("settings"))

    assert "A picture, estimated</dt><dd>$0.02" in words
    assert "Free on this disk" in words
    assert "Database" in words
    assert studio.version in words


def test_a_price_is_said_before_a_trial_that_costs(visit: Open, artist: ProgrammableArtist) -> None:
    """With an artist that charges, the button carries the price."""
    artist.price = 3_000
    try:
        page = visit("settings")
        assert button(page, "Try the artist ($0.003)")
        assert "cards-1" in said(page)
    finally:
        artist.price = 0
