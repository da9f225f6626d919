"""Tokens: shown once, kept as a digest, ended at once."""

from datetime import timedelta

import pytest

from core.errors import InvalidInput, InvalidToken, NotFound
from core.studio import Studio
from core.tokens import digest
from core.workshop import Workshop
from db.models import Token, utc_now


def test_a_token_opens_its_owners_jobs_until_it_is_revoked(studio: Studio) -> None:
    """The secret leads to its owner; revoked it leads nowhere."""
    made = studio.create_token(name="laptop", owner="ada")

    assert studio.owner_of(made.secret) == "ada"
    assert studio.tokens(owner="ada")[0].last_used_at is not None
    assert made.secret.endswith(made.token.ending)
    with pytest.raises(NotFound):
        studio.revoke_token(made.token.id, owner="somebody else")
    studio.revoke_token(made.token.id, owner="ada")
    with pytest.raises(InvalidToken, match="Invalid or expired token"):
        studio.owner_of(made.secret)
    with pytest.raises(NotFound):
        studio.revoke_token(made.token.id, owner="ada")


def test_an_expired_token_is_refused(studio: Studio, shop: Workshop) -> None:
    """A day after its last day it opens nothing."""
    with shop.writing() as session:
        past = utc_now() - timedelta(seconds=1)
        session.add(Token(name="old", owner="ada", digest=digest("sr_old"), ending="_old", expires_at=past))

    with pytest.raises(InvalidToken):
        studio.owner_of("sr_old")
    assert studio.create_token(name="short", owner="ada", days=1).token.expires_at is not None


@pytest.mark.parametrize(("name", "days"), [("", None), ("x" * 101, None), ("fine", 0)])
def test_a_token_needs_a_name_and_a_future(studio: Studio, name: str, days: int | None) -> None:
    """Neither nameless nor already over."""
    with pytest.raises(InvalidInput):
        studio.create_token(name=name, owner="ada", days=days)


def test_the_secret_is_nowhere_in_the_database(studio: Studio, shop: Workshop) -> None:
    """Whoever reads the file cannot use the token."""
    secret = studio.create_token(name="hidden", owner="ada").secret

    files = shop.settings.data_dir.glob("storyreel.db*")
    assert not any(secret.encode() in file.read_bytes() for file in files)
